"""The faces of `summarise review` beside the page: terminal, bundle, and what comes back from a bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarise.errors import InputError, UsageError
from summarise.files import lines_of
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.reviewing import Review, Wanted
    from summarise.reviewing.taking_in import TakenIn

_LISTED = 20
"""Refused lines that are listed; --json lists all."""


def in_terminal(review: Review, wanted: Wanted) -> None:
    """Reviews here until 'q', the end of standard input or Ctrl-C; says where the decisions are."""
    from summarise.cli.printing import say
    from summarise.review_terminal import review_in_terminal

    try:
        review_in_terminal(review, wanted)
        code = 0
    except KeyboardInterrupt:
        typer.echo()
        code = 130
    said = "decisions are in" if review.decisions.exists() else "nothing was decided; decisions go to"
    say(f"{said} {review.decisions}; the same command goes on where you stopped")
    raise typer.Exit(code)


def write_bundle(review: Review, wanted: Wanted, to: Path) -> None:
    """Writes the bundle of what waits for a reviewer. Raises UsageError where it can't be."""
    from summarise.cli.printing import say
    from summarise.review_bundle import bundle_of
    from summarise.reviewing import Walk

    if to.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"--bundle {to} is a page for a browser; give it a name that ends in .html")
    waiting = {row.key for row in review.queue(wanted.filter)}
    rows = [row for row in Walk(review, wanted) if wanted.audit or row.key in waiting]
    bundle = bundle_of(review, rows)
    try:
        to.write_text(bundle.page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise UsageError(f"can't write the bundle to {to}: {error.strerror or error}") from error
    held = f"{counted(bundle.values, 'value')} of {counted(bundle.papers, 'paper')}"
    say(f"{to}: {held}, {to.stat().st_size:,} bytes; send it as it is")
    say(f"what comes back is taken over with: summarise review {review.run} --import decisions.jsonl")


def take_over(review: Review, file: Path, *, as_json: bool) -> None:
    """Takes over a file of decisions, and says what of it was refused; exit 4 where nothing in it fits this run."""
    from summarise.files import open_lines

    try:
        with open_lines(file) as lines:
            found = review.take_in(lines_of(lines, str(file)), str(file))
    except OSError as error:
        raise InputError(f"can't read the decisions {file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text, so no decisions") from error
    if as_json:
        told = {"taken": found.taken, "known": found.known, "refused": found.refused, "kinds": dict(found.kinds)}
        typer.echo(json.dumps({**told, "reviewers": found.reviewers}, ensure_ascii=False))
    else:
        _say_taken(found, review)
    if found.refused and not found.taken and not found.known:
        raise typer.Exit(4)


def _say_taken(found: TakenIn, review: Review) -> None:
    from summarise.cli.printing import oneline, say

    by = f" of {', '.join(found.reviewers)}" if found.reviewers else ""
    say(f"{counted(found.taken, 'line')}{by} taken over into {review.decisions}, {found.known:,} known already")
    if found.refused:
        say(f"{len(found.refused):,} refused ({', '.join(f'{n:,} {kind}' for kind, n in found.kinds.items())}):")
    for refused in found.refused[:_LISTED]:
        say(oneline(refused))
    if len(found.refused) > _LISTED:
        say(f"and {len(found.refused) - _LISTED:,} more; --json lists all")
