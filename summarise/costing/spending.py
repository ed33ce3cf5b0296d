"""What a run has spent, what is in flight, what the cache spared, and the limit that no new request may pass."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from summarise.costing.estimating import Estimator, size_of
from summarise.costing.money import Money, cost_of
from summarise.errors import CompletionError, ConfigurationError, CostReached, EndpointError
from summarise.events import is_listened_to, paper_at_hand
from summarise.records import Prompt, Usage

if TYPE_CHECKING:
    from summarise.costing.prices import Price
    from summarise.settings import Settings


def spending_of(settings: Settings, endpoint: str, model: str) -> Spending:
    """The purse of a run that asks that model there, with the settings' prices and limit.

    Raises ConfigurationError for prices that can't be read, and where a limit is set and no price is known.
    """
    from summarise.costing.prices import own_prices, price_of, read_prices

    price = price_of(endpoint, model, read_prices(settings.prices))
    if settings.max_cost is not None and price is None:
        raise ConfigurationError(
            f"--max-cost needs to know what {model} costs at {endpoint}, and no price is known: write one into "
            f"{own_prices()} or a file of your own (--prices FILE); docs/cost.md shows an entry"
        )
    return Spending(price, settings.max_cost)


_COUNTS = tuple(Usage.model_fields)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(slots=True)
class Asked:
    """A question in flight; who asks it puts in what the endpoint counted."""

    purse: Spending
    held: Decimal
    """What is set aside for it."""
    usage: Usage | None = None
    is_sent: bool = False


_asked: ContextVar[Asked | None] = ContextVar("summarise_asked", default=None)


def before_request() -> None:
    """To be called when a request is about to go out, after all waiting for a turn: the money may be gone by then.

    Raises CostReached for the first request of a question; one that was begun is finished, re-asks included.
    """
    asked = _asked.get()
    if asked is not None and not asked.is_sent:
        asked.is_sent = True
        asked.purse.check(asked.held)


@dataclass(slots=True)
class Spending:
    """The purse of one run. It is asked before each question and told what was counted, in one event loop."""

    price: Price | None = None
    """None where the price is not known: then only tokens are counted, and nothing can be limited."""
    limit: Decimal | None = None
    """In the price's currency."""
    estimator: Estimator = field(default_factory=Estimator)
    now: Callable[[], datetime.datetime] = _now
    clock: Callable[[], float] = time.monotonic

    in_flight: int = 0
    """Questions that wait for an answer, their re-asks included."""
    estimated: int = 0
    """Questions whose tokens the endpoint did not count, so that the expected ones stand in for them."""
    reached: CostReached | None = None
    """Why nothing more is asked, once the limit is reached."""
    _spent: Decimal = Decimal(0)
    _counted: list[int] = field(default_factory=lambda: [0] * len(Usage.model_fields))
    _spared: list[int] = field(default_factory=lambda: [0] * len(Usage.model_fields))
    _held: Decimal = Decimal(0)
    _took: dict[str, float] = field(default_factory=dict)
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def usage(self) -> Usage:
        """Tokens and requests that this run spent."""
        return _usage(self._counted)

    @property
    def spared(self) -> Usage:
        """What the replies from the cache cost when they were asked for."""
        return _usage(self._spared)

    @property
    def spent(self) -> Money:
        """What this run has cost so far."""
        return self._money(self._spent)

    @property
    def saved(self) -> Money:
        """What the replies from the cache would have cost now."""
        return self._money(cost_of(self.spared, self.price, self.now()) if self.price is not None else Decimal(0))

    def spare(self, usage: Usage, prompt: Prompt | None = None) -> None:
        """Takes in what a reply from the cache once cost; of one to a known prompt, the estimates learn."""
        _add(self._spared, usage)
        if prompt is not None:
            self.estimator.learn(size_of(prompt), usage)

    def expected(self, prompt: Prompt) -> Usage:
        """The tokens that a question will probably cost that is asked now."""
        return self.estimator.expect(size_of(prompt), self.price, warm=self._counted[0] > 0)

    @asynccontextmanager
    async def question(self, prompt: Prompt) -> AsyncIterator[Asked]:
        """A question in flight, once there is money for it.

        Where what is spent and what is in flight leave too little, answers are waited for, as they may turn out
        cheaper; raises CostReached when nothing is in flight and it is still too little.
        """
        asked = Asked(self, await self._set_aside(prompt) if self.limit is not None else Decimal(0))
        began = self.clock()
        self.in_flight += 1
        _asked.set(asked)
        try:
            yield asked
        except (CompletionError, EndpointError) as error:
            asked.usage = error.usage
            raise
        finally:
            _asked.set(None)
            self.in_flight -= 1
            self._held -= asked.held
            self._count(prompt, asked.usage)
            if is_listened_to() and (paper := paper_at_hand()) is not None:
                self._took[paper] = self._took.get(paper, 0.0) + self.clock() - began
            self._wake()

    def check(self, held: Decimal) -> None:
        """Raises CostReached where a request for which so much is set aside would pass the limit by now."""
        if self.limit is not None and self._spent + held > self.limit:
            raise self._at_the_limit(held)

    def took_s(self, paper: str) -> float | None:
        """Seconds for which a paper's questions were in flight; None where none was. Tells it once, to a log."""
        return self._took.pop(paper, None)

    async def _set_aside(self, prompt: Prompt) -> Decimal:
        """What the question will probably cost, which nobody else can spend any more."""
        assert self.price is not None
        assert self.limit is not None
        while True:
            if self.reached is not None:
                raise self.reached
            cost = cost_of(self.expected(prompt), self.price, self.now())
            if self._spent + self._held + cost <= self.limit:
                self._held += cost
                return cost
            if not self.in_flight:
                raise self._at_the_limit(cost)
            settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(settled)
            await settled

    def _at_the_limit(self, cost: Decimal) -> CostReached:
        """Why nothing is asked any more, told to all who wait."""
        limit = self._money(self.limit or Decimal(0))
        self.reached = CostReached(
            f"the limit of {limit} is reached: {self.spent} are spent, and the next question would cost about "
            f"{self._money(cost)}"
        )
        self._wake()
        return self.reached

    def _wake(self) -> None:
        for settled in self._waiting:
            if not settled.done():  # a cancelled one is
                settled.set_result(None)
        self._waiting.clear()

    def _count(self, prompt: Prompt, counted: Usage | None) -> None:
        """Adds what a question cost: as counted, or as expected where it was answered and nothing was counted."""
        if counted is None:
            return
        if counted.requests and not counted.prompt_tokens and not counted.completion_tokens:
            self.estimated += 1
            counted = self.expected(prompt).model_copy(update={"requests": counted.requests})
        else:
            self.estimator.learn(size_of(prompt), counted)
        _add(self._counted, counted)
        if self.price is not None:
            self._spent += cost_of(counted, self.price, self.now())

    def _money(self, amount: Decimal) -> Money:
        return Money(amount, self.price.currency) if self.price is not None else Money(None)


def _add(sums: list[int], usage: Usage) -> None:
    for at, name in enumerate(_COUNTS):
        sums[at] += getattr(usage, name)


def _usage(sums: list[int]) -> Usage:
    return Usage(**dict(zip(_COUNTS, sums, strict=True)))
