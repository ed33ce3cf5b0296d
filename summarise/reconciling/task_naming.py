"""Names of tasks: which mean one thing, and which of them a summary keeps."""

from __future__ import annotations

from collections.abc import Sequence

from summarise.records import Verdict
from summarise.rules import Vocabulary, folded_words
from summarise.rules.topics.tasks import MOST
from summarise.schemas.paper import Task

# Words that say nothing of which task it is.
_PALE = frozenset("a an the of for in on and to with via from by using task problem model language large based".split())
_AGREED = ("agree", "agree_normalised")


def same_task(a: str, b: str, vocabulary: Vocabulary) -> float:
    """How surely two names mean one task: 3 equal but for spelling, 2 by the vocabulary, 1 by most words, 0 not at all.

    A task and the broader one above it in the vocabulary are one: the witnesses name it more and less exactly.
    """
    ours, theirs = folded_words(a), folded_words(b)
    if ours == theirs:
        return 3.0
    if vocabulary.same(a, b):
        return 2.0
    bare_ours, bare_theirs = set(ours) - _PALE, set(theirs) - _PALE
    shared = bare_ours & bare_theirs
    return 1.0 if shared and 2 * len(shared) > min(len(bare_ours), len(bare_theirs)) else 0.0


def keep_tasks(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts with at most three tasks chosen: what both witnesses name, else what the rules do, else the model.

    Where both agree on a task, what only one of them names is left out of the summary; its verdict stays and says why.
    """
    chosen = [v for v in verdicts if isinstance(v.chosen, Task)]
    agreed = [v for v in chosen if v.state in _AGREED]
    of_rules = [v for v in chosen if v.rules is not None]
    candidates = agreed or of_rules or chosen
    kept = {id(v) for v in candidates[:MOST]}
    beyond = {id(v) for v in candidates[MOST:]}
    return [
        v if v.chosen is None or id(v) in kept else _left_out(v, "beyond_three" if id(v) in beyond else "one_witness")
        for v in verdicts
    ]


def _left_out(verdict: Verdict, why: str) -> Verdict:
    return verdict.model_copy(update={"chosen": None, "reasons": (*verdict.reasons, why)})
