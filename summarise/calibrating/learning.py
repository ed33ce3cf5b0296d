"""Judged verdicts → how often the summary was right at verdicts of each kind, and what their signs make of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summarise.errors import InputError
from summarise.evaluating import GoldPaper, judge_verdicts
from summarise.reconciling.trust import Calibration, Count, Kind, Tally, is_withheld, kind_of, signs_of, summed
from summarise.records import Record


class Seen(NamedTuple):
    """What verdicts that were checked share: all that a chance can follow from."""

    kind: Kind
    signs: tuple[str, ...] = ()


def learn(pairs: Sequence[tuple[GoldPaper, Record]], name: str) -> Calibration:
    """The calibration that the labels of some papers teach; papers that failed teach nothing.

    Raises InputError where several models, or one and the rules alone, made the records: each errs in its own way.
    """
    told = [(paper, record) for paper, record in pairs if record.error is None]
    models = {record.provenance.model for _, record in told}
    if len(models) > 1:
        names = ", ".join(sorted(model or "the rules alone" for model in models))
        raise InputError(f"the records are of {names}: a calibration is of one; calibrate a run of each")
    counts = summed(counts_of(paper, record) for paper, record in told)
    return learned(counts, name, next(iter(models), None), len(told))


def learned(counts: Mapping[Seen, Count], name: str, model: str | None, papers: int) -> Calibration:
    """The calibration that counts teach."""
    cells = summed({seen.kind: count} for seen, count in counts.items())
    by_kind = Calibration(cells=cells)
    tallies: dict[str, Tally] = {}
    for seen, count in sorted(counts.items()):
        for sign in seen.signs:
            before = tallies.get(sign, Tally(0, 0, 0.0))
            expected = before.expected + count.seen * (1 - by_kind.chance(seen.kind).value)
            tallies[sign] = Tally(before.seen + count.seen, before.wrong + count.seen - count.right, expected)
    rounded = {sign: tally._replace(expected=round(tally.expected, 3)) for sign, tally in tallies.items()}
    return Calibration(name, model, papers, cells, rounded)


def counts_of(paper: GoldPaper, record: Record) -> dict[Seen, Count]:
    """One paper's share. Of a value that was left out for its chance or by the policy alone, whether it is right."""
    signs = signs_of(record.paper, record.verdicts)
    return summed(
        {Seen(kind_of(verdict), signs.get(verdict.id, ())): Count(1, int(is_right != is_withheld(verdict)))}
        for verdict, is_right in judge_verdicts(paper, record)
    )
