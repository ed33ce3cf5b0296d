"""A value as the page shows it: plain data in words, and nothing in it that blind-first mode hides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from summarise.records import NUMBERS, PASSAGES
from summarise.review_page.wording import said_with_name
from summarise.reviewing import Candidate, Event, Segment, Standing, Unit
from summarise.reviewing.linking import Link, link_of
from summarise.telling import number

_WHO = {"model": "Model", "rules": "Rules", "summary": "Summary"}
_NOT_STATED = {NUMBERS: "nothing is lost", PASSAGES: "harmless words"}
_STATUS = {
    "open": "open",
    "skipped": "skipped",
    "unsure": "unsure",
    "escalated": "escalated",
    "disputed": "disputed",
    "stale": "stale",
    "decided": "decided",
    "unflagged": "nothing to settle",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A flat piece of a text, the candidates whose words it is part of, and those whose words end with it."""

    text: str
    candidates: tuple[int, ...]
    ending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An attribute of a candidate."""

    name: str
    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate to choose."""

    number: int
    who: str
    votes: str
    lines: tuple[Line, ...]
    quotes: tuple[str, ...]
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit, ready for the template."""

    title: tuple[Piece, ...]
    abstract: tuple[Piece, ...]
    copies: tuple[tuple[Piece, ...], ...]
    link: Link | None
    reasons: tuple[str, ...]
    choices: tuple[Choice, ...]
    not_stated: str
    is_not_stated: bool
    status: str
    status_words: str
    standing: str
    seen: str
    """What the form says it was made upon; where it is another when it comes back, somebody decided meanwhile."""
    background: tuple[str, ...]
    """How the value came to be, folded away: an explanation makes people trust too much."""


def shown(unit: Unit, standing: Standing, history: Sequence[Event]) -> Shown:
    """What the template needs of a unit."""
    decided = standing.mine or standing.event
    return Shown(
        title=pieces_of(unit.title_segments or (Segment(unit.title),)),
        abstract=pieces_of(unit.abstract),
        copies=tuple(pieces_of(copy) for copy in unit.copies),
        link=link_of(unit.record.paper),
        reasons=() if unit.hides_sources else _reasons(unit),
        choices=tuple(_choice(unit, one, decided) for one in unit.candidates),
        not_stated=_NOT_STATED.get(unit.verdict.field, "the abstract says no such thing"),
        is_not_stated=decided is not None and decided.action == "not_stated",
        status=standing.status,
        status_words=_STATUS[standing.status],
        standing=_standing(standing),
        seen=seen(standing),
        background=() if unit.hides_sources else tuple(_background(unit, history)),
    )


def seen(standing: Standing) -> str:
    """A mark of how a value stands: the same until somebody does something about it."""
    events = (standing.event, standing.mine, *standing.notes)
    return ".".join([standing.status, *(event.id for event in events if event)])


def pieces_of(segments: Sequence[Segment]) -> tuple[Piece, ...]:
    """The segments of a text, each with the candidates whose words end with it."""
    after = [*(frozenset(s.candidates) for s in segments[1:]), frozenset[int]()]
    return tuple(
        Piece(s.text, s.candidates, tuple(n for n in s.candidates if n not in following))
        for s, following in zip(segments, after, strict=True)
    )


def _reasons(unit: Unit) -> tuple[str, ...]:
    """Why it is here, in words; where no reason says more, what the witnesses come to."""
    words = list(dict.fromkeys(meaning or code for code, meaning in unit.reasons if meaning))
    differs = ", ".join(name.replace("_", " ") for name in unit.verdict.differs)
    return (*(words or [unit.state]), *([f"they differ in {differs}"] if differs else []))


def _choice(unit: Unit, one: Candidate, decided: Event | None) -> Choice:
    hides = unit.hides_sources
    who = (
        f"Value {one.number}"
        if hides
        else " and ".join(_WHO[s] for s in one.sources if s != "summary" or len(one.sources) == 1)
    )
    notes = [] if hides else [*(["in the summary now"] if "summary" in one.sources else []), *one.votes]
    return Choice(
        number=one.number,
        who=who,
        votes=", ".join(notes),
        lines=tuple(_lines(one, unit.verdict.differs)),
        quotes=tuple(dict.fromkeys(at.quote for at in one.evidence)),
        is_decided=decided is not None and decided.action in ("choose", "edit") and _is_it(decided, one),
    )


def _is_it(event: Event, one: Candidate) -> bool:
    return isinstance(event.to, dict) and {k: v for k, v in event.to.items() if k != "evidence"} == {
        k: v for k, v in one.value.items() if k != "evidence"
    }


def _lines(one: Candidate, differs: Iterable[str]) -> Iterable[Line]:
    for name in type(one.element).model_fields:
        value = getattr(one.element, name)
        if name == "evidence" or value is None or (name, value) == ("comparator", "="):
            continue
        yield Line(name.replace("_", " "), _words(value), name in differs)


def _words(value: Any) -> str:
    return number(value) if isinstance(value, Decimal) else str(value)


def _standing(standing: Standing) -> str:
    """What was decided before, in words; nothing for what is open."""
    if standing.event is None:
        return ""
    before = said_with_name(standing.event)
    if standing.status == "stale":
        return f"Decided before {' and '.join(standing.changed)} changed. {before}"
    if standing.status == "disputed":
        return f"{', '.join(standing.reviewers)} decided differently. {before}"
    return before


def _background(unit: Unit, history: Sequence[Event]) -> Iterable[str]:
    verdict = unit.verdict
    yield f"{unit.state[:1].upper()}{unit.state[1:]}."
    if verdict.rule:
        yield f"Rule: {verdict.rule}."
    yield f"Confidence {verdict.confidence:.2f}; the summary says: {unit.summary}"
    if unit.beside:
        yield f"The rules take this number for: {unit.beside}"
    yield from unit.votes
    for event in history:
        yield said_with_name(event)
