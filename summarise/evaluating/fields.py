"""The table: every row for one witness over the joined papers."""

from __future__ import annotations

from collections.abc import Sequence

from summarise.evaluating.gold import GoldPaper
from summarise.evaluating.matching import match
from summarise.evaluating.rows import NUMERIC, ROWS, Row, Same, any_pair
from summarise.evaluating.scores import Counts, Flow, Score, resample, score
from summarise.schemas.paper import Element

Elements = dict[str, list[Element]]
"""What somebody says of a paper, by field."""


class RowScore(Flow):
    """One line of the table."""

    row: str
    exact: Score
    relaxed: Score


class NoneStated(Flow):
    """Papers whose gold states no number of a field, and those of them that were given one all the same."""

    field: str
    papers: int
    given_anyway: tuple[str, ...]


def score_rows(gold: Sequence[GoldPaper], given: Sequence[Elements | None]) -> tuple[RowScore, ...]:
    """Every row whose field is labelled; None in `given` leaves that paper out."""
    scores = []
    for row in ROWS:
        labelled = [
            (p, said) for p, said in zip(gold, given, strict=True) if said is not None and row.field in p.fields
        ]
        if not labelled:
            continue
        samples = resample(len(labelled))
        exact = [count(row, row.exact, paper, said) for paper, said in labelled]
        relaxed = [count(row, row.relaxed, paper, said) for paper, said in labelled]
        scores.append(RowScore(row=row.name, exact=score(exact, samples), relaxed=score(relaxed)))
    return tuple(scores)


def count(row: Row, same: Same, paper: GoldPaper, said: Elements) -> Counts:
    """One paper's share of a row."""
    gold = row.units([g.element for g in paper.fields.get(row.field, ())])
    given = row.units(said.get(row.field, []))
    return Counts(right=len(match(gold, given, any_pair(same))), given=len(given), gold=len(gold))


def none_stated(gold: Sequence[GoldPaper], given: Sequence[Elements | None]) -> tuple[NoneStated, ...]:
    """For each field of numbers: the papers without any, and whether some were invented."""
    found = []
    for field, claims in NUMERIC.items():
        empty = [
            (p, said)
            for p, said in zip(gold, given, strict=True)
            if said is not None and field in p.fields and not any(claims(g.element) for g in p.fields[field])
        ]
        anyway = tuple(paper.id for paper, said in empty if any(map(claims, said.get(field, []))))
        if empty:
            found.append(NoneStated(field=field, papers=len(empty), given_anyway=anyway))
    return tuple(found)
