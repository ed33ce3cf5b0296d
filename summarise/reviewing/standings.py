"""How one value stands: what its reviewers decided, and whether that still rests on the same grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from summarise.reviewing.candidates import bare_data
from summarise.reviewing.events import SAID, SETTLING, Event, Marks
from summarise.reviewing.folding import Folded
from summarise.reviewing.grounds import Grounded

Status = Literal["open", "skipped", "unsure", "escalated", "disputed", "stale", "decided", "unflagged"]
"""'unflagged' is a value that nobody need look at, and nobody did; all but it and 'decided' are still open.

'disputed': reviewers decided differently. 'stale': decided, and then text, definition or rules changed.
"""
SETTLED: frozenset[Status] = frozenset({"decided", "unflagged"})
_CHANGED = {"text": "the paper's text", "definition": "what the field means", "rules": "what the rules read there"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one value stands."""

    status: Status
    event: Event | None = None
    """The event behind the status; of a decided value the decision that counts, the latest one."""
    reviewers: tuple[str, ...] = ()
    """Who decided it, those whose decision is stale included."""
    changed: tuple[str, ...] = ()
    """What changed since a stale decision, in words."""
    mine: Event | None = None
    """The asking reviewer's own event that holds."""
    notes: tuple[Event, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to settle it."""
        return self.status not in SETTLED


_OPEN, _UNFLAGGED = Standing("open"), Standing("unflagged")


def standing_of(value: Grounded, folded: Folded, who: str | None = None, *, alone: bool = False) -> Standing:
    """How a value stands for a reviewer; `alone` leaves out what others did."""
    untouched = _OPEN if value.flagged else _UNFLAGGED
    if value.place not in folded.at_place:
        return untouched
    by = folded.by_reviewer(value.place)
    if not by:
        return replace(untouched, notes=tuple(folded.holding(value.place)))
    mine = by.get(who or "")
    if alone:
        by = {who: mine} if who and mine else {}
    events = sorted(by.values(), key=lambda event: event.order)
    status, event = _status(value, events, who)
    decisions = [e for e in events if e.action in SETTLING]
    return Standing(
        status=status,
        event=event,
        reviewers=tuple(e.who for e in decisions),
        changed=changes(event.marks, value.marks) if status == "stale" and event else (),
        mine=mine,
        notes=tuple(e for e in folded.holding(value.place) if e.action == "note"),
    )


def _status(value: Grounded, events: Sequence[Event], who: str | None) -> tuple[Status, Event | None]:
    fresh = [e for e in events if rests_on(e, value)]
    said = [e for e in events if e.action != "skip"]
    if said and said[-1].action == "escalate":
        return "escalated", said[-1]
    if finals := [e for e in fresh if e.final]:
        return "decided", finals[-1]
    if fresh:
        return ("decided" if _agree(fresh) else "disputed"), fresh[-1]
    if stale := [e for e in events if e.action in SETTLING]:
        return "stale", stale[-1]
    if said:
        return "unsure", said[-1]
    skipped = [e for e in events if e.who == who]
    if skipped:
        return "skipped", skipped[-1]
    return ("open" if value.flagged else "unflagged"), None


def _agree(decisions: Sequence[Event]) -> bool:
    return all(outcome(e) == outcome(decisions[0]) for e in decisions)


def rests_on(event: Event, value: Grounded) -> bool:
    """Whether an event settles a value on the grounds that it has now."""
    return event.action in SETTLING and event.marks == value.marks and event.field == value.field


def outcome(event: Event) -> tuple[str | None, object]:
    """What was decided, as far as two decisions may be the same: its field where that is another, and the value."""
    return event.into, bare_data(event.to)


def changes(then: Marks, now: Marks) -> tuple[str, ...]:
    """What a decision rested on and is another now, in words."""
    return tuple(words for name, words in _CHANGED.items() if getattr(then, name) != getattr(now, name))


def say_standing(standing: Standing) -> str:
    """How a value stands, in words: 'decided by ada: not stated (“only in the title”)'; empty where nobody looked."""
    event = standing.event
    if event is None:
        return ""
    why = f" (“{event.note}”)" if event.note else ""
    if standing.status == "decided":
        return f"decided by {' and '.join(standing.reviewers)}: {SAID[event.action]}{why}"
    if standing.status == "disputed":
        return f"decided differently by {' and '.join(standing.reviewers)}"
    if standing.status == "stale":
        changed = " and ".join(standing.changed) or "the field"
        return f"decided by {event.who}, and then {changed} changed"
    return f"{standing.status} by {event.who}{why}"
