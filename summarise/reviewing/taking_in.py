"""Decisions that somebody made elsewhere, on a copy or in a bundle → events of this run, or why they do not fit.

A file is never taken at its word: its reviewer, time and action are, and the value is settled here anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import JsonValue, ValidationError

from summarise.errors import DecisionRefused, SummariseError, UsageError
from summarise.reviewing.candidates import bare, bare_data
from summarise.reviewing.deciding import QUOTE, Decision, Settled, confirmed, settle
from summarise.reviewing.events import SETTLING, TAKING_BACK, Event, Marks
from summarise.reviewing.folding import Folded
from summarise.reviewing.rows import key_of
from summarise.reviewing.standings import changes
from summarise.reviewing.units import Unit

Kind = Literal["malformed", "foreign", "stale", "forged"]
"""Why a line is refused: it is no decision; of a value that the run does not have; made on other grounds than there are
now; or it claims what can't be.
"""
_AHEAD = timedelta(days=1)
"""How far a clock elsewhere may be ahead; whatever is decided here has to come after all that is there."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file of decisions."""

    taken: int = 0
    known: int = 0
    """Events that were there already."""
    refused: tuple[str, ...] = ()
    """Lines that don't fit, each with file, line and reason."""
    kinds: Mapping[Kind, int] = field(default_factory=dict, compare=False)
    """How many were refused, by kind."""
    reviewers: tuple[str, ...] = field(default=(), compare=False)
    """Who made what was taken."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that was read, and where it stands."""

    event: Event
    place: str


class _Misfit(Exception):
    """Why a line is not taken; never seen outside."""

    def __init__(self, kind: Kind, why: str) -> None:
        super().__init__(why)
        self.kind = kind


