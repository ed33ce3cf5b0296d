"""Leave one paper out: what is believed of a paper's verdicts is learned from every other paper's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.trust.real import Answered, reconciled_record
from summarise.calibrating import counts_of, learned
from summarise.reconciling.trust import Count, Trust, summed


class LeaveOneOut:
    """Calibrations from answered papers, each without the paper that it is for."""

    def __init__(self, papers: Sequence[Answered]) -> None:
        self._own = {p.labelled.paper.id: counts_of(p.gold, p.record) for p in papers}
        self._all = summed(self._own.values())

    def trust(self, paper: str) -> Trust:
        """What all papers but this one teach; the priors where there are none."""
        own = self._own.get(paper, {})
        others = {seen: Count(*_less(count, own.get(seen, Count()))) for seen, count in self._all.items()}
        counts = {seen: count for seen, count in others.items() if count.seen}
        return Trust(calibration=learned(counts, "others", None, len(self._own) - (paper in self._own)))

    def answered(self, papers: Sequence[Answered]) -> list[Answered]:
        """The papers again, each reconciled with what the others teach."""
        return [
            p if p.reply is None
            else replace(p, record=reconciled_record(p.labelled, p.findings, p.reply, self.trust(p.labelled.paper.id)))
            for p in papers
        ]  # fmt: skip


def _less(count: Count, own: Count) -> tuple[int, int]:
    return count.seen - own.seen, count.right - own.right
