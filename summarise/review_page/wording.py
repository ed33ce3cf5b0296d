"""What was done, in a line of plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from summarise.records import TLDR, Sentence
from summarise.reviewing import Event
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import brief, oneline

_DONE = {
    "not_stated": "not stated",
    "skip": "skipped",
    "unsure": "unsure",
    "escalate": "escalated",
    "note": "noted",
}
_LONGEST = 160


def said_of(events: Sequence[Event]) -> str:
    """What one act did: 'results: ≈ 40 · %', or of a class of values how many they were."""
    if not events:
        return ""
    words = f"{_name(events[0])}: {_done(events[0])}"
    return words if len(events) == 1 else f"{words} ({len(events):,} at once)"


def said_with_name(event: Event) -> str:
    """The same with who did it and when."""
    note = f" “{oneline(event.note)}”" if event.note else ""
    return f"{oneline(event.who)}, {event.at:%Y-%m-%d %H:%M} UTC: {_done(event)}{note}"


def value_words(field: str, value: Any) -> str:
    """A decided element, as JSON data, in a line."""
    kind: type[BaseModel] | None = Sentence if field == TLDR else LIST_FIELDS.get(field)
    if isinstance(value, dict) and "path" in value:
        kind = OwnValue
    try:
        return brief(kind.model_validate(value)) if kind else oneline(" · ".join(str(v) for v in _plain(value)))
    except ValidationError:  # a file from elsewhere
        return oneline(" · ".join(str(v) for v in _plain(value)))


def _plain(value: Any) -> Sequence[Any]:
    if not isinstance(value, dict):
        return [value]
    return [v for k, v in value.items() if k not in ("evidence", "start", "end") and v is not None]


def _name(event: Event) -> str:
    return oneline(event.verdict if isinstance(event.to, dict) and "path" in event.to else event.field)


def _done(event: Event) -> str:
    if event.action in _DONE:
        return _DONE[event.action]
    words = value_words(event.into or event.field, event.to)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
