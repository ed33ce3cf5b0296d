"""How many requests at once help: found out from how fast answers come, and from what is refused.

The limit doubles as long as answers come faster for it. Where they don't, more requests only wait in the server's queue:
the limit goes back to what keeps the server busy (Little's law: answers a second × seconds an answer takes). Where
requests are refused, it goes back to what was not refused. Then small steps up and down are tried now and then, after
waits that double as long as nothing comes of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from summarise.pacing.limits import AUTO_MOST

_START = 4
_PAYS = 0.5
"""A step up pays where answers come faster by half of what as many more requests could bring …"""
_PAYS_DOUBLING = 0.2
"""… and a doubling by a fifth: behind it the limit is set anew, so a server that is nearly full is no harm."""
_COSTS = 0.03
"""A step down is kept where answers come slower by less."""
_SHRINKS = 0.75
_SPARE = 1.1
"""A little more than Little's law says, so that the server never waits for the next request."""
_STEP = 8
"""A step is an eighth of the limit, at least 1."""
_HOLD_S = 2.0
_LONGEST_HOLD_S = 60.0


class Fixed:
    """A limit that somebody has set."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.why = f"limited by --concurrency {limit}"

    def answered(self, began: float, now: float, *, full: bool) -> None: ...

    def failed(self, kind: str, began: float, now: float) -> None: ...

    def recovered(self, now: float) -> None: ...


@dataclass(slots=True)
class _Window:
    """Answers to requests that were sent under one limit."""

    since: float
    """When the limit was set."""
    began: float | None = None
    """When the first of them came, which is not counted."""
    ended: float = 0.0
    answers: int = 0
    seconds: float = 0.0
    """What they took, together."""
    full: int = 0
    """How many came while all the limit was used and others waited."""

    def add(self, began: float, now: float, full: bool) -> None:
        if began < self.since:
            return
        if self.began is None:
            self.began = now
            return
        self.answers += 1
        self.seconds += now - began
        self.full += full
        self.ended = now

    @property
    def rate(self) -> float:
        """Answers a second."""
        took = self.ended - (self.began or 0.0)
        return self.answers / took if took > 0 else math.inf

    @property
    def in_flight(self) -> float:
        """Answers a second × mean seconds an answer took."""
        return self.rate * self.seconds / max(1, self.answers)


class Adaptive:
    """A limit that follows what the endpoint can do."""

    def __init__(self, most: int = AUTO_MOST) -> None:
        self.limit = _START
        self.why = "growing"
        self._most = most
        self._doubling = True
        self._before: tuple[int, float, float] | None = None
        """While a step is tried: the limit before it, its answers a second, and mean seconds an answer."""
        self._proven = _START
        """The limit at the latest answer."""
        self._up = True
        self._hold_s = _HOLD_S
        self._next_step = 0.0
        self._episode = float("-inf")
        self._window = _Window(float("-inf"))

    def answered(self, began: float, now: float, *, full: bool) -> None:
        """Takes in an answer to a request that was sent at `began`."""
        self._proven = self.limit
        window = self._window
        window.add(began, now, full)
        if window.answers < (1 if self._doubling else 2) * max(self.limit, 4) or window.rate == math.inf:
            return
        if window.full < 0.8 * window.answers:  # there was not enough to ask
            self._restart(now)
        elif self._before is not None:
            self._judge(now)
        elif self._doubling or now >= self._next_step:
            self._try(now)
        else:
            self._restart(now)

    def failed(self, kind: str, began: float, now: float) -> None:
        """Takes in a refusal, a timeout, a lost connection; what was under way together counts as one."""
        if began < self._episode:
            return
        self._episode = now
        if self._before is not None and self._before[0] < self.limit:
            self.limit = self._before[0]
            self._wait_longer(now)
        else:
            self.limit = max(1, min(self.limit - 1, math.floor(self.limit * _SHRINKS)))
            self._next_step = now + self._hold_s
        self._doubling, self._before, self._up = False, None, True
        self.why = f"{kind.replace('_', ' ')}: back at {self.limit}"
        self._restart(now)

    def recovered(self, now: float) -> None:
        """Goes on with half of what was answered before the endpoint was down."""
        self.limit = max(min(_START, self._proven), self._proven // 2)
        self._doubling, self._before = True, None
        self.why = "growing"
        self._restart(now)

    def _try(self, now: float) -> None:
        """Takes a step; `_judge` sees what it brings."""
        window = self._window
        self._before = (self.limit, window.rate, window.seconds / window.answers)
        step = max(1, self.limit // _STEP)
        wanted = 2 * self.limit if self._doubling else self.limit + step if self._up else self.limit - step
        self.limit = max(1, min(self._most, wanted))
        if self.limit == self._before[0]:
            self._before, self._doubling = None, False
            self._wait_longer(now)
            self.why = f"at the most, {self.limit}" if self.limit > 1 else "one at a time"
        self._restart(now)

    def _judge(self, now: float) -> None:
        """Keeps the step where it paid; else goes back."""
        assert self._before is not None
        limit, rate, seconds = self._before
        more = self.limit / limit - 1
        gain = self._window.rate / rate - 1
        if more < 0:
            kept = gain > -_COSTS
        else:
            kept = gain > (_PAYS_DOUBLING if self._doubling else _PAYS * more)
        if kept:
            self._hold_s = _HOLD_S
            if self._doubling or more > 0:
                self._before = None
                self.why = "growing" if more > 0 else self.why
                return self._try(now)
        elif self._doubling:
            busy = max(self._window.rate, rate) * seconds * _SPARE
            self.limit = max(limit, min(self.limit, math.ceil(busy)))
            self._next_step = now + self._hold_s
        else:
            self.limit = limit
            self._wait_longer(now)
        if not kept or more < 0:
            self.why = f"plateau at {self.limit}"
            self._up = not self._up
        self._doubling, self._before = False, None
        self._restart(now)

    def _wait_longer(self, now: float) -> None:
        self._next_step = now + self._hold_s
        self._hold_s = min(_LONGEST_HOLD_S, 2 * self._hold_s)

    def _restart(self, now: float) -> None:
        self._window = _Window(now)
