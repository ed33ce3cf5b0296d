"""How many requests at once help: found out from how fast answers come, and from what is refused.

The limit doubles as long as answers come faster for it. Where they don't, more requests would only wait in a queue of
the server's: the limit goes back to what keeps it busy (Little's law: answers a second × seconds an answer takes).
Where requests are refused, it goes back to what was not refused, and then half-way towards what was. From then on a
step is tried now and then, after waits that double as long as nothing comes of it. Where a refusal says how long to
wait, a rate is learned too (allowing.py), and the limit leaves it room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from summarise.pacing.allowing import Allowed, Tried
from summarise.pacing.limits import Limits

_START = 8
_PAYS_DOUBLING = 0.2
"""A doubling pays where answers come faster by a fifth; less is made up for by Little's law."""
_PAYS = 0.5
"""A step up pays where they come faster by half of what so many more requests could bring …"""
_COSTS = 0.25
"""… and a step down is kept where they come slower by less than a quarter of what so many fewer could take."""
_SHRINKS = 0.75
"""What is left of a limit that was refused though it was not before."""
_SPARE = 1.1
"""A little more than Little's law says, so that the server never waits for the next request."""
_ROOM = 1.25
"""… and where the endpoint's rate is known, so that answers which take longer now and then don't hold it up."""
_UP, _DOWN = 0.5, 0.25
"""Steps where nothing was refused; a server that queues is not harmed by half as many more."""
_ROUNDS, _ANSWERS = 4, 100
"""A step is judged by so many answers a request in flight, or by so many in all if that is at least two rounds: the
answers of models take more or less long by half, so that a mean of 100 is right within a twentieth."""
_HOLD_S, _LONGEST_HOLD_S = 2.0, 60.0
_WORTH = 1.5
"""A step that may cost a wait is taken when it could have brought as much in so many times the wait."""
_MEAN = 0.1
"""The weight of one answer in the mean of seconds."""


class Limit(Protocol):
    """So many requests may be in flight."""

    limit: int
    why: str

    @property
    def allowed(self) -> Allowed | None:
        """The rate at which requests are refused, where that is looked for."""

    @property
    def gap_s(self) -> float:
        """Seconds between two requests at least."""

    def sent(self, now: float) -> None:
        """Takes in that a request was sent."""

    def answered(self, began: float, now: float, *, full: bool) -> None:
        """Takes in an answer to a request that was sent at `began`, while all the limit was used or not."""

    def failed(self, kind: str, began: float, now: float, wait_s: float = 0.0) -> None:
        """Takes in a refusal, a timeout, a lost connection; `wait_s` is what the endpoint asks for."""

    def recovered(self, now: float) -> None:
        """Goes on after the endpoint was down."""


class Fixed:
    """A limit that somebody has set."""

    gap_s = 0.0
    allowed: Allowed | None = None

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.why = f"limited by --concurrency {limit}"

    def sent(self, now: float) -> None:
        """See Limit."""

    def answered(self, began: float, now: float, *, full: bool) -> None:
        """See Limit."""

    def failed(self, kind: str, began: float, now: float, wait_s: float = 0.0) -> None:
        """See Limit."""

    def recovered(self, now: float) -> None:
        """See Limit."""


@dataclass(slots=True)
class _Window:
    """Answers to requests that were sent since the limit was set."""

    since: float
    began: float | None = None
    """When the first of them came, which is not counted."""
    ended: float = 0.0
    answers: int = 0
    seconds: float = 0.0
    """What they took, together."""
    full: int = 0
    """How many came while all the limit was used."""

    def add(self, began: float, now: float, full: bool) -> None:
        if began < self.since:
            return
        if self.began is None:
            self.began = began if self.since == -math.inf else now
            if self.began == now:
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


@dataclass(frozen=True, slots=True)
class _Before:
    """How it was before the step that is being tried."""

    limit: int
    rate: float
    seconds: float
    """Seconds that an answer took."""


