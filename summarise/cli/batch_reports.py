"""What `summarise batch` says when it is done: for people on stderr, for programs as JSON on stdout."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from summarise.cli.printing import oneline
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.batching import Asking, RequestFiles
    from summarise.batching.taking import Taken
    from summarise.records import Unreadable

_SHOWN = 10


# ── writing ──────────────────────────────────────────────────────────────────────────────────────
class Written:
    """What was asked in which files; `how` is the mode and whence it is known."""

    def __init__(self, asking: Asking, files: RequestFiles | None, how: str) -> None:
        self.asking = asking
        self.files = files.paths if files else []
        self.removed = files.removed if files else []
        self.stale = files.stale() if files else []
        self.bytes = files.bytes if files else 0
        self.how = how

    @property
    def code(self) -> int:
        """The exit code."""
        return 0 if not self.asking.unreadable else 7 if self.asking.papers else 4


def say_written(written: Written, documents: list[str], *, as_json: bool) -> None:
    """Tells how much is asked where."""
    asking = written.asking
    if as_json:
        facts = {name: getattr(asking, name) for name in ("papers", "cached", "requests")}
        more = {"bytes": written.bytes, "files": list(map(str, written.files)), "mode": written.how}
        more["removed"] = list(map(str, written.removed))
        typer.echo(json.dumps({**facts, **more, "unreadable": len(asking.unreadable)}))
        return
    where = f" to {', '.join(map(str, written.files))} ({written.bytes / 1e6:,.1f} MB)" if written.files else ""
    how = f", asked by {written.how}" if asking.requests else ""
    lines = [
        f"{counted(asking.papers, 'paper')}: {asking.cached:,} answered from the cache, "
        f"{counted(asking.requests, 'request')} written{where}{how}"
    ]
    if asking.requests:
        of = " ".join(f"--of {document}" for document in documents[:3]) + (" …" if len(documents) > 3 else "")
        lines.append(f"When they are answered: summarise batch read RESPONSES {of} with the same settings")
    elif asking.papers:
        lines.append("No request is needed: 'summarise tag' with the same settings finds every reply.")
    if written.removed:
        lines.append(f"Removed, as an earlier command had asked that: {', '.join(map(str, written.removed))}")
    if written.stale:
        lines.append(f"Left by an earlier command, and not part of this: {', '.join(map(str, written.stale))}")
    _print([*lines, *_unreadable_lines(asking.unreadable)])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────
class Told:
    """What reading came to."""

    def __init__(
        self, taken: Taken, lines: int, foreign: list[tuple[str, str]], statuses: dict[str, int] | None
    ) -> None:
        self.taken = taken
        self.lines = lines
        self.foreign = foreign
        self.statuses = statuses
        """How many records of each status were written; None where no run was asked for."""

    @property
    def code(self) -> int:
        """The exit code."""
        if not self.lines or (self.taken.unreadable and not self.taken.papers):
            return 4
        if self.statuses is not None and self.statuses.get("failed", 0) == sum(self.statuses.values()):
            return 6
        if not (self.taken.stored or self.taken.kept):
            return 6
        some_failed = self.taken.failed or self.foreign or self.taken.unreadable
        return 7 if some_failed or (self.statuses or {}).get("failed") else 0


def say_taken(told: Told, output: str | None, *, as_json: bool) -> None:
    """Tells what the responses came to, with a reason for each that is not used."""
    taken = told.taken
    if as_json:
        typer.echo(json.dumps(_as_dict(told)))
        return
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in taken.kinds().items())
    usage = taken.usage
    lines = [
        f"{counted(told.lines, 'response')}: {counted(taken.stored, 'reply')} stored, {taken.kept:,} not needed, "
        f"{len(taken.failed):,} failed{f' ({kinds})' if kinds else ''}, {len(told.foreign):,} refused; "
        f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens, {usage.cached_tokens:,} of them cached."
    ]
    lines += _some([f"{f.place}: {f.paper}: {f.error.kind}: {f.error}" for f in taken.failed.values()])
    lines += _some([f"{place}: refused: {why}" for place, why in told.foreign])
    if not told.lines:
        lines.append("There is no line in these files; did the batch end?")
    if told.lines and not (taken.stored or taken.kept or taken.failed):
        lines.append("Nothing fits: give --of, --base-url, --model, --prompt and --schema as 'batch write' had them.")
    lines += _unreadable_lines(taken.unreadable)
    if taken.unanswered:
        lines.append(f"Without a response in the files: {counted(taken.unanswered, 'request')} of these papers.")
    if taken.failed or taken.unanswered:
        lines.append("'summarise batch write' writes these again; 'summarise tag' asks them directly.")
    if told.statuses is not None:
        counts = ", ".join(f"{count:,} {status}" for status, count in sorted(told.statuses.items()))
        lines.append(f"{output}: {counted(sum(told.statuses.values()), 'record')}: {counts}")
    _print(lines)


def _as_dict(told: Told) -> dict[str, Any]:
    taken = told.taken
    return {
        "papers": taken.papers,
        "responses": told.lines,
        "stored": taken.stored,
        "kept": taken.kept,
        "unanswered": taken.unanswered,
        "failed": [
            {"place": f.place, "paper": f.paper, "kind": f.error.kind, "message": str(f.error)}
            for f in taken.failed.values()
        ],
        "refused": [{"place": place, "message": why} for place, why in told.foreign],
        "unreadable": len(taken.unreadable),
        "usage": taken.usage.model_dump(),
        "records": told.statuses,
    }


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(oneline(line) if not line.startswith("  ") else f"  {oneline(line)}", err=True)


def _some(reasons: list[str]) -> list[str]:
    """The first reasons, and how many more there are."""
    more = len(reasons) - _SHOWN
    return [*(f"  {reason}" for reason in reasons[:_SHOWN]), *([f"  … and {more:,} more"] if more > 0 else [])]


def _unreadable_lines(items: list[Unreadable]) -> list[str]:
    return _some([f"{item.source.document}:{item.source.position}: {item.message}" for item in items])
