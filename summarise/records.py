"""The frozen records that flow between the stages, in the order in which a run makes them.

Verdicts are in verdicts.py, the records' base in flow.py; both are here by name too.

Offsets are [start, end) in code points of `paper.abstract` as delivered, unless said otherwise.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Discriminator, Field, SerializeAsAny, SkipValidation, Tag

from summarise.flow import Flow, NumberRole, Text, encodable
from summarise.schemas.own import OwnSummary
from summarise.schemas.paper import Element, Evidence, PaperSummary
from summarise.schemas.reply import PaperReply
from summarise.verdicts import (
    CLASSES,
    NUMBERS,
    OWN,
    PASSAGES,
    TLDR,
    TLDR_WORDS,
    Judged,
    Passage,
    Sentence,
    State,
    StatedNumber,
    Verdict,
    Vote,
    is_within,
)

__all__ = [
    "CLASSES", "NUMBERS", "OWN", "PASSAGES", "TLDR", "TLDR_WORDS", "Completion", "Failure", "Finding", "Findings",
    "Flow", "FurtherWitness", "Judged", "Mode", "NumberRole", "Paper", "Passage", "Prompt", "Provenance", "Quantity",
    "Record", "Sentence", "Source", "State", "StatedNumber", "Summary", "Text", "Unreadable", "Usage", "Variant",
    "Verdict", "Vote", "encodable", "is_within",
]  # fmt: skip


# ── reading ──────────────────────────────────────────────────────────────────────────────────────
class Source(Flow):
    """Where a copy of a paper was read: the document's name and the line or lines in it ('7' or '8-10')."""

    document: str
    position: str


class Variant(Flow):
    """Another copy of the same abstract, where its words differ from the fullest copy."""

    abstract: Text
    title: Text | None = None
    source: Source


class Paper(Flow):
    """A paper as delivered; copies of it are joined, the fullest one is `abstract`."""

    id: Text
    title: Text | None = None
    authors: tuple[Text, ...] = ()
    abstract: Text
    identifiers: dict[str, Text] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    variants: tuple[Variant, ...] = ()

    def text_with(self, evidence: Evidence) -> str:
        """The text that the evidence stands in: abstract, title or copy."""
        if evidence.where == "title":
            return self.title or ""
        return self.abstract if evidence.variant is None else self.variants[evidence.variant].abstract


class Unreadable(Flow):
    """A piece of input that is no paper, and why; it becomes a failed Record."""

    source: Source
    kind: str
    message: str
    """What is wrong and what to do about it, without the place."""


# ── asking ───────────────────────────────────────────────────────────────────────────────────────
class Prompt(Flow):
    """What is asked of the model about one paper: `prefix` is the same for every paper of a run."""

    name: str
    """The template's name and version, such as 'extract.v1'."""
    prefix: str
    paper: str
    schema_name: str
    json_schema: dict[str, Any]
    max_tokens: int
    reply: SkipValidation[type[BaseModel]] = Field(default=PaperReply, exclude=True)
    """What reads the answer and says whether it is one."""
    against_loops: bool = Field(default=False, exclude=True)
    """Whether to ask with what the endpoint's profile has against loops; it spoils replies that repeat many keys."""

    @property
    def messages(self) -> list[dict[str, str]]:
        """The chat messages: the stable part first, the paper last."""
        return [{"role": "system", "content": self.prefix}, {"role": "user", "content": self.paper}]


class Usage(Flow):
    """Tokens that the endpoint counted for one paper, all its requests together."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    requests: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            requests=self.requests + other.requests,
        )


Mode = Literal["json_schema", "json_object", "plain"]
"""How strongly the endpoint was asked to answer in JSON; the ladder goes down in this order."""


class Completion(Flow):
    """The endpoint's answer to one prompt, as it came."""

    text: str
    model: str
    mode: Mode
    usage: Usage = Usage()


# ── rules ────────────────────────────────────────────────────────────────────────────────────────
class Quantity(Flow):
    """A number of the abstract, read as papers write them: the ledger's unit.

    `start`, `end` span the number with its scale and unit sign in the abstract ('2.788M', '63.5\\%');
    `value` is absolute (2788000), percentages stay as written (63.5).
    """

    start: int
    end: int
    text: str
    value: Decimal
    value_max: Decimal | None = None
    """The upper end of a range ('13%-19%' is one quantity)."""
    unit: str = ""
    """'%', 'percentage points', 'x', 'params', 'tokens', 'GPU hours', … or '' where the text gives none."""
    comparator: Literal["=", ">=", "<=", "~"] = "="
    role: NumberRole = "unknown"


class Finding(Flow):
    """What one rule read in the abstract: an element of a field, with the span that identifies it."""

    field: str
    element: SerializeAsAny[SkipValidation[Element]]
    """Made by a rule as an instance, never read from outside: to try it against eight classes proves nothing."""
    rule: str
    anchor: tuple[int, int]
    """Span of the number, name or address that makes this element this one and no other."""


class Findings(Flow):
    """All that the rules read in one paper: elements, and every number with its role."""

    elements: tuple[Finding, ...] = ()
    ledger: tuple[Quantity, ...] = ()
    gist: str | None = None
    """A sentence of the abstract's own words that says what is new; None where none does."""


# ── the record ───────────────────────────────────────────────────────────────────────────────────
def _kind_of_summary(summary: Any) -> str:
    is_own = isinstance(summary, OwnSummary) or (isinstance(summary, dict) and "values" in summary)
    return "own" if is_own else "paper"


Summary = Annotated[
    Annotated[PaperSummary, Tag("paper")] | Annotated[OwnSummary, Tag("own")], Discriminator(_kind_of_summary)
]
"""What a paper comes to: the built-in summary, or the values of a user's own schema."""


class Failure(Flow):
    """Why a paper has no summary; `reply` is the raw text where one came."""

    kind: str
    message: str
    reply: str | None = None


class FurtherWitness(Flow):
    """A further witness that was asked about a paper, with which prompt, and how its question failed if it did."""

    witness: str
    prompt: str
    failure: str | None = None
    """The kind of failure, such as 'truncated': the verdicts then stand without its votes."""


class Provenance(Flow):
    """What made the record, as far as the stored replies determine it, so that a rerun is byte-identical."""

    model: str | None = None
    endpoint: str | None = None
    mode: Mode | None = None
    prompt: str | None = None
    schema_: str = Field(serialization_alias="schema", validation_alias=AliasChoices("schema", "schema_"))
    rules: str
    trust: str | None = None
    """The calibration behind the confidences, and behind a plus what tells a policy from the built-in one."""
    summarise: str
    usage: Usage | None = None
    """What the stored replies cost: the first one, and those of further witnesses."""
    witnesses: tuple[FurtherWitness, ...] = ()
    """The further witnesses that had something to be asked about; none where nothing is in dispute."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Record(Flow):
    """One paper's line in a run: summary, verdicts, failure if any, and provenance."""

    id: str
    paper: Paper
    status: Literal["accepted", "flagged", "failed"]
    summary: Summary | None
    verdicts: tuple[Verdict, ...] = ()
    error: Failure | None = None
    provenance: Provenance

    @property
    def is_own(self) -> bool:
        """Whether it was made in a user's schema, which is named 'module:Class@hash'."""
        return ":" in self.provenance.schema_

    def to_line(self) -> str:
        """The record as one line of JSON, without the line's end."""
        return self.model_dump_json()
