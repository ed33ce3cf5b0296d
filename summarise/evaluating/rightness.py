"""Which elements of a witness are right as a whole, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarise.evaluating.gold import GoldElement
from summarise.evaluating.matching import match
from summarise.evaluating.rows import RIGHT
from summarise.evaluating.witnesses import Given


@dataclass(frozen=True, slots=True)
class Told:
    """One field of one paper, told apart: what is right, what is not, what is missing.

    Further mentions of a name that is right are none of these.
    """

    right: tuple[tuple[GoldElement, Given], ...]
    wrong: tuple[Given, ...]
    missing: tuple[GoldElement, ...]

    @property
    def given(self) -> tuple[tuple[Given, bool], ...]:
        """Everything given, and whether it is right."""
        return (*((given, True) for _, given in self.right), *((given, False) for given in self.wrong))


def tell(field: str, gold: Sequence[GoldElement], given: Sequence[Given]) -> Told:
    """Right is what the field's strictest row takes for the same; elements that claim nothing are left out."""
    row = RIGHT[field]
    wanted = [g for g in gold if row.counts(g.element)]
    said = [g for g in given if row.counts(g.element)]
    pairs = match(wanted, said, lambda a, b: row.exact(a.element, b.element))
    right = tuple((wanted[i], said[j]) for i, j in sorted(pairs.items()))
    wrong = [g for j, g in enumerate(said) if j not in pairs.values()]
    missing = [g for i, g in enumerate(wanted) if i not in pairs]
    if row.once:
        wrong = [g for g in wrong if not any(row.exact(one.element, g.element) for _, one in right)]
        missing = [g for g in missing if not any(row.exact(one.element, g.element) for one, _ in right)]
    return Told(right, tuple(wrong), tuple(missing))
