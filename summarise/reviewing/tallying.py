"""How far a review is: counted on as events come, so that a page over 10,000 values need not count them all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from summarise.reviewing.events import SETTLING, TAKING_BACK, Event
from summarise.reviewing.folding import Folded
from summarise.reviewing.grounds import Place
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import Status, standing_of

_RECENT = 20
"""Decisions from which a reviewer's pace is taken: enough for a median, few enough to follow a change."""
_WAITING: tuple[Status, ...] = ("open", "stale", "disputed", "skipped")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is."""

    values: int
    """Values that were flagged, or about which somebody did something."""
    settled: int
    """Those of them that are decided."""
    waiting: int
    """Those that still wait for this reviewer."""
    by_status: Mapping[Status, int]
    residual_errors: float
    """Errors to be expected in the whole run if nobody looks further: of each value that is not decided the chance
    that the summary is wrong there (1 - confidence), added up."""
    residual_share: float
    """The same by value, decided ones included: 0 to 1."""
    minutes_left: float | None
    """The median time of this reviewer's last decisions times what waits; None before any was timed."""


class CountedStandings:
    """The standings of some rows for one reviewer, counted; `alone` leaves out what others did."""

    def __init__(self, rows: Iterable[Row], who: str, *, alone: bool) -> None:
        self._rows = {row.place: row for row in rows}
        self._who, self._alone = who, alone
        self._doubts = math.fsum(1 - row.confidence for row in self._rows.values())
        self._folded: Folded | None = None
        self._counted = 0
        self._begin()

    def progress(self, folded: Folded) -> Progress:
        """The progress after all events; what was counted before is not counted again."""
        if self._folded is not folded:
            self._begin()
            self._folded = folded
            changed: Iterable[Place] = folded.at_place
        else:
            changed = {place for event in folded.events[self._counted :] for place in _places(event, folded)}
        self._counted = len(folded.events)
        for place in changed:
            self._count(place, folded)
        left = math.fsum([self._doubts, *(-doubt for doubt in self._decided.values())])
        waiting = sum(self._counts[status] for status in _WAITING)
        pace = _pace(folded, self._who)
        return Progress(
            values=len(self._rows) - self._counts["unflagged"],
            settled=self._counts["decided"],
            waiting=waiting,
            by_status={status: count for status, count in self._counts.items() if count},
            residual_errors=left,
            residual_share=left / len(self._rows) if self._rows else 0.0,
            minutes_left=None if pace is None else pace * waiting / 60_000,
        )

    def _begin(self) -> None:
        """As if nobody had done anything."""
        self._status: dict[Place, Status] = {}
        self._decided: dict[Place, float] = {}
        self._counts: Counter[Status] = Counter(_untouched(row) for row in self._rows.values())

    def _count(self, place: Place, folded: Folded) -> None:
        row = self._rows.get(place)
        if row is None:
            return
        status = standing_of(row, folded, self._who, alone=self._alone).status
        self._counts[self._status.get(place) or _untouched(row)] -= 1
        self._counts[status] += 1
        self._status[place] = status
        if status == "decided":
            self._decided[place] = 1 - row.confidence
        else:
            self._decided.pop(place, None)


def _untouched(row: Row) -> Status:
    return "open" if row.flagged else "unflagged"


def _places(event: Event, folded: Folded) -> Iterable[Place]:
    """The values that an event is about; of undo and redo those of what they take back."""
    events = folded.by_handle.get(event.undoes or "", ()) if event.action in TAKING_BACK else (event,)
    return [(one.paper, one.verdict) for one in events]


def _pace(folded: Folded, who: str) -> float | None:
    """The median milliseconds of a reviewer's last timed decisions; a class of them was one."""
    timed: list[int] = []
    for event in reversed(folded.events):
        if event.who == who and event.action in SETTLING and event.ms is not None and event.group is None:
            timed.append(event.ms)
            if len(timed) == _RECENT:
                break
    return median(timed) if timed else None
