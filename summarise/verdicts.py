"""What the witnesses say of one value, and what was chosen: the records that reconciling makes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, SerializeAsAny, SkipValidation, model_validator

from summarise.flow import Flow, NumberRole
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS, Element, Evidence, Number


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
