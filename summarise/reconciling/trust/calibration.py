"""How often verdicts of a kind were right where somebody looked: counts, and the chance that follows from them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from summarise.reconciling.trust.kinds import Kind, Level
from summarise.reconciling.trust.priors import believed, prior

Key = TypeVar("Key")
_PULL = 4.0
"""A broader kind counts as much as this many verdicts of a narrower one: a kind seen twice says little by itself."""
_SIGN_PULL = 4.0
"""What is believed of a sign counts as much as this many errors that were to be expected without it."""


class Count(NamedTuple):
    """Verdicts that were checked, and those of them at which the summary was right."""

    seen: int = 0
    right: int = 0


class Tally(NamedTuple):
    """Verdicts with one sign: how many were checked, how many of these were wrong, and how many their kinds expect."""

    seen: int
    wrong: int
    expected: float


class Chance(NamedTuple):
    """How likely the summary is right at a verdict, and on how many checked ones of its kind that rests."""

    value: float
    of: Count
    """Of the narrowest kind of which any was seen; 0 of 0 where the chance is a prior alone."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Counts by kind. `right` of a value that was left out says that it was no loss."""

    name: str = "priors"
    model: str | None = None
    """The model whose replies were checked; None where there was none."""
    papers: int = 0
    cells: Mapping[Kind, Count] = field(default_factory=dict)
    """By the narrowest kind."""
    signs: Mapping[str, Tally] = field(default_factory=dict)
    """By the sign's code. Without any, signs change no chance."""
    _sums: dict[Level, Count] = field(default_factory=dict, repr=False, compare=False)
    _chances: dict[tuple[Kind, tuple[str, ...]], Chance] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        seen: Counter[Level] = Counter()
        right: Counter[Level] = Counter()
        for cell, count in self.cells.items():
            for level in cell.levels:
                seen[level] += count.seen
                right[level] += count.right
        self._sums.update({level: Count(seen[level], right[level]) for level in seen})

    @property
    def mark(self) -> str:
        """The name, the number of papers that stand behind it, and what tells other counts of that name apart."""
        if not self.cells and not self.signs:
            return self.name
        counts = repr(sorted((*kind, *count) for kind, count in self.cells.items()))
        if self.signs:
            counts += repr(sorted((name, *tally) for name, tally in self.signs.items()))
        return f"{self.name}/{self.papers}/{hashlib.sha256(counts.encode()).hexdigest()[:6]}"

    def chance(self, kind: Kind, signs: tuple[str, ...] = ()) -> Chance:
        """The share of right ones among its kind, drawn to that of the broader kinds where few were seen; then the odds
        of an error times what each of its signs makes of them.
        """
        key = (kind, signs if self.signs else ())
        if key not in self._chances:
            self._chances[key] = self._chance(*key)
        return self._chances[key]

    def times_as_wrong(self, sign: str) -> float:
        """How many times as often verdicts with this sign are wrong as their kinds alone would have it."""
        tally = self.signs.get(sign, Tally(0, 0, 0.0))
        return (tally.wrong + _SIGN_PULL * believed(sign)) / (tally.expected + _SIGN_PULL)

    def _chance(self, kind: Kind, signs: tuple[str, ...]) -> Chance:
        value, count = prior(kind), Count()
        for level in kind.levels:
            found = self._sums.get(level, Count())
            value = (found.right + _PULL * value) / (found.seen + _PULL)
            count = found if found.seen else count
        against = math.prod(map(self.times_as_wrong, signs))
        return Chance(value / (value + (1 - value) * against), count)


def summed(cells: Iterable[Mapping[Key, Count]]) -> dict[Key, Count]:
    """The counts of several papers or calibrations in one."""
    total: dict[Key, Count] = {}
    for some in cells:
        for kind, count in some.items():
            before = total.get(kind, Count())
            total[kind] = Count(before.seen + count.seen, before.right + count.right)
    return total
