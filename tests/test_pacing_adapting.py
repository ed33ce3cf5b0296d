"""How many requests at once: simulated servers in virtual time; nobody waits here."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from pacing_support import Flapping, Queueing, Ran, RateLimited, run, virtually

from summarise.pacing import Limits, timing


def slow_and_fast(mean_s: float) -> Callable[[], float]:
    """Service times such as models have: most near the mean, some much longer."""
    chance = random.Random(5)
    return lambda: mean_s * chance.lognormvariate(-0.125, 0.5)


SERVERS: dict[str, Callable[[], Any]] = {
    "queueing": lambda: Queueing(12, 0.25),
    "queueing-large": lambda: Queueing(100, 0.2),
    "queueing-slow": lambda: Queueing(16, 1.0),
    "queueing-two-slots": lambda: Queueing(2, 1.0),
    "queueing-uneven": lambda: Queueing(24, slow_and_fast(0.4)),
    "rate-limited": lambda: RateLimited(50, 0.2),
    "rate-limited-large-bucket": lambda: RateLimited(50, 0.2, burst=50),
    "rate-limited-slow-answers": lambda: RateLimited(30, 1.0, burst=30),
    "rate-limited-less-than-one": lambda: RateLimited(4, 0.5),
    "rate-limited-without-a-word": lambda: RateLimited(50, 0.2, burst=10, retry_after_s=None),
    "flapping": lambda: Flapping(Queueing(16, 0.25), up_s=6, down_s=2),
    "flapping-overloaded": lambda: Flapping(Queueing(40, 0.25), up_s=8, down_s=3, kind="overloaded"),
}
FIXED = (1, 4, 8, 16, 32, 128)


@pytest.mark.parametrize("name", SERVERS)
def test_within_30_s_nine_tenths_of_the_best_fixed_setting_are_reached(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = max(virtually(run(SERVERS[name](), Limits(concurrency=n)), monkeypatch).answered for n in FIXED)
    auto: Ran = virtually(run(SERVERS[name](), Limits()), monkeypatch)
    assert auto.answered >= 0.9 * best
    assert 0 == auto.failed, "no paper is lost for it"


def test_a_rate_limit_costs_few_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    much: Ran = virtually(run(RateLimited(50, 0.2), Limits(concurrency=64)), monkeypatch)
    auto: Ran = virtually(run(RateLimited(50, 0.2), Limits()), monkeypatch)
    assert auto.refused < 30
    assert much.refused > 1000


def test_the_limit_grows_to_what_a_queueing_server_works_on_and_not_far_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Queueing(40, 0.5), Limits(), seconds=120), monkeypatch)
    late = [limit for at, limit, _ in ran.limits if at > 20]
    assert 40 <= statistics.median(late) <= 80
    assert max(late) <= 128
    assert len(late) > 0.95 * 100 * 40 / 0.5, "steps that are tried and taken back cost little"
    assert any(why.startswith("plateau at ") for _, _, why in ran.limits)


def test_the_limit_follows_a_server_that_becomes_smaller_and_larger_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Changing:
        small, large = Queueing(4, 0.25), Queueing(24, 0.25)

        async def answer(self) -> None:
            await (self.small if 30 <= timing.clock() < 120 else self.large).answer()

    ran: Ran = virtually(run(Changing(), Limits(), seconds=220), monkeypatch)
    at_30, at_120, at_220 = (
        statistics.median(limit for at, limit, _ in ran.limits if end - 10 < at < end) for end in (30, 120, 220)
    )
    assert at_30 >= 20
    assert at_120 <= 10
    assert at_220 >= 20


def test_requests_that_would_run_into_the_timeout_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Queueing(1, 12.0), Limits(timeout_s=300), seconds=3600), monkeypatch)
    assert ran.most_at_once * 12.0 < 300, "a local server of one slot would never answer the last one in time"
    assert ran.answered == 299


def test_a_number_is_a_fixed_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for server in (Queueing(4, 0.25), RateLimited(5, 0.2)):
        ran: Ran = virtually(run(server, Limits(concurrency=7)), monkeypatch)
        assert {7} == {limit for _, limit, _ in ran.limits}
        assert 7 == ran.most_at_once


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("most", [1, 3, 20])
def test_no_more_requests_are_in_flight_than_the_limit_and_the_limit_stays_in_its_bounds(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: Ran = virtually(run(SERVERS[name](), Limits(most=most), seconds=20), monkeypatch)
    assert {True} == {0 <= limit <= most for _, limit, _ in ran.limits}
    assert 0 < ran.most_at_once <= most


def test_the_same_chance_and_the_same_server_give_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (virtually(run(RateLimited(50, 0.2), Limits()), monkeypatch) for _ in range(2))
    assert first.sent == second.sent
    assert first.limits == second.limits


def test_a_limit_of_which_not_all_is_used_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    few: Ran = virtually(run(Queueing(100, 0.2), Limits(), at_once=5), monkeypatch)
    slow: Ran = virtually(run(Queueing(100, 0.2), Limits(rpm=300)), monkeypatch)
    assert {8} == {limit for _, limit, _ in few.limits} == {limit for _, limit, _ in slow.limits}
