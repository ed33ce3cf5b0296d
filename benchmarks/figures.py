"""What the benchmarks of the rules print: shares and F1, each beside its target, and the misses."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ratio:
    """`hits` of `total`, and what was missed."""

    hits: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, miss: str) -> None:
        """Counts one case."""
        self.hits += hit
        self.total += 1
        if not hit:
            self.misses.append(miss)

    @property
    def share(self) -> float:
        """Hits among all."""
        return self.hits / self.total if self.total else 0.0


@dataclass
class Overlap:
    """Precision and recall of what is found against what is there."""

    precision: Ratio = field(default_factory=Ratio)
    recall: Ratio = field(default_factory=Ratio)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        p, r = self.precision.share, self.recall.share
        return 2 * p * r / (p + r) if p + r else 0.0


class Report:
    """Prints figures as they come."""

    def __init__(self, *, errors: bool) -> None:
        self._errors = errors

    def head(self, title: str, columns: str = "") -> None:
        """Prints the line above a set's figures."""
        print(f"\n{title:44} {columns}")

    def ratio(self, name: str, ratio: Ratio, target: float | None = None) -> None:
        """Prints a share."""
        print(f"  {name:42} {ratio.share:6.3f}   {beside(ratio.share, target)}   {ratio.hits} of {ratio.total}")
        self.misses(ratio.misses)

    def overlap(self, name: str, found: Overlap, target: float | None = None) -> None:
        """Prints precision, recall and F1."""
        p, r = found.precision, found.recall
        print(f"  {name:42} {found.f1:6.3f}   {beside(found.f1, target)}   P {p.share:.3f}  R {r.share:.3f}")
        self.misses([*(f"not gold  {m}" for m in p.misses), *(f"missed    {m}" for m in r.misses)])

    def misses(self, misses: list[str]) -> None:
        """Prints what was missed, if that is wanted."""
        for miss in misses if self._errors else ():
            print(f"      {' '.join(miss.split())[:400]}")


def beside(value: float, target: float | None) -> str:
    """The target, and a sign whether it is reached."""
    return "          " if target is None else f"{'≥' if value >= target else '<'} {target:.2f}  {' ' * 2}"
