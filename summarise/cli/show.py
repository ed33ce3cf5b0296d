"""`summarise show`: a run as a table, or one paper with its evidence marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import options
from summarise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from summarise.records import Record, Verdict

_STYLES = {"accepted": "green", "flagged": "yellow", "failed": "red"}


def show(
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    paper: Annotated[str | None, typer.Argument(help="A paper's id, or the beginning of it.")] = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a run as a table, or one paper: its values, whence they come, and the abstract with the evidence marked.

    Examples:

    summarise show run.jsonl

    summarise show run.jsonl deepseek-v3
    """
    from summarise.cli.printing import existing
    from summarise.runs import read_run

    records = read_run(existing(run))
    if paper is None:
        _print_table(records, as_json=as_json)
    else:
        record = _find(records, paper, run)
        typer.echo(record.model_dump_json(indent=2)) if as_json else _print_paper(record)


def _find(records: Iterable[Record], wanted: str, run: Path) -> Record:
    """The record of that id, else the only one whose id or title begins so."""
    near: list[Record] = []
    for record in records:
        if record.id == wanted:
            return record
        if record.id.startswith(wanted) or (record.paper.title or "").lower().startswith(wanted.lower()):
            near.append(record)
    if len(near) == 1:
        return near[0]
    if near:
        raise UsageError(f"several papers of {run} begin with {wanted!r}: {', '.join(r.id for r in near[:5])}")
    raise UsageError(f"{run} has no paper {wanted!r}; 'summarise show {run}' lists the ids")


def _print_table(records: Iterable[Record], *, as_json: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from summarise.cli.printing import console, printable

    table = Table("paper", "status", "look at", "sizes", "results", "benchmarks", "what", box=None, pad_edge=False)
    for record in records:
        summary = record.summary
        flags = sum(v.flagged for v in record.verdicts)
        what = record.error.message if record.error else summary.tldr if summary and summary.tldr else record.paper.title
        sizes, results, names = (summary.model_sizes, summary.results, summary.benchmarks) if summary else ((), (), ())
        if as_json:
            typer.echo(json.dumps({"id": record.id, "status": record.status, "flagged": flags, "sizes": len(sizes), "results": len(results), "benchmarks": [b.name for b in names], "what": what}, ensure_ascii=False))
            continue
        table.add_row(
            Text(printable(record.id)), Text(record.status, style=_STYLES[record.status]), str(flags or ""),
            str(len(sizes) or ""), str(len(results) or ""), Text(printable(", ".join(b.name for b in names))[:40]), Text(printable(what or "")[:90]),
        )  # fmt: skip
    if not as_json:
        console().print(table)


def _print_paper(record: Record) -> None:
    from rich.text import Text

    from summarise.cli.printing import console, printable

    out = console()
    out.print(Text(printable(record.paper.title or record.id), style="bold"))
    places = ", ".join(f"{s.document}:{s.position}" for s in record.paper.sources)
    out.print(Text.assemble(f"{printable(record.id)}  ", (record.status, _STYLES[record.status]), f"  {printable(places)}"))
    if record.error:
        out.print(Text(printable(f"{record.error.kind}: {record.error.message}"), style="red"))
    if record.summary and record.summary.tldr:
        out.print(Text(printable(record.summary.tldr), style="italic"))
    out.print()
    for verdict in record.verdicts:
        out.print(_line(verdict))
    out.print()
    out.print(_marked(record))


def _line(verdict: Verdict) -> Text:
    """One verdict: '!' where a person should look, the chosen value, state and reasons."""
    from rich.text import Text

    from summarise.cli.printing import brief

    value = verdict.chosen or verdict.rules or verdict.model
    line = Text("! " if verdict.flagged else "  ", style="yellow" if verdict.flagged else "")
    line.append(f"{verdict.field:14} ", style="cyan").append(brief(value), style="" if verdict.chosen else "strike")
    details = ", ".join([verdict.state, *verdict.reasons, *(f"differs in {name}" for name in verdict.differs)])
    return line.append(f"  [{details}]", style="dim")


def _marked(record: Record) -> Text:
    """The abstract with the evidence of chosen values underlined, and of flagged ones in yellow too."""
    from rich.text import Text

    text = Text(record.paper.abstract)
    for verdict in record.verdicts:
        at = next((e.evidence for e in (verdict.chosen, verdict.rules, verdict.model) if e is not None and e.evidence), None)
        if at and at.where is None and at.variant is None:
            text.stylize("yellow underline" if verdict.flagged else "green underline", at.start, at.end)
    return text
