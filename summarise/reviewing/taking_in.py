"""Decisions that somebody made elsewhere, on a copy or in a bundle → events of this run, or why they do not fit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from summarise.errors import DecisionRefused, SummariseError
from summarise.reviewing.deciding import Decision, Settled, confirmed, settle
from summarise.reviewing.events import SETTLING, TAKING_BACK, Event
from summarise.reviewing.folding import Folded
from summarise.reviewing.rows import key_of
from summarise.reviewing.standings import changes
from summarise.reviewing.units import Unit


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file of decisions."""

    taken: int = 0
    known: int = 0
    """Events that were there already."""
    refused: tuple[str, ...] = ()
    """Lines that don't fit, each with file, line and reason."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that was read, and where it stands."""

    event: Event
    place: str


class Reader:
    """Reads the lines of a file against a run."""

    def __init__(self, unit: Callable[[str], Unit]) -> None:
        """`unit` gives the unit of a key; it raises UsageError for a value that the run does not have."""
        self._unit = unit
        self.refused: list[str] = []

    def read(self, lines: Iterable[str], name: str) -> list[Offered]:
        """The events that fit, undo and redo among them; the others are refused."""
        offered = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                offered.append(Offered(self._event(line), f"{name}:{number}"))
            except ValidationError as error:
                first = error.errors(include_input=False, include_url=False)[0]
                where = ".".join(map(str, first["loc"])) or "line"
                self.refused.append(f"{name}:{number}: no decision ({where}: {first['msg']})")
            except (SummariseError, ValueError, RecursionError) as error:
                self.refused.append(f"{name}:{number}: {error}")
        return self._whole_groups(offered)

    def new(self, offered: Iterable[Offered], folded: Folded, known: set[str]) -> list[Event]:
        """The events that are not known yet, in order; an undo of what is not there is refused."""
        events: list[Event] = []
        handles = {handle: its[0].who for handle, its in folded.by_handle.items()}
        for one in sorted(offered, key=lambda one: one.event.order):
            event = one.event
            if event.id in known:
                continue
            if event.action in TAKING_BACK and handles.get(event.undoes or "") != event.who:
                self.refused.append(f"{one.place}: {event.action} of something that {event.who} did not decide here")
                continue
            handles.setdefault(event.handle, event.who)
            events.append(event)
        return events

    def _event(self, line: str) -> Event:
        raw = json.loads(line)
        if not isinstance(raw, dict):
            raise DecisionRefused("not a JSON object, so no decision")
        if raw.get("action") in TAKING_BACK:
            return Event.model_validate_json(line)
        unit = self._unit(key_of(str(raw.get("paper")), str(raw.get("verdict"))))
        settled = self._edited(unit, raw)
        event = Event.model_validate(raw)
        if event.marks != unit.row.marks:
            raise DecisionRefused(f"stale: {', '.join(changes(event.marks, unit.row.marks))} changed since it was made")
        if event.action in SETTLING:
            right = confirmed(unit, settled or Settled(event.element, event.into))
            event = event.model_copy(update={"field": unit.row.field, "right": right})
        return event

    @staticmethod
    def _edited(unit: Unit, raw: dict[str, Any]) -> Settled | None:
        """Of an edit, what somebody typed as an element; it replaces the typed one in `raw`."""
        typed = raw.get("to")
        if raw.get("action") != "edit" or not isinstance(typed, dict):
            return None
        value = {key: given for key, given in typed.items() if key not in ("evidence", "path", "written")}
        settled = settle(unit, Decision("edit", value=value, into=raw.get("into")))
        element = settled.element
        raw["to"] = element.model_dump(mode="json") if element is not None else None
        return settled

    def _whole_groups(self, offered: list[Offered]) -> list[Offered]:
        sizes = Counter(one.event.group for one in offered if one.event.group)
        kept = []
        for one in offered:
            group, size = one.event.group, one.event.group_size
            if group and size and sizes[group] < size:
                self.refused.append(f"{one.place}: part of a class decision that does not fit as a whole")
            else:
                kept.append(one)
        return kept
