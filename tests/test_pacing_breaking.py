"""Outages: one request at a time finds out whether the endpoint is back, and in the end the run stops."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import dataclass, field

import pytest
from pacing_support import Flapping, Queueing, Ran, Refused, run, virtually

from summarise.errors import EndpointUnreachable
from summarise.pacing import Limits, Trouble, timing


@dataclass
class Dies:
    """Answers in a quarter of a second until `at`, then fails with `kind` until `back`."""

    at: float
    back: float = 1e9
    kind: str = "unreachable"
    failing: list[float] = field(default_factory=list)

    async def answer(self) -> None:
        if self.at <= timing.clock() < self.back:
            self.failing.append(timing.clock())
            await asyncio.sleep(0.01)
            raise Refused(Trouble(self.kind, "connection refused"))
        await asyncio.sleep(0.25)


@pytest.mark.parametrize("kind", ["unreachable", "overloaded", "connection_lost", "timeout", "rate_limited"])
@pytest.mark.parametrize("limits", [Limits(), Limits(concurrency=16)], ids=["auto", "16"])
def test_an_outage_of_a_minute_costs_a_few_tries_and_no_paper(
    kind: str, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Dies(10, 70, kind)
    ran: Ran = virtually(run(server, limits, seconds=90), monkeypatch)
    assert (0, None) == (ran.failed, ran.stopped)
    assert len([at for at in server.failing if at > 12]) <= 12, "a few tries, not a stream of them"
    assert [at for at in ran.sent if at > 88], "and it goes on"
    assert ran.answered > 8 * 4 * 15


def test_the_outage_is_told_once_and_so_is_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Dies(10, 20), Limits(), seconds=60), monkeypatch)
    down, back = ran.told
    assert re.fullmatch(
        r"the server is down since \d\d:\d\d:\d\d: connection refused; it is tried again now and then", down
    )
    assert re.fullmatch(r"the server answers again after 1\d s", back)


def test_the_state_says_since_when_and_why_the_endpoint_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Dies(10), Limits(), seconds=20), monkeypatch)
    assert ran.last is not None
    assert re.fullmatch(r"down since \d\d:\d\d:\d\d: connection refused", ran.last.why)
    assert 0 == ran.last.limit


def test_waits_between_tries_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Dies(10)
    virtually(run(server, Limits(), seconds=60), monkeypatch, chance=lambda least, most: most)
    tries = [at for at in server.failing if at > 10.3]
    waits = [later - at for at, later in itertools.pairwise(tries)]
    assert [0.76, 1.135, 1.7, 2.54, 3.8] == pytest.approx(waits[:5], rel=0.02)


def test_an_endpoint_that_stays_down_stops_the_run_with_one_clear_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Dies(10)
    ran: Ran = virtually(run(server, Limits(), seconds=600), monkeypatch)
    assert isinstance(ran.stopped, EndpointUnreachable)
    assert re.fullmatch(
        r"the server is down since \d\d:\d\d:\d\d: connection refused; 12 tries until \d\d:\d\d:\d\d did not help",
        str(ran.stopped),
    )
    assert "unreachable" == ran.stopped.kind
    assert 60 < server.failing[-1] - 10 < 150
    assert 0 == ran.failed, "papers are left for the next run and not given up"


@pytest.mark.parametrize("retries", [0, 1, 2])
def test_retries_say_how_often_an_endpoint_that_is_down_is_tried(retries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Dies(10)
    ran: Ran = virtually(run(server, Limits(retries=retries), seconds=600), monkeypatch)
    assert isinstance(ran.stopped, EndpointUnreachable)
    assert len([at for at in server.failing if at > 10.3]) <= 3 * retries


def test_an_endpoint_that_only_hangs_stops_the_run_after_the_time_of_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hangs:
        async def answer(self) -> None:
            await asyncio.sleep(0.25 if timing.clock() < 10 else 30.0)
            if timing.clock() >= 10:
                raise Refused(Trouble("timeout", "no answer in time"))

    ran: Ran = virtually(run(Hangs(), Limits(timeout_s=30), seconds=3600), monkeypatch)
    assert isinstance(ran.stopped, EndpointUnreachable)
    assert max(ran.sent) < 10 + 6 * 30 + 60


def test_one_bad_paper_is_not_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poisoned:
        async def answer_to(self, number: int) -> None:
            await asyncio.sleep(0.25)
            if number % 50 == 7:
                raise Refused(Trouble("overloaded", "500: this abstract crashes the server"))

    for limits in (Limits(), Limits(concurrency=1)):
        ran: Ran = virtually(run(Poisoned(), limits, papers=120, seconds=1000), monkeypatch)
        assert (117, 3, [], None) == (ran.answered, ran.failed, ran.told, ran.stopped)


def test_three_bad_papers_in_a_row_do_not_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poisoned:
        async def answer_to(self, number: int) -> None:
            await asyncio.sleep(0.25)
            if 7 <= number < 10:
                raise Refused(Trouble("overloaded", "500: this abstract crashes the server"))

    ran: Ran = virtually(run(Poisoned(), Limits(concurrency=1), papers=60, seconds=3000), monkeypatch)
    assert (57, 3, None) == (ran.answered, ran.failed, ran.stopped)


def test_an_endpoint_that_never_answered_is_given_up_by_its_first_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Dies(0), Limits(concurrency=1), papers=1, seconds=100), monkeypatch)
    assert (1, []) == (ran.failed, ran.told), "whoever mistyped the address need not wait for minutes"


@pytest.mark.parametrize("limits", [Limits(), Limits(concurrency=4), Limits(concurrency=64)], ids=["auto", "4", "64"])
def test_an_endpoint_that_refuses_from_the_first_request_on_stops_the_run_in_seconds(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Dies(0)
    ran: Ran = virtually(run(server, limits, seconds=600), monkeypatch)
    assert isinstance(ran.stopped, EndpointUnreachable)
    assert str(ran.stopped).endswith("did not help; is it started, is the port right?")
    assert server.failing[-1] < 10


def test_an_endpoint_that_loads_its_model_when_the_run_begins_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Dies(0, 45, "overloaded"), Limits(), seconds=90), monkeypatch)
    assert (0, None) == (ran.failed, ran.stopped)
    assert [at for at in ran.sent if at > 80], "503 while it loads is an answer of something that is there"


def test_an_endpoint_that_answered_once_and_then_refuses_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Dies(0.3, 45), Limits(), seconds=90), monkeypatch)
    assert (0, None) == (ran.failed, ran.stopped)
    assert [at for at in ran.sent if at > 80]


def test_a_flapping_endpoint_loses_nothing_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Flapping(Queueing(4, 1.0), 40, 20), Limits(), seconds=3600), monkeypatch)
    assert (0, None) == (ran.failed, ran.stopped)
    assert ran.answered > 0.8 * 4 * 2400
