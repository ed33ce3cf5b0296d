"""The frozen records that flow between the stages, in the order in which a run makes them.

Offsets are [start, end) in code points of `paper.abstract` as delivered, unless said otherwise.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    SerializeAsAny,
    SkipValidation,
    Tag,
    model_validator,
)

from summarise.schemas.own import OwnSummary, OwnValue
from summarise.schemas.paper import LIST_FIELDS, Element, Evidence, Number, PaperSummary
from summarise.schemas.reply import PaperReply


class Flow(BaseModel):
    """Frozen, closed base of the records below."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no UTF-8 file can hold, replaced one for one."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


Text = Annotated[str, AfterValidator(encodable)]
"""Text from outside: it can be written to a file."""


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
NumberRole = Literal[
    "result", "size", "data", "cost", "count", "context", "version", "name", "year", "enumerator", "unknown"
]


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


# ── reconciling ──────────────────────────────────────────────────────────────────────────────────
class StatedNumber(Flow):
    """A number of the ledger that no element accounts for."""

    text: str
    value: Number
    unit: str
    role: NumberRole
    evidence: Evidence


class Sentence(Flow):
    """The summary's sentence, as an element of a verdict."""

    text: str
    evidence: None = None


class Passage(Flow):
    """Words of a paper that are not written for its readers, or what is not read of it."""

    words: str
    """What they say, at most some hundred characters; letters that show nothing as those they stand for."""
    cue: str
    """What tells, in a few words."""
    where: str = "abstract"
    """'abstract', 'title', 'variant 0', 'authors' or 'id'."""
    evidence: Evidence | None = None
    """The place, where it is one in the abstract, its copies or the title."""


Judged = Element | StatedNumber | Sentence | Passage | OwnValue
"""What a verdict is about."""
NUMBERS = "numbers"
"""The `field` of a verdict about a number that no element accounts for."""
TLDR = "tldr"
"""The `field` of the verdict about the summary's sentence."""
OWN = "own"
"""What policy and priors call every value of a user's own schema, whose fields may be called like a paper's."""
PASSAGES = "passages"
"""The `field` of a verdict about words that are not written for readers."""
TLDR_WORDS = 40
"""Words that the summary's sentence has at most."""
CLASSES: dict[str, type[BaseModel]] = {
    **LIST_FIELDS,
    NUMBERS: StatedNumber,
    TLDR: Sentence,
    PASSAGES: Passage,
}
"""The class of a field's elements."""

State = Literal["agree", "agree_normalised", "model_only", "rules_only", "conflict", "ungrounded", "vetoed", "missing"]


class Vote(Flow):
    """What a further witness, asked only where the first two disagree, says of one verdict."""

    witness: str
    """'numbers' read the abstract alone; 'feedback' is the model again, after it was told the rules' objections."""
    sides: Literal["model", "rules", "neither"]
    """Whose element it confirms, or whose silence where that witness gives none; 'neither' where both are off."""
    says: str | None = None
    """What it takes the number for, in a few words."""


class Verdict(Flow):
    """What the two witnesses say of one element, what was chosen, and whether a person should look."""

    id: str
    field: str
    state: State
    reasons: tuple[str, ...] = ()
    # The validator below makes each of these an instance of its field's class: to try it against ten proves nothing.
    model: SerializeAsAny[SkipValidation[Judged]] | None = None
    rules: SerializeAsAny[SkipValidation[Judged]] | None = None
    rule: str | None = None
    """The rule that made `rules`."""
    chosen: SerializeAsAny[SkipValidation[Judged]] | None = None
    differs: tuple[str, ...] = ()
    """Attributes in which model and rules disagree."""
    confidence: float
    flagged: bool
    votes: tuple[Vote, ...] = ()
    """What further witnesses say, where any was asked about this."""

    @model_validator(mode="before")
    @classmethod
    def _read_elements_as_their_field_says(cls, data: Any) -> Any:
        """A method and a benchmark may look alike in JSON; the field tells them apart."""
        if not isinstance(data, dict):
            return data
        kind = _class_of(data)
        if kind is None:
            raise ValueError(f"field: should be one of {', '.join(CLASSES)}")
        sides = {
            k: kind.model_validate(side)
            for k in ("model", "rules", "chosen")
            if (side := data.get(k)) is not None and not isinstance(side, kind)
        }
        return {**data, **sides} if sides else data

    def concerns(self, wanted: str) -> bool:
        """Whether it is about this field or id; 'arms' is all of 'arms[].dose_mg' and of what else stands in it."""
        return wanted == self.id or is_within(self.field, wanted)

    @property
    def topic(self) -> str:
        """What policy and priors know it as: its field, 'own' where that is one of a user's schema."""
        return OWN if isinstance(self.model, OwnValue) else self.field


def is_within(field: str, wanted: str) -> bool:
    """Whether a field is the wanted one or stands in it: 'arms[].dose_mg' in 'arms'."""
    return field == wanted or field.startswith((f"{wanted}.", f"{wanted}["))


def _class_of(verdict: dict[str, Any]) -> type[BaseModel] | None:
    """The class of a verdict's elements; a value of a user's schema alone says its path, and its field has any name."""
    model = verdict.get("model")
    is_own = isinstance(model, OwnValue) or (isinstance(model, dict) and "path" in model)
    return OwnValue if is_own else CLASSES.get(verdict.get("field", ""))


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
