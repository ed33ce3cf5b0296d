"""One line of a decisions file: what somebody did about one value of one paper, and when."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from summarise.records import CLASSES, Flow, Judged, encodable
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS

Action = Literal["choose", "edit", "not_stated", "skip", "unsure", "escalate", "note", "undo", "redo"]
"""What can be done. The first three settle a value; `note` says something and leaves it as it is; `undo` and `redo`
name what they take back.
"""
SETTLING: frozenset[str] = frozenset({"choose", "edit", "not_stated"})
"""Actions after which the value is decided."""
SAID: Mapping[Action, str] = {
    "choose": "chosen", "edit": "edited", "not_stated": "not stated", "skip": "skipped", "unsure": "unsure",
    "escalate": "escalated", "note": "noted",
}  # fmt: skip
"""What an action is called once it is done; undo and redo are told by what they take back."""
GIVING_A_VALUE: frozenset[str] = frozenset({"choose", "edit"})
"""Actions that say what the value is, which tells more than the action's name."""
TAKING_BACK: frozenset[str] = frozenset({"undo", "redo"})

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Mark = Annotated[str, StringConstraints(max_length=64)]
LONGEST_NOTE = 10_000
_LONGEST_NAME = 2_000
_MOST_DIGITS = 30
"""Before or behind the point: a number of millions of digits, which three letters can ask for, is no quantity."""
_LATEST_YEAR = 2999
"""All later events would have to be later still, and time ends with the year 9999."""


class Marks(Flow):
    """What a decision rests on, each as a short hash; where one changes, the decision is stale."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: _Mark = ""
    """Of the title, the abstract and its copies."""
    definition: _Mark = ""
    """Of what the field means: its class, with its words."""
    rules: _Mark = ""
    """Of what the rules read there, or that they read nothing; of a value of a user's schema, what the model said."""


class Event(Flow):
    """One thing that one reviewer did. Keys that a later version adds are left aside."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", serialize_by_alias=True, validate_by_name=True, validate_by_alias=True
    )

    id: _Short
    at: AwareDatetime
    """When, in UTC. In one file each event is later than all before it, whatever the clocks say."""
    who: _Short
    action: Action
    paper: str = ""
    """The paper's id, as long as its run has it; empty for undo and redo."""
    verdict: Annotated[str, StringConstraints(max_length=_LONGEST_NAME)] = ""
    """The verdict's id in its record."""
    field: Annotated[str, StringConstraints(max_length=_LONGEST_NAME)] = ""
    """The verdict's field."""
    into: str | None = None
    """The field that `to` belongs to where that is another: a number that nobody accounted for is a result."""
    was: JsonValue = None
    """The element that the run's summary has there; null for none."""
    to: JsonValue = None
    """The element that was decided; null says that the paper states none."""
    right: tuple[Literal["model", "rules", "summary"], ...] = ()
    """Who had said before what was decided."""
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] = ""
    """The reviewer's reason, in their words."""
    ms: Annotated[int, Field(ge=0)] | None = None
    """Milliseconds from when the value was shown until it was decided."""
    blind: bool = False
    """Whether the sources of the candidates were hidden until then."""
    final: bool = False
    """Whether it overrules what other reviewers decided."""
    group: str | None = None
    """What events share that were made at once, for a class of values."""
    group_size: Annotated[int, Field(ge=1)] | None = None
    """How many they are; a group of which some are missing was never completed, and does not count."""
    undoes: str | None = None
    """The id or group that undo takes back and redo restores."""
    marks: Marks = Marks()

    @model_validator(mode="after")
    def _is_what_it_says(self) -> Event:
        """A decision says of which value, and its element is one of its field; undo and redo say of what."""
        if self.at.year > _LATEST_YEAR:
            raise ValueError("at: a time that has not come")
        if self.action in TAKING_BACK:
            if not self.undoes:
                raise ValueError(f"{self.action}: 'undoes' should name what is taken back")
            return self
        if not self.paper or not self.verdict or not self.field:
            raise ValueError(f"{self.action}: 'paper', 'verdict' and 'field' should name the value")
        if (self.to is not None) != (self.action in ("choose", "edit")):
            raise ValueError(f"{self.action}: 'to' should be {'an element' if self.to is None else 'null'}")
        if self.into is not None and self.into not in LIST_FIELDS:
            raise ValueError(f"into: should be one of {', '.join(LIST_FIELDS)}")
        self.element  # noqa: B018  raises ValueError for what is none
        return self

    @property
    def element(self) -> Judged | None:
        """What was decided, as an element of its field; None for nothing."""
        if self.to is None:
            return None
        kind = OwnValue if isinstance(self.to, dict) and "path" in self.to else CLASSES.get(self.into or self.field)
        if kind is None:
            raise ValueError(f"field: {self.field!r} has no elements")
        return with_quantities(kind.model_validate(self.to))  # type: ignore[return-value]

    @property
    def handle(self) -> str:
        """What undo names: the group, else the id."""
        return self.group or self.id

    @property
    def order(self) -> tuple[datetime, str]:
        """What events are sorted by, whatever the order of their lines."""
        return (self.at, self.id)

    def to_line(self) -> str:
        """One line of JSON without the line's end; what is not said is left out."""
        return encodable(json.dumps(self.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False))


def with_quantities(element: BaseModel) -> BaseModel:
    """The element; raises ValueError where a number in it has more digits than any quantity."""
    for name, value in element:
        if isinstance(value, Decimal) and abs(value.adjusted()) > _MOST_DIGITS:
            raise ValueError(f"{name}: {value:.3E} is no quantity")
    return element


def new_id() -> str:
    """An id that no other event has: 64 random bits."""
    return secrets.token_hex(8)


def now_after(last: datetime | None) -> datetime:
    """The time, or a microsecond after the last event where a clock went back or another one is ahead."""
    now = datetime.now(UTC)
    return now if last is None or now > last else last + timedelta(microseconds=1)


def mark_of(value: Any) -> str:
    """A short hash of JSON data: the same data, the same mark."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"{type(value).__name__} is no JSON")
