"""`tag --dry-run`: what a run would ask and cost, on stdout, with nothing asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from summarise.cli.printing import printable
from summarise.cli.summing_up import tokens
from summarise.cli.watching import duration
from summarise.costing.estimating import ANY_COMPLETION, CHARS_A_TOKEN, USUAL_COMPLETION
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.forecasting import Forecast
    from summarise.reading import Reading
    from summarise.settings import Settings


def dry_run(reading: Reading, settings: Settings, *, as_json: bool) -> None:
    """Prints the forecast of a run."""
    from summarise.endpoints import choose_endpoint
    from summarise.forecasting import forecast

    endpoint = choose_endpoint(settings)
    expected = forecast(reading, settings, endpoint=endpoint)
    if as_json:
        typer.echo(json.dumps(facts(expected)))
        return
    asked = f"{endpoint.identity.model} at {endpoint.identity.endpoint}" if endpoint else ""
    typer.echo(printable("\n".join(lines(expected, settings, asked))))


def facts(expected: Forecast) -> dict[str, Any]:
    """The forecast as JSON; money as text, so that it stays exact."""
    usage = expected.usage
    return {
        "papers": expected.papers,
        "unreadable": expected.unreadable,
        "cached": expected.cached,
        "requests": usage.requests,
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "completion_tokens": usage.completion_tokens,
        "cost": expected.cost.exact,
        "cost_if_replies_are_twice_as_long": expected.longer_cost.exact if expected.longer_cost else None,
        "other_hours": expected.other_cost.exact if expected.other_cost else None,
        "is_peak": expected.is_peak,
        "saved": expected.saved.exact,
        "currency": expected.cost.currency or None,
        "price": expected.price.model_dump(mode="json") if expected.price else None,
        "least_seconds": expected.least_s,
        "learned_from": expected.learned_from,
    }


def lines(expected: Forecast, settings: Settings, asked: str) -> list[str]:
    """The forecast for people; `asked` names the model and its address, '' where nobody is asked."""
    unread = f", {expected.unreadable:,} can't be read" if expected.unreadable else ""
    to_ask = expected.papers - expected.cached
    if not asked:
        return [f"{counted(expected.papers, 'paper')}{unread}: no model is asked, so it costs nothing"]
    head = f"{counted(expected.papers, 'paper')}: {expected.cached:,} from the cache, {to_ask:,} to ask{unread}"
    if not to_ask:
        return [f"{head}; it costs nothing"]
    rows = [
        ("requests", f"{expected.usage.requests:,} to {asked}"),
        ("tokens", f"about {tokens(expected.usage)}"),
        ("cost", _cost(expected, asked)),
    ]
    if expected.least_s is not None:
        rows.append(("time", f"at least {duration(expected.least_s)}, for --rpm and --tpm allow no more"))
    if settings.max_cost is not None and expected.cost.amount is not None and expected.cost.amount > settings.max_cost:
        rows.append(("limit", f"--max-cost {settings.max_cost} ends the run before its end"))
    if expected.spared.requests and expected.price and not expected.price.free:
        rows.append(("saved", f"{expected.saved} by the cache"))
    rows.append(("basis", _basis(expected, settings)))
    if settings.witness:
        rows.append(("not in it", "questions of further witnesses, which depend on the answers"))
    return [head, *(f"  {name:10}{text}" for name, text in rows)]


def _cost(expected: Forecast, asked: str) -> str:
    price = expected.price
    if price is None:
        return f"unknown: no price of {asked} is known; docs/cost.md says how to name one"
    if price.free:
        return f"nothing ({price.provider})"
    open_end = f", {expected.longer_cost} if the model writes twice as much" if expected.longer_cost else ""
    text = f"about {expected.cost} (prices: {price.named}){open_end}"
    if price.peak is None or expected.other_cost is None:
        return text
    days = "" if len(price.peak.days) == 7 else f"{price.peak.days[0]}–{price.peak.days[-1]} "
    hours = f"{days}{', '.join(price.peak.hours)} {price.peak.zone}"
    now, other = ("in", "outside") if expected.is_peak else ("outside", "in")
    return f"{text} {now} peak hours, as now; {expected.other_cost} {other} them ({hours})"


def _basis(expected: Forecast, settings: Settings) -> str:
    """From what the tokens were told."""
    if expected.learned_from:
        few = "" if expected.learned_from >= 50 else "; more would tell better (--limit 50 first)"
        return f"{counted(expected.learned_from, 'reply')} in the cache to the same prompt{few}"
    usual = ANY_COMPLETION if settings.own_schema else USUAL_COMPLETION.get(settings.prompt, ANY_COMPLETION)
    return (
        f"no reply to this prompt is in the cache, so {CHARS_A_TOKEN} characters a token and {usual} tokens a reply, "
        "more where a paper has many numbers; a run with --limit 50 first tells better"
    )
