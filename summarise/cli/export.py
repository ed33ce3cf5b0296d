"""`summarise export`: a run with its decided values, as files for other programs and people."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli.printing import existing, oneline
from summarise.errors import UsageError
from summarise.files import STDIN
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.exporting import Exported
    from summarise.records import Record
    from summarise.reviewing import Decided

_STATUSES = ("accepted", "flagged", "failed")


def export(  # noqa: PLR0913, PLR0917  one parameter an option
    run: Annotated[str, typer.Argument(help="A run of 'summarise tag'; - is stdin.")],
    output: Annotated[
        str, typer.Option("-o", "--output", help="Where it goes, by ending: .json .jsonl .csv .md; - is stdout.")
    ] = "-",
    form: Annotated[str | None, typer.Option("--as", help="json, jsonl, csv or md, whatever the ending.")] = None,
    rows: Annotated[
        str, typer.Option("--rows", help="Rows of a CSV: papers, values, or a field such as results or model_sizes.")
    ] = "papers",
    paper: Annotated[
        list[str] | None, typer.Option("--paper", help="Only this paper, by its id; may be given several times.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="Only accepted, flagged or failed papers; may be repeated.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="Decisions of 'review', if not beside the run.")
    ] = None,
    undecided: Annotated[
        bool, typer.Option("--undecided", help="The run as it was tagged, without decisions.")
    ] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin a CSV with the mark by which Excel knows UTF-8.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave cells of a CSV as they are: a spreadsheet may run formulas in them.")
    ] = False,
) -> None:
    """Write a run for other programs or people, with the values that 'summarise review' decided and who did.

    Examples:

    summarise export run.jsonl -o papers.csv --bom

    summarise export run.jsonl -o results.csv --rows results

    summarise export run.jsonl -o accepted.json --status accepted

    summarise export run.jsonl --as jsonl | jq .summary.tldr

    Exit codes: 0 done; 2 wrong use; 4 unreadable run.
    """
    from summarise.cli.decided_run import read_decided_run
    from summarise.cli.output import refuse_own_input
    from summarise.decisions_path import decisions_path
    from summarise.exporting import FORMATS, Shape, format_of, shape_of
    from summarise.runs import read_run

    if wrong := [one for one in status or () if one not in _STATUSES]:
        raise UsageError(f"there is no status {wrong[0]!r}; there are {', '.join(_STATUSES)}")
    if form not in (None, *FORMATS):
        raise UsageError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    form = form or ("jsonl" if output == STDIN else format_of(output))
    if form != "csv" and (rows != "papers" or bom or raw):
        raise UsageError("--rows, --bom and --raw are about tables: give a name that ends in .csv, or --as csv")
    with _on_disk(run) as path:
        named = [str(one) for one in (path, decisions, decisions_path(path)) if one and one.exists()]
        refuse_own_input(named, output)
        records = _without_decisions(path) if undecided else read_decided_run(path, decisions)
        chosen = _Chosen(records, frozenset(paper or ()), frozenset(status or ()), run)
        shape = Shape("run" if run == STDIN else path.name, rows, None, raw, bom)
        if form == "csv":
            shape = shape_of(read_run(path), shape)
        _write(FORMATS[form](chosen, shape), output)
    _say_done(chosen, output, _named(run, decisions))


def _without_decisions(path: Path) -> Iterator[tuple[Record, None]]:
    from summarise.runs import read_run

    return ((record, None) for record in read_run(path))


class _Chosen:
    """The papers that are wanted, with their decisions; afterwards, what they were."""

    def __init__(
        self,
        records: Iterator[tuple[Record, Decided | None]],
        ids: frozenset[str],
        statuses: frozenset[str],
        run: str,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.deciders: Counter[str] = Counter()
        self.open = self.lost = 0
        self._records = records
        self._ids = ids
        self._statuses = statuses
        self._run = run

    def __iter__(self) -> Iterator[Exported]:
        """Raises UsageError at the end where a paper that is named was not there."""
        from summarise.exporting import exported

        missing = set(self._ids)
        for record, decided in self._records:
            missing.discard(record.id)
            if (self._ids and record.id not in self._ids) or (self._statuses and record.status not in self._statuses):
                continue
            paper = exported(record, decided)
            self._count(paper)
            yield paper
        if missing:
            hint = f"; 'summarise show {self._run}' lists the ids" if self._run != STDIN else ""
            raise UsageError(f"the run has no paper {min(missing)!r}{hint}")

    def _count(self, paper: Exported) -> None:
        self.counts[paper.record.status] += 1
        self.open += len(paper.open)
        self.lost += len(paper.decided.lost) if paper.decided else 0
        self.deciders.update(paper.deciders)


@contextmanager
def _on_disk(run: str) -> Iterator[Path]:
    """The run as a file that can be read twice."""
    if run != STDIN:
        yield existing(Path(run))
        return
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="summarise-") as folder:
        path = Path(folder) / "run.jsonl"
        with path.open("wb") as file, open(0, "rb", closefd=False) as stdin:
            shutil.copyfileobj(stdin, file)
        yield path


def _write(pieces: Iterable[str], output: str) -> None:
    """Writes to stdout, or to a file that appears when all is in it."""
    if output == STDIN:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    path = Path(output)
    if path.is_dir():
        raise UsageError(f"can't write to {path}: it is a folder; name a file in it")
    direct = path.exists() and not path.is_file()
    # Not RUN.partial: that is a run's, which may be under way.
    target = path if direct else path.with_name(f".{path.name}.{os.getpid()}.export")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            for piece in pieces:
                file.write(piece)
        if not direct:
            target.replace(path)
    except OSError as error:
        raise UsageError(f"can't write to {path}: {error.strerror or error}") from error
    finally:
        if not direct:
            target.unlink(missing_ok=True)


def _named(run: str, decisions: Path | None) -> str:
    """The run, with its decisions where they lie elsewhere, as `review` takes them; '' for one that was piped in."""
    return "" if run == STDIN else f"{run} --decisions {decisions}" if decisions else run


def _say_done(chosen: _Chosen, output: str, named: str) -> None:
    counts = ", ".join(f"{chosen.counts[status]:,} {status}" for status in _STATUSES if chosen.counts[status])
    lines = [f"{counted(chosen.counts.total(), 'paper')}{f' ({counts})' if counts else ''}"]
    if output != STDIN:
        lines[0] += f" in {output}"
    if chosen.deciders:
        who = ", ".join(f"{count:,} by {oneline(name)}" for name, count in chosen.deciders.most_common())
        lines.append(f"Decided values: {who}")
    if chosen.open:
        lines.append(f"{counted(chosen.open, 'value')} still open{f': summarise review {named}' if named else ''}")
    if chosen.lost:
        lines.append(f"Left out, as they no longer fit the run: {counted(chosen.lost, 'decision')}")
    typer.echo("\n".join(lines), err=True)
