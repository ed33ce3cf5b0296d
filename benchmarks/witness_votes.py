"""Further witnesses on papers that the rules were not made for: is a vote worth its tokens?

    python -m benchmarks.witness_votes --data FOLDER

For the papers of labels/development.jsonl and labels/test.jsonl, from answers that the embedded model gave to every
dispute (benchmarks/replies/witnesses.votes.gz; no model is asked): of the summary's values on which a witness sided
with the rules, with the model, or with neither, how many were right; and how well confidences rank the summary's values
when they are learned (from all papers but the one at hand) with the votes, and without.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.asked import EXTRACT, examples
from benchmarks.public_sets import add_data_option
from benchmarks.trust.labelled import labelled_sets
from benchmarks.trust.measures import Scored, auroc
from benchmarks.trust.real import Answered, answered, read_replies
from summarise.errors import InvalidReply
from summarise.evaluating import judge_verdicts
from summarise.reconciling import reconcile, with_votes
from summarise.reconciling.trust import Calibration, Count, Kind, Trust, is_withheld, kind_of, summed
from summarise.records import Usage, Verdict
from summarise.validating import read_reply
from summarise.witnessing import Hearing, called

ANSWERS = Path(__file__).parent / "replies" / "witnesses.votes.gz"
_SETS = ("development", "test")
FIRST = [ANSWERS.parent / "extract.v1" / f"{name}.jsonl.gz" for name in _SETS]
"""The first replies, whose disputes the witnesses were asked about."""
_EXAMPLES = examples(EXTRACT)
_FIELDS = ("model_sizes", "training_data", "results")


@dataclass(frozen=True, slots=True)
class Voted:
    """A verdict with its votes, and whether the summary is right there."""

    paper: str
    verdict: Verdict
    right: bool


def read_answers() -> dict[tuple[str, str], dict[str, object]]:
    """The stored completions by paper and witness."""
    with gzip.open(ANSWERS, "rt", encoding="utf-8") as lines:
        return {(row["id"], row["witness"]): row["completion"] for row in map(json.loads, lines)}


def voted(
    papers: Sequence[Answered], witness: str, answers: Mapping[tuple[str, str], dict[str, object]]
) -> list[Voted]:
    """Every judged verdict of the fields of numbers, after one witness was heard."""
    found = []
    for paper in papers:
        if paper.reply is None:
            continue
        outcome = reconcile(paper.labelled.paper, paper.reply, paper.findings, _EXAMPLES)
        hearing = Hearing(paper.labelled.paper, paper.findings, outcome.verdicts, _EXAMPLES)
        stored = answers.get((paper.labelled.paper.id, witness))
        prompt = called((witness,))[0].question(hearing)
        if stored is not None and prompt is not None:
            try:
                answer = read_reply(str(stored["text"]), prompt.reply)
            except InvalidReply:
                continue
            votes = called((witness,))[0].votes(hearing, answer)
            outcome = with_votes(outcome, votes, Trust())
        record = paper.record.model_copy(update={"verdicts": outcome.verdicts})
        found += [
            Voted(paper.labelled.paper.id, verdict, right)
            for verdict, right in judge_verdicts(paper.gold, record)
            if verdict.field in _FIELDS and verdict.chosen is not None
        ]
    return found


def ranked(values: Sequence[Voted], *, with_them: bool) -> float | None:
    """How well confidences learned from the other papers tell the summary's right values from its wrong ones."""

    def kind(verdict: Verdict) -> Kind:
        return kind_of(verdict) if with_them else kind_of(verdict)._replace(votes="")

    own: dict[str, dict[Kind, Count]] = {}
    for value in values:
        right = int(value.right != is_withheld(value.verdict))
        own[value.paper] = summed([own.get(value.paper, {}), {kind(value.verdict): Count(1, right)}])
    every = summed(own.values())
    scored = []
    for value in values:
        mine = own[value.paper]
        others = {
            k: Count(c.seen - mine.get(k, Count()).seen, c.right - mine.get(k, Count()).right) for k, c in every.items()
        }
        trust = Calibration(cells={k: c for k, c in others.items() if c.seen}).chance(kind(value.verdict)).value
        scored.append(Scored(value.paper, trust, value.right))
    return auroc(scored)


def rows(values: Sequence[Voted]) -> Iterator[tuple[str, str, str, int, int]]:
    """Field, state and side of every kind of vote, with right and wrong values of the summary."""
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for value in values:
        side: str = value.verdict.votes[0].sides if value.verdict.votes else "not asked"
        counts[value.verdict.field, value.verdict.state, side, value.right] += 1
    for field, state, side in sorted({key[:3] for key in counts}):
        yield field, state, side, counts[field, state, side, True], counts[field, state, side, False]


def main() -> None:
    """Prints the table of each witness."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    chosen = parser.parse_args()
    replies, answers = read_replies(FIRST), read_answers()
    sets = [papers for papers in labelled_sets(chosen.data) if papers.name.split("/")[-1] in _SETS]
    if not sets:
        sys.exit("the abstracts of the labelled papers are not there: name their folder with --data or SUMMARISE_DATA")
    papers = [paper for labelled in sets for paper in answered(labelled, replies, EXTRACT)]
    for witness in ("numbers", "feedback"):
        mine = [Usage.model_validate(c["usage"]) for (_, name), c in answers.items() if name == witness]
        spent = sum(mine, Usage())
        print(
            f"\n{witness}: {len(papers)} papers, {len(mine)} questions, {spent.prompt_tokens:,} tokens in "
            f"({spent.cached_tokens:,} cached), {spent.completion_tokens:,} out"
        )
        values = voted(papers, witness, answers)
        print(f"  {'field':14} {'state':17} {'sided with':11} right  wrong")
        for field, state, side, right, wrong in rows(values):
            print(f"  {field:14} {state:17} {side:11} {right:5}  {wrong:5}")
        without, with_them = ranked(values, with_them=False), ranked(values, with_them=True)
        print(f"  AUROC of the summary's values: {without:.3f} without the votes, {with_them:.3f} with them")


if __name__ == "__main__":
    main()