class Reader:
    """Reads the lines of a file against a run."""

    def __init__(self, unit: Callable[[str], Unit]) -> None:
        """`unit` gives the unit of a key; it raises UsageError for a value that the run does not have."""
        self._unit = unit
        self._latest = datetime.now(UTC) + _AHEAD
        self.refused: list[str] = []
        self.kinds: Counter[Kind] = Counter()

    def read(self, lines: Iterable[str], name: str) -> list[Offered]:
        """The events that fit, undo and redo among them; the others are refused."""
        offered: list[Offered] = []
        seen: dict[str, Event] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{name}:{number}"
            try:
                event = self._event(line)
                if seen.setdefault(event.id, event) != event:
                    raise _Misfit("forged", f"another line of the file has its id {event.id}")
                offered.append(Offered(event, place))
            except _Misfit as misfit:
                self._refuse(place, misfit)
        return self._whole_groups(offered)

    def new(self, offered: Iterable[Offered], folded: Folded, here: Mapping[str, Event]) -> list[Event]:
        """The events that are not `here` yet, in order; an undo of what is not there is refused."""
        events: list[Event] = []
        handles = {handle: its[0].who for handle, its in folded.by_handle.items()}
        for one in sorted(offered, key=lambda one: one.event.order):
            event, known = one.event, here.get(one.event.id)
            if known is not None:
                if _core(known) != _core(event):
                    self._refuse(one.place, _Misfit("forged", f"another decision has its id {event.id}"))
                continue
            if event.action in TAKING_BACK and handles.get(event.undoes or "") != event.who:
                why = f"{event.action} of something that {event.who} did not decide here"
                self._refuse(one.place, _Misfit("forged", why))
                continue
            handles.setdefault(event.handle, event.who)
            events.append(event)
        return events

    def _refuse(self, place: str, misfit: _Misfit) -> None:
        self.refused.append(f"{place}: {misfit.kind}: {misfit}")
        self.kinds[misfit.kind] += 1

    def _event(self, line: str) -> Event:
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _Misfit("malformed", f"no JSON ({error})") from None
        if not isinstance(raw, dict):
            raise _Misfit("malformed", "not a JSON object, so no decision")
        event = self._taking_back(raw) if raw.get("action") in TAKING_BACK else self._deciding(raw)
        if event.at > self._latest:
            raise _Misfit("forged", f"made at {event.at:%Y-%m-%d}, which has not come")
        if not event.who.isprintable() or " ".join(event.who.split()) != event.who:
            raise _Misfit("malformed", "its reviewer has a name that can't be shown")
        return event

    @staticmethod
    def _taking_back(raw: dict[str, Any]) -> Event:
        return _validated({name: raw.get(name) for name in ("id", "at", "who", "action", "undoes")})

    def _deciding(self, raw: dict[str, Any]) -> Event:
        """The event, its value settled by this run's candidates and classes."""
        paper, verdict = str(raw.get("paper")), str(raw.get("verdict"))
        try:
            unit = self._unit(key_of(paper, verdict))
        except UsageError:
            _validated({**raw, "to": None, "action": "skip"})  # a line that is no decision at all says so
            raise _Misfit("foreign", f"the run has no value {verdict[:60]} of {paper[:60]}") from None
        except SummariseError as error:
            raise _Misfit("foreign", str(error)) from None
        if changed := changes(_marks(raw), unit.row.marks):
            raise _Misfit("stale", f"{' and '.join(changed)} changed since it was made")
        settled = self._settled(unit, raw)
        chosen, element = unit.verdict.chosen, settled.element if settled else None
        return _validated(
            {
                **raw,
                "field": unit.row.field,
                "undoes": None,
                "was": None if chosen is None else chosen.model_dump(mode="json"),
                "to": None if element is None else element.model_dump(mode="json"),
                "into": settled.into if settled else None,
                "right": confirmed(unit, settled) if settled else (),
            }
        )

    @staticmethod
    def _settled(unit: Unit, raw: dict[str, Any]) -> Settled | None:
        """What a line decides: one of the candidates, or an edit, typed or as an element."""
        action, to, number = raw.get("action"), raw.get("to"), None
        if action not in SETTLING:
            return None
        if action == "choose":
            number = next((c.number for c in unit.candidates if bare(c.element) == bare_data(to)), None)
            if number is None:
                raise _Misfit("forged", f"chosen is what no candidate says: {unit.verdict.id} of {unit.record.id[:60]}")
        value = _typed(to) if action == "edit" else None
        into = raw.get("into")
        try:
            return settle(unit, Decision(action, candidate=number, value=value, into=into if into else None))
        except DecisionRefused as refused:
            raise _Misfit("forged", f"{unit.verdict.id} of {unit.record.id[:60]}: {refused}") from None

    def _whole_groups(self, offered: list[Offered]) -> list[Offered]:
        sizes = Counter(one.event.group for one in offered if one.event.group)
        kept = []
        for one in offered:
            group, size = one.event.group, one.event.group_size
            if group and size and sizes[group] < size:
                self._refuse(one.place, _Misfit("forged", "part of a class decision that does not fit as a whole"))
            else:
                kept.append(one)
        return kept


def _validated(raw: dict[str, Any]) -> Event:
    try:
        return Event.model_validate_json(json.dumps(raw))
    except (ValidationError, ValueError, RecursionError) as error:
        raise _Misfit("malformed", f"no decision ({_problem(error)})") from None


def _problem(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'line'}: {first['msg']}"


def _marks(raw: dict[str, Any]) -> Marks:
    try:
        return Marks.model_validate(raw.get("marks"))
    except ValidationError:
        raise _Misfit("malformed", "no decision (marks: what it rests on is not said)") from None


def _typed(to: JsonValue) -> dict[str, JsonValue]:
    """An edit's values, as somebody typed them or as an event has them; the words of its evidence as a quote."""
    if not isinstance(to, dict):
        return {}
    values = {name: value for name, value in to.items() if name not in ("evidence", "path", "written")}
    at = to.get("evidence")
    return values | {QUOTE: at["quote"]} if isinstance(at, dict) and at.get("quote") else values


def _core(event: Event) -> tuple[object, ...]:
    """What makes an event this one and no other."""
    what = (event.action, event.paper, event.verdict, event.into, bare_data(event.to), event.undoes)
    return (event.at, event.who, event.note, *what)
