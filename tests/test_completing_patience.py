"""Waits between tries, and the deadline of a paper; nobody waits here, the clock is a planted one."""

from __future__ import annotations

import asyncio
import email.utils

import pytest
from asking_support import GOOD, PROSE, StoppedTime, complete, failure_of
from fault_server import FaultServer, Scripted, answer, html, status

from summarise.completing.failures import Transient
from summarise.completing.patience import Patience
from summarise.completing.retry_after import retry_after
from summarise.errors import CompletionError
from summarise.pacing import timing

pytestmark = pytest.mark.usefixtures("stopped_time")

NOW = StoppedTime().now


def date_at(seconds: float) -> str:
    return email.utils.formatdate(NOW + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "0.6"}, 0.6, id="part-of-a-second"),
        pytest.param({"Retry-After": " 7 "}, 7.0, id="seconds"),
        pytest.param({"Retry-After": "0"}, 0.0, id="at-once"),
        pytest.param({"Retry-After": date_at(20)}, 20.0, id="date"),
        pytest.param({"Retry-After": date_at(-20)}, 0.0, id="date-that-is-over"),
        pytest.param({"Retry-After": "Mon, 01 Jan 0001 00:00:00 GMT"}, 0.0, id="date-of-long-ago"),
        pytest.param({"retry-after-ms": "400"}, 0.4, id="milliseconds"),
        pytest.param({"retry-after-ms": "400", "Retry-After": "9"}, 0.4, id="milliseconds-before-seconds"),
        pytest.param({"retry-after-ms": "soon", "Retry-After": "9"}, 9.0, id="nonsense-before-seconds"),
        pytest.param({"Retry-After": "soon"}, None, id="nonsense"),
        pytest.param({"Retry-After": "-5"}, None, id="less-than-nothing"),
        pytest.param({"Retry-After": "²"}, None, id="superscript"),
        pytest.param({"Retry-After": "nan"}, None, id="nan"),
        pytest.param({}, None, id="none"),
    ],
)
def test_a_header_says_how_long_to_wait(
    headers: dict[str, str], seconds: float | None, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert retry_after({name.lower(): value for name, value in headers.items()}) == seconds
    monkeypatch.setattr(timing, "between", lambda least, most: 17.25)  # stands for jitter
    with FaultServer([status(429, **headers), answer(GOOD)]) as server:
        complete(server, timeout_s=30)
    assert [17.25 if seconds is None else seconds] == stopped_time.waits


def test_each_wait_is_what_its_own_response_asks_for(stopped_time: StoppedTime) -> None:
    script = [status(429, retry_after="3"), status(503, retry_after="1.5"), status(429, retry_after_ms="20")]
    with FaultServer([*script, answer(GOOD)]) as server:
        complete(server, retries=3, timeout_s=30)
    assert [3.0, 1.5, 0.02] == stopped_time.waits


def test_without_a_word_of_the_endpoint_waits_are_full_jitter_up_to_half_a_minute(
    stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, float]] = []
    monkeypatch.setattr(timing, "between", lambda least, most: asked.append((least, most)) or most / 2)
    with FaultServer(status(500)) as server:
        failure_of(server, retries=9, timeout_s=60)
    longest = [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert [(0, most) for most in longest] == asked[:9]
    assert [most / 2 for most in longest] == stopped_time.waits


def test_jitter_is_spread_over_all_its_range() -> None:
    waits = [Patience(5, 4)._wait(Transient("overloaded", "")) for _ in range(300)]
    assert 0 <= min(waits) < 0.05
    assert 0.45 < max(waits) <= 0.5
    assert len(set(waits)) > 200


# ── the deadline ─────────────────────────────────────────────────────────────────────────────────
def test_a_wait_beyond_the_papers_end_is_not_begun(stopped_time: StoppedTime) -> None:
    with FaultServer(status(429, "slow down", retry_after="600")) as server:
        error = failure_of(server, timeout_s=5, retries=4)
    assert isinstance(error, CompletionError)
    assert ("rate_limited", 1, []) == (error.kind, len(server.asked), stopped_time.waits)
    assert "429: slow down; it asks to wait 600 s, and a paper ends after 30 s; raise --timeout" == str(error)
    assert "slow down" in str(error.reply)


@pytest.mark.parametrize(
    ("wait", "waits", "requests"),
    [
        pytest.param("14", [14.0, 14.0], 3, id="the-third-would-be-too-late"),
        pytest.param("29", [29.0], 2, id="the-second-would-be-too-late"),
        pytest.param("30", [], 1, id="the-first-ends-with-the-paper"),
        pytest.param("7", [7.0] * 4, 5, id="all-tries-have-room"),
    ],
)
def test_waits_count_towards_the_papers_end(
    wait: str, waits: list[float], requests: int, stopped_time: StoppedTime
) -> None:
    with FaultServer(status(503, retry_after=wait)) as server:
        error = failure_of(server, timeout_s=5, retries=4)
    assert isinstance(error, CompletionError)
    assert ("overloaded", waits, requests) == (error.kind, stopped_time.waits, len(server.asked))


def test_waits_before_a_re_ask_count_too(stopped_time: StoppedTime) -> None:
    slow = status(503, retry_after="13")
    with FaultServer([slow, answer(PROSE), slow, slow]) as server:
        error = failure_of(server, timeout_s=5, retries=4)
    assert isinstance(error, CompletionError)
    assert ([13.0, 13.0], 4) == (stopped_time.waits, len(server.asked))
    assert ("overloaded", True) == (error.kind, "planted failure" in str(error.reply))


def test_a_paper_whose_time_is_over_asks_no_more(stopped_time: StoppedTime) -> None:
    def late(_: object) -> Scripted:
        stopped_time.now += 100
        return answer(PROSE)

    with FaultServer(late) as server:
        error = failure_of(server, timeout_s=5, retries=4)
    assert isinstance(error, CompletionError)
    assert ("timeout", 1, PROSE) == (error.kind, len(server.asked), error.reply)
    assert "the 30 s for this paper are used up; raise --timeout" == str(error)


def test_a_request_gets_no_more_time_than_its_paper_has(stopped_time: StoppedTime) -> None:
    limits: list[float] = []

    async def send(limit_s: float) -> str:
        limits.append(limit_s)
        if len(limits) < 3:
            raise Transient("overloaded", "not yet", 8.0)
        return "done"

    assert "done" == asyncio.run(Patience(5, 2).tries(send, "http://localhost/v1"))
    assert [5, 5, 4.0] == limits


@pytest.mark.parametrize(("excused", "limits"), [(True, [5, 5, 5]), (False, [5, 5, 2.0])], ids=["excused", "own"])
def test_a_try_for_which_the_endpoint_is_to_blame_costs_the_paper_no_time(
    excused: bool, limits: list[float], stopped_time: StoppedTime
) -> None:
    given: list[float] = []

    async def send(limit_s: float) -> str:
        given.append(limit_s)
        if len(given) == 3:
            return "done"
        stopped_time.now += 9
        failure = Transient("timeout", "no answer", 0.0)
        failure.excused = excused
        raise failure

    assert "done" == asyncio.run(Patience(5, 2).tries(send, "http://localhost/v1"))
    assert limits == given


def test_tries_are_counted_for_a_paper_and_not_for_each_request() -> None:
    with FaultServer([html(200), answer(PROSE), html(200), html(200)]) as server:
        error = failure_of(server, retries=2)
    assert isinstance(error, CompletionError)
    assert ("overloaded", 4) == (error.kind, len(server.asked))
