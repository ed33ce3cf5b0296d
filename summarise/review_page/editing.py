"""The edit box: one input an attribute of the field, what stands in it, and what a form says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summarise.records import NUMBERS
from summarise.reviewing import QUOTE, Decision, Unit
from summarise.reviewing.editing import attributes_asked, fields_asked, first_candidate, values_asked
from summarise.schemas.paper import LIST_FIELDS

_NAMED = "value."
"""Before the name of each attribute in the form."""


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
    if not fields_asked(unit):
        return None
    if field == NUMBERS and into not in LIST_FIELDS:
        return EditBox((), "", fields_asked(unit), refusal)
    attributes = attributes_asked(unit, into or field)
    name, _, problem = refusal.partition(": ")
    at = name if problem and any(a.name == name for a in attributes) else QUOTE if "quote" in refusal else ""
    stands = {} if into else values_asked(first_candidate(unit))
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
    return EditBox(inputs, into, fields_asked(unit) if field == NUMBERS else (), "" if at else refusal)


def edit_of(form: Mapping[str, str]) -> Decision:
    """The edit that a form asks for."""
    value = {name.removeprefix(_NAMED): text for name, text in form.items() if name.startswith(_NAMED)}
    return Decision("edit", value=value, into=form.get("into") or None)
