"""Values alike, so that one decision can settle them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from summarise.errors import DecisionRefused
from summarise.reviewing.candidates import Candidate, Source, is_same
from summarise.reviewing.deciding import By, Decision, event_of, settle
from summarise.reviewing.events import SETTLING, Event, new_id
from summarise.reviewing.rows import Row
from summarise.reviewing.units import Unit
from summarise.telling import brief

Alike = Literal["values", "kind"]
"""'values': model and rules say the same of the same field; 'kind': they are in dispute for the same reasons."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a class decision does to one value, in words; the first are shown in its preview."""

    row: Row
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """One decision for a class of values, before it is made."""

    decision: Decision
    source: Source | None
    """Whose candidate is chosen at each of them; None where the decision chooses none."""
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    """Where the summary changes; elsewhere it says already what is decided."""
    left_out: int
    """Values of the class that the source says nothing of: they stay as they are."""


def is_alike(one: Row, other: Row, alike: Alike) -> bool:
    """Whether two values are of one class."""
    if one.field != other.field:
        return False
    if alike == "values":
        return one.said == other.said
    return (one.state, one.reasons, one.differs) == (other.state, other.reasons, other.differs)


def source_of(unit: Unit, decision: Decision) -> Source | None:
    """Whose candidate is meant. Raises DecisionRefused for what can't be decided for a class."""
    if unit.hides_sources:
        raise DecisionRefused("in blind-first mode each value is decided by itself")
    if decision.action in ("edit", "note"):
        raise DecisionRefused(f"'{decision.action}' is for one value; choose a candidate, or say that none is stated")
    if decision.action != "choose":
        return None
    chosen = next((c for c in unit.candidates if c.number == decision.candidate), None)
    if chosen is None:
        raise DecisionRefused(f"there is no candidate {decision.candidate}")
    return next(source for source in ("rules", "model", "summary") if source in chosen.sources)


def candidate_by(unit: Unit, source: Source) -> Candidate | None:
    """What a source says of a value; None where it says nothing."""
    return next((c for c in unit.candidates if source in c.sources), None)


def preview(like: Iterable[Unit], decision: Decision, source: Source | None) -> ClassDecision:
    """What a decision would do to the values of a class; those of which the source says nothing are left out."""
    rows, changes, left_out = [], [], 0
    for unit in like:
        if source is not None and candidate_by(unit, source) is None:
            left_out += 1
            continue
        rows.append(unit.row)
        if decision.action in SETTLING:
            settled = settle(unit, _for_one(unit, decision, source))
            if not is_same(settled.element, unit.verdict.chosen):
                changes.append(Change(unit.row, unit.summary, brief(settled.element)))
    return ClassDecision(decision, source, tuple(rows), tuple(changes), left_out)


def events_of(units: Sequence[Unit], wanted: ClassDecision, by: By) -> list[Event]:
    """The events that record a class decision: one a value, all of one group."""
    group = {"group": new_id(), "group_size": len(units)}
    events = []
    for unit in units:
        decision = _for_one(unit, wanted.decision, wanted.source)
        settled = settle(unit, decision) if decision.action in SETTLING else None
        events.append(event_of(unit, decision, settled, by).model_copy(update=group))
    return events


def _for_one(unit: Unit, decision: Decision, source: Source | None) -> Decision:
    """A class's decision as that of one of its values."""
    found = candidate_by(unit, source) if source is not None else None
    return replace(decision, candidate=found.number if found else None)
