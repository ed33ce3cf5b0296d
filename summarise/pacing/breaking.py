"""The circuit breaker: when nothing gets through any more, one request at a time finds out whether it does again."""

from __future__ import annotations

from dataclasses import dataclass

from summarise.pacing import timing

_STRIKES = 5
"""Failures one after the other, each of a request that was sent after the failure before it …"""
_PAPERS = 3
"""… of so many papers, and no answer between: that is the endpoint and not a bad paper."""
_FIRST_WAIT_S = 0.5
_GROWTH = 1.5
_LONGEST_WAIT_S = 30.0
_TRIES_A_RETRY = 3
_TRIES_WHERE_NOTHING_WAS = 3
"""An endpoint that has taken no connection yet is not started or lies elsewhere; in two seconds more that stays so."""
_REMEMBERED = 1000
"""Papers whose failures are remembered; more than that fail at once only when all do."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A request that was not answered, for a reason that may pass."""

    kind: str
    """As in completing/taxonomy.py."""
    said: str
    retry_after_s: float | None = None


class Breaker:
    """Closed as long as requests are answered; open while the endpoint is down; in the end it gives up."""

    def __init__(self, retries: int, longest_s: float) -> None:
        self._most_tries = _TRIES_A_RETRY * retries
        self._longest_s = longest_s
        self._was_there = False
        """Whether anything has ever taken a connection."""
        self._latest_answered = float("-inf")
        """When the latest request that was answered had been sent."""
        self._failed_at: dict[int, float] = {}
        """When a paper failed for the first time."""
        self._strikes = 0
        self._papers: set[int] = set()
        self._last_strike = float("-inf")
        self._first_failure = self._opened = 0.0
        self._since = 0.0
        self._said = ""
        self._tries = 0
        self._probing = False
        self.next_try = 0.0
        self.open = False
        self.gave_up = False

    def answered(self, began: float, now: float) -> float | None:
        """Notes an answer; how many seconds the endpoint was down, where this one says that it is back."""
        if self.open and began < self._opened:
            return None  # it was under way before the endpoint went down
        was_down = now - self._first_failure if self.open else None
        self._was_there = True
        self._latest_answered = max(self._latest_answered, began)
        self._strikes = self._tries = 0
        self._papers.clear()
        self.open = self._probing = False
        return was_down

    def failed(self, trouble: Trouble, paper: int, began: float, now: float) -> bool:
        """Notes a failure; whether the endpoint is to blame for it and not the paper.

        A paper that fails again, though one that was sent after its first failure was answered, is suspect itself and
        says nothing of the endpoint.
        """
        self._was_there |= trouble.kind != "unreachable"
        first = self._remembered(paper, now)
        if trouble.kind != "unreachable" and self._latest_answered > first:
            if self._probing and began >= self._opened:
                self._wait(trouble, now)
            return False
        if not self._strikes:
            self._first_failure, self._since = now, timing.time_of_day()
        self._said = trouble.said
        self._papers.add(paper)
        if self.open:
            if self._probing and began >= self._opened:
                self._tries += 1
                self._wait(trouble, now)
            return True
        if began >= self._last_strike:
            self._strikes += 1
            self._last_strike = now
        gone = trouble.kind == "unreachable" and self._latest_answered > float("-inf")
        if gone or (self._strikes >= _STRIKES and len(self._papers) >= _PAPERS):
            self.open, self._opened, self._tries = True, now, 0
            self._wait(trouble, now)
        return self.open

    def wait_s(self, now: float) -> float:
        """Seconds until a request may be sent as far as the breaker knows; inf until the one under way has ended."""
        if not self.open:
            return 0.0
        return float("inf") if self._probing else max(0.0, self.next_try - now)

    def sent(self) -> None:
        """Notes that a request was sent: while open, the one that finds out."""
        self._probing = self.open

    def withdrawn(self, began: float) -> None:
        """Notes that a request ended without telling anything."""
        if began >= self._opened:
            self._probing = False

    def why(self) -> str:
        """'down since 14:02:11: connection refused'."""
        return f"down since {timing.shown(self._since)}: {self._said}"

    def verdict(self) -> str:
        """Why the run stops."""
        tries = f"{self._tries} {'try' if self._tries == 1 else 'tries'} until {timing.shown(timing.time_of_day())}"
        remedy = "" if self._was_there else "; is it started, is the port right?"
        return f"{self.why()}; {tries} did not help{remedy}"

    def _remembered(self, paper: int, now: float) -> float:
        """When the paper failed for the first time, which may be now."""
        if len(self._failed_at) >= _REMEMBERED and paper not in self._failed_at:
            del self._failed_at[next(iter(self._failed_at))]
        return self._failed_at.setdefault(paper, now)

    def _wait(self, trouble: Trouble, now: float) -> None:
        """Sets when the next try may be made; gives up where there is none."""
        self._probing = False
        longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * _GROWTH**self._tries)
        # In its upper half, so that all tries together last as long as is promised.
        wait = max(timing.between(longest / 2, longest), trouble.retry_after_s or 0.0)
        self.next_try = now + wait
        most = self._most_tries if self._was_there else min(self._most_tries, _TRIES_WHERE_NOTHING_WAS)
        if self._tries >= most or self.next_try - self._first_failure > self._longest_s:
            self.gave_up = True
