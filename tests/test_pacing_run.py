"""The gate in a whole run against real servers: Retry-After, an endpoint that goes away and comes back, limits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asking_support import GOOD, KEY
from fault_server import FaultServer, answer, in_turn, status

from summarise import Settings, Tally, tag
from summarise.endpoints import ChosenEndpoint, Watch, choose_endpoint
from summarise.errors import ConfigurationError, EndpointUnreachable
from summarise.pacing import timing
from summarise.records import Paper
from summarise.settings import load_settings

PAPERS = [Paper(id=f"p{i}", abstract=f"We present Falconet-{i}.") for i in range(40)]
OK = answer(GOOD).but(delay_s=0.02)


def settings_for(server: FaultServer, folder: Path, **more: object) -> Settings:
    return Settings(base_url=server.base_url, model="m", api_key=KEY, cache_dir=folder, **more)  # type: ignore[arg-type]


def chosen(settings: Settings, told: list[str] | None = None) -> ChosenEndpoint:
    endpoint = choose_endpoint(settings, Watch(on_state=(told if told is not None else []).append))
    assert endpoint is not None
    assert endpoint.pace is not None
    return endpoint


def number_of(abstract: str) -> int:
    found = re.search(r"Falconet-(\d+)", abstract)
    assert found
    return int(found[1])


def test_a_wait_that_one_response_asks_for_holds_for_all_papers(tmp_path: Path) -> None:
    with FaultServer([status(429, retry_after="0.7"), OK]) as server:
        settings = settings_for(server, tmp_path, concurrency=1)
        records = list(tag(PAPERS[:6], settings))
        asked = server.asked
    assert {"accepted"} == {record.status for record in records}
    assert asked[1].at - asked[0].at >= 0.7
    assert [0, 0, 1, 2, 3, 4, 5] == [number_of(one.paper) for one in asked], "and the paper that waits goes first"


def test_what_a_response_says_is_left_is_kept_to(tmp_path: Path) -> None:
    told = {
        "x-ratelimit-limit-requests": "5",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "2s",
    }
    empty = OK.but(headers=OK.headers | told)
    with FaultServer([empty, OK]) as server:
        records = list(tag(PAPERS[:3], settings_for(server, tmp_path, concurrency=1)))
        first, second, *_ = server.asked
    assert {"accepted"} == {record.status for record in records}
    assert second.at - first.at >= 0.4, "one in five of two seconds"


def test_headers_that_make_no_sense_hold_nobody_up(tmp_path: Path) -> None:
    told = {"x-ratelimit-limit-requests": "0", "x-ratelimit-remaining-requests": "-1", "ratelimit": '"";r=;t=1e999'}
    with FaultServer(OK.but(headers=OK.headers | told)) as server:
        endpoint = chosen(settings := settings_for(server, tmp_path))
        assert {"accepted"} == {record.status for record in tag(PAPERS, settings, endpoint=endpoint)}
    assert endpoint.pace is not None
    assert 0 == endpoint.pace.state().refused


@pytest.mark.parametrize("limit", [1, 3])
def test_no_more_requests_are_in_flight_than_the_concurrency_says(limit: int, tmp_path: Path) -> None:
    with FaultServer(OK) as server:
        list(tag(PAPERS[:12], settings_for(server, tmp_path, concurrency=limit)))
    assert server.most_at_once <= limit


def test_auto_finds_more_than_it_began_with(tmp_path: Path) -> None:
    papers = [Paper(id=f"q{i}", abstract=f"We present Falconet-{i}.") for i in range(150)]
    with FaultServer(answer(GOOD).but(delay_s=0.3)) as server:
        endpoint = chosen(settings := settings_for(server, tmp_path))
        assert endpoint.pace is not None
        before = endpoint.pace.state()
        list(tag(papers, settings, endpoint=endpoint))
    assert (8, 0, 0, 0, "growing") == (before.limit, before.in_flight, before.waiting, before.refused, before.why)
    assert server.most_at_once > 8


def until(holds: Callable[[], object]) -> None:
    """Returns once it holds; a minute is more than any machine needs."""
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def port_of(server: FaultServer) -> int:
    return int(server.base_url.split(":")[2].split("/")[0])


def test_an_endpoint_that_is_killed_and_comes_back_loses_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "between", lambda least, most: least)
    told: list[str] = []
    server = FaultServer(OK)
    settings = settings_for(server, tmp_path, concurrency=4)
    pace = (endpoint := chosen(settings, told)).pace
    assert pace is not None
    with ThreadPoolExecutor() as pool:
        server.__enter__()
        running = pool.submit(lambda: list(tag(PAPERS, settings, endpoint=endpoint)))
        until(lambda: len(server.sent) >= 8)
        server.__exit__(None, None, None)
        until(lambda: told)
        down = pace.state()
        with FaultServer(OK, port=port_of(server)) as again:
            records = running.result()
    assert 0 == down.limit
    assert re.match(r"down since \d\d:\d\d:\d\d: ", down.why)
    assert {"accepted"} == {record.status for record in records}
    assert [paper.id for paper in PAPERS] == [record.id for record in records]
    assert len(server.asked) + len(again.asked) <= len(PAPERS) + 4, "only what was in flight is asked again"
    assert 2 == len(told)
    assert "answers again" in told[1]


def test_an_endpoint_that_stays_away_stops_the_run_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "between", lambda least, most: least / 10)
    tally = Tally()
    server = FaultServer(OK)
    settings = settings_for(server, tmp_path, concurrency=4, retries=1)
    with ThreadPoolExecutor() as pool:
        server.__enter__()
        running = pool.submit(lambda: list(tag(PAPERS, settings, tally=tally)))
        until(lambda: len(server.sent) >= 8)
        server.__exit__(None, None, None)
        done = running.result()
    answered = sum(record.status == "accepted" for record in done)
    assert isinstance(tally.endpoint_error, EndpointUnreachable)
    assert re.search(r"is down since .*; 3 tries until \d\d:\d\d:\d\d did not help$", str(tally.endpoint_error))
    assert 8 <= answered < len(PAPERS) == len(done)
    with FaultServer(OK, port=port_of(server)) as again:
        assert {"accepted"} == {record.status for record in tag(PAPERS, settings)}
    assert len(PAPERS) - answered == len(again.asked)


def test_an_endpoint_that_is_overloaded_for_a_while_loses_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "between", lambda least, most: least / 10)
    script = in_turn(*[OK] * 10, *[status(503)] * 14, OK)
    with FaultServer(script) as server:
        records = list(tag(PAPERS, settings_for(server, tmp_path, concurrency=4)))
    assert {"accepted"} == {record.status for record in records}


# ── settings ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("given", "kept"), [("auto", "auto"), ("AUTO", "auto"), ("12", 12), (12, 12), (1, 1), (1024, 1024)]
)
def test_concurrency_is_auto_or_a_number(given: object, kept: object) -> None:
    assert kept == load_settings({"concurrency": given}).settings.concurrency


@pytest.mark.parametrize("given", ["0", 0, -1, "many", 1025, 2.5, True, "12 papers", "9" * 5000])
def test_anything_else_is_refused(given: object) -> None:
    with pytest.raises(ConfigurationError, match=r"concurrency \(from flag\): is 'auto' or a number from 1 to 1,024"):
        load_settings({"concurrency": given})


@pytest.mark.parametrize("name", ["rpm", "tpm"])
def test_limits_a_minute_come_from_settings_as_others_do(name: str, tmp_path: Path) -> None:
    (tmp_path / "summarise.toml").write_text(f"{name} = 60\n")
    loaded = load_settings(environ={}, folder=tmp_path, user_file=tmp_path / "none")
    assert (60, "summarise.toml") == (getattr(loaded.settings, name), loaded.origins[name])
    with pytest.raises(ConfigurationError, match=name):
        load_settings({name: 0}, environ={}, folder=tmp_path, user_file=tmp_path / "none")


def test_the_embedded_model_keeps_its_slots_under_auto() -> None:
    assert 2 == Settings(local=True).in_flight == Settings(local=True, concurrency="auto").in_flight
    assert 5 == Settings(local=True, concurrency=5).in_flight