class Adaptive:
    """A limit that follows what the endpoint can do."""

    def __init__(self, limits: Limits) -> None:
        self.limit = min(_START, limits.most)
        self.why = "growing"
        self._most = limits.most
        self._slow_s = limits.timeout_s / 2
        self._doubling = True
        self._up = True
        self._before: _Before | None = None
        self._refused_at: int | None = None
        """The least limit that was refused."""
        self._answered_at = self.limit
        """The limit at the latest answer, without a step that was being tried."""
        self._seconds = 0.0
        self._hold_s = _HOLD_S
        self._next_step = 0.0
        self._episode = -math.inf
        self._window = _Window(-math.inf)
        self.allowed = Allowed()

    @property
    def gap_s(self) -> float:
        """See Limit: what was refused together, or waits since a pause, does not come back all at once."""
        return self._seconds / self.limit / 2

    def sent(self, now: float) -> None:
        """See Limit."""
        if self.allowed.sent(now):
            self._make_room()

    def answered(self, began: float, now: float, *, full: bool) -> None:
        """See Limit."""
        self._answered_at = self._before.limit if self._before else self.limit
        self._seconds += _MEAN * (now - began - self._seconds) if self._seconds else now - began
        window = self._window
        window.add(began, now, full)
        if window.answers < (max(self.limit, 4) if self._doubling else self._enough()) or window.rate == math.inf:
            return
        if window.full < 0.8 * window.answers:  # there was not enough to ask
            self._restart(now)
        elif self._before is not None:
            self._judge(self._before, now)
        elif self._doubling or now >= self._next_step:
            self._step(now)
        elif window.answers >= 2 * self._enough():  # the endpoint of now counts, not that of a minute ago
            self._restart(now)

    def failed(self, kind: str, began: float, now: float, wait_s: float = 0.0) -> None:
        """See Limit; what was under way together counts as one."""
        if began < self._episode:
            return
        self._episode = now
        before = self._before.limit if self._before else self.limit
        self._refused_at = self.limit
        if kind == "rate_limited" and wait_s:
            self.allowed.refused(now, wait_s, self._tried())
        if before < self.limit:
            self.limit = before
        else:
            self.limit = max(1, min(self.limit - 1, math.floor(self.limit * _SHRINKS)))
        self._make_room()
        self._settle(f"{kind.replace('_', ' ')}: back at {self.limit}", now)
        step = max(1, (self._refused_at - self.limit) // 2)
        self._next_step = max(self._next_step, now + wait_s * (1 + _WORTH * self.limit / step))
        self._up = True

    def recovered(self, now: float) -> None:
        """See Limit: with as many requests as were answered before."""
        self.limit = self._answered_at
        self.allowed.begin(now)
        self._settle(f"back at {self.limit}", now)

    def _step(self, now: float) -> None:
        """Tries another limit; `_judge` sees what it brings."""
        window, limit = self._window, self.limit
        if self._doubling:
            wanted = 2 * limit
        elif self._refused_at is not None and self._refused_at > limit:
            wanted = limit + max(1, (self._refused_at - limit) // 2)
        elif self._up:
            wanted = limit + max(1, int(limit * _UP))
        else:
            wanted = limit - max(1, int(limit * _DOWN))
        wanted = max(1, min(self._most, wanted))
        if wanted > limit and window.seconds / window.answers * wanted / limit > self._slow_s:
            wanted = limit  # on a server that only queues, so many more would run into --timeout
        if wanted == limit:
            self._up = not self._up
            return self._settle(f"staying at {limit}", now)
        self._before = _Before(limit, window.rate, window.seconds / window.answers)
        self.limit = wanted
        if self.allowed.per_s == math.inf:
            self.allowed.begin(now)
        self._restart(now)

    def _judge(self, before: _Before, now: float) -> None:
        """Keeps the step where it paid, else goes back."""
        more = self.limit / before.limit - 1
        gain = self._window.rate / before.rate - 1
        enough = _COSTS * more if more < 0 else _PAYS_DOUBLING if self._doubling else _PAYS * more
        kept = gain > enough
        if not kept and self._window.answers < self._enough():
            return  # a doubling that pays is seen at once, one that does not is looked at for longer
        if kept:
            self._hold_s = _HOLD_S
        if kept and more > 0:
            self.why = "growing"
            self._before = None
            self._refused_at = None
            self._doubling = self._doubling or more >= _UP
            return self._step(now)
        if not kept:
            self._up = not self._up
            busy = max(self._window.rate, before.rate) * before.seconds * _SPARE
            self.limit = max(before.limit, min(self.limit, math.ceil(busy))) if more > 0 else before.limit
        self._settle(f"plateau at {self.limit}", now)

    def _tried(self) -> Tried:
        """What the limit came to before it was refused."""
        if (before := self._before) is not None:
            return Tried(before.rate, before.rate * self.limit / before.limit)
        return Tried(self._window.rate if self._window.answers >= _START else 0.0)

    def _make_room(self) -> None:
        """Lets as many requests be in flight as the allowed rate needs."""
        if (per_s := self.allowed.per_s) < math.inf:
            self.limit = max(self.limit, min(self._most, math.ceil(per_s * self._seconds * _ROOM)))

    def _enough(self) -> int:
        """So many answers tell how fast they come."""
        return max(2 * self.limit, min(_ROUNDS * max(self.limit, 4), _ANSWERS))

    def _settle(self, why: str, now: float) -> None:
        """Stays with the limit for a while, each time for longer."""
        self.why = why
        self._doubling, self._before = False, None
        self._next_step = now + self._hold_s
        self._hold_s = min(_LONGEST_HOLD_S, 2 * self._hold_s)
        self._restart(now)

    def _restart(self, now: float) -> None:
        self._window = _Window(now)
