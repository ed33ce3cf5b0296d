"""Endpoints and runs in virtual time: an event loop whose clock jumps to the next timer instead of waiting."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from summarise.errors import EndpointError
from summarise.pacing import Limits, Pace, PaceState, Trouble, timing


class _Jumping(selectors.SelectSelector):
    """Waits for nothing: the time that the loop would wait is added to its clock."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("all tasks wait, and no timer is set: a deadlock")
        self.now += timeout
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.jumping = _Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.now


def virtually(main: Coroutine[Any, Any, Any], monkeypatch: Any, seed: int = 1, chance: Any = None) -> Any:
    """What `main` returns, run in virtual time with planted chance."""
    loop = VirtualLoop()
    monkeypatch.setattr(timing, "clock", loop.time)
    monkeypatch.setattr(timing, "time_of_day", lambda: 1_800_000_000 + loop.time())
    monkeypatch.setattr(timing, "between", chance or random.Random(seed).uniform)
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()


# ── servers ──────────────────────────────────────────────────────────────────────────────────────
class Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.said)
        self.trouble = trouble


@dataclass
class Queueing:
    """`workers` requests at once, each for `service_s` (a number or a way to draw it); the others wait in line."""

    workers: int
    service_s: float | Callable[[], float]
    _slots: asyncio.Semaphore | None = None

    async def answer(self) -> None:
        self._slots = self._slots or asyncio.Semaphore(self.workers)
        async with self._slots:
            await asyncio.sleep(self.service_s() if callable(self.service_s) else self.service_s)


@dataclass
class RateLimited:
    """A bucket of `burst` requests that fills with `per_s`; 429 with Retry-After where it is empty."""

    per_s: float
    latency_s: float
    burst: float = 5.0
    retry_after_s: float | None = 1.0
    _filled: float | None = None
    _at: float = 0.0

    async def answer(self) -> None:
        now = timing.clock()
        filled = self.burst if self._filled is None else self._filled
        self._filled, self._at = min(self.burst, filled + (now - self._at) * self.per_s), now
        if self._filled < 1:
            await asyncio.sleep(0.005)
            raise Refused(Trouble("rate_limited", "429: slow down", self.retry_after_s))
        self._filled -= 1
        await asyncio.sleep(self.latency_s)


@dataclass
class Flapping:
    """Another server that is up for `up_s`, then down for `down_s`, and so on."""

    up: Any
    up_s: float
    down_s: float
    kind: str = "unreachable"

    def is_down(self) -> bool:
        return timing.clock() % (self.up_s + self.down_s) >= self.up_s

    async def answer(self) -> None:
        if self.is_down():
            await asyncio.sleep(0.002)
            raise Refused(Trouble(self.kind, "connection refused"))
        await self.up.answer()
        if self.is_down():
            raise Refused(Trouble("connection_lost", "connection reset"))


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Ran:
    """What a run came to."""

    answered: int = 0
    failed: int = 0
    refused: int = 0
    most_at_once: int = 0
    sent: list[float] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    """Which paper each request was about."""
    named: list[tuple[float, float]] = field(default_factory=list)
    """When a response asked to wait, and until when."""
    limits: list[tuple[float, int, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    stopped: EndpointError | None = None
    last: PaceState | None = None
    """The state when the time was over."""


async def run(server: Any, limits: Limits, *, seconds: float = 30.0, papers: int = 10**9, at_once: int = 512) -> Ran:
    """Asks `server` for papers as the pipeline does, for so many virtual seconds; each paper has its retries."""
    ran = Ran()
    pace = Pace(limits, "the server", ran.told.append)
    numbers = iter(range(papers))
    out = 0

    async def paper(number: int) -> bool:
        nonlocal out
        excused = tried = 0
        while True:
            async with pace.turn((excused, number), 4000, 1000) as turn:
                out += 1
                ran.most_at_once = max(ran.most_at_once, out)
                ran.sent.append(timing.clock())
                ran.papers.append(number)
                ran.limits.append((round(timing.clock(), 2), pace.state().limit, pace.state().why))
                try:
                    await (server.answer_to(number) if hasattr(server, "answer_to") else server.answer())
                    if hasattr(server, "left"):
                        turn.told_left(server.left())
                    turn.answered(1000, 200)
                    return True
                except Refused as refused:
                    ran.refused += 1
                    blamed = turn.failed(refused.trouble)
                    trouble = refused.trouble
                    if trouble.retry_after_s is not None:
                        ran.named.append((timing.clock(), timing.clock() + trouble.retry_after_s))
                finally:
                    out -= 1
            if blamed:
                excused += 1
                continue
            tried += 1
            if tried > limits.retries:
                return False
            wait = timing.between(0, min(30.0, 0.5 * 2 ** (tried - 1)))
            await asyncio.sleep(wait if trouble.retry_after_s is None else trouble.retry_after_s)

    async def worker() -> None:
        for number in numbers:
            if await paper(number):
                ran.answered += 1
            else:
                ran.failed += 1

    tasks = [asyncio.ensure_future(worker()) for _ in range(at_once)]
    _, pending = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    ran.last = pace.state()
    for task in pending:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    ran.stopped = next((one for one in results if isinstance(one, EndpointError)), None)
    odd = [one for one in results if isinstance(one, Exception) and not isinstance(one, EndpointError)]
    if odd:
        raise odd[0]
    pace.close()
    return ran
