"""A reviewer's decision about a value → the element that it comes to, validated by the field's own class."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from pydantic import BaseModel, JsonValue, ValidationError

from summarise.errors import DecisionRefused
from summarise.grounding import ground
from summarise.own_schemas import OwnSchema
from summarise.records import NUMBERS, PASSAGES, TLDR, Judged, Paper, Sentence, encodable
from summarise.reviewing.candidates import is_same, sides_of
from summarise.reviewing.events import LONGEST_NOTE, Action, Event, new_id, with_quantities
from summarise.reviewing.own_fields import own_value
from summarise.reviewing.units import Unit
from summarise.rules import read_numbers
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import LIST_FIELDS, Evidence

QUOTE = "quote"
"""The key of an edit that holds words of the paper which carry the value."""
ALL = "(all)"
"""The path of the verdict on a reply in a user's schema that gives nothing at all."""
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of one value."""

    action: Action
    candidate: int | None = None
    """With 'choose': the number of the candidate."""
    value: Mapping[str, JsonValue] | None = None
    """With 'edit': the element's attributes by name, as JSON or as somebody types them ('671B', '' for none), and
    under 'quote' words of the paper that carry it; without a quote the evidence that the value had stays. Of a value
    of a user's schema: {'value': …}.
    """
    into: str | None = None
    """With 'edit' of a number that nobody accounts for: the field that it belongs to."""
    note: str = ""
    """The reviewer's reason."""
    final: bool = False
    """Whether it overrules what other reviewers decided."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision comes to."""

    element: Judged | None
    into: str | None = None


def checked_note(decision: Decision) -> str:
    """The reviewer's reason as it is kept. Raises DecisionRefused where it is too long, or a note says nothing."""
    note = encodable(decision.note).strip()
    if len(note) > LONGEST_NOTE:
        raise DecisionRefused(f"the reason has {len(note):,} letters; {LONGEST_NOTE:,} are kept at most")
    if decision.action == "note" and not note:
        raise DecisionRefused("the note is empty")
    return note


def settle(unit: Unit, decision: Decision) -> Settled:
    """The element that a settling decision comes to, None for none. Raises DecisionRefused with what to do."""
    if decision.action == "not_stated":
        return Settled(None)
    if decision.action == "choose":
        return Settled(_chosen(unit, decision.candidate))
    into = decision.into or unit.verdict.field
    element = _edited(unit, into, decision.value)
    return Settled(element, None if into == unit.verdict.field else into)


