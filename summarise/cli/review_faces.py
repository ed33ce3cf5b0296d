"""The faces of `summarise review` beside the page: terminal, bundle, and what comes back from a bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.review_bundle import Imported
    from summarise.reviewing import Filter, Order, Review

_LISTED = 20
"""Refused lines that are listed; --json lists all."""


def in_terminal(review: Review, wanted: Filter, order: Order) -> None:
    """Reviews here until 'q', the end of standard input or Ctrl-C; says where the decisions are."""
    from summarise.cli.printing import say
    from summarise.review_terminal import review_in_terminal

    try:
        review_in_terminal(review, wanted, order)
        code = 0
    except KeyboardInterrupt:
        typer.echo()
        code = 130
    said = "decisions are in" if review.decisions.exists() else "nothing was decided; decisions go to"
    say(f"{said} {review.decisions}; the same command goes on where you stopped")
    raise typer.Exit(code)


def write_bundle(review: Review, wanted: Filter, order: Order, to: Path) -> None:
    """Writes the bundle of what waits for a reviewer. Raises UsageError where it can't be."""
    from summarise.cli.printing import say
    from summarise.errors import UsageError
    from summarise.review_bundle import bundle_of

    if to.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"--bundle {to} is a page for a browser; give it a name that ends in .html")
    bundle = bundle_of(review, review.queue(wanted, order))
    try:
        to.write_text(bundle.page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise UsageError(f"can't write the bundle to {to}: {error.strerror or error}") from error
    say(f"{to}: {bundle.values:,} values of {bundle.papers:,} papers, {to.stat().st_size:,} bytes; send it as it is")
    say(f"what comes back is taken over with: summarise review {review.run} --import decisions.jsonl")


def take_over(review: Review, file: Path, *, as_json: bool) -> None:
    """Takes over a file of decisions, and says what of it was refused; exit 4 where nothing in it fits this run."""
    from summarise.review_bundle import import_decisions

    found = import_decisions(review, file)
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _say(found, file, review)
    if found.refused and not found.taken and not found.known:
        raise typer.Exit(4)


def _as_json(found: Imported) -> dict[str, object]:
    refused = [{"line": one.line, "kind": one.kind, "why": one.why} for one in found.refused]
    return {"taken": len(found.taken), "known": found.known, "refused": refused}


def _say(found: Imported, file: Path, review: Review) -> None:
    from summarise.cli.printing import say

    names = _names([event.who for event in found.taken])
    by = f" of {names}" if names else ""
    say(f"{len(found.taken):,} lines{by} taken over into {review.decisions}, {found.known:,} known already")
    if found.refused:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in found.kinds.most_common())
        say(f"{len(found.refused):,} refused ({kinds}):")
    for one in sorted(found.refused, key=lambda one: one.line)[:_LISTED]:
        say(f"{file}:{one.line}: {one.kind}: {' '.join(one.why.split())}")
    if len(found.refused) > _LISTED:
        say(f"and {len(found.refused) - _LISTED:,} more; --json lists all")


def _names(who: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(who))
