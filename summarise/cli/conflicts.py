"""`summarise conflicts`: the values of a run that deserve a look, worst first."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarise.cli import options
from summarise.files import STDIN
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.cli.open_values import Opened, OpenValue


def conflicts(  # noqa: PLR0913, PLR0917  one parameter an option
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    field: options.OfField = None,
    reason: options.WithReason = None,
    by: Annotated[
        Literal["paper", "field", "reason"] | None,
        typer.Option("--by", help="Group by paper, field or reason, the costliest group first."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the N worst.")] = None,
    policy: options.PolicyFile = None,
    as_json: options.AsJson = False,
) -> None:
    """List open disagreements of a run, worst first, each with its reason codes and evidence.

    Worst is what costs most if nobody looks: the chance of an error, times the weight of the field in the policy. What
    people decided in RUN.decisions.jsonl is left out.

    Examples:

    summarise conflicts run.jsonl --limit 20

    summarise conflicts run.jsonl --by reason

    summarise conflicts run.jsonl --field results --json | jq .id
    """
    from summarise.cli.decided_run import decided_records
    from summarise.cli.open_values import Filter, grouped, open_values
    from summarise.settings import load_settings

    policy = load_settings({"policy": policy}).settings.policy
    found = open_values(decided_records(run), Filter(field, reason), policy)
    shown = found.values[:limit]
    if by is not None:
        shown = [value for values in grouped(shown, by).values() for value in values]
    if as_json:
        for value in shown:
            named = {"paper": value.paper, "impact": round(value.impact, 3), **value.verdict.model_dump(mode="json")}
            typer.echo(json.dumps(named, ensure_ascii=False))
        return
    group = None
    for value in shown:
        if by is not None and value.group(by) != group:
            group = value.group(by)
            _print_group(group, sum(one.group(by) == group for one in shown))
        _print(value)
    _say_total(found, len(shown), run)


def _print_group(name: str, size: int) -> None:
    from rich.text import Text

    from summarise.cli.printing import console, oneline
    from summarise.reconciling.reasons import REASONS

    meaning = f": {REASONS[name]}" if name in REASONS else ""
    console().print(Text(f"── {oneline(name)} ({size:,}){meaning}", style="bold magenta"))


def _print(value: OpenValue) -> None:
    from rich.text import Text

    from summarise.cli.printing import brief, console, label, oneline, printable

    out, verdict = console(), value.verdict
    head = Text.assemble(
        (oneline(value.paper), "bold"), "  ", (oneline(label(verdict)), "cyan"), "  ", (verdict.state, "yellow")
    )
    head.append("  " + oneline(", ".join([*verdict.reasons, *(f"differs in {name}" for name in verdict.differs)])))
    out.print(head)
    if verdict.model is not None:
        out.print(Text(f"    model: {brief(verdict.model)}"))
    if verdict.rules is not None:
        out.print(Text(f"    rules: {brief(verdict.rules)}"))
    for vote in verdict.votes:
        out.print(Text(f"    {oneline(f'{vote.witness} sides with {vote.sides}: {vote.says}')}", style="dim"))
    evidence = (verdict.rules and verdict.rules.evidence) or (verdict.model and verdict.model.evidence)
    if evidence:
        out.print(Text(f"    “{printable(evidence.quote)}”", style="dim"))


def _say_total(found: Opened, shown: int, run: Path) -> None:
    total = len(found.values)
    by_field = Counter(value.verdict.field for value in found.values)
    parts = ", ".join(f"{count:,} {name}" for name, count in by_field.most_common())
    more = f" ({shown:,} shown)" if shown < total else ""
    values, papers = counted(total, "value"), counted(found.papers, "paper")
    typer.echo(f"{values} to look at{more} in {papers}{': ' + parts if parts else ''}.", err=True)
    if found.failed:
        where = f"; 'summarise show {run}' lists why" if str(run) != STDIN else ""
        typer.echo(f"{counted(found.failed, 'paper')} failed{where}.", err=True)
