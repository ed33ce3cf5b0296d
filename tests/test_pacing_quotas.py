"""What an endpoint says is left: kept to without a refusal, and not believed for ever where it can't be true."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pacing_support import Queueing, Ran, RateLimited, Refused, run, virtually

from summarise.pacing import Left, Limits, Trouble, timing
from summarise.pacing.quotas import Quota


def test_nobody_waits_before_an_endpoint_has_told_anything() -> None:
    assert 0 == Quota().wait_s(1e9, 5.0)


def test_what_was_sent_since_is_no_longer_left() -> None:
    quota = Quota()
    marks = [quota.take(1) for _ in range(3)]
    quota.told(Left(10, 2, 8.0), marks[0], 100.0)
    assert 1.0 == quota.wait_s(1, 100.0), "two were sent meanwhile, and one flows in each second"
    quota.told(Left(10, 0, 10.0), marks[2], 100.0)
    quota.told(Left(10, 9, 1.0), marks[1], 100.0)
    assert 1.0 == quota.wait_s(1, 100.0), "a response that comes late is old news"
    assert quota.wait_s(1, 101.0) <= 0


def test_tokens_count_by_the_size_of_a_request_and_a_large_one_does_not_wait_for_ever() -> None:
    quota = Quota()
    quota.told(Left(1000, 400, 60.0), quota.take(500), 0.0)
    assert quota.wait_s(400, 0.0) <= 0
    assert 10.0 == pytest.approx(quota.wait_s(500, 0.0))
    assert 60.0 == pytest.approx(quota.wait_s(5000, 0.0))


def test_no_wait_is_longer_than_a_minute() -> None:
    quota = Quota()
    quota.told(Left(1000, 0, 86_400.0), quota.take(1), 0.0)
    assert 60.0 == quota.wait_s(1, 0.0)


def test_headers_that_say_nothing_is_left_while_answers_come_are_not_believed() -> None:
    quota = Quota()
    for second in range(20):
        quota.told(Left(60, 0, 3600.0), quota.take(1), float(second))
    assert 0 == quota.wait_s(1, 20.0)


@dataclass
class Telling(RateLimited):
    """A bucket that tells what is in it."""

    def left(self) -> dict[str, Left]:
        assert self._filled is not None
        there = min(self.burst, self._filled + (timing.clock() - self._at) * self.per_s)
        return {"requests": Left(self.burst, int(there), max(0.001, (self.burst - int(there)) / self.per_s))}


@pytest.mark.parametrize("limits", [Limits(), Limits(concurrency=64)], ids=["auto", "64"])
def test_an_endpoint_that_tells_what_is_left_refuses_hardly_anything_and_is_used(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: Ran = virtually(run(Telling(40, 0.2, burst=100), limits), monkeypatch)
    assert ran.refused <= 3
    assert ran.answered >= 0.9 * (40 * 30 + 100)


def test_false_news_of_an_empty_bucket_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lying(Queueing):
        def left(self) -> dict[str, Left]:
            return {"requests": Left(1, 0, 60.0), "tokens": Left(1, 0, 86_400.0)}

    alone: Ran = virtually(run(Queueing(12, 0.25), Limits()), monkeypatch)
    lied_to: Ran = virtually(run(Lying(12, 0.25), Limits()), monkeypatch)
    assert lied_to.answered >= 0.9 * alone.answered


def test_a_refusal_still_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    class Boasting(Queueing):
        asked = 0

        async def answer(self) -> None:
            self.asked += 1
            if self.asked == 9:
                raise Refused(Trouble("rate_limited", "429: slow down", 7.0))
            await super().answer()

        def left(self) -> dict[str, Left]:
            return {"requests": Left(1000, 1000, 1.0)}

    ran: Ran = virtually(run(Boasting(12, 0.25), Limits(), seconds=20), monkeypatch)
    (refused_at, until), *others = ran.named
    assert not others
    assert not [at for at in ran.sent if refused_at < at < until - 1e-9]
