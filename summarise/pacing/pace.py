"""The gate that every request to the endpoint goes through: one a run, whatever the number of papers.

    async with pace.turn(paper, chars, max_tokens) as turn:
        answer = await send(...)
        turn.answered(answer.usage.prompt_tokens, answer.usage.completion_tokens)

A turn is held while a request is out, not while its paper waits to try again. Whoever waits longest for the whole run,
the paper that was begun first, goes first: output is in input order, and a paper that is tried again holds up others.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType

from summarise.errors import CostReached, EndpointError, EndpointRefused, EndpointUnreachable
from summarise.pacing import timing
from summarise.pacing.adapting import Adaptive, Fixed, Limit
from summarise.pacing.breaking import Breaker, Trouble
from summarise.pacing.estimating import TokenEstimate
from summarise.pacing.limits import Limits
from summarise.pacing.quotas import Left, Quotas
from summarise.pacing.rates import Rate, Taken
from summarise.pacing.state import PaceState

_LEAST_WAIT_S = 0.005
"""Requests that are due within so short a time go together: a timer costs as much as a request."""
Place = tuple[int, int]
"""Where a paper stands: tries for which the endpoint was to blame, then its number in the run; least goes first."""


class Turn:
    """One request's turn; a context. `waited_s` is how long it was waited for."""

    def __init__(self, pace: Pace, place: Place, chars: int, max_tokens: int) -> None:
        self._pace = pace
        self.place = place
        self.chars = chars
        self.max_tokens = max_tokens
        self.waited_s = 0.0
        self.began = 0.0
        self.reserved: tuple[Taken, ...] = ()
        self.marks: dict[str, float] = {}
        self._told = False

    async def __aenter__(self) -> Turn:
        asked = timing.clock()
        await self._pace.admitted(self)
        self._pace.before_request()
        self.waited_s = self.began - asked
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if not self._told:
            if error is None or (isinstance(error, Exception) and not isinstance(error, CostReached)):
                self.answered(0, 0)  # a refusal is an answer too; for want of money nothing was sent
            else:
                self._pace.withdrawn(self)
        self._pace.left(self)

    def answered(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Says that the endpoint answered, and what it counted; 0 where it counts nothing."""
        self._told = True
        self._pace.answered(self, prompt_tokens, completion_tokens)

    def told_left(self, left: Mapping[str, Left]) -> None:
        """Says what the endpoint told of requests and tokens that may still be asked for."""
        self._pace.quotas.told(left, self.marks)

    def failed(self, trouble: Trouble) -> bool:
        """Says that it did not; whether the endpoint is to blame and not the paper."""
        self._told = True
        return self._pace.failed(self, trouble)


class Pace:
    """How fast one endpoint is asked. Use it in one event loop; `state` may be called from any thread."""

    def __init__(
        self, limits: Limits | None = None, address: str = "the endpoint", tell: Callable[[str], None] | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._address = address
        self._tell = tell or (lambda line: None)
        fixed = self._limits.concurrency
        self._limit: Limit = Adaptive(self._limits) if fixed is None else Fixed(fixed)
        self._breaker = Breaker(self._limits.retries, self._limits.longest_wait_s)
        self._requests = Rate(self._limits.rpm) if self._limits.rpm else None
        self._tokens = Rate(self._limits.tpm) if self._limits.tpm else None
        self._estimate = TokenEstimate()
        self.quotas = Quotas()
        self._in_flight = self._waiters = self._refused = 0
        self._queue: list[tuple[Place, int, Turn, asyncio.Future[None]]] = []
        self._joined = 0
        self._even = self._pause_ends = float("-inf")
        self._asked_wait_s = 0.0
        self._held_by = ""
        self.before_request: Callable[[], None] = lambda: None
        """Called when a turn has come, before its request is sent: what must be done first."""
        self._stop: Callable[[], EndpointError] | None = None
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0

    def turn(self, place: Place, chars: int = 0, max_tokens: int = 0) -> Turn:
        """A turn for one request of that paper: its prompt's characters and its reply's limit of tokens."""
        return Turn(self, place, chars, max_tokens)

    def state(self) -> PaceState:
        """How things are now."""
        limit = 0 if self._breaker.open else self._limit.limit
        return PaceState(limit, self._in_flight, self._waiters, self._refused, self._why())

    def close(self) -> None:
        """Ends what waits for a time; nobody may ask for a turn any more."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    # ── what turns call ──────────────────────────────────────────────────────────────────────────
    async def admitted(self, turn: Turn) -> None:
        """Returns once the request may be sent; raises EndpointError where the run must stop."""
        if self._stop is not None:
            raise self._stop()
        if not self._waiters and self._wait_s(turn, timing.clock()) <= 0:
            return self._admit(turn)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._joined += 1
        heapq.heappush(self._queue, (turn.place, self._joined, turn, future))
        self._waiters += 1
        self._go_on()
        try:
            await future
        except asyncio.CancelledError:
            if future.cancelled():
                self._waiters -= 1
            elif future.exception() is None:  # its turn had just come
                self.withdrawn(turn)
                self.left(turn)
            raise

    def answered(self, turn: Turn, prompt_tokens: int, completion_tokens: int) -> None:
        """See Turn.answered."""
        now = timing.clock()
        down_s = self._breaker.answered(turn.began, now)
        if down_s is not None:
            self._limit.recovered(now)
            self._tell(f"{self._address} answers again after {down_s:,.0f} s")
        # A limit of which not all is used, for want of papers or for --rpm and --tpm, says nothing about the endpoint.
        full = self._in_flight >= self._limit.limit or (self._waiters > 0 and not self._held_by)
        self._limit.answered(turn.began, now, full=full)
        if prompt_tokens or completion_tokens:
            self._estimate.learn(turn.chars, turn.max_tokens, prompt_tokens, completion_tokens)
            if self._tokens:
                self._tokens.correct(turn.reserved[-1], prompt_tokens + completion_tokens)

    def failed(self, turn: Turn, trouble: Trouble) -> bool:
        """See Turn.failed."""
        now = timing.clock()
        self._refused += 1
        if trouble.retry_after_s:
            self._asked_wait_s = trouble.retry_after_s
            self._pause_ends = max(self._pause_ends, now + trouble.retry_after_s)
        was_open = self._breaker.open
        excused = self._breaker.failed(trouble, turn.place[1], turn.began, now)
        if self._breaker.gave_up:
            self._stop = partial(EndpointUnreachable, f"{self._address} is {self._breaker.verdict()}", trouble.kind)
        elif self._breaker.open and not was_open:
            self._tell(f"{self._address} is {self._breaker.why()}; it is tried again now and then")
        elif self._pause_ends - now > self._limits.longest_wait_s:
            asked = f"{self._address} asks to wait {self._asked_wait_s:,.0f} s: {trouble.said}"
            self._stop = partial(EndpointRefused, asked, trouble.kind)
        if not self._breaker.open:
            self._limit.failed(trouble.kind, turn.began, now, trouble.retry_after_s or 0.0)
        return excused

    def withdrawn(self, turn: Turn) -> None:
        """Notes a turn that ended without having told anything."""
        self._breaker.withdrawn(turn.began)

    def left(self, turn: Turn) -> None:
        """Gives a turn back."""
        self._in_flight -= 1
        self._go_on()

    # ── who may go ───────────────────────────────────────────────────────────────────────────────
    def _go_on(self) -> None:
        """Lets through whoever may go now, and sets the alarm for the next one."""
        while self._queue:
            _, _, turn, future = self._queue[0]
            if future.done():
                heapq.heappop(self._queue)
                continue
            now = timing.clock()
            wait = 0.0 if self._stop else self._wait_s(turn, now)
            if wait > 0:
                return self._ring_in(wait, now)
            heapq.heappop(self._queue)
            self._waiters -= 1
            if self._stop:
                future.set_exception(self._stop())
            else:
                self._admit(turn)
                future.set_result(None)

    def _admit(self, turn: Turn) -> None:
        turn.began = now = timing.clock()
        self._in_flight += 1
        self._limit.sent(now)
        turn.marks = self.quotas.take(self._estimate.of(turn.chars, turn.max_tokens))
        self._even = max(self._even, now - _LEAST_WAIT_S) + self._limit.gap_s
        self._breaker.sent()
        if self._requests:
            self._requests.take(now, 1)
        if self._tokens:
            turn.reserved = (self._tokens.take(now, self._estimate.of(turn.chars, turn.max_tokens)),)

    def _wait_s(self, turn: Turn, now: float) -> float:
        """Seconds until the turn may come; inf where it depends on a request that is out."""
        self._held_by = ""
        if (wait := max(self._pause_ends - now, self._breaker.wait_s(now))) > 0:
            return wait + _LEAST_WAIT_S  # so that the paper that was told to wait is there when it is over
        if self._in_flight >= self._limit.limit:
            return float("inf")
        if (wait := self._even - now) > 0:
            return max(wait, _LEAST_WAIT_S)
        if (allowed := self._limit.allowed) and (wait := allowed.wait_s(now)) > 0:
            self._held_by = allowed.why
            return max(wait, _LEAST_WAIT_S)
        if self._requests and (wait := self._requests.wait_s(now, 1)) > 0:
            self._held_by = f"limited by --rpm {self._limits.rpm:,}"
        elif self._tokens and (wait := self._tokens.wait_s(now, self._estimate.of(turn.chars, turn.max_tokens))) > 0:
            self._held_by = f"limited by --tpm {self._limits.tpm:,}"
        elif (wait := self.quotas.wait_s(self._estimate.of(turn.chars, turn.max_tokens), now)) > 0:
            self._held_by = self.quotas.why
        return wait

    def _ring_in(self, wait_s: float, now: float) -> None:
        """Looks again after so many seconds."""
        if wait_s == float("inf"):
            return
        if self._alarm is not None:
            if self._alarm_at <= now + wait_s + 1e-9 and not self._alarm.done():
                return
            self._alarm.cancel()
        self._alarm_at = now + wait_s
        self._alarm = asyncio.get_running_loop().create_task(self._ring(wait_s))

    async def _ring(self, wait_s: float) -> None:
        await timing.sleep(wait_s)
        self._alarm = None
        self._go_on()

    def _why(self) -> str:
        now = timing.clock()
        if self._breaker.open:
            return self._breaker.why()
        if self._pause_ends > now:
            return f"endpoint asked to wait {self._asked_wait_s:g} s"
        return self._held_by or self._limit.why
