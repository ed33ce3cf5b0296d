"""A run as the commands read it: with what people decided about it in RUN.decisions.jsonl."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import InputError
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.records import Record
    from summarise.reviewing import Decided

_PROBLEMS_SAID = 5


def read_decided_run(run: Path, named: Path | None = None) -> Iterator[tuple[Record, Decided | None]]:
    """The records with decided values, and how they came to be; None where nobody decided anything about a paper.

    Decisions are beside the run, or in the file that is named. Lines of them that don't count are said on stderr.
    Raises as `read_run` does, and InputError where the named file is not there.
    """
    from summarise.cli.printing import existing
    from summarise.decisions_path import decisions_path
    from summarise.runs import read_run

    if named is not None and not named.exists():
        raise InputError(f"can't read the decisions {named}: there is no such file")
    records = read_run(existing(run))
    if not decisions_path(run, named).exists():  # the engine of reviews is not loaded for nothing
        yield from ((record, None) for record in records)
        return
    from summarise.reviewing import Decisions

    decisions = Decisions.beside(run, named)
    say_problems(decisions.problems)
    for record in records:
        outcome = decisions.applied(record)
        yield outcome.record, outcome if outcome.standing or outcome.lost else None


def decided_records(run: Path) -> Iterator[Record]:
    """The same records alone."""
    return (record for record, _ in read_decided_run(run))


def say_problems(problems: tuple[str, ...]) -> None:
    """Says what of a decisions file does not count; of many lines the first."""
    from summarise.cli.printing import say

    for problem in problems[:_PROBLEMS_SAID]:
        say(problem)
    if len(problems) > _PROBLEMS_SAID:
        say(f"{counted(len(problems) - _PROBLEMS_SAID, 'further problem')} of this kind")
