"""A check that fails, breaks off or comes too early; what it remembers, and where the key goes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from asking_support import GOOD, KEY
from fault_server import (
    Asked,
    Behaviour,
    FaultServer,
    Scripted,
    answer,
    html,
    in_turn,
    json_body,
    silent,
    status,
    truncated,
)
from probe_support import ENFORCED, NATURAL, answering, found, question, quick

from summarise import Settings
from summarise.completing import EndpointIdentity
from summarise.completing.probing import probe
from summarise.completing.remembering import Memory
from summarise.endpoints import checked


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick(monkeypatch, tmp_path)


def test_a_check_of_a_dead_address_asks_once_and_says_so() -> None:
    with FaultServer(answer(GOOD)) as server:
        address = server.base_url
    report = asyncio.run(probe(address, "m", "", 2))
    assert (report.reachable, report.usable, report.modes, report.requests) == (False, False, {}, 0)
    assert report.problem
    assert report.lines()[0] == f"{address}: does not answer"


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        pytest.param(silent(), "did not answer in time", id="hangs"),
        pytest.param(status(401, "bad key"), "refuses the key", id="401"),
        pytest.param(html(200), "without a completion", id="html"),
        pytest.param(status(400, "never"), "rejects a plain question", id="400"),
    ],
)
def test_a_model_that_does_not_answer_ends_the_check_with_the_reason(fault: Behaviour, problem: str) -> None:
    report = found(lambda asked: fault, timeout_s=1)
    assert (False, None) == (report.usable, report.manner)
    assert problem in str(report.problem)
    assert report.requests == 1


def settings_for(server: FaultServer, folder: Path) -> Settings:
    return Settings(base_url=server.base_url, model="m", api_key=KEY, cache_dir=folder, timeout_s=1)


def test_a_check_that_breaks_off_tells_what_it_found_and_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    def behave(asked: Asked) -> Scripted:
        return silent() if asked.mode == "json_object" else answering(ENFORCED)(asked)  # type: ignore[operator]

    with FaultServer(behave) as server:
        memory = Memory(tmp_path, EndpointIdentity.of_url(server.base_url, "m"))
        with FaultServer(answering(ENFORCED)) as before:
            report = asyncio.run(probe(before.base_url, "m", KEY, 5))
        assert report.manner is not None
        memory.keep(report.manner, "check", None, report.modes)
        broken = checked(settings_for(server, tmp_path), lambda step: None)
        known = memory.recall()
    assert {"plain": "accepted", "json_schema": "enforced"} == broken.modes
    assert "did not answer in time" in str(broken.problem)
    assert (None, "enforced") == (broken.remembered, known and known.modes["json_object"])


def test_a_check_always_renews_what_is_remembered(tmp_path: Path) -> None:
    answers = dict(NATURAL)
    with FaultServer(answering(answers)) as server:
        first = checked(settings_for(server, tmp_path), lambda step: None)
        answers.update(ENFORCED)
        second = checked(settings_for(server, tmp_path), lambda step: None)
        known = Memory(tmp_path, EndpointIdentity.of_url(server.base_url, "m")).recall()
    assert ("accepted", "enforced") == (first.modes["json_schema"], second.modes["json_schema"])
    assert known is not None
    assert second.modes == known.modes


def test_a_check_whose_memory_can_not_be_written_says_so_and_succeeds(tmp_path: Path) -> None:
    (tmp_path / "endpoints").write_text("")
    with FaultServer(answering(ENFORCED)) as server:
        report = checked(settings_for(server, tmp_path), lambda step: None)
    assert report.usable
    assert "can't be written" in str(report.remembered)


@pytest.mark.parametrize("passing", [status(429, "slow down", retry_after="0"), status(503, "loading")])
def test_a_question_that_comes_too_early_is_asked_once_more(
    passing: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarise.completing import trying

    monkeypatch.setattr(trying, "_MOST_WAIT_S", 0.0)
    first = in_turn(passing, truncated("1, 2, 3,"))
    report = found(lambda asked: first if question(asked) == "count" else answering(ENFORCED)(asked))  # type: ignore[operator]
    assert (True, None) == (report.usable, report.problem)


# ── the key ──────────────────────────────────────────────────────────────────────────────────────
def test_no_route_takes_the_key_to_another_host(tmp_path: Path) -> None:
    with FaultServer(answering(ENFORCED)) as other:
        there = other.base_url.replace("127.0.0.1", "localhost").removesuffix("/v1")
        moved = {path: Behaviour(307, headers={"Location": there + path}) for path in ("/props", "/api/version")}
        listing = Behaviour(307, headers={"Location": f"{there}/v1/models"})
        with FaultServer(answering(ENFORCED), models=listing, routes=moved) as server:
            asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert [] == [asked.path for asked in other.requests if "authorization" in asked.headers]
    assert [] == [asked.path for asked in other.requests if asked.path in moved]


def test_a_server_that_repeats_the_key_gets_it_into_no_report_and_no_memory(tmp_path: Path) -> None:
    def behave(asked: Asked) -> Scripted:
        if asked.mode == "json_object":
            return status(400, f"bad response_format for {asked.headers['authorization']}")
        return answering(ENFORCED)(asked)  # type: ignore[operator]

    listing = json_body({"data": [{"id": "m", "owned_by": KEY}, {"id": KEY}]})
    with FaultServer(behave, models=listing, routes={"/api/version": json_body({"version": KEY})}) as server:
        report = checked(settings_for(server, tmp_path), lambda step: None)
    told = json.dumps(report.as_dict()) + "\n".join(report.lines())
    kept = "".join(path.read_text() for path in (tmp_path / "endpoints").iterdir())
    assert "[key]" in told
    assert KEY[:14] not in told + kept
