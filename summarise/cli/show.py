"""`summarise show`: a run as a table, or one paper with its evidence marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarise.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from summarise.records import Record, Verdict
    from summarise.reviewing import Decided

_COLUMNS = {"paper": 20, "status": 8, "look at": 7, "sizes": 5, "results": 7, "benchmarks": 12, "what": 12}
"""The columns of a run's table, and what they keep on a narrow terminal."""
_OWN_COLUMNS = {"paper": 20, "status": 8, "look at": 7, "values": 6, "what": 12}
"""The same for a run in a user's schema."""
_STYLES = {"accepted": "green", "flagged": "yellow", "failed": "red"}


def show(
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    paper: Annotated[str | None, typer.Argument(help="A paper's id, or the beginning of it.")] = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a run as a table, or one paper: its values, whence they come, and the abstract with the evidence marked.

    Values are those that people decided in RUN.decisions.jsonl where they did, and it is said who.

    Examples:

    summarise show run.jsonl

    summarise show run.jsonl deepseek-v3
    """
    from summarise.cli.decided_run import decided_records
    from summarise.cli.finding import find_decided_paper

    if paper is None:
        _print_table(decided_records(run), as_json=as_json)
        return
    record, decided = find_decided_paper(run, paper)
    if as_json:
        typer.echo(json.dumps(_as_json(record, decided), ensure_ascii=False, indent=2))
    else:
        _print_paper(record, decided)


def _as_json(record: Record, decided: Decided | None) -> dict[str, Any]:
    """The record; with `decisions` by verdict id where there are any."""
    shown: dict[str, Any] = record.model_dump(mode="json")
    return shown if decided is None else {**shown, "decisions": decided.told}


def _print_table(records: Iterable[Record], *, as_json: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from summarise.cli.printing import console, oneline

    table = Table(box=None, pad_edge=False)
    for record in records:
        row = _own_row(record) if record.is_own else _row(record)
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        if not table.columns:
            for name, width in (_OWN_COLUMNS if record.is_own else _COLUMNS).items():
                table.add_column(name, no_wrap=True, overflow="ellipsis", min_width=width)
        status = Text(record.status, style=_STYLES[record.status])
        counts = [str(row[name] or "") for name in ("flagged", "sizes", "results", "values") if name in row]
        texts = [", ".join(row["benchmarks"])[:40]] if "benchmarks" in row else []
        shown = [Text(oneline(text)) for text in (*texts, str(row["what"])[:90])]
        table.add_row(Text(oneline(record.id)[:60]), status, *counts, *shown)
    if not as_json:
        console().print(table)


def _own_row(record: Record) -> dict[str, Any]:
    """What the table says of a record in a user's schema."""
    from summarise.cli.printing import brief
    from summarise.records import OWN

    chosen = [v for v in record.verdicts if v.topic == OWN and v.chosen is not None]
    values = " · ".join(brief(v.chosen) for v in chosen)
    return {
        "id": record.id,
        "status": record.status,
        "flagged": sum(v.flagged for v in record.verdicts),
        "values": len(chosen),
        "what": record.error.message if record.error else values or record.paper.title or record.paper.abstract[:90],
    }


def _row(record: Record) -> dict[str, Any]:
    """What the table says of a record."""
    from summarise.schemas.paper import PaperSummary

    summary = record.summary if isinstance(record.summary, PaperSummary) else None
    tldr = summary.tldr if summary else None
    return {
        "id": record.id,
        "status": record.status,
        "flagged": sum(v.flagged for v in record.verdicts),
        "sizes": len(summary.model_sizes) if summary else 0,
        "results": len(summary.results) if summary else 0,
        "benchmarks": [b.name for b in summary.benchmarks] if summary else [],
        "what": record.error.message if record.error else tldr or record.paper.title or record.paper.abstract[:90],
    }


def _print_paper(record: Record, decided: Decided | None) -> None:
    from rich.text import Text

    from summarise.cli.printing import console, label, oneline, printable

    out = console()
    out.print(Text(printable(record.paper.title or record.id), style="bold"))
    places = ", ".join(f"{s.document}:{s.position}" for s in record.paper.sources)
    out.print(
        Text.assemble(f"{printable(record.id)}  ", (record.status, _STYLES[record.status]), f"  {printable(places)}")
    )
    if record.error:
        out.print(Text(printable(f"{record.error.kind}: {record.error.message}"), style="red"))
    if tldr := getattr(record.summary, "tldr", None):
        out.print(Text(printable(tldr), style="italic"))
    out.print()
    width = max((len(label(v)) for v in record.verdicts if record.is_own), default=14)
    for verdict in record.verdicts:
        line = _line(verdict, min(width, 40), asked=record.provenance.model is not None)
        out.print(line.append(f"  {oneline(decided.say(verdict.id))}" if decided else "", style="magenta"))
    out.print()
    out.print(_marked(record))


def _line(verdict: Verdict, width: int, *, asked: bool) -> Text:
    """One verdict: '!' where a person should look, the field and the value, struck out where none was chosen; in
    brackets its state, or the rule where no model was `asked`, then the reasons and what differs.
    """
    from rich.text import Text

    from summarise.cli.printing import brief, label, oneline

    value = verdict.chosen or verdict.rules or verdict.model
    line = Text("! " if verdict.flagged else "  ", style="yellow" if verdict.flagged else "")
    line.append(f"{oneline(label(verdict)):{width}} ", style="cyan").append(
        brief(value), style="" if verdict.chosen else "strike"
    )
    spoke = verdict.state if asked or not verdict.rule else verdict.rule
    details = ", ".join([spoke, *verdict.reasons, *(f"differs in {name}" for name in verdict.differs)])
    return line.append(f"  [{oneline(details)}]", style="dim")


def _marked(record: Record) -> Text:
    """The abstract with the evidence of chosen values underlined, and of flagged ones in yellow too."""
    from rich.text import Text

    from summarise.cli.printing import masked

    text = Text(masked(record.paper.abstract))
    for verdict in record.verdicts:
        at = next(
            (e.evidence for e in (verdict.chosen, verdict.rules, verdict.model) if e is not None and e.evidence), None
        )
        if at and at.in_abstract:
            text.stylize("yellow underline" if verdict.flagged else "green underline", at.start, at.end)
    return text
