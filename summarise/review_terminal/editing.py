"""A value written in a terminal: one question an attribute, validated by the field's own class afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import JsonValue

from summarise.reviewing import Attribute, Decision
from summarise.reviewing.editing import attributes_asked, fields_asked, first_candidate, values_asked
from summarise.telling import oneline

if TYPE_CHECKING:
    from summarise.review_terminal.asking import Asking
    from summarise.reviewing import Unit

_NONE, _STOP = "-", "."
_BROKEN_OFF = "Broken off: nothing was recorded."


def edit(unit: Unit, asking: Asking) -> Decision | None:
    """What somebody wrote; None where they broke off or the value can't be edited."""
    if not (fields := fields_asked(unit)):
        asking.screen.say("Such words are no value to edit: choose 1, or n for harmless.")
        return None
    into = _field(fields, asking)
    return None if into is None else _written(unit, into, _start(unit, asking), asking)


def edit_again(unit: Unit, refused: Decision, asking: Asking) -> Decision | None:
    """The same anew, beginning with what was written."""
    return _written(unit, refused.into or unit.verdict.field, dict(refused.value or {}), asking)


def _written(unit: Unit, into: str, start: dict[str, JsonValue], asking: Asking) -> Decision | None:
    asking.screen.say(f"Enter keeps what stands in brackets, {_NONE} empties it, {_STOP} breaks off.", style="dim")
    value: dict[str, JsonValue] = {}
    for attribute in attributes_asked(unit, into):
        answer = _answer(attribute, start.get(attribute.name), asking)
        if answer == _STOP:
            asking.screen.say(_BROKEN_OFF)
            return None
        value[attribute.name] = answer
    return Decision("edit", value=value, into=into if into != unit.verdict.field else None)


def _field(names: Sequence[str], asking: Asking) -> str | None:
    """The field that a value belongs to; asked where it may be several."""
    if len(names) == 1:
        return names[0]
    asking.screen.say(f"Into which field? {', '.join(f'{n} {name}' for n, name in enumerate(names, 1))}")
    answer = asking.line("field:").strip()
    found = names[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(names) else answer
    if found in names:
        return found
    asking.screen.say(_BROKEN_OFF)
    return None


def _start(unit: Unit, asking: Asking) -> dict[str, JsonValue]:
    """The values that an edit begins with: a candidate's, as somebody would type them."""
    begin = first_candidate(unit)
    if begin is not None and len(unit.candidates) > 1:
        answer = asking.line(f"Begin with candidate 1-{len(unit.candidates)} [{begin.number}]:").strip()
        begin = next((c for c in unit.candidates if str(c.number) == answer), begin)
    return dict(values_asked(begin))


def _answer(attribute: Attribute, before: JsonValue, asking: Asking) -> JsonValue:
    """What was typed; what stood before where nothing was."""
    shown = "" if before is None else str(before)
    hint = f" ({', '.join(attribute.choices)})" if attribute.choices else ""
    typed = asking.line(f"{attribute.name}{hint} [{oneline(shown)}]:").strip()
    if not typed:
        return before
    return "" if typed == _NONE else typed
