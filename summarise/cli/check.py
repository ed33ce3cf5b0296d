"""`summarise check`: a gate for scripts, closed while values of a run wait for a look."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from summarise.cli import options
from summarise.telling import counted

_OPEN = 8


def check(
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    field: options.OfField = None,
    reason: options.WithReason = None,
    at_most: Annotated[int, typer.Option("--at-most", min=0, help="Pass with up to N open values.")] = 0,
    as_json: options.AsJson = False,
) -> None:
    """End with 8 while values of a run wait for a look, with 0 when none does.

    A paper that failed counts as open: nobody knows what it says. What people decided in RUN.decisions.jsonl is no
    longer open; what they left unsure, escalated or decided differently is.

    Examples:

    summarise check run.jsonl && summarise show run.jsonl --json > table.jsonl

    summarise check run.jsonl --field model_sizes --json

    Exit codes: 0 nothing is open, or no more than --at-most; 2 wrong use; 4 unreadable run; 8 open values.
    """
    from summarise.cli.decided_run import decided_records
    from summarise.cli.open_values import Filter, open_values

    found = open_values(decided_records(run), Filter(field, reason))
    by_field = Counter(value.verdict.field for value in found.values)
    passed = len(found.values) + found.failed <= at_most
    if as_json:
        counts = {"papers": found.papers, "failed": found.failed, "open": len(found.values), "by_field": dict(by_field)}
        typer.echo(json.dumps({**counts, "passed": passed}))
    else:
        parts = "".join(f", {count:,} {name}" for name, count in by_field.most_common())
        values, papers = counted(len(found.values), "open value"), counted(found.papers, "paper")
        typer.echo(f"{values} in {papers}, {found.failed:,} failed{parts}.")
    if not passed:
        raise typer.Exit(_OPEN)
