"""What an edit asks for: into which field it goes, which attributes it has, and what they hold at first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from summarise.records import NUMBERS, PASSAGES, TLDR
from summarise.reviewing.candidates import Candidate
from summarise.reviewing.deciding import QUOTE
from summarise.reviewing.definitions import Attribute, definition_of
from summarise.reviewing.units import Unit
from summarise.rules import read_numbers
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import number

_QUOTE = Attribute(name=QUOTE, meaning="words of the paper that carry it; left empty, the place stays as it is")
_SENTENCE = Attribute(name="text", meaning="one sentence", required=True)
_OWN = Attribute(name="value", required=True)


def fields_asked(unit: Unit) -> tuple[str, ...]:
    """The fields that an edit may go into: the unit's own; of a number that nobody accounts for any; of words for a
    program none.
    """
    field = unit.verdict.field
    if field == PASSAGES and not is_own(unit):
        return ()
    return tuple(LIST_FIELDS) if field == NUMBERS and not is_own(unit) else (field,)


def is_own(unit: Unit) -> bool:
    """Whether it is a value of a user's schema, whose fields may be called like a paper's."""
    return isinstance(unit.verdict.model, OwnValue)


def attributes_asked(unit: Unit, field: str) -> tuple[Attribute, ...]:
    """The attributes of a field, and a quote; a user's schema has one value in a place."""
    if is_own(unit):
        return unit.definition.attributes if unit.schema is not None and unit.definition.attributes else (_OWN,)
    return (_SENTENCE,) if field == TLDR else (*definition_of(field).attributes, _QUOTE)


def first_candidate(unit: Unit) -> Candidate | None:
    """What an edit begins with: the summary's value; in blind-first mode the first, which tells nothing."""
    candidates = unit.candidates
    if not unit.hides_sources:
        candidates = tuple(sorted(candidates, key=lambda one: "summary" not in one.sources))
    return candidates[0] if candidates else None


def values_asked(candidate: Candidate | None) -> dict[str, str]:
    """A candidate's attributes as somebody would type them: '671B'; nothing without one."""
    if candidate is None:
        return {}
    element = candidate.element
    return {name: _typed(getattr(element, name)) for name in type(element).model_fields if name != "evidence"}


def _typed(value: Any) -> str:
    """A value as it is read again: '671B', or all digits where that is not the same."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return str(value)
    short = number(value)
    read = read_numbers(f" {short}")
    return short if len(read) == 1 and read[0].value == value else f"{value.normalize():f}"
