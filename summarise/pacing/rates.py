"""So many a minute, evenly: requests, or tokens."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_MINUTE_S = 60.0
_CATCH_UP_S = 0.25
"""Timers come late by milliseconds; so much lateness is made up for. The limit of any 60 s holds all the same."""
_NOTHING = 1e-9
"""Sums of estimates are floats."""


@dataclass(slots=True)
class Taken:
    """What was taken, and when; `amount` may be corrected once it is known."""

    at: float
    amount: float


class Rate:
    """Lets through at most `per_minute` in any 60 s, spread over the minute instead of at its start.

    A token bucket would let a full bucket and a minute's refill through in one minute: twice the limit.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._taken: deque[Taken] = deque()
        self._sum = 0.0
        self._even = float("-inf")
        """When all that was taken is worked off at an even pace."""

    def wait_s(self, now: float, amount: float) -> float:
        """Seconds until `amount` may be taken, 0 where it may be now; more than a minute's worth counts as that."""
        self._forget(now)
        return max(0.0, self._even - now, self._until_room(now, min(amount, self.per_minute)))

    def take(self, now: float, amount: float) -> Taken:
        """Takes `amount` now."""
        taken = Taken(now, min(amount, self.per_minute))
        self._taken.append(taken)
        self._sum += taken.amount
        self._even = max(self._even, now - _CATCH_UP_S) + self._seconds_of(taken.amount)
        return taken

    def correct(self, taken: Taken, amount: float) -> None:
        """Says how much it was in truth."""
        more = amount - taken.amount
        self._even += self._seconds_of(more)
        if self._taken and self._taken[0].at <= taken.at:
            self._sum += more
            taken.amount = amount

    def _until_room(self, now: float, amount: float) -> float:
        """Seconds until the last minute has room for `amount`."""
        excess = self._sum + amount - self.per_minute
        for taken in self._taken if excess > _NOTHING else ():
            excess -= taken.amount
            if excess <= _NOTHING:
                return taken.at + _MINUTE_S - now
        return 0.0

    def _forget(self, now: float) -> None:
        """Drops what is older than a minute."""
        while self._taken and self._taken[0].at + _MINUTE_S <= now:
            self._sum -= self._taken.popleft().amount
        if not self._taken:
            self._sum = 0.0

    def _seconds_of(self, amount: float) -> float:
        return amount * _MINUTE_S / self.per_minute
