"""The rate at which a strict endpoint refuses: found from few refusals, kept to, tried anew now and then."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest
from pacing_support import RateLimited, run, virtually

from summarise.pacing import Limits, timing
from summarise.pacing.allowing import Allowed, Tried


class Bucket:
    """Takes `per_s` a second after `size` at once; asked without end, and in order, as fast as `Allowed` lets it."""

    def __init__(self, per_s: float, size: float) -> None:
        self.per_s, self.size = per_s, size
        self.there, self.at, self.now, self.taken = size, 0.0, 0.0, 0

    def asked_for(
        self, allowed: Allowed, seconds: float, wait_s: float = 1.0, tried: Tried | None = None
    ) -> list[float]:
        """When it refused."""
        refused, ends = [], self.now + seconds
        while self.now < ends:
            self.now += max(0.0, allowed.wait_s(self.now)) + (0.0 if allowed.per_s < math.inf else 0.01)
            self.there = min(self.size, self.there + (self.now - self.at) * self.per_s)
            self.at = self.now
            allowed.sent(self.now)
            if self.there < 1:
                refused.append(self.now)
                allowed.refused(self.now, wait_s, tried or Tried(0.9 * self.per_s, 1.8 * self.per_s))
                self.now += wait_s
            else:
                self.there, self.taken = self.there - 1, self.taken + 1
        return refused


def test_before_a_refusal_nobody_waits() -> None:
    allowed = Allowed()
    assert [False] * 100 == [allowed.sent(0.0) for _ in range(100)]
    assert allowed.wait_s(0.0) <= 0


@pytest.mark.parametrize("size", [2, 10, 25])
@pytest.mark.parametrize("per_s", [20.0, 40.0, 80.0])
def test_a_few_refusals_tell_the_rate_within_a_tenth(per_s: float, size: int) -> None:
    allowed, bucket = Allowed(), Bucket(per_s, size)
    refused = bucket.asked_for(allowed, 60.0)
    assert allowed.per_s == pytest.approx(per_s, rel=0.1)
    assert len(refused) <= 8
    assert bucket.taken >= 0.85 * 60 * per_s


def test_nothing_is_sent_before_the_time_that_the_endpoint_named() -> None:
    allowed = Allowed()
    for at in range(5):
        allowed.sent(float(at))
    allowed.refused(5.0, 7.5, Tried())
    assert 7.5 == pytest.approx(allowed.wait_s(5.0))


def test_a_rate_that_becomes_smaller_or_larger_is_followed() -> None:
    allowed, bucket = Allowed(), Bucket(40.0, 10)
    bucket.asked_for(allowed, 30.0)
    bucket.per_s = 15.0
    bucket.asked_for(allowed, 40.0)
    assert allowed.per_s == pytest.approx(15.0, rel=0.15)
    bucket.per_s = 45.0
    bucket.asked_for(allowed, 1500.0)
    assert allowed.per_s == pytest.approx(45.0, rel=0.1)


def test_a_step_that_was_too_much_is_taken_back_and_not_more_than_it() -> None:
    allowed = Allowed()
    Bucket(40.0, 10).asked_for(allowed, 30.0)
    before, at = allowed.per_s, 10_000.0
    assert allowed.sent(at), "long after, more is tried"
    assert before < allowed.per_s <= 1.3 * before
    for number in range(1, 6):
        allowed.sent(at + number / allowed.per_s)
    allowed.refused(at + 6 / allowed.per_s, 1.0, Tried())
    assert 0.95 * before <= allowed.per_s < before


def test_a_first_refusal_among_the_very_first_requests_says_nothing_of_a_rate() -> None:
    allowed = Allowed()
    allowed.sent(3.0)
    allowed.refused(3.0, 1.0, Tried())
    assert math.inf == allowed.per_s


def test_waits_that_cost_nothing_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class EachTenSeconds(RateLimited):
        """400 in each ten seconds of the clock, however fast."""

        window, taken = -1, 0

        async def answer(self) -> None:
            window = int(timing.clock() // 10)
            self.window, self.taken = window, 0 if window != self.window else self.taken
            self.taken += 1
            self.retry_after_s = 10 * (window + 1) - timing.clock()
            self._filled, self._at = float(self.taken <= 400), timing.clock()
            await super().answer()

    ran = virtually(run(EachTenSeconds(0.0, 0.2, burst=1), Limits()), monkeypatch)
    assert ran.answered >= 0.97 * 1200


@pytest.mark.parametrize(
    "make",
    [lambda: RateLimited(40, 0.2, burst=10), lambda: RateLimited(30, 1.0, burst=10), lambda: RateLimited(8, 1.0, 2)],
    ids=["as in the benchmark", "slow answers", "a small bucket"],
)
def test_a_strict_limit_is_used_in_long_runs_and_does_not_swing(
    make: Callable[[], RateLimited], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = make()
    ran = virtually(run(server, Limits(), seconds=300.0), monkeypatch)
    assert ran.answered >= 0.88 * 300 * server.per_s
    late = [at for at, _ in ran.named if at > 60]
    assert len(late) <= 240 / 30 * 2, "a step of a twentieth is tried every half minute at most"
    assert 0 == ran.failed
    for refused_at, until in ran.named:
        assert not [at for at in ran.sent if refused_at < at < until - 1e-9]


def test_what_holds_requests_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = virtually(run(RateLimited(40, 0.2, burst=10), Limits()), monkeypatch)
    assert ran.last is not None
    assert re.fullmatch(r"rate limited: 3\d(\.\d)? a second", ran.last.why)
