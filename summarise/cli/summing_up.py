"""The last lines of `tag`: what became of the papers, what it took and cost, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.cli.watching import duration, rate
from summarise.telling import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.costing import Spending
    from summarise.pipeline import Tally
    from summarise.records import Usage


def summary(tally: Tally, spending: Spending, seconds: float, *, asked: str) -> list[str]:
    """The papers, requests, tokens and money of a run; `asked` names the model and its address, '' for nobody."""
    speed = f", {rate(tally.papers / seconds)} papers/s" if tally.papers and seconds > 0 else ""
    values = f" ({counted(tally.flagged_values, 'value')} to look at)" if tally.flagged_values else ""
    lines = [
        f"{counted(tally.papers, 'paper')}: {tally.accepted:,} accepted, {tally.flagged:,} flagged{values}, "
        f"{tally.failed:,} failed"
    ]
    took = f"{seconds:.1f} s" if seconds < 60 else duration(seconds)
    if not asked:
        return [*lines, _row("took", f"{took}{speed}")]
    usage = spending.usage
    rows = [
        _row("answers", f"{tally.cached:,} from the cache, {counted(usage.requests, 'request')}, {took}{speed}"),
        _row("tokens", tokens(usage)),
        *(_row(name, text) for name, text in money(spending, asked)),
    ]
    return [*lines, *rows]


def tokens(usage: Usage) -> str:
    """'2,430 prompt (1,990 of them from the endpoint's own cache) + 310 completion'."""
    found = f" ({usage.cached_tokens:,} of them from the endpoint's own cache)" if usage.cached_tokens else ""
    return f"{usage.prompt_tokens:,} prompt{found} + {usage.completion_tokens:,} completion"


def money(spending: Spending, asked: str) -> Iterator[tuple[str, str]]:
    """What was spent and what the cache saved, each with a name; why it is not known where it isn't."""
    price = spending.price
    if price is None:
        yield "cost", f"unknown: no price of {asked} is known; docs/cost.md says how to name one"
        return
    if price.free:
        yield "cost", f"nothing ({price.provider})"
        return
    yield "cost", f"{spending.spent} (prices: {price.named})"
    if spending.estimated:
        told = f"{spending.estimated:,} of them told from characters, as the endpoint counted none"
        yield "", told
    if spending.spared.requests:
        yield "saved", f"{spending.saved} by the cache"


def _row(name: str, text: str) -> str:
    return f"  {name:9}{text}"
