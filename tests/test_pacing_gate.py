"""The gate: whose turn it is, waits that the endpoint asks for, and what a broken-off request leaves behind."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pacing_support import Queueing, Ran, RateLimited, Refused, run, virtually

from summarise.errors import CostReached, EndpointRefused
from summarise.pacing import Limits, Pace, Trouble


async def served(pace: Pace, number: int, came: list[int], seconds: float = 1.0) -> None:
    async with pace.turn((0, number)) as turn:
        came.append(number)
        await asyncio.sleep(seconds)
        turn.answered(0, 0)


def test_the_paper_that_was_begun_first_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> list[int]:
        pace, came = Pace(Limits(concurrency=1)), list[int]()
        await asyncio.gather(*(served(pace, number, came) for number in (5, 3, 4, 1, 2)))
        return came

    assert [5, 1, 2, 3, 4] == virtually(main(), monkeypatch)


def test_a_paper_that_is_tried_again_comes_before_those_that_were_not_asked_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class FailsOnce:
        def __init__(self) -> None:
            self.asked = 0

        async def answer(self) -> None:
            self.asked += 1
            await asyncio.sleep(1.0)
            if self.asked == 1:
                raise Refused(Trouble("overloaded", "503", 2.5))

    ran: Ran = virtually(run(FailsOnce(), Limits(concurrency=1), papers=6, at_once=4), monkeypatch)
    assert 6 == ran.answered
    assert [0, 0, 1, 2, 3, 4, 5] == ran.papers


@pytest.mark.parametrize("limits", [Limits(), Limits(concurrency=32), Limits(rpm=1500)], ids=["auto", "32", "rpm"])
def test_nobody_is_asked_before_the_time_that_the_endpoint_named(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = RateLimited(20, 0.3, burst=10, retry_after_s=3.0)
    ran: Ran = virtually(run(server, limits, seconds=60), monkeypatch)
    assert ran.named, "something was refused"
    for refused_at, until in ran.named:
        assert not [at for at in ran.sent if refused_at < at < until - 1e-9]


def test_state_says_that_the_endpoint_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> str:
        pace = Pace(Limits(concurrency=2))
        async with pace.turn((0, 0)) as turn:
            turn.failed(Trouble("rate_limited", "429", 12.0))
        return pace.state().why

    assert "endpoint asked to wait 12 s" == virtually(main(), monkeypatch)


def test_an_endpoint_that_asks_to_wait_longer_than_a_paper_may_take_stops_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Tomorrow:
        async def answer(self) -> None:
            raise Refused(Trouble("rate_limited", "429: quota of the day", 86_400.0))

    ran: Ran = virtually(run(Tomorrow(), Limits()), monkeypatch)
    assert isinstance(ran.stopped, EndpointRefused)
    assert "the server asks to wait 86,400 s: 429: quota of the day" == str(ran.stopped)
    assert "rate_limited" == ran.stopped.kind
    assert len(ran.sent) <= 8


def test_a_request_that_is_broken_off_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> tuple[list[int], int, int]:
        pace, came = Pace(Limits(concurrency=1)), list[int]()
        tasks = [asyncio.create_task(served(pace, number, came, 100.0)) for number in range(4)]
        await asyncio.sleep(1.0)
        for task in (tasks[2], tasks[0]):  # one that waits, and the one that is out
            task.cancel()
        await asyncio.wait(tasks, timeout=250)
        state = pace.state()
        return came, state.in_flight, state.waiting

    assert ([0, 1, 3], 0, 0) == virtually(main(), monkeypatch)


def test_a_turn_for_which_no_money_was_left_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> tuple[str, str, int]:
        pace, told = Pace(Limits(concurrency=4)), list[str]()
        pace._tell = told.append
        for paper in range(5):
            async with pace.turn((0, paper)) as turn:
                turn.failed(Trouble("overloaded", "503"))
        before = pace.state().why
        with pytest.raises(CostReached):
            async with pace.turn((0, 6)):
                raise CostReached("the limit is reached")
        pace.close()
        return before, pace.state().why, len(told)

    before, after, told = virtually(main(), monkeypatch)
    assert before.startswith("down since")
    assert (before, 1) == (after, told), "an endpoint that is down does not answer again because money is gone"


def test_a_turn_that_comes_at_the_moment_of_the_break_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> list[int]:
        pace, came = Pace(Limits(concurrency=1)), list[int]()
        second: asyncio.Task[None]

        async def first() -> None:
            await served(pace, 0, came)
            second.cancel()  # its turn has come, and it does not know yet

        tasks = [asyncio.create_task(first())]
        tasks += [second := asyncio.create_task(served(pace, 1, came)), asyncio.create_task(served(pace, 2, came))]
        await asyncio.wait(tasks, timeout=10)
        return came

    assert [0, 2] == virtually(main(), monkeypatch)


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limit=st.integers(1, 6),
    lives=st.lists(
        st.tuples(st.floats(0, 5), st.floats(0, 3), st.sampled_from(["answer", "refuse", "crash", "cancel"])),
        min_size=1,
        max_size=40,
    ),
)
def test_whatever_becomes_of_requests_no_turn_is_lost_and_no_one_starves(
    limit: int, lives: list[tuple[float, float, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def life(pace: Pace, number: int, after_s: float, seconds: float, end: str) -> None:
        await asyncio.sleep(after_s)
        async with pace.turn((0, number)) as turn:
            assert pace.state().in_flight <= limit
            await asyncio.sleep(seconds)
            if end == "refuse":
                turn.failed(Trouble("rate_limited", "429", 0.5))
            elif end == "crash":
                raise ValueError("a bug")
            else:
                turn.answered(0, 0)

    async def main() -> tuple[int, int, list[object]]:
        pace = Pace(Limits(concurrency=limit))
        tasks = [asyncio.create_task(life(pace, number, *one)) for number, one in enumerate(lives)]
        await asyncio.sleep(2.0)
        for task, (_, _, end) in zip(tasks, lives, strict=True):
            if end == "cancel":
                task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        state = pace.state()
        pace.close()
        return state.in_flight, state.waiting, [one for one in ended if isinstance(one, AssertionError)]

    assert (0, 0, []) == virtually(main(), monkeypatch)


def test_the_gate_can_be_used_again_in_another_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(Limits(concurrency=1, rpm=60))

    async def main() -> list[int]:
        came: list[int] = []
        await asyncio.gather(*(served(pace, number, came) for number in range(3)))
        pace.close()
        return came

    assert [0, 1, 2] == virtually(main(), monkeypatch)
    assert [0, 1, 2] == virtually(main(), monkeypatch)


def test_waiting_for_turns_takes_no_time_from_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    from summarise.completing.patience import Patience

    async def main() -> tuple[float, float]:
        pace = Pace(Limits(concurrency=1))
        patience = Patience(5, 0)
        before = patience.left_s

        async def second() -> None:
            async with pace.turn(patience.place) as turn:
                patience.excuse(turn.waited_s)

        first = asyncio.create_task(served(pace, -1, [], 100.0))
        await asyncio.sleep(0)
        await asyncio.gather(first, second())
        return before, patience.left_s

    before, after = virtually(main(), monkeypatch)
    assert before == pytest.approx(after)


def test_a_queue_is_served_as_fast_as_the_server_works(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = virtually(run(Queueing(8, 0.25), Limits(concurrency=8), papers=320, seconds=1000), monkeypatch)
    assert 320 == ran.answered
    assert 10.0 == pytest.approx(max(ran.sent) + 0.25)