def confirmed(unit: Unit, settled: Settled) -> tuple[Any, ...]:
    """Who had said before what was decided: 'model', 'rules', 'summary'; one that is silent says that there is none."""
    if settled.into is not None or unit.verdict.field in (NUMBERS, PASSAGES):
        return ()
    return tuple(source for source, element in sides_of(unit.verdict) if is_same(element, settled.element))


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, when, and after how long."""

    who: str
    at: datetime
    ms: int | None = None


def event_of(unit: Unit, decision: Decision, settled: Settled | None, by: By) -> Event:
    """The event that records a decision; `settled` is what it comes to where it settles the value."""
    before = unit.verdict.chosen
    to = settled.element if settled else None
    return Event(
        id=new_id(),
        at=by.at,
        who=by.who,
        action=decision.action,
        paper=unit.row.paper.id,
        verdict=unit.row.verdict,
        field=unit.row.field,
        into=settled.into if settled else None,
        was=before.model_dump(mode="json") if before is not None else None,
        to=to.model_dump(mode="json") if to is not None else None,
        right=confirmed(unit, settled) if settled else (),
        note=decision.note,
        ms=None if by.ms is None else max(0, by.ms),
        blind=unit.hides_sources,
        final=decision.final,
        marks=unit.row.marks,
    )


def _chosen(unit: Unit, number: int | None) -> Judged:
    found = next((c for c in unit.candidates if c.number == number), None)
    if found is None:
        known = ", ".join(str(c.number) for c in unit.candidates) or "none"
        raise DecisionRefused(f"there is no candidate {number}; its candidates are {known}")
    return found.element


def _edited(unit: Unit, field: str, value: Mapping[str, JsonValue] | None) -> Judged:
    if not value:
        raise DecisionRefused("an edit needs a value; 'not stated' says that there is none")
    if isinstance(unit.verdict.model, OwnValue):
        return _own(unit.verdict.model, value, unit.schema)
    kind: type[BaseModel] | None = Sentence if field == TLDR else LIST_FIELDS.get(field)
    if kind is None:
        raise DecisionRefused(f"{field!r} holds no value; say into which field it goes: {', '.join(LIST_FIELDS)}")
    names = {name: info for name, info in kind.model_fields.items() if name != "evidence"}
    if unknown := [key for key in value if key not in names and key != QUOTE]:
        raise DecisionRefused(f"{field} has no {unknown[0]!r}; it has {', '.join(names)}")
    given = {name: _typed(value.get(name), info.annotation) for name, info in names.items()}
    said = {name: given[name] for name, info in names.items() if given[name] is not None or info.is_required()}
    try:
        element = with_quantities(kind.model_validate(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, first["loc"])) or field
        raise DecisionRefused(f"{key}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None
    except ValueError as error:
        raise DecisionRefused(str(error)) from None
    if field == TLDR:
        return _sentence(element)
    return element.model_copy(update={"evidence": _evidence(unit, value.get(QUOTE))})  # type: ignore[return-value]


def _sentence(element: BaseModel) -> Sentence:
    assert isinstance(element, Sentence)
    if not element.text.strip():
        raise DecisionRefused("the sentence is empty; 'not stated' says that there is none")
    return element


def _typed(value: JsonValue, annotation: Any) -> Any:
    """What somebody typed, as the attribute takes it: nothing typed is None, '671B' a number."""
    if not isinstance(value, str):
        return value
    text = encodable(value).strip()
    if not text:
        return None
    if Decimal not in _parts(annotation):
        return text
    try:
        return Decimal(_plain(text).rstrip("%").strip())
    except InvalidOperation:
        read = read_numbers(f" {text}")
        return read[0].value if len(read) == 1 else text


def _plain(text: str) -> str:
    """A number without the commas that group its thousands; '71,5' keeps its own, which may be a decimal one."""
    return text.replace(",", "") if _GROUPED.match(text) else text


def _parts(annotation: Any) -> set[Any]:
    found = {annotation}
    for part in get_args(annotation):
        found |= _parts(part)
    return found


def _evidence(unit: Unit, quote: JsonValue) -> Evidence | None:
    """The place of the quote, else the place that the value had."""
    if isinstance(quote, str) and quote.strip():
        return _grounded(quote, unit.record.paper)
    elements = (unit.verdict.chosen, unit.verdict.rules, unit.verdict.model)
    return next((e.evidence for e in elements if e is not None and e.evidence), None)


def _grounded(quote: str, paper: Paper) -> Evidence:
    at = ground(quote, paper)
    if at is None:
        raise DecisionRefused("the quote does not stand in the abstract or the title; copy its words from there")
    return at


def _own(before: OwnValue, value: Mapping[str, JsonValue], schema: OwnSchema | None) -> OwnValue:
    """A value of a user's schema as its class takes it; of the kind that it was where the class is not at hand."""
    given = value.get("value")
    if given is None or given == "":
        raise DecisionRefused("value: nothing is given; 'not stated' says that there is none")
    if before.path == ALL:
        raise DecisionRefused("the reply gave nothing at all: tag the paper again, or say that nothing is stated")
    if schema is not None:
        given = own_value(schema, before.path, encodable(given) if isinstance(given, str) else given)
    elif isinstance(given, str) and not isinstance(before.value, str):
        given = _of_kind(encodable(given).strip(), before.value)
    return OwnValue(path=before.path, value=given, evidence=before.evidence)


def _of_kind(text: str, before: JsonValue) -> JsonValue:
    """What somebody typed, as a number or a truth where the field held one; as it looks where it held nothing."""
    try:
        found: JsonValue = json.loads(_plain(text)) if before is not None else json.loads(text)
    except ValueError:
        found = text
    if isinstance(before, bool) != isinstance(found, bool) and before is not None:
        raise DecisionRefused(f"value: {text!r} is neither true nor false, as this field is")
    if isinstance(before, int | float) and not isinstance(found, int | float):
        raise DecisionRefused(f"value: {text!r} is no number, as this field holds")
    return found
