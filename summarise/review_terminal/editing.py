"""A value written in a terminal: one question an attribute, validated by the field's own class afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import JsonValue

from summarise.records import NUMBERS, PASSAGES, TLDR
from summarise.reviewing import QUOTE, Attribute, Candidate, Decision, definition_of
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import oneline

if TYPE_CHECKING:
    from summarise.review_terminal.asking import Asking
    from summarise.reviewing import Unit

_NONE, _STOP = "-", "."
_BROKEN_OFF = "Broken off: nothing was recorded."


def edit(unit: Unit, asking: Asking) -> Decision | None:
    """What somebody wrote; None where they broke off or the value can't be edited."""
    if unit.verdict.field == PASSAGES:
        asking.screen.say("Such words are no value to edit: choose 1, or n for harmless.")
        return None
    into = _field(asking) if unit.verdict.field == NUMBERS else unit.verdict.field
    return None if into is None else _written(unit, into, _start(unit.candidates, asking), asking)


def edit_again(unit: Unit, refused: Decision, asking: Asking) -> Decision | None:
    """The same anew, beginning with what was written."""
    return _written(unit, refused.into or unit.verdict.field, dict(refused.value or {}), asking)


def _written(unit: Unit, into: str, start: dict[str, JsonValue], asking: Asking) -> Decision | None:
    asking.screen.say(f"Enter keeps what stands in brackets, {_NONE} empties it, {_STOP} breaks off.", style="dim")
    value: dict[str, JsonValue] = {}
    for attribute in _attributes(into):
        answer = _answer(attribute, start.get(attribute.name), asking)
        if answer == _STOP:
            asking.screen.say(_BROKEN_OFF)
            return None
        value[attribute.name] = answer
    return Decision("edit", value=value, into=into if into != unit.verdict.field else None)


def _field(asking: Asking) -> str | None:
    """The field that a number belongs to."""
    names = list(LIST_FIELDS)
    asking.screen.say(f"Into which field? {', '.join(f'{n} {name}' for n, name in enumerate(names, 1))}")
    answer = asking.line("field:").strip()
    found = names[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(names) else answer
    if found in names:
        return found
    asking.screen.say(_BROKEN_OFF)
    return None


def _start(candidates: Sequence[Candidate], asking: Asking) -> dict[str, JsonValue]:
    """The values that an edit begins with: of a candidate, the first where several are and none is named."""
    if len(candidates) > 1:
        answer = asking.line(f"Begin with candidate 1–{len(candidates)} [1]:").strip()
        return next((c.value for c in candidates if str(c.number) == answer), candidates[0].value)
    return candidates[0].value if candidates else {}


def _attributes(field: str) -> tuple[Attribute, ...]:
    """What an edit asks for."""
    if field == TLDR:
        return (Attribute(name="text", meaning="the sentence", required=True),)
    if field not in LIST_FIELDS:
        return (Attribute(name="value", required=True),)
    return (
        *definition_of(field).attributes,
        Attribute(name=QUOTE, meaning="words of the paper, where other ones carry it"),
    )


def _answer(attribute: Attribute, before: JsonValue, asking: Asking) -> JsonValue:
    """What was typed; what stood before where nothing was."""
    shown = "" if before is None else str(before)
    hint = f" ({', '.join(attribute.choices)})" if attribute.choices else ""
    typed = asking.line(f"{attribute.name}{hint} [{oneline(shown)}]:").strip()
    if not typed:
        return before
    return "" if typed == _NONE else typed
