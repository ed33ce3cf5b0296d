"""Proposals + findings → verdicts and the summary.

For each field: pair what both witnesses mean, judge pairs and singles, choose, and look at the numbers left over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarise.reconciling.arithmetic import mark_mismatches
from summarise.reconciling.distrusting import Distrust
from summarise.reconciling.judging import TWO_NEEDED, unconfirmed
from summarise.reconciling.pairing import FieldJudge
from summarise.reconciling.proposals import Proposer
from summarise.reconciling.sentence import judge_sentence
from summarise.reconciling.task_naming import keep_tasks
from summarise.reconciling.trust import Trust
from summarise.reconciling.unaccounted import unaccounted
from summarise.records import TLDR, Findings, Paper, Sentence, Verdict, Vote
from summarise.rules import Vocabulary, find
from summarise.schemas.own import OwnSummary
from summarise.schemas.paper import LIST_FIELDS, PaperSummary
from summarise.schemas.reply import PaperReply


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a paper's two witnesses come to."""

    summary: PaperSummary | OwnSummary
    verdicts: tuple[Verdict, ...]
    judged: tuple[Verdict, ...]
    """The verdicts before they were weighed: with a vote more, what was too unlikely may be likely enough."""
    signs: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """The signs of the verdicts that have any, by their ids."""

    @property
    def flagged(self) -> bool:
        """Whether a person should look at any value."""
        return any(v.flagged for v in self.verdicts)


def reconcile(
    paper: Paper,
    reply: PaperReply | None,
    findings: Findings,
    examples: frozenset[str],
    vocabulary: Vocabulary | None = None,
    trust: Trust | None = None,
) -> Reconciled:
    """The summary and verdicts of one paper; `reply` is None where no model was asked.

    `examples` holds the strings of the prompt's worked examples, lower case. `vocabulary` says which names of tasks
    are one; the built-in one where none is given. `trust` says what is chosen and what is flagged; without one, the
    built-in policy and priors do.
    """
    trust = trust or Trust(flags=reply is not None)
    distrust = Distrust.of(paper)
    paper = distrust.read_part
    proposals = Proposer(paper, findings.ledger, examples).propose(reply) if reply else []
    verdicts: list[Verdict] = []
    for field in LIST_FIELDS:
        ours = [p for p in proposals if p.field == field]
        theirs = [f for f in findings.elements if f.field == field]
        empty = reply is not None and not ours and field in TWO_NEEDED
        alone = ("empty_but_numbers",) if empty else ()
        judged = distrust.marked(FieldJudge(trust.policy[field], alone, vocabulary).judge(ours, theirs))
        if not trust.independent and field in TWO_NEEDED:
            judged = [unconfirmed(verdict) for verdict in judged]
        # What is too unlikely gives its room up to another task.
        verdicts += keep_tasks([trust.weighed(v) for v in judged]) if field == "tasks" else judged
    if reply is not None:
        verdicts += distrust.marked(unaccounted(paper, findings, proposals))
    verdicts += distrust.verdicts()
    judged = list(_with_unique_ids(mark_mismatches(verdicts)))
    signs = trust.signs(paper, judged)
    weighed = [trust.weighed(verdict, signs.get(verdict.id, ())) for verdict in judged]
    said = reply.tldr if reply else None
    others, policy = distrust.untouched(weighed), trust.policy[TLDR]
    # The rules' own sentence must not come from a passage either.
    readable = find(distrust.trusted_part, vocabulary) if distrust.passages else findings
    if sentence := judge_sentence(distrust.trusted_part, said, readable, examples, others, policy):
        sentence = distrust.doubted(sentence) if said else sentence
        judged.insert(0, sentence)
        weighed.insert(0, trust.weighed(sentence))
    return Reconciled(_summary(weighed), tuple(weighed), tuple(judged), signs)


def with_votes(outcome: Reconciled, votes: Mapping[str, Vote], trust: Trust) -> Reconciled:
    """The outcome with one further witness heard: its `votes` by the id of the verdict that each is about."""
    judged = tuple(
        v.model_copy(update={"votes": (*v.votes, votes[v.id])}) if v.id in votes else v for v in outcome.judged
    )
    weighed = tuple(trust.weighed(v, outcome.signs.get(v.id, ())) for v in judged)
    return Reconciled(_summary(weighed), weighed, judged, outcome.signs)


def _summary(verdicts: Sequence[Verdict]) -> PaperSummary:
    """The chosen elements, field by field."""
    fields = {f: tuple(v.chosen for v in verdicts if v.field == f and v.chosen is not None) for f in LIST_FIELDS}
    sentences = [v.chosen.text for v in verdicts if v.field == TLDR and isinstance(v.chosen, Sentence)]
    return PaperSummary.model_validate({"tldr": sentences[0] if sentences else None, **fields})


def _with_unique_ids(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Two elements at one place (a rival's and one's own share of '50%') get '#2', '#3' behind their id."""
    seen: dict[str, int] = {}
    for verdict in verdicts:
        seen[verdict.id] = n = seen.get(verdict.id, 0) + 1
        yield verdict if n == 1 else verdict.model_copy(update={"id": f"{verdict.id}#{n}"})
