"""What decisions tell: how far the review is, how much error is left, how far reviewers agree, and who was right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from summarise.records import NUMBERS, PASSAGES
from summarise.reviewing.candidates import Source
from summarise.reviewing.events import SETTLING, Event
from summarise.reviewing.folding import Folded
from summarise.reviewing.queueing import lot
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import Standing, Status, outcome, rests_on

_RECENT = 20
"""Decisions from which a reviewer's pace is taken: enough for a median, few enough to follow a change."""
_Z = 1.959964
"""Two-sided 95 %."""
_NO_VALUES = frozenset({NUMBERS, PASSAGES})
"""What is no value of a summary, hence neither right nor wrong in it."""


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
    """Without those that are not flagged and that nobody touched."""
    residual_errors: float
    """Errors to be expected in the whole run if nobody looks further: of each value that is not decided the chance
    that the summary is wrong there (1 - confidence), added up."""
    residual_share: float
    """The same by value, decided ones included: 0 to 1."""
    minutes_left: float | None
    """The median time of this reviewer's last decisions times what waits; None before any was timed."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some, with the 95 % interval of Wilson."""

    part: int
    of: int

    @property
    def percent(self) -> float | None:
        """0 to 100; None of none."""
        return 100 * self.part / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper bound in percent; 0 and 100 of none."""
        if not self.of:
            return (0.0, 100.0)
        share, spread = self.part / self.of, _Z * _Z / self.of
        middle = share + spread / 2
        half = _Z * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
        return (100 * max(0.0, low), 100 * min(1.0, high))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on the values that both decided."""

    reviewers: tuple[str, str]
    same: Share
    blind: Share
    """The same, of the values that both decided in blind-first mode: neither knew what the other one said."""


def progress_of(looked: Sequence[tuple[Row, Standing]], run: tuple[int, float], folded: Folded, who: str) -> Progress:
    """The progress over some values: those that are flagged or touched with how they stand for the reviewer, and of
    all of them how many they are and how many errors are to be expected as they came.
    """
    values, doubt = run
    statuses = Counter(standing.status for _, standing in looked)
    left = doubt - math.fsum(1 - row.confidence for row, standing in looked if standing.status == "decided")
    waiting = sum(statuses[status] for status in ("open", "stale", "disputed", "skipped"))
    pace = _pace(folded, who)
    return Progress(
        values=sum(statuses.values()) - statuses["unflagged"],
        settled=statuses["decided"],
        waiting=waiting,
        by_status={status: count for status, count in statuses.items() if status != "unflagged"},
        residual_errors=max(0.0, left),
        residual_share=max(0.0, left) / values if values else 0.0,
        minutes_left=None if pace is None else pace * waiting / 60_000,
    )


def _pace(folded: Folded, who: str) -> float | None:
    """The median milliseconds of a reviewer's last timed decisions; a class of them was one."""
    timed: list[int] = []
    for event in reversed(folded.events):
        if event.who == who and event.action in SETTLING and event.ms is not None and event.group is None:
            timed.append(event.ms)
            if len(timed) == _RECENT:
                break
    return median(timed) if timed else None


def agreements_of(rows: Iterable[Row], folded: Folded) -> list[Agreement]:
    """Every two reviewers who decided a value in common, by name. Stale decisions are left out."""
    counts: Counter[tuple[str, str, bool, bool]] = Counter()
    for row in rows:
        if row.place not in folded.at_place:
            continue
        its = {w: e for w, e in folded.by_reviewer(row.place).items() if rests_on(e, row)}
        for one, other in combinations(sorted(its), 2):
            a, b = its[one], its[other]
            counts[one, other, a.blind and b.blind, outcome(a) == outcome(b)] += 1
    pairs = sorted({(one, other) for one, other, _, _ in counts})
    return [Agreement((a, b), _same(counts, a, b, (False, True)), _same(counts, a, b, (True,))) for a, b in pairs]


def _same(counts: Counter[tuple[str, str, bool, bool]], one: str, other: str, modes: tuple[bool, ...]) -> Share:
    same = sum(counts[one, other, blind, True] for blind in modes)
    return Share(same, same + sum(counts[one, other, blind, False] for blind in modes))


def blind_score_of(rows: Iterable[Row], folded: Folded) -> dict[Source, Share]:
    """How often model, rules and summary had said what was decided without knowing who said what.

    Of decisions of all reviewers that hold and are not stale. It is about the values that were looked at, so in the
    order of a review mostly about disputed ones.
    """
    decided = [e for row in rows if row.field not in _NO_VALUES for e in _holding(row, folded) if e.blind]
    sources: tuple[Source, ...] = ("model", "rules", "summary")
    return {source: Share(sum(source in e.right for e in decided), len(decided)) for source in sources}


def audit_rows(rows: Iterable[Row], n: int, seed: int) -> list[Row]:
    """`n` values by lot of those that nobody need look at, in the order in which they were drawn."""
    trusted = [row for row in rows if not row.flagged and row.field not in _NO_VALUES]
    return sorted(trusted, key=lambda row: lot(row.key, seed))[:n]


def audit_of(sample: Iterable[Row], folded: Folded) -> Share:
    """How many of the sampled values that were looked at are wrong: of each the latest decision counts."""
    checked = [events[-1] for row in sample if (events := _holding(row, folded))]
    return Share(sum("summary" not in event.right for event in checked), len(checked))


def _holding(row: Row, folded: Folded) -> list[Event]:
    """The decisions about a value that hold and rest on what is there now."""
    if row.place not in folded.at_place:
        return []
    return [e for e in folded.by_reviewer(row.place).values() if rests_on(e, row)]
