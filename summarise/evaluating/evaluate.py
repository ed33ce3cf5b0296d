"""The straight line: joined papers → every figure that an evaluation says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from summarise.evaluating.attributes import AttributeScore, score_attributes
from summarise.evaluating.by_rule import RuleScore, score_rules
from summarise.evaluating.fields import Elements, NoneStated, RowScore, none_stated, score_rows
from summarise.evaluating.flags import FlagScore, score_flags
from summarise.evaluating.joining import Joined
from summarise.evaluating.mistakes import Mistake, find_mistakes
from summarise.evaluating.scores import Flow
from summarise.evaluating.witnesses import Witness, given_by, heard
from summarise.records import Record


class WitnessScores(Flow):
    """How right one witness is."""

    witness: Witness
    papers: int
    """Papers of which it was heard: the rules' side of a failed paper is not kept."""
    rows: tuple[RowScore, ...]
    attributes: tuple[AttributeScore, ...]
    none_stated: tuple[NoneStated, ...]

    def f1(self, row: str) -> float | None:
        """The exact F1 of a row; None where there is none."""
        return next((r.exact.f1 for r in self.rows if r.row == row), None)


class Evaluation(Flow):
    """A run against gold."""

    papers: int
    failed: tuple[str, ...]
    """Gold papers that failed in the run: the model and the summary give nothing for them."""
    not_in_run: tuple[str, ...]
    not_in_gold: int
    joined_by_text: int
    other_text: tuple[str, ...]
    witnesses: tuple[WitnessScores, ...]
    rules: tuple[RuleScore, ...]
    flags: tuple[FlagScore, ...]
    mistakes_of: Witness
    mistake_counts: dict[str, int]
    mistakes: tuple[Mistake, ...]

    def worst(self, each: int) -> Evaluation:
        """The same, with at most `each` mistakes of a kind."""
        kept: dict[str, list[Mistake]] = {}
        for mistake in self.mistakes:
            kept.setdefault(mistake.kind, []).append(mistake)
        return self.model_copy(update={"mistakes": tuple(m for its in kept.values() for m in its[:each])})


def evaluate(joined: Joined, wanted: Witness | None = None) -> Evaluation:
    """Every figure for the witness `wanted`, or for all that the run has; mistakes are those of the last of them."""
    records = [record for _, record in joined.pairs]
    witnesses = heard(records) if wanted is None else (wanted,)
    mistakes = find_mistakes(joined.pairs, witnesses[-1])
    return Evaluation(
        papers=len(joined.pairs),
        failed=tuple(paper.id for paper, record in joined.pairs if record.status == "failed"),
        not_in_run=joined.not_in_run,
        not_in_gold=joined.not_in_gold,
        joined_by_text=joined.by_text,
        other_text=joined.other_text,
        witnesses=tuple(_scores(witness, joined, records) for witness in witnesses),
        rules=score_rules(joined.pairs),
        flags=score_flags(joined.pairs) if "model" in heard(records) else (),
        mistakes_of=witnesses[-1],
        mistake_counts=dict(Counter(mistake.kind for mistake in mistakes)),
        mistakes=mistakes,
    )


def _scores(witness: Witness, joined: Joined, records: Sequence[Record]) -> WitnessScores:
    gold = [paper for paper, _ in joined.pairs]
    given = [_elements(witness, record) for record in records]
    return WitnessScores(
        witness=witness,
        papers=sum(said is not None for said in given),
        rows=score_rows(gold, given),
        attributes=score_attributes(gold, given),
        none_stated=none_stated(gold, given),
    )


def _elements(witness: Witness, record: Record) -> Elements | None:
    said = given_by(witness, record)
    return None if said is None else {field: [given.element for given in its] for field, its in said.items()}
