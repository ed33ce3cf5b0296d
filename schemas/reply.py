"""What is asked of the model: a lean twin of `PaperSummary` that it fills with the abstract's own words.

The model copies words; our code reads the numbers in them. Every string and list has a limit and every value may
be null, because small models loop in free strings and invent where they can't say "none". Field names are short and
repeated words few: they are paid for in every reply. `sizes` stands before `methods`, because a small model that has
just listed its methods gives each of them a size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema

_NONE_WORDS = re.compile(
    r"\W*(null|none|nil|n/?a|unknown|unspecified|not (stated|given|specified|mentioned)|-1)?\W*", re.I
)


def none_if_it_says_none(value: object) -> object:
    """None for the words with which models say that there is nothing ('null', 'N/A', 'unknown', '-')."""
    # The length first: the pattern's time is quadratic in a long row of dashes.
    return None if isinstance(value, str) and len(value) < 60 and _NONE_WORDS.fullmatch(value) else value


NoneWords = BeforeValidator(none_if_it_says_none)


def _text_of_number(value: object) -> object:
    """A bare JSON number as the text that was meant: 7 → '7'."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def text_up_to(limit: int, *, or_null: bool = True, none: BeforeValidator = NoneWords) -> Any:
    """A string: the grammar holds a model to `limit` characters, the reader forgives up to four times as many.

    Where the endpoint enforces no grammar, a name of 61 characters is no reason to ask again, nor is a null in a list.
    `none` knows the words that mean null.
    """
    in_grammar = WithJsonSchema({"type": "string", "maxLength": limit})
    text = Annotated[str, StringConstraints(max_length=4 * limit, strip_whitespace=True), in_grammar]
    nullable = Annotated[text | None, none, BeforeValidator(_text_of_number)]
    return nullable if or_null else Annotated[nullable, in_grammar]


@dataclass(frozen=True, slots=True)
class AtMost:
    """The limit of a list in the grammar; the reader itself takes up to four times as many."""

    items: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return {**handler(source), "max_length": 4 * self.items}

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "maxItems": self.items}


if TYPE_CHECKING:
    Name: TypeAlias = str | None
    Written: TypeAlias = str | None
    Address: TypeAlias = str | None
    Sentence: TypeAlias = str | None
else:
    Name, Written, Address, Sentence = text_up_to(60), text_up_to(24), text_up_to(120), text_up_to(300)


class Asked(BaseModel):
    """Frozen base; keys that were not asked for are ignored, absent ones are null or empty."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, defer_build=True)


class AskedSize(Asked):
    """A model's number of parameters."""

    model: Name = None
    total: Written = None
    active: Written = None
    role: Annotated[Literal["subject", "base", "baseline"] | None, NoneWords] = None


class AskedData(Asked):
    """An amount of data."""

    amount: Written = None
    unit: Written = None
    what: Name = None


class AskedBenchmark(Asked):
    """A named dataset for evaluation."""

    name: Name = None
    role: Annotated[Literal["evaluated", "introduced", "mentioned"] | None, NoneWords] = None


class AskedResult(Asked):
    """A number that is an outcome."""

    value: Written = None
    model: Name = None
    benchmark: Name = None
    metric: Name = None
    baseline: Name = None
    kind: Annotated[Literal["absolute", "delta", "ratio", "cost", "count"] | None, NoneWords] = None
    role: Annotated[Literal["own", "baseline", "background"] | None, NoneWords] = None


class AskedMethod(Asked):
    """A named method, model or dataset."""

    name: Name = None
    role: Annotated[Literal["introduced", "component", "base", "used"] | None, NoneWords] = None


class AskedArtifact(Asked):
    """An address of code, data or weights."""

    url: Address = None
    kind: Written = None


class PaperReply(Asked):
    """The reply to one paper."""

    tasks: Annotated[tuple[Name, ...], AtMost(3)] | None = None
    sizes: Annotated[tuple[AskedSize, ...], AtMost(8)] | None = None
    data: Annotated[tuple[AskedData, ...], AtMost(4)] | None = None
    benchmarks: Annotated[tuple[AskedBenchmark, ...], AtMost(8)] | None = None
    results: Annotated[tuple[AskedResult, ...], AtMost(10)] | None = None
    methods: Annotated[tuple[AskedMethod, ...], AtMost(6)] | None = None
    artifacts: Annotated[tuple[AskedArtifact, ...], AtMost(3)] | None = None
    tldr: Sentence = None
