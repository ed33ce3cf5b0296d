"""Requests and tokens a minute: never more in any 60 s, and not all at once."""

from __future__ import annotations

import bisect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pacing_support import Queueing, Ran, run, virtually

from summarise.pacing import Limits
from summarise.pacing.estimating import TokenEstimate
from summarise.pacing.rates import Rate


def most_in_a_minute(taken: list[tuple[float, float]]) -> float:
    """The largest sum of amounts in any half-open 60 s."""
    times = [at for at, _ in taken]
    ends = [bisect.bisect_left(times, at + 60.0 - 1e-6) for at in times]
    return max(sum(amount for _, amount in taken[i:end]) for i, end in enumerate(ends))


@given(
    per_minute=st.integers(1, 500),
    asked=st.lists(st.tuples(st.floats(0, 20), st.floats(0.5, 100)), min_size=1, max_size=120),
)
def test_no_minute_holds_more_than_the_limit(per_minute: int, asked: list[tuple[float, float]]) -> None:
    rate, now, taken = Rate(per_minute), 0.0, []
    for after_s, amount in asked:
        now += after_s
        while (wait := rate.wait_s(now, amount)) > 0:
            now += wait
        taken.append((now, rate.take(now, amount).amount))
    assert most_in_a_minute(taken) <= per_minute + 1e-6


@given(
    asked=st.lists(st.tuples(st.floats(1, 100), st.floats(0, 1)), min_size=1, max_size=100),
)
def test_what_was_reserved_too_much_is_given_back_and_the_limit_still_holds(asked: list[tuple[float, float]]) -> None:
    rate, now, taken = Rate(300), 0.0, []
    for amount, share in asked:
        while (wait := rate.wait_s(now, amount)) > 0:
            now += wait
        one = rate.take(now, amount)
        rate.correct(one, amount * share)
        taken.append((now, amount * share))
    assert most_in_a_minute(taken) <= 300 + 1e-6


def test_what_was_reserved_too_little_holds_up_those_that_follow() -> None:
    rate = Rate(600)
    one = rate.take(0.0, 10)
    rate.correct(one, 300)
    assert 29 < rate.wait_s(0.0, 10) <= 30


def test_a_request_larger_than_a_minutes_worth_goes_alone_and_does_not_wait_for_ever() -> None:
    rate = Rate(100)
    assert 0 == rate.wait_s(0.0, 5000)
    rate.take(0.0, 5000)
    assert 59 < rate.wait_s(0.0, 5000) <= 60
    assert 0 == rate.wait_s(60.0, 5000)


@pytest.mark.parametrize("rpm", [1, 7, 60, 1200])
def test_rpm_holds_in_any_minute_and_is_used_evenly(rpm: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Queueing(500, 1.5), Limits(concurrency=400, rpm=rpm), seconds=150), monkeypatch)
    assert most_in_a_minute([(at, 1) for at in ran.sent]) <= rpm
    assert len(ran.sent) >= rpm * 150 / 60 * 0.97 - 1, "and it is used"
    tenths = [sum(start <= at < start + 6 for at in ran.sent) for start in range(0, 60, 6)]
    assert max(tenths) <= rpm / 10 + rpm / 200 + 1, "a tenth of a minute takes a tenth of the requests"


def test_tpm_holds_in_any_minute_once_replies_have_told_what_they_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Queueing(500, 0.5), Limits(concurrency=50, tpm=60_000), seconds=300), monkeypatch)
    used = [(at, 1200.0) for at in ran.sent]
    assert most_in_a_minute(used) <= 60_000
    assert 1200 * len(used) >= 0.9 * 300_000, "and it is used, though a prompt and its reply were first thought dearer"


def test_an_estimate_learns_what_replies_tell_and_nothing_from_servers_that_do_not_count() -> None:
    estimate = TokenEstimate()
    before = estimate.of(4000, 1000)
    estimate.learn(4000, 1000, 0, 0)
    assert before == estimate.of(4000, 1000)
    for _ in range(60):
        estimate.learn(4000, 1000, 900, 150)
    assert 1050 == pytest.approx(estimate.of(4000, 1000), rel=0.01)


def test_limits_say_which_of_them_holds_requests_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for limits, why in (
        (Limits(concurrency=50, rpm=60), "limited by --rpm 60"),
        (Limits(concurrency=50, tpm=60_000), "limited by --tpm 60,000"),
        (Limits(concurrency=3), "limited by --concurrency 3"),
    ):
        ran: Ran = virtually(run(Queueing(100, 0.5), limits, seconds=60), monkeypatch)
        assert why in {said for _, _, said in ran.limits} | {ran.last.why}
