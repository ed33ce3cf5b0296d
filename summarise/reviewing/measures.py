"""What decisions tell: how far reviewers agree, who was right, and how much of what is trusted is wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from summarise.records import NUMBERS, PASSAGES
from summarise.reviewing.candidates import Source
from summarise.reviewing.events import Event
from summarise.reviewing.folding import Folded
from summarise.reviewing.queueing import lot
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import outcome, rests_on

_Z = 1.959964
"""Two-sided 95 %."""
_NO_VALUES = frozenset({NUMBERS, PASSAGES})
"""What is no value of a summary, hence neither right nor wrong in it."""


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
