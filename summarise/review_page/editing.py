"""The edit box: one input an attribute of the field, what stands in it, and what a form says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from summarise.records import NUMBERS, PASSAGES, TLDR
from summarise.reviewing import QUOTE, Attribute, Decision, Unit, definition_of
from summarise.rules import read_numbers
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import number

_NAMED = "value."
"""Before the name of each attribute in the form."""
_QUOTE = Attribute(name=QUOTE, meaning="words of the paper that carry it; left empty, the place stays as it is")
_SENTENCE = Attribute(name="text", meaning="one sentence", required=True)
_OWN = Attribute(name="value", required=True)


@dataclass(frozen=True, slots=True)
class Input:
    """One attribute in the edit box."""

    name: str
    label: str
    hint: str
    choices: tuple[str, ...]
    value: str
    is_long: bool
    wrong: str
    """What is wrong with what was typed; '' for nothing."""


@dataclass(frozen=True, slots=True)
class EditBox:
    """The edit box of a unit; without inputs where the field has to be named first."""

    inputs: tuple[Input, ...]
    into: str
    fields: tuple[str, ...]
    """The fields that a number which nobody accounts for may belong to."""
    wrong: str
    """What is wrong with the whole of it."""

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded: something is wrong in it, or its field was just named."""
        return bool(self.wrong or self.into or any(one.wrong for one in self.inputs))


def edit_box(unit: Unit, into: str = "", typed: Mapping[str, str] | None = None, refusal: str = "") -> EditBox | None:
    """The box; `typed` is what came back in a form, `refusal` what is wrong with it. None where nothing is edited."""
    field = unit.verdict.field
    if field == PASSAGES:
        return None
    if field == NUMBERS and into not in LIST_FIELDS:
        return EditBox((), "", tuple(LIST_FIELDS), refusal)
    attributes = _attributes(unit, into or field)
    name, _, problem = refusal.partition(": ")
    at = name if problem and any(a.name == name for a in attributes) else QUOTE if "quote" in refusal else ""
    stands = {} if into else _standing_values(unit)
    inputs = tuple(
        Input(
            name=_NAMED + one.name,
            label=one.name.replace("_", " "),
            hint=one.meaning,
            choices=(*([] if one.required else [""]), *one.choices) if one.choices else (),
            value=(stands if typed is None else typed).get(one.name if typed is None else _NAMED + one.name, ""),
            is_long=one.name in ("text", QUOTE),
            wrong=(problem or refusal) if one.name == at else "",
        )
        for one in attributes
    )
    return EditBox(inputs, into, tuple(LIST_FIELDS) if field == NUMBERS else (), "" if at else refusal)


def edit_of(form: Mapping[str, str]) -> Decision:
    """The edit that a form asks for."""
    value = {name.removeprefix(_NAMED): text for name, text in form.items() if name.startswith(_NAMED)}
    return Decision("edit", value=value, into=form.get("into") or None)


def _attributes(unit: Unit, field: str) -> tuple[Attribute, ...]:
    if isinstance(unit.verdict.model, OwnValue):
        return (_OWN,)
    return (_SENTENCE,) if field == TLDR else (*definition_of(field).attributes, _QUOTE)


def _standing_values(unit: Unit) -> dict[str, str]:
    """What the box holds at first: the summary's value, in blind-first mode the first candidate's."""
    candidates = unit.candidates
    if not unit.hides_sources:
        candidates = tuple(sorted(candidates, key=lambda one: "summary" not in one.sources))
    if not candidates:
        return {}
    element = candidates[0].element
    return {name: _typed(getattr(element, name)) for name in type(element).model_fields if name != "evidence"}


def _typed(value: Any) -> str:
    """A value as somebody would type it, and as it is read again: '671B', or all digits where that is not the same."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return str(value)
    short = number(value)
    read = read_numbers(f" {short}")
    return short if len(read) == 1 and read[0].value == value else f"{value.normalize():f}"
