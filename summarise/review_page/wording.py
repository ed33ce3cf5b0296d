"""What was done, in a line of plain words."""

from __future__ import annotations

from collections.abc import Sequence

from summarise.reviewing import Event
from summarise.reviewing.events import GIVING_A_VALUE, SAID
from summarise.telling import brief, oneline

_LONGEST = 160


def done_in_words(event: Event) -> str:
    """What was decided, or done else."""
    words = brief(event.element) if event.action in GIVING_A_VALUE else SAID.get(event.action, event.action)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def said_of(events: Sequence[Event]) -> str:
    """What one act did: 'results: ≈ 40 · %', or of a class of values how many they were."""
    if not events:
        return ""
    words = f"{oneline(events[0].field).replace('_', ' ')}: {done_in_words(events[0])}"
    return words if len(events) == 1 else f"{words} ({len(events):,} at once)"


def said_with_name(event: Event) -> str:
    """The same with who did it and when."""
    note = f" “{oneline(event.note)}”" if event.note else ""
    return f"{oneline(event.who)}, {event.at:%Y-%m-%d %H:%M} UTC: {done_in_words(event)}{note}"
