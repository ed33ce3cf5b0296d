"""For each rule of the second witness: what it gave, how much of that is right, how much of gold it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from summarise.evaluating.gold import GoldPaper
from summarise.evaluating.rightness import tell
from summarise.evaluating.scores import Flow
from summarise.evaluating.witnesses import given_by
from summarise.records import Record


class RuleScore(Flow):
    """One rule's elements of one field."""

    rule: str
    field: str
    given: int
    right: int
    precision: float
    gold: int
    """Elements of the field in gold."""
    covered: float | None
    """Share of them that this rule gave."""


def score_rules(pairs: Iterable[tuple[GoldPaper, Record]]) -> tuple[RuleScore, ...]:
    """Each rule that gave something in a labelled field, the most active first; none in runs that name no rules."""
    given: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    gold: Counter[str] = Counter()
    for paper, record in pairs:
        said = given_by("rules", record)
        for field in paper.fields if said is not None else ():
            told = tell(field, paper.fields[field], said[field] if said else [])
            gold[field] += len(told.right) + len(told.missing)
            for element, is_right in told.given:
                rule = element.verdict.rule if element.verdict else None
                if rule is not None:
                    given[rule, field] += 1
                    right[rule, field] += is_right
    return tuple(
        RuleScore(
            rule=rule,
            field=field,
            given=count,
            right=right[rule, field],
            precision=right[rule, field] / count,
            gold=gold[field],
            covered=right[rule, field] / gold[field] if gold[field] else None,
        )
        for (rule, field), count in sorted(given.items(), key=lambda item: (-item[1], item[0]))
    )
