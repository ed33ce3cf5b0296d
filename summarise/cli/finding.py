"""A paper of a run by its id, or by how its id or title begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.records import Record
    from summarise.reviewing import Decided


def find_decided_paper(run: Path, wanted: str) -> tuple[Record, Decided | None]:
    """The paper's record with what people decided about it, and how that came to be. Raises UsageError."""
    from summarise.cli.decided_run import read_decided_run

    outcomes: dict[str, Decided | None] = {}

    def records() -> Iterator[Record]:
        for record, outcome in read_decided_run(run):
            if outcome is not None:
                outcomes[record.id] = outcome
            yield record

    record = find_paper(records(), wanted, run)
    return record, outcomes.get(record.id)


def find_paper(records: Iterable[Record], wanted: str, run: Path) -> Record:
    """The record of that id, else the only one whose id or title begins so. Raises UsageError."""
    near: list[Record] = []
    for record in records:
        if record.id == wanted:
            return record
        if record.id.startswith(wanted) or (record.paper.title or "").lower().startswith(wanted.lower()):
            near.append(record)
    if len(near) == 1:
        return near[0]
    if near:
        raise UsageError(f"several papers of {run} begin with {wanted!r}: {', '.join(r.id[:60] for r in near[:5])}")
    raise UsageError(f"{run} has no paper {wanted!r}; 'summarise show {run}' lists the ids")
