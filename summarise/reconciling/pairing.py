"""One field of both witnesses → its verdicts: what means the same is paired, pairs and singles are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarise.reconciling.comparing import numbers_of, overlap, place_in_abstract, sameness
from summarise.reconciling.judging import TWO_NEEDED, judge_both, judge_model_alone, judge_rules_alone
from summarise.reconciling.proposals import Proposal
from summarise.reconciling.trust import FieldPolicy
from summarise.records import Finding, Verdict
from summarise.rules import Vocabulary
from summarise.schemas.paper import Method

_BEHIND_ALL = 10**9
"""Where elements without a place in the abstract are sorted."""


@dataclass(frozen=True, slots=True)
class FieldJudge:
    """What the verdicts of one field are judged by."""

    policy: FieldPolicy
    alone: tuple[str, ...]
    """Reasons of what only the rules give."""
    vocabulary: Vocabulary | None

    def judge(self, ours: Sequence[Proposal], theirs: Sequence[Finding]) -> list[Verdict]:
        """One verdict an element, in the order of the text."""
        pairs = _pairs(ours, theirs, self.vocabulary)
        partners = {j: ours[n] for n, j in pairs.items()}
        judged: list[tuple[int, Verdict]] = []
        for i, proposal in enumerate(ours):
            verdict = (
                judge_both(proposal, theirs[pairs[i]], self.policy)
                if i in pairs
                else self._judge_alone(proposal, theirs, partners)
            )
            judged.append((proposal.anchor[0] if proposal.anchor else _BEHIND_ALL, verdict))
        for j, finding in enumerate(theirs):
            if j not in pairs.values():
                judged.append((finding.anchor[0], judge_rules_alone(finding, self.policy, self.alone)))
        return [verdict for _, verdict in sorted(judged, key=lambda pair: pair[0])]

    def _judge_alone(self, proposal: Proposal, theirs: Sequence[Finding], paired: dict[int, Proposal]) -> Verdict:
        """What the rules' other findings, and their silence, make of an element that only the model gives."""
        if proposal.field in TWO_NEEDED:
            at_its_place = [j for j, f in enumerate(theirs) if overlap(proposal.anchor, place_in_abstract(f))]
            shared = [
                j for j in at_its_place if j in paired and numbers_of(paired[j].element) == numbers_of(proposal.element)
            ]
            if shared:
                again = proposal._replace(reasons=(*proposal.reasons, "number_shared"))
                return judge_model_alone(again, self.policy)
            if at_its_place:
                return judge_model_alone(proposal, self.policy, theirs[at_its_place[0]])
        return judge_model_alone(proposal, self.policy, doubt=_doubt(proposal, theirs))


def _doubt(proposal: Proposal, theirs: Sequence[Finding]) -> str | None:
    """Why the rules' silence speaks against a method: they know what the paper introduces, and not by this name."""
    found = any(isinstance(f.element, Method) and f.element.role == "introduced" for f in theirs)
    claimed = isinstance(proposal.element, Method) and proposal.element.role == "introduced"
    return "not_introduced" if found and claimed else None


def _pairs(ours: Sequence[Proposal], theirs: Sequence[Finding], vocabulary: Vocabulary | None) -> dict[int, int]:
    """Which proposal goes with which finding: the surest pairs first, each at most once."""
    scores = [(sameness(p, f, vocabulary), i, j) for i, p in enumerate(ours) for j, f in enumerate(theirs)]
    pairs: dict[int, int] = {}
    for score, i, j in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if score > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
