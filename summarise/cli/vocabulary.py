"""`summarise vocabulary`: the tags that papers can get, and whether a file of own ones is sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summarise.cli import options

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="List the tags, or check a file of own ones.")


@app.command("list")
def list_(
    facet: Annotated[str | None, typer.Option("--facet", help="Only the entries of one facet, such as task.")] = None,
    vocabulary: options.VocabularyFile = None,
    as_json: options.AsJson = False,
) -> None:
    """List the vocabulary that applies here: the built-in entries with your own laid over them."""
    from summarise.cli.printing import oneline
    from summarise.errors import UsageError
    from summarise.rules import FACETS
    from summarise.settings import load_settings

    if facet is not None and facet not in FACETS:
        raise UsageError(f"no facet {facet!r}; there are {', '.join(FACETS)}")
    applying = options.read_named_vocabulary(load_settings({"vocabulary": vocabulary}))
    for entry in applying.entries.values():
        if facet in (None, entry.facet):
            if as_json:
                row = {"id": entry.id, "facet": entry.facet, "label": entry.label, "parent": entry.parent}
                typer.echo(json.dumps({**row, "aliases": list(entry.spellings)[1:]}, ensure_ascii=False))
            else:
                typer.echo(f"{entry.facet:9} {entry.id:34} {oneline(entry.label)}")


@app.command("check")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A vocabulary file.")]) -> None:
    """Check a vocabulary file: exit 0 when it can be used, 3 with the first fault otherwise."""
    from summarise.cli.printing import oneline, say
    from summarise.rules import built_in_vocabulary, read_vocabulary

    entries, built_in = read_vocabulary(file).entries, built_in_vocabulary().entries
    new = sum(name not in built_in for name in entries)
    changed = sum(name in built_in and built_in[name] != entry for name, entry in entries.items())
    left_out = sum(name not in entries for name in built_in)
    if not entries:
        say(f"{file}: 0 entries: nothing will be tagged; add some, or leave builtin = false out")
    typer.echo(
        f"{oneline(str(file))}: sound. {len(entries)} entries: {new} new, {changed} changed, {left_out} left out."
    )
