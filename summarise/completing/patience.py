"""How long and how often one paper is tried: its deadline, its budgets, and the waits between its requests."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from typing import TypeVar

from summarise.completing.failures import Transient
from summarise.completing.taxonomy import Budget
from summarise.errors import CompletionError
from summarise.events import tell
from summarise.pacing import timing

T = TypeVar("T")
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_numbers = itertools.count()


class Patience:
    """For one paper: `timeout_s` a request, `retries` passing failures, and time for two requests more than these.

    The deadline holds for everything that is done for the paper, its own re-asks and the waits between its tries
    included, also those that the endpoint asks for. Tries that are excused, because the whole endpoint is down, and
    waits for a turn are on the account of neither deadline nor budget.
    """

    def __init__(self, timeout_s: float, retries: int) -> None:
        self.timeout_s = timeout_s
        self.whole_s = (retries + 2) * timeout_s
        self.budget = Budget(retries)
        self._ends = timing.clock() + self.whole_s
        self._waits = 0
        self._number = next(_numbers)
        self._excused = 0

    @property
    def left_s(self) -> float:
        """Seconds until the deadline."""
        return self._ends - timing.clock()

    @property
    def place(self) -> tuple[int, int]:
        """Whose turn it is: papers go in their order, those whose tries met an endpoint that is down behind others."""
        return self._excused, self._number

    def excuse(self, seconds: float) -> None:
        """Gives back time for which the paper waited for its turn."""
        self._ends += seconds

    async def tries(self, send: Callable[[float], Awaitable[T]], base_url: str) -> T:
        """What `send` gives, which is told how many seconds it may take; sent again after passing failures.

        Raises what a failure is in the end, once the budget or the time is used up.
        """
        while True:
            if self.left_s <= 0:
                raise CompletionError("timeout", f"the {self.whole_s:g} s for this paper are used up; raise --timeout")
            left = self.left_s
            try:
                return await send(min(self.timeout_s, left))
            except Transient as failure:
                if failure.excused:  # the gate holds all requests back until the endpoint answers again
                    self._excused += 1
                    self._ends = timing.clock() + left
                    tell("retry", kind=failure.kind, wait_s=None)
                    continue
                kind, wait = failure.kind, self._wait(failure)
                if wait >= self.left_s:
                    raise self._too_long(failure, wait).final(base_url) from None
                if not self.budget.spend(failure.kind):
                    raise failure.final(base_url) from None
            tell("retry", kind=kind, wait_s=round(wait, 3))
            await timing.sleep(wait)

    def _wait(self, failure: Transient) -> float:
        """Seconds until the next try: what the endpoint asked for, else full jitter up to 30 s."""
        if failure.retry_after_s is not None:
            return failure.retry_after_s
        self._waits += 1
        return timing.between(0, min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** (self._waits - 1)))

    def _too_long(self, failure: Transient, wait_s: float) -> Transient:
        asked = f"it asks to wait {wait_s:g} s" if failure.retry_after_s is not None else "no time is left to try again"
        said = f"{failure}; {asked}, and a paper ends after {self.whole_s:g} s; raise --timeout"
        return Transient(failure.kind, said, reply=failure.reply)
