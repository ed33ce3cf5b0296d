"""What a check learns of the server beside the protocol, and what no server can do to it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from asking_support import KEY
from fault_server import Behaviour, FaultServer, dripping, html, json_body, silent, status
from probe_support import ENFORCED, answering, found, quick

from summarise.completing.probing import probe


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("listing", "problem"),
    [
        pytest.param(status(404, "Not Found"), "there is no models at", id="404"),
        pytest.param(html(200), "its list of models is none", id="html"),
        pytest.param(json_body({"data": None}), "its list of models is none", id="null"),
        pytest.param(json_body({"data": [{"id": 5}, "x", {}]}), "its list of models is none", id="strange-rows"),
        pytest.param(silent(), "did not answer in time", id="silent"),
    ],
)
def test_a_server_without_a_list_of_models_is_checked_with_the_model_that_is_named(
    listing: Behaviour, problem: str
) -> None:
    report = found(answering(ENFORCED), models=listing, timeout_s=1)
    alone = found(answering(ENFORCED), model=None, models=listing, timeout_s=1)
    assert (True, False) == (report.usable, alone.usable)
    assert report.manner is not None
    assert problem in str(report.problem)
    assert alone.problem


@pytest.mark.parametrize(
    ("row", "tokens"),
    [
        ({"max_model_len": 4096}, 4096),
        ({"context_length": 8192}, 8192),
        ({"context_window": 131072}, 131072),
        ({"meta": {"n_ctx": 2048}}, 2048),
        ({"max_model_len": None, "context_length": "many"}, None),
        ({"context_length": True}, None),
        ({}, None),
    ],
)
def test_the_context_is_what_the_list_of_models_tells(row: dict[str, Any], tokens: int | None) -> None:
    report = found(answering(ENFORCED), models=json_body({"data": [{"id": "other"}, {"id": "m"} | row]}))
    assert tokens == report.context_tokens
    assert f"{'context:':14} {f'{tokens:,} tokens' if tokens else 'not told'}" in report.lines()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(html(200), id="html"),
        pytest.param(silent(), id="hangs"),
        pytest.param(json_body([1, 2]), id="list"),
        pytest.param(json_body({"version": {"a": 1}, "data": 5, "default_generation_settings": 7}), id="strange-json"),
        pytest.param(Behaviour(body=b"[" * 100_000), id="deep"),
        pytest.param(Behaviour(body=b'{"version": "' + b"9" * 5_000_000 + b'"}'), id="huge"),
        pytest.param(dripping(json_body({"version": "1"}), 0.2), id="drips"),
        pytest.param(Behaviour(reset=True), id="reset"),
        pytest.param(Behaviour(body=b"no gzip", headers={"Content-Encoding": "gzip"}), id="bad-gzip"),
        pytest.param(status(500), id="500"),
    ],
)
def test_routes_beside_the_protocol_never_fail_a_check(page: Behaviour) -> None:
    paths = ("/props", "/api/version", "/api/v0/models", "/api/v1/models", "/server_info", "/get_server_info")
    report = found(answering(ENFORCED), routes=dict.fromkeys(paths, page))
    assert (True, None, None, None) == (report.usable, report.server, report.slots, report.problem)


def test_a_known_host_is_asked_nothing_beside_the_protocol(tmp_path: Path) -> None:
    (tmp_path / "config" / "summarise").mkdir(parents=True)
    own = '[[profile]]\nname = "mine"\nhost = "127.0.0.1"\n'
    (tmp_path / "config" / "summarise" / "profiles.toml").write_text(own)
    with FaultServer(answering(ENFORCED)) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert ("mine", 0) == (report.server, report.side_requests)
    assert {"/v1/models", "/v1/chat/completions"} == {asked.path for asked in server.requests}
