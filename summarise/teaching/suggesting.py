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
from summarise.telling import oneline, printable


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to take by hand."""

    file: Literal["policy", "vocabulary"]
    table: str
    line: str
    """What to add to that table of that file: a key and its value."""
    why: str
    """What people did, in a sentence."""
    replay: Replay

    @property
    def toml(self) -> str:
        """The same as TOML of its own."""
        return f"[{self.table}]\n{self.line}\n"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it sets; a file sets it once."""
        return self.file, self.table, self.line.partition(" = ")[0]


def suggest(papers: Iterable[tuple[Record, Decided]], vocabulary: Vocabulary, at_least: int = 3) -> list[Suggestion]:
    """The changes of which at least so many would have been right and more than would have been wrong, the best first
    and one for each key.

    `papers` are records as the run has them, each with what was decided about it; `vocabulary` is the run's.
    """
    papers = list(papers)
    found = [
        *(Suggestion("policy", *one) for one in suggest_policy(papers)),
        *(Suggestion("vocabulary", *one) for one in suggest_names(papers, vocabulary)),
    ]
    return worth_it(found, at_least)


def worth_it(found: Sequence[Suggestion], at_least: int) -> list[Suggestion]:
    """Those that are right often enough, the best first; of several for one key the best alone."""
    kept = [one for one in found if one.replay.right >= at_least and 2 * one.replay.right > one.replay.changes]
    kept.sort(key=lambda one: (one.replay.wrong - one.replay.right, one.file, one.toml))
    best: dict[tuple[str, str, str], Suggestion] = {}
    for one in kept:
        best.setdefault(one.key, one)
    return list(best.values())


def as_toml(found: Iterable[Suggestion]) -> str:
    """Suggestions as TOML, each behind a comment that tells why; a table stands once, as TOML allows no second one."""
    tables: dict[tuple[str, str], list[Suggestion]] = {}
    for one in found:
        tables.setdefault((one.file, one.table), []).append(one)
    return "\n".join(
        "".join(
            (f"[{table}]\n", *(f"# {file}: {oneline(one.why)}: {one.replay}\n{printable(one.line)}\n" for one in ones))
        )
        for (file, table), ones in tables.items()
    )
