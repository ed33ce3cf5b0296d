"""`summarise endpoint`: probe one, or serve the embedded one."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer

from summarise.cli import options
from summarise.errors import EndpointError

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Check an endpoint, or serve the embedded one.")


@app.command("check")
def check(base_url: options.BaseUrl = None, model: options.ModelName = None, as_json: options.AsJson = False) -> None:
    """Say whether an endpoint answers, which models it serves and which JSON modes it takes and enforces.

    Example:

    summarise endpoint check --base-url http://localhost:11434/v1 --model qwen2.5:7b
    """
    from summarise.completing.probing import probe
    from summarise.errors import ConfigurationError
    from summarise.settings import load_settings

    settings = load_settings({"base_url": base_url, "model": model}).settings
    if not settings.base_url:
        raise ConfigurationError("no endpoint is given: use --base-url URL or OPENAI_BASE_URL")
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    report = asyncio.run(probe(settings.base_url, settings.model, key, settings.patience_s))
    if as_json:
        typer.echo(json.dumps(report.as_dict(), indent=2))
    else:
        typer.echo("\n".join(report.lines()))
    if not report.usable:
        raise EndpointError(f"{settings.base_url} can't be used")


@app.command("serve")
def serve(
    model: options.ModelName = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 0,
    slots: Annotated[int, typer.Option("--slots", min=1, max=64, help="Requests at a time.")] = 2,
    cache_dir: options.CacheDir = None,
) -> None:
    """Serve the embedded model on this machine as an OpenAI-compatible endpoint, until Ctrl-C.

    Example:

    summarise endpoint serve --model qwen2.5-coder-0.5b --port 8080
    """
    from summarise.cli.progress import progress_of_fetch
    from summarise.endpoints import DEFAULT_LOCAL_MODEL
    from summarise.local_model import fetch, path_of, serve_forever
    from summarise.settings import load_settings

    settings = load_settings({"model": model, "cache_dir": cache_dir}).settings
    name = settings.model or DEFAULT_LOCAL_MODEL
    if path_of(name, settings.cache_dir) is None:
        with progress_of_fetch() as on_progress:
            fetch(name, settings.cache_dir, on_progress)
    serve_forever(name, settings.cache_dir, port=port, slots=slots, announce=typer.echo)
