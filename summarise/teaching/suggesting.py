"""Changes to a user's own files that would have spared decisions, each with a replay over all that was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from summarise.records import Record
from summarise.reviewing import Decided
from summarise.rules import Vocabulary
from summarise.teaching.policy_changes import suggest_policy
from summarise.teaching.replays import Replay
from summarise.teaching.task_names import suggest_names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to take by hand."""

    file: Literal["policy", "vocabulary"]
    toml: str
    """What to add to that file."""
    why: str
    """What people did, in a sentence."""
    replay: Replay


def suggest(papers: Iterable[tuple[Record, Decided]], vocabulary: Vocabulary, at_least: int = 3) -> list[Suggestion]:
    """The changes of which at least so many would have been right and more than would have been wrong, the best first.

    `papers` are records as the run has them, each with what was decided about it; `vocabulary` is the run's.
    """
    papers = list(papers)
    found = [
        *(Suggestion("policy", *one) for one in suggest_policy(papers)),
        *(Suggestion("vocabulary", *one) for one in suggest_names(papers, vocabulary)),
    ]
    return _worth_it(found, at_least)


def _worth_it(found: Sequence[Suggestion], at_least: int) -> list[Suggestion]:
    kept = [one for one in found if one.replay.right >= at_least and 2 * one.replay.right > one.replay.changes]
    return sorted(kept, key=lambda one: (one.replay.wrong - one.replay.right, one.file, one.toml))
