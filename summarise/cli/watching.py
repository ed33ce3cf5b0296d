"""What a person wants to know of a running run: numbers of now, rates of the last minute, and lines that tell them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from summarise.cli.printing import oneline
from summarise.events import tell

if TYPE_CHECKING:
    from summarise.costing import Spending
    from summarise.pipeline import Tally

_WINDOW_S = 45.0
"""Rates are those of so many seconds: papers from the cache, which take none, are soon forgotten …"""
_LEAST_PAPERS = 6
"""… or of so many papers, where these took longer."""
_EVERY_S = 1.0


class PaceState(Protocol):
    """How many requests may be in flight, and why not more."""

    @property
    def limit(self) -> int:
        """Requests that may be in flight at once."""

    @property
    def in_flight(self) -> int:
        """Those that are."""

    @property
    def why(self) -> str:
        """Why not more, in a few words."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the run was at a moment."""

    at: float
    papers: int
    tokens: int
    spent: Decimal


@dataclass(slots=True)
class Watched:
    """A run that is watched; every number is as of the call."""

    tally: Tally
    purse: Callable[[], Spending]
    """What is spent; known once it is known who is asked."""
    total: Callable[[], int | None]
    """How many papers there are; None while that is not known."""
    pace: Callable[[], PaceState | None] = lambda: None
    clock: Callable[[], float] = time.monotonic
    _limit: tuple[int, str] | None = None
    _marks: deque[_Mark] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._marks.append(self._now())

    def look(self) -> None:
        """Notes how far the run is, from time to time; rates are told between such notes."""
        now = self._now()
        if now.at - self._marks[-1].at < _EVERY_S:
            return
        self._tell_limit()
        self._marks.append(now)
        while len(self._marks) > 2 and self._is_old(self._marks[1], now):
            self._marks.popleft()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end, if it goes on as in the last minute; None where nobody can know."""
        total, a_second = self.total(), self._rates()[0]
        return (total - self.tally.papers) / a_second if total is not None and a_second > 0 else None

    def counts(self) -> str:
        """'1,200 asked, 34 from the cache, 56 flagged, 2 failed, 64 in flight'."""
        tally, state = self.tally, self.pace()
        in_flight = self.purse().in_flight if state is None else state.in_flight
        parts = [f"{tally.cached:,} from the cache", f"{tally.flagged:,} flagged", f"{tally.failed:,} failed"]
        return ", ".join([*parts, f"{in_flight:,} in flight"])

    def speed(self) -> str:
        """'12.3 papers/s, 4,567 tokens/s, up to 64 at once (still growing)'."""
        papers, tokens = self._rates()
        state = self.pace()
        parts = [f"{rate(papers)} papers/s", f"{tokens:,.0f} tokens/s"]
        if state is not None:
            parts.append(f"up to {state.limit:,} at once" + (f" ({oneline(state.why)})" if state.why else ""))
        return ", ".join(parts)

    def money(self) -> str:
        """'0.12 USD, about 9.80 USD at the end, 0.01 USD saved by the cache'; '' where nothing costs anything."""
        price = self.purse().price
        if price is None or price.free:
            return ""
        parts = [f"{self.purse().spent}"]
        if (at_the_end := self.at_the_end()) is not None:
            from summarise.costing import Money

            parts.append(f"about {Money(at_the_end, price.currency)} at the end")
        if self.purse().spared.requests:
            parts.append(f"{self.purse().saved} saved by the cache")
        return ", ".join(parts)

    def at_the_end(self) -> Decimal | None:
        """What the whole run will have cost, if papers go on to cost what they did in the last minute."""
        total, first, last = self.total(), self._marks[0], self._now()
        if total is None or last.papers <= first.papers:
            return None
        a_paper = (last.spent - first.spent) / (last.papers - first.papers)
        return last.spent + a_paper * max(0, total - last.papers)

    def _rates(self) -> tuple[float, float]:
        """Papers and tokens a second, of the last minute."""
        first, last = self._marks[0], self._now()
        seconds = last.at - first.at
        if seconds < _EVERY_S:
            return 0.0, 0.0
        return (last.papers - first.papers) / seconds, (last.tokens - first.tokens) / seconds

    def _tell_limit(self) -> None:
        """Tells a log of a new limit; of its reason the kind alone, as an endpoint's words may follow it."""
        state = self.pace()
        limit = (state.limit, state.why.split(": ", 1)[0]) if state is not None else None
        if limit is not None and limit != self._limit:
            self._limit = limit
            tell("limit", at_once=limit[0], why=limit[1])

    def _is_old(self, mark: _Mark, now: _Mark) -> bool:
        return now.at - mark.at >= _WINDOW_S and now.papers - mark.papers >= _LEAST_PAPERS

    def _now(self) -> _Mark:
        usage = self.purse().usage
        tokens = usage.prompt_tokens + usage.completion_tokens
        return _Mark(self.clock(), self.tally.papers, tokens, self.purse().spent.amount or Decimal(0))


def rate(a_second: float) -> str:
    """'12.3', '0.042': enough digits to see it move."""
    return f"{a_second:,.0f}" if a_second >= 100 else f"{a_second:.1f}" if a_second >= 1 else f"{a_second:.2g}"


def duration(seconds: float) -> str:
    """'8 s', '3 min 20 s', '2 h 10 min', '3 days 4 h'."""
    whole = round(seconds)
    for size, name, smaller, its_name in ((86400, "days", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            large, small = divmod(whole // smaller, size // smaller)
            return f"{large:,} {'day' if name == 'days' and large == 1 else name}" + (
                f" {small} {its_name}" if small else ""
            )
    return f"{whole} s"
