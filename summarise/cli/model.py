"""`summarise model`: the embedded models."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from summarise.cli import options
from summarise.errors import ModelError

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="List, fetch and find the embedded models.")
_Name = Annotated[
    str | None, typer.Argument(help="A model of 'summarise model list', or hf:REPO/FILE; default: the default one.")
]


@app.command("list")
def list_models(cache_dir: options.CacheDir = None, as_json: options.AsJson = False) -> None:
    """List the embedded models, their size, licence and whether they are fetched."""
    from summarise.local_model import catalogue, path_of
    from summarise.settings import load_settings

    folder = load_settings({"cache_dir": cache_dir}).settings.cache_dir
    for model in catalogue():
        path = path_of(model.name, folder)
        if as_json:
            row = {"name": model.name, "default": model.default, "bytes": model.size_bytes, "licence": model.licence}
            typer.echo(json.dumps({**row, "sha256": model.sha256, "path": str(path) if path else None}))
            continue
        note = " (default)" if model.default else ""
        where = str(path) if path else "not fetched"
        typer.echo(f"{model.name}{note}  {model.size_bytes / 1e9:.2f} GB  {model.licence}  {where}")


@app.command("fetch")
def fetch_model(name: _Name = None, cache_dir: options.CacheDir = None) -> None:
    """Fetch a model's weights, verify their hash, and print the path. An interrupted fetch goes on where it stopped."""
    from summarise.cli.progress import progress_of_fetch
    from summarise.endpoints import DEFAULT_LOCAL_MODEL
    from summarise.local_model import fetch
    from summarise.settings import load_settings

    folder = load_settings({"cache_dir": cache_dir}).settings.cache_dir
    with progress_of_fetch() as on_progress:
        path = fetch(name or DEFAULT_LOCAL_MODEL, folder, on_progress)
    typer.echo(path)


@app.command("path")
def path_of_model(name: _Name = None, cache_dir: options.CacheDir = None) -> None:
    """Print where a fetched model's weights are; exit 3 where they are not fetched."""
    from summarise.endpoints import DEFAULT_LOCAL_MODEL
    from summarise.local_model import path_of
    from summarise.settings import load_settings

    wanted = name or DEFAULT_LOCAL_MODEL
    path = path_of(wanted, load_settings({"cache_dir": cache_dir}).settings.cache_dir)
    if path is None:
        raise ModelError(f"{wanted} is not fetched; 'summarise model fetch {wanted}' does it")
    typer.echo(path)
