"""Whether the flags are where the errors are: a reviewer sees what is flagged and trusts the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from summarise.evaluating.gold import GoldPaper
from summarise.evaluating.rightness import tell
from summarise.evaluating.rows import NUMERIC
from summarise.evaluating.scores import Flow
from summarise.evaluating.witnesses import given_by
from summarise.records import Record
from summarise.schemas.paper import LIST_FIELDS

NUMBERS = "sizes, data, results"
ALL = "all"
"""The `field` of the lines that sum others: those of numbers, and all."""


class FlagScore(Flow):
    """The flags on one field's values in the summary. What the summary leaves out has no flag to judge."""

    field: str
    values: int
    wrong: int
    flagged: int
    wrong_flagged: int
    precision: float | None
    """Share of the flagged values that are wrong."""
    recall: float | None
    """Share of the wrong values that are flagged."""
    share_flagged: float | None
    wrong_among_unflagged: float | None
    """What is left of error for somebody who settles every flag."""


def score_flags(pairs: Iterable[tuple[GoldPaper, Record]]) -> tuple[FlagScore, ...]:
    """A line a field that has values in the summary, one for the fields of numbers, one for all."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for paper, record in pairs:
        said = given_by("reconciled", record) or {}
        for field in paper.fields:
            for given, is_right in tell(field, paper.fields[field], said.get(field, [])).given:
                flagged = given.verdict is not None and given.verdict.flagged
                counts[field, flagged, is_right] += 1
                counts[ALL, flagged, is_right] += 1
                if field in NUMERIC:
                    counts[NUMBERS, flagged, is_right] += 1
    seen = {field for field, _, _ in counts}
    return tuple(_score(field, counts) for field in (*LIST_FIELDS, NUMBERS, ALL) if field in seen)


def _score(field: str, counts: Counter[tuple[str, bool, bool]]) -> FlagScore:
    caught, alarm = counts[field, True, False], counts[field, True, True]
    slipped, fine = counts[field, False, False], counts[field, False, True]
    values, wrong, flagged = caught + alarm + slipped + fine, caught + slipped, caught + alarm
    return FlagScore(
        field=field,
        values=values,
        wrong=wrong,
        flagged=flagged,
        wrong_flagged=caught,
        precision=_share(caught, flagged),
        recall=_share(caught, wrong),
        share_flagged=_share(flagged, values),
        wrong_among_unflagged=_share(slipped, values - flagged),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
