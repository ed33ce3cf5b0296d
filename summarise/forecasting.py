"""What a run will ask and cost, before it asks anything: prompts are made, the cache is looked at, nothing is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from summarise.cache import ReplyCache, reply_key
from summarise.costing import Estimator, Money, Spending, cost_of, spending_of
from summarise.costing.estimating import Size, size_of
from summarise.costing.money import at_rates
from summarise.costing.prices import Price
from summarise.endpoints import ChosenEndpoint, choose_endpoint
from summarise.errors import InvalidReply
from summarise.inquiring import inquiry_of
from summarise.records import Completion, Paper, Prompt, Unreadable, Usage
from summarise.settings import Settings
from summarise.validating import read

_BEGINS_WITH = 4
"""Requests at once with which a run begins that finds out by itself how many help."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of a run. Re-asks and further witnesses are in it only as far as cached replies had them."""

    papers: int
    unreadable: int
    cached: int
    """Papers about which nothing must be asked."""
    usage: Usage
    """Requests and tokens that are still to be paid for; `cached_tokens` in the endpoint's own cache."""
    spared: Usage
    """What the replies in the cache cost when they were asked for."""
    cost: Money
    """At the prices that hold now."""
    other_cost: Money | None
    """At those of the other hours, where the provider has peak hours."""
    longer_cost: Money | None
    """At the prices of now, by a model whose replies are twice as long; None where cached replies tell how long."""
    is_peak: bool
    saved: Money
    price: Price | None
    least_s: float | None
    """Seconds that --rpm and --tpm alone take; None where neither is set, as nobody knows how fast answers come."""
    learned_from: int
    """Cached replies to the same prompts from which the tokens were told."""


def forecast(
    papers: Iterable[Paper | Unreadable], settings: Settings, *, endpoint: ChosenEndpoint | None = None
) -> Forecast:
    """What `tag` will do with these papers and settings. Raises ConfigurationError as `tag` does."""
    endpoint = endpoint or choose_endpoint(settings)
    asked = endpoint.identity if endpoint else None
    spending = spending_of(settings, asked.endpoint, asked.model) if asked else Spending()
    seen = _Seen(settings, endpoint, spending)
    with closing(seen):
        for item in papers:
            seen.take(item)
    return seen.forecast()


class _Seen:
    """The papers of a run, counted: only sizes of what is to be asked are kept."""

    def __init__(self, settings: Settings, endpoint: ChosenEndpoint | None, spending: Spending) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._spending = spending
        self._inquiry = inquiry_of(settings, endpoint.identity.model if endpoint else None)
        there = endpoint is not None and not settings.refresh and (settings.cache_dir / "replies").is_dir()
        self._cache = ReplyCache(settings.cache_dir) if there else None  # opening one would make it
        self._papers = self._unreadable = self._cached = 0
        self._to_ask: Counter[Size] = Counter()
        self._asked: set[str] = set()

    def take(self, item: Paper | Unreadable) -> None:
        """Counts a paper."""
        if isinstance(item, Unreadable):
            self._unreadable += 1
            return
        self._papers += 1
        if self._endpoint is None:
            return
        missing = 0
        for prompt in self._inquiry.prompts(item):
            key = reply_key(prompt, self._endpoint.identity.endpoint, self._endpoint.identity.model)
            kept = self._kept(prompt, key)
            if kept is None:
                missing += 1
                if key not in self._asked:  # papers with the same question are asked about once
                    self._asked.add(key)
                    self._to_ask[size_of(prompt)] += 1
            else:
                self._spending.spare(kept.usage, prompt)
        self._cached += not missing

    def close(self) -> None:
        """Closes the cache."""
        if self._cache is not None:
            self._cache.close()

    def forecast(self) -> Forecast:
        """What all of it comes to."""
        spending, price = self._spending, self._spending.price
        now = spending.now()
        usage = _expected(self._to_ask, spending.estimator, price, cold=_at_first(self._settings))
        is_peak = bool(price and price.peak and price.peak.holds_at(now))
        others = price if is_peak else price.peak if price else None
        learned_from = sum(spending.estimator.learned_from(name) for name in {size.name for size in self._to_ask})
        longer = usage.model_copy(update={"completion_tokens": 2 * usage.completion_tokens})
        is_open = usage.requests > 0 and not learned_from
        return Forecast(
            papers=self._papers,
            unreadable=self._unreadable,
            cached=self._cached,
            usage=usage,
            spared=spending.spared,
            cost=Money(cost_of(usage, price, now), price.currency) if price else Money(None),
            other_cost=Money(at_rates(usage, others), price.currency) if price and others else None,
            longer_cost=Money(cost_of(longer, price, now), price.currency) if price and is_open else None,
            is_peak=is_peak,
            saved=spending.saved,
            price=price,
            least_s=_least_s(usage, self._settings),
            learned_from=learned_from,
        )

    def _kept(self, prompt: Prompt, key: str) -> Completion | None:
        """The reply that is in the cache, where it still is one."""
        if self._cache is None:
            return None
        completion = self._cache.get(key)
        if completion is None:
            return None
        try:
            read(completion.text, prompt.reply)
        except InvalidReply:
            return None
        return completion


def _least_s(usage: Usage, settings: Settings) -> float | None:
    minutes = [usage.requests / settings.rpm] if settings.rpm else []
    minutes += [(usage.prompt_tokens + usage.completion_tokens) / settings.tpm] if settings.tpm else []
    return 60 * max(minutes) if minutes else None


def _at_first(settings: Settings) -> int:
    """How many requests are sent before the first is answered."""
    return _BEGINS_WITH if settings.concurrency == "auto" else settings.in_flight


def _expected(to_ask: Counter[Size], estimator: Estimator, price: Price | None, cold: int) -> Usage:
    """The tokens of all questions, the first `cold` of each template asked before their prefix is in a cache."""
    sums = dict.fromkeys(Usage.model_fields, 0)
    left: dict[str, int] = {}
    for size, number in to_ask.items():
        first = min(number, left.setdefault(size.name, cold))
        left[size.name] -= first
        for count, warm in ((first, False), (number - first, True)):
            expected = estimator.expect(size, price, warm=warm) if count else Usage()
            for name in sums:
                sums[name] += count * getattr(expected, name)
    return Usage(**sums)
