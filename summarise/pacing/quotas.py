"""What an endpoint tells in its headers of what may still be asked: requests or tokens left, and until when.

It is told as a bucket that fills evenly: so is OpenAI's, where `reset` is the time until it is full. Of one that is
filled all at once, at a minute's end, a little is tried before that; its refusal then says how long to wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summarise.pacing import timing

_LONGEST_S = 60.0
"""What is left of a day is for a refusal to say."""
_STALE = 5
"""So many answers though nothing was left, and more than flowed in meanwhile: such headers tell nothing."""


@dataclass(frozen=True, slots=True)
class Left:
    """What one response told."""

    most: float
    """What there is when nothing was used; at least `left`."""
    left: float
    reset_s: float
    """Seconds until `most` is there again."""


class Quota:
    """Requests or tokens that an endpoint said were left, less what was taken since."""

    def __init__(self) -> None:
        self._told: Left | None = None
        self._at = 0.0
        self._taken = 0.0
        """All that was taken in the run …"""
        self._counted = 0.0
        """… and what of it the endpoint had counted."""
        self._empty, self._empty_since = 0, 0.0
        self._believed = True

    def take(self, amount: float) -> float:
        """Notes that a request of that size is sent; the mark by which its response is known."""
        self._taken += amount
        return self._taken

    def told(self, left: Left, mark: float, now: float) -> None:
        """Takes in what the response to the request with that mark said; later requests are not counted in it."""
        self._doubt(left, now)
        if mark >= self._counted:
            self._told, self._at, self._counted = left, now, mark

    def wait_s(self, amount: float, now: float) -> float:
        """Seconds until `amount` is there, as far as is known; not above 0 where it may be taken."""
        told = self._told
        if told is None or not self._believed:
            return 0.0
        missing = min(amount, told.most) - (told.left - (self._taken - self._counted))
        if missing <= 0:
            return 0.0
        flows = (told.most - told.left) / told.reset_s
        wait = min(told.reset_s, missing / flows if flows else told.reset_s, _LONGEST_S)
        return self._at + wait - now

    def _doubt(self, left: Left, now: float) -> None:
        """Counts the answers that came though nothing was left."""
        if left.left >= 1:
            self._empty = 0
            return
        self._empty_since = self._empty_since if self._empty else now
        self._empty += 1
        flowed_in = (now - self._empty_since) * left.most / left.reset_s
        self._believed &= self._empty <= _STALE + 2 * flowed_in


class Quotas:
    """Of requests and of tokens."""

    def __init__(self) -> None:
        self._of = {"requests": Quota(), "tokens": Quota()}
        self.why = ""

    def take(self, tokens: float) -> dict[str, float]:
        """Notes a request that will cost so many tokens; the marks by which its response is known."""
        return {"requests": self._of["requests"].take(1), "tokens": self._of["tokens"].take(tokens)}

    def told(self, left: Mapping[str, Left], marks: Mapping[str, float]) -> None:
        """Takes in what a response said."""
        for kind, there in left.items():
            self._of[kind].told(there, marks[kind], timing.clock())

    def wait_s(self, tokens: float, now: float) -> float:
        """Seconds until one more request may be sent that will cost so many tokens."""
        waits = {"requests": self._of["requests"].wait_s(1, now), "tokens": self._of["tokens"].wait_s(tokens, now)}
        longest = max(waits, key=lambda kind: waits[kind])
        self.why = f"endpoint has no {longest} left for now"
        return waits[longest]
