"""A file of decisions from elsewhere → events of this run; each line is checked against it, or refused and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import JsonValue, ValidationError

from summarise.errors import DecisionRefused, InputError, UsageError
from summarise.files import read_small
from summarise.reviewing import QUOTE, SETTLING, Decision, Event, Review, Unit, key_of
from summarise.reviewing.candidates import bare, bare_data
from summarise.reviewing.deciding import Settled, confirmed, settle
from summarise.reviewing.events import TAKING_BACK
from summarise.reviewing.folding import Folded
from summarise.reviewing.journal import Journal
from summarise.reviewing.standings import changes

MOST = 64_000_000
"""Bytes of a file of decisions; one of 100,000 has some 50,000,000."""
_AHEAD = timedelta(days=1)
"""How far a clock elsewhere may be ahead; what claims to be later would come after all that is decided here."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken over."""

    line: int
    kind: str
    """'malformed', 'foreign', 'stale' or 'forged'."""
    why: str


@dataclass(slots=True)
class Imported:
    """What became of a file's lines."""

    taken: list[Event] = field(default_factory=list)
    known: int = 0
    """Lines that had been taken over before."""
    refused: list[Refusal] = field(default_factory=list)

    @property
    def kinds(self) -> Counter[str]:
        """How many were refused, by kind."""
        return Counter(one.kind for one in self.refused)


class _Refused(Exception):
    """Ends the reading of a line; never seen outside."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


def import_decisions(review: Review, path: Path) -> Imported:
    """Adds the decisions of a file to the review's; a second time nothing is added. Lines keep id, time and name.

    A line is refused that is none, is about another run, rests on what has changed since, or decides what can't be.
    Raises InputError where the file can't be read.
    """
    lines = _lines(path)
    found = Imported()

    def merged(folded: Folded, _now: datetime) -> list[Event]:
        found.taken, found.known, found.refused = [], 0, []
        _Reading(review, folded, found).read(lines)
        return found.taken

    Journal(review.decisions).append(merged)
    review.refresh()
    return found


def _lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers."""
    try:
        data = read_small(path, MOST)
    except OSError as error:
        raise InputError(f"can't read the decisions {path}: {error.strerror or error}") from error
    if data is None:
        raise InputError(f"{path} has more than {MOST:,} bytes, too many for decisions; is it another file?")
    return [(n, line) for n, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1) if line.strip()]


class _Reading:
    """One pass over a file, in the order of the events' time."""

    def __init__(self, review: Review, here: Folded, found: Imported) -> None:
        self._review = review
        self._here = {event.id: event for event in here.events}
        self._found = found
        self._latest = datetime.now(UTC) + _AHEAD
        self._accepted: dict[str, Event] = {}
        """Events of the file that count, known ones too."""
        self._folded = Folded()
        self._broken: set[str] = set()
        """Groups of which a line was refused: they are taken as one or not at all."""

    def read(self, lines: Iterable[tuple[int, bytes]]) -> None:
        parsed = [(number, event) for number, line in lines if (event := self._parsed(number, line)) is not None]
        parsed.sort(key=lambda one: one[1].order)
        checked = [(number, event, self._checked(number, event)) for number, event in parsed]
        for number, event, good in checked:
            if good is None:
                continue
            if event.group in self._broken:
                self._refuse(number, _Refused("forged", "a class decision of which another line was refused"))
            elif event.id in self._here:
                self._found.known += 1
            else:
                self._found.taken.append(good)

    def _parsed(self, number: int, line: bytes) -> Event | None:
        try:
            return Event.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "line"
            self._refuse(number, _Refused("malformed", f"no decision ({place}: {first['msg']})"))
            return None

    def _checked(self, number: int, event: Event) -> Event | None:
        """The event as this run has it; None, and why, where it does not fit."""
        try:
            good = self._good(event)
        except _Refused as refused:
            self._refuse(number, refused)
            if event.group:
                self._broken.add(event.group)
            return None
        if event.id not in self._accepted:
            self._accepted[event.id] = good
            self._folded.apply(good)
        return good

    def _good(self, event: Event) -> Event:
        if event.at > self._latest:
            raise _Refused("forged", f"made in the future, at {event.at:%Y-%m-%d}")
        if not event.who.isprintable() or " ".join(event.who.split()) != event.who:
            raise _Refused("malformed", "its reviewer has a name that can't be shown")
        good = self._taking_back(event) if event.action in TAKING_BACK else self._deciding(event)
        other = self._accepted.get(event.id) or self._here.get(event.id)
        if other is not None and _core(other) != _core(good):
            raise _Refused("forged", "another decision has its id")
        return good

    def _taking_back(self, event: Event) -> Event:
        its = self._folded.by_handle.get(event.undoes or "", [])
        if not its or any(one.who != event.who for one in its):
            raise _Refused("forged", f"{event.action} of what stands nowhere before it in the file")
        return Event(id=event.id, at=event.at, who=event.who, action=event.action, undoes=event.undoes)

    def _deciding(self, event: Event) -> Event:
        try:
            row = self._review.row(key_of(event.paper, event.verdict))
        except UsageError:
            raise _Refused("foreign", f"the run has no value {event.verdict} of {event.paper}") from None
        if event.field != row.field:
            raise _Refused("foreign", f"{event.verdict} is of {row.field} here, not of {event.field}")
        if changed := changes(event.marks, row.marks):
            raise _Refused("stale", f"{' and '.join(changed)} changed since: {event.verdict} of {event.paper}")
        unit = self._review.unit(row.key)
        settled = _settled(unit, event)
        before = self._folded.by_reviewer(row.place).get(event.who)
        chosen = unit.verdict.chosen
        return event.model_copy(
            update={
                "undoes": None,
                "was": before.to if before else chosen.model_dump(mode="json") if chosen is not None else None,
                "to": settled.element.model_dump(mode="json") if settled and settled.element is not None else None,
                "into": settled.into if settled else None,
                "right": confirmed(unit, settled) if settled else (),
                "marks": row.marks,
            }
        )

    def _refuse(self, number: int, refused: _Refused) -> None:
        self._found.refused.append(Refusal(number, refused.kind, str(refused)))


def _settled(unit: Unit, event: Event) -> Settled | None:
    """What a settling event comes to, by the field's own class: the file is never taken at its word."""
    if event.action not in SETTLING:
        return None
    number = None
    if event.action == "choose":
        number = next((c.number for c in unit.candidates if bare(c.element) == bare_data(event.to)), None)
        if number is None:
            raise _Refused("forged", f"none of the candidates says so: {event.verdict} of {event.paper}")
    value = _typed(event.to) if event.action == "edit" else None
    try:
        return settle(unit, Decision(event.action, candidate=number, value=value, into=event.into))
    except DecisionRefused as refused:
        raise _Refused("forged", f"{event.verdict} of {event.paper}: {refused}") from None


def _typed(to: JsonValue) -> dict[str, JsonValue]:
    """An edit's values, as somebody typed them or as an event has them."""
    if not isinstance(to, dict):
        return {}
    values = {name: value for name, value in to.items() if name not in ("evidence", "path", "written")}
    at = to.get("evidence")
    return values | {QUOTE: at["quote"]} if isinstance(at, dict) and at.get("quote") else values


def _core(event: Event) -> tuple[Any, ...]:
    """What makes an event this one: what it does, not what stood before."""
    return (
        event.at,
        event.who,
        event.action,
        event.paper,
        event.verdict,
        bare_data(event.to),
        event.undoes,
        event.note,
    )
