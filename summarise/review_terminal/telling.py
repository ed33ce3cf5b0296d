"""Decisions in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from summarise.reviewing.events import GIVING_A_VALUE, SAID
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import brief, oneline

if TYPE_CHECKING:
    from summarise.reviewing import Event, Progress, Share, Standing, Unit

HELP = """\
1-9  choose a candidate            n  not stated: the paper does not say this
e    edit: write the value         s  skip: leave it open, come back at the end
i    unsure: you can't tell        f  escalate: somebody else should decide
u    undo, as often as you like    U  redo
j k  next, previous                ] [  next, previous open one
a    the whole abstract again       o  marks in the text on or off
c    the same for all like this     ?  this help
q    end; everything is saved already"""


def told_event(unit: Unit, event: Event) -> str:
    """What a decision said, in a line."""
    said = SAID.get(event.action, event.action)
    if event.action in GIVING_A_VALUE:
        number = next((c.number for c in unit.candidates if c.value == event.to), None)
        said = f"{said}{f' {number}' if number and event.action == 'choose' else ''}: {_words(event)}"
    return f"{said} ({oneline(event.note)})" if event.note else said


def told_standing(unit: Unit, standing: Standing) -> Iterator[str]:
    """How a value stands: nothing of one that is new."""
    if standing.event is not None:
        yield f"{standing.status.capitalize()}. {oneline(standing.event.who)}: {told_event(unit, standing.event)}"
    if standing.changed:
        yield f"Changed since: {', '.join(standing.changed)}. Please decide again."
    for note in standing.notes:
        yield f"Note of {oneline(note.who)}: {oneline(note.note)}"


def told_progress(progress: Progress) -> str:
    """How far the review is, what is left, and for how long."""
    told = f"{progress.settled:,} of {progress.values:,} settled, {progress.waiting:,} wait for you; "
    told += (
        f"about {progress.residual_errors:.1f} values are wrong as it stands ({100 * progress.residual_share:.1f} %)"
    )
    if progress.minutes_left is None:
        return told
    minutes = math.ceil(progress.minutes_left)
    return f"{told}; {'about a minute' if minutes <= 1 else f'{minutes:,} minutes'} left"


def told_audit(wrong: Share, drawn: int) -> str:
    """How many of a sample are wrong, and what that says of all that nobody looks at."""
    low, high = wrong.interval
    told = f"{wrong.of:,} of {drawn:,} drawn looked at, {wrong.part:,} wrong"
    return f"{told}; of all such values {low:.1f} to {high:.1f} % (95 %)" if wrong.of else told


def _words(event: Event) -> str:
    """The decided value in a line."""
    if not isinstance(event.to, dict):
        return "none"
    kind = LIST_FIELDS.get(event.into or event.field)
    try:
        words = brief(kind.model_validate(event.to)) if kind else _own_words(event.to)
    except ValidationError:  # of a later version's field
        words = _own_words(event.to)
    return oneline(f"{event.into}: {words}" if event.into else words)


def _own_words(value: dict[str, JsonValue]) -> str:
    return next((str(value[name]) for name in ("text", "value", "words") if name in value), str(value))
