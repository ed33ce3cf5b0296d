"""What a user gets: one `PaperSummary` a paper, every value with its evidence.

A field's docstring is IDE help, JSON Schema description and prompt text at once.
None means "the abstract does not say"; nothing is filled in from outside knowledge.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializerFunctionWrapHandler, model_serializer


def plain_number(value: Decimal) -> int | float:
    """The JSON number of `value`; exact up to 15 significant digits, as JSON readers keep them."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(plain_number, return_type=int | float, when_used="json-unless-none")]
"""An exact decimal inside the program, a plain number in JSON."""


class Schema(BaseModel):
    """Frozen, closed base of everything here."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


class Evidence(Schema):
    """The words that carry a value: `source[start:end] == quote`, in code points."""

    quote: str
    """The words exactly as delivered."""
    start: int
    """First code point of the quote in `paper.abstract` (or in `where` / `variant`)."""
    end: int
    """One past the last code point."""
    where: Literal["title"] | None = None
    """'title' when the quote stands in the paper's title, not in its abstract."""
    variant: int | None = None
    """Index into `paper.variants` when only that copy of the abstract states it."""

    @property
    def in_abstract(self) -> bool:
        """Whether it stands in `paper.abstract` itself, and not in the title or another copy."""
        return self.where is None and self.variant is None

    @model_serializer(mode="wrap")
    def _without_absent_places(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {k: v for k, v in handler(self).items() if v is not None}


class Task(Schema):
    """A problem that the paper addresses."""

    name: str
    """The field's usual name for the problem, such as 'machine translation'."""
    evidence: Evidence | None = None


class Method(Schema):
    """A method, model, dataset or technique that the paper introduces or builds on."""

    name: str
    role: Literal["introduced", "component", "base", "used"]
    """'introduced' by this paper; a 'component' of what it introduces; the 'base' it starts from; merely 'used'."""
    evidence: Evidence | None = None


class ModelSize(Schema):
    """A model's number of parameters."""

    model: str | None
    """The model's name as the abstract writes it."""
    total_params: Number | None
    """All parameters, an absolute count (671B is 671000000000)."""
    active_params: Number | None
    """Parameters active for one token, where the abstract gives them apart from the total."""
    role: Literal["subject", "base", "baseline"]
    """'subject': the paper's own; 'base': what it starts from; 'baseline': what it is compared with."""
    evidence: Evidence | None = None


class TrainingData(Schema):
    """An amount of data used or released."""

    amount: Number | None
    """How much, an absolute count."""
    unit: str | None
    """What is counted: 'tokens', 'samples', 'images', 'hours', …"""
    what: str | None
    """Which data it is, in the abstract's words."""
    evidence: Evidence | None = None


class Benchmark(Schema):
    """A named evaluation dataset or benchmark."""

    name: str
    role: Literal["evaluated", "introduced", "mentioned"]
    evidence: Evidence | None = None


class Result(Schema):
    """A quantitative claim: a score, an improvement, a speed-up, a saving, a cost."""

    model: str | None
    """The model or method the number belongs to."""
    benchmark: str | None
    metric: str | None
    value: Number | None
    """The number; the lower end of a range; the 'to' of a from→to."""
    value_max: Number | None = None
    """The upper end of a range."""
    from_value: Number | None = None
    """The 'from' of a from→to."""
    unit: str | None
    """'%', 'percentage points', 'x', 'GPU hours', 'ms', …"""
    comparator: Literal["=", ">=", "<=", "~"] = "="
    """'<=' for 'up to 9x', '>=' for 'over 2x', '~' for 'about 40%'."""
    baseline: str | None = None
    """What the number is compared with, for a delta or ratio."""
    kind: Literal["absolute", "delta", "ratio", "cost", "count"]
    """A level reached, a change, k times, compute or money or time spent, or things counted."""
    role: Literal["own", "baseline", "background"]
    """'own': a claim about this paper's work; 'baseline': a rival's number; 'background': earlier knowledge."""
    evidence: Evidence | None = None


class Artifact(Schema):
    """Code, data or weights that the paper releases or promises."""

    url: str | None
    """The address without a sentence's punctuation; None where release is only promised."""
    kind: str | None
    """'code', 'data', 'model', 'demo', …"""
    licence: str | None = None
    """The licence as the abstract writes it: 'MIT', 'Apache 2.0', 'CC BY 4.0'."""
    evidence: Evidence | None = None


class Tag(Schema):
    """An entry of the tag vocabulary that fits the paper."""

    id: str
    label: str
    evidence: Evidence | None = None


class PaperSummary(Schema):
    """What the abstract says, field by field."""

    tldr: str | None = None
    """One sentence of at most 40 words; every number in it stands in the abstract."""
    tasks: tuple[Task, ...] = ()
    methods: tuple[Method, ...] = ()
    model_sizes: tuple[ModelSize, ...] = ()
    training_data: tuple[TrainingData, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    results: tuple[Result, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    tags: tuple[Tag, ...] = ()


Element = Task | Method | ModelSize | TrainingData | Benchmark | Result | Artifact | Tag
"""One element of a list field of `PaperSummary`."""

LIST_FIELDS: dict[str, type[Element]] = {
    "tasks": Task,
    "methods": Method,
    "model_sizes": ModelSize,
    "training_data": TrainingData,
    "benchmarks": Benchmark,
    "results": Result,
    "artifacts": Artifact,
    "tags": Tag,
}
"""The list fields of `PaperSummary` in their order, each with its element's class."""
