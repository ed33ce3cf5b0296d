"""`summarise cache`: where replies and finished records live and how many there are."""

from __future__ import annotations

import datetime
import json
from typing import Annotated

import typer

from summarise.cli import options
from summarise.telling import counted

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Look at or empty the cache of replies.")


@app.command("info")
def info(cache_dir: options.CacheDir = None, as_json: options.AsJson = False) -> None:
    """Show where replies and models are kept, how many, how large, and what asking for them again would take."""
    from summarise.cache import ReplyCache
    from summarise.cli.printing import oneline
    from summarise.cli.summing_up import tokens
    from summarise.costing.money import Money, cost_of
    from summarise.costing.prices import price_of, read_prices
    from summarise.record_cache import bytes_of_records
    from summarise.settings import load_settings

    settings = load_settings({"cache_dir": cache_dir}).settings
    folder = settings.cache_dir
    cache = ReplyCache(folder)
    usage = cache.usage()
    models = sum(path.stat().st_size for path in (folder / "models").glob("*.gguf"))
    facts = {
        "folder": str(folder),
        "replies": len(cache),
        "reply_bytes": cache.bytes(),
        "record_bytes": bytes_of_records(folder),
        "model_bytes": models,
        "usage": {model: its.model_dump() for model, its in usage.items()},
    }
    replies = counted(len(cache), "reply")
    cache.close()
    if as_json:
        typer.echo(json.dumps(facts))
        return
    typer.echo(
        f"{folder}\n{replies}, {cache_size(facts['reply_bytes'])}; "
        f"finished records, {cache_size(facts['record_bytes'])}; models, {cache_size(models)}"
    )
    for model, its in usage.items():
        # Replies don't say whose they are; the endpoint that is set up here is the best guess.
        price = price_of(settings.base_url, model, read_prices(settings.prices)) if settings.base_url else None
        now = datetime.datetime.now(datetime.UTC)
        cost = f", now {Money(cost_of(its, price, now), price.currency)}" if price and not price.free else ""
        typer.echo(f"  {oneline(model)}: {counted(its.requests, 'request')}, {tokens(its)} tokens{cost}")


@app.command("clear")
def clear(
    cache_dir: options.CacheDir = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove every cached reply and finished record (fetched models stay)."""
    from summarise.cache import ReplyCache
    from summarise.record_cache import clear_records
    from summarise.settings import load_settings

    folder = load_settings({"cache_dir": cache_dir}).settings.cache_dir
    cache = ReplyCache(folder)
    if yes or typer.confirm(f"Remove {counted(len(cache), 'reply')} from {cache.folder}?", abort=True):
        clear_records(folder)
        typer.echo(f"{counted(cache.clear(), 'reply')} removed", err=True)
    cache.close()


def cache_size(size: object) -> str:
    """Bytes as MB."""
    return f"{float(str(size)) / 1e6:,.1f} MB"
