"""The key is in the Authorization header and nowhere else, whatever a server does with it."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from asking_support import GOOD, KEY, complete, endpoint_of, failure_of, prompt_about
from fault_server import (
    Asked,
    Behaviour,
    FaultServer,
    Scripted,
    answer,
    echoing_key,
    json_body,
    no_model,
    reset,
    silent,
    status,
)

import summarise
from summarise.cache import ReplyCache, reply_key
from summarise.completing import chat, patience
from summarise.completing.completer import EndpointIdentity
from summarise.completing.probing import probe
from summarise.errors import SummariseError

PART = KEY[:14]
"""Enough of the key to be a leak, should a message be cut in the middle of it."""


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_between", lambda least, most: 0.01)


def echo_in_json_200(asked: Asked) -> Behaviour:
    return json_body({"error": {"message": asked.headers["authorization"]}}, x_echo=asked.headers["authorization"])


def echo_in_html_200(asked: Asked) -> Behaviour:
    return Behaviour(body=f"<b>{asked.headers['authorization']}</b>".encode())


def echo_in_refusal(asked: Asked) -> Behaviour:
    return answer(None, refusal=f"I won't use {asked.headers['authorization']}")


def echo_in_reply(asked: Asked) -> Behaviour:
    return answer(f"Your header was {asked.headers['authorization']}", model=asked.headers["authorization"])


def echo_across_the_cut(asked: Asked) -> Behaviour:
    return status(500, "x" * 275 + asked.headers["authorization"])


SILENT = silent()
FAILING = [
    pytest.param(echoing_key(401), id="401"),
    pytest.param(echoing_key(400), id="400"),
    pytest.param(echoing_key(404), id="404"),
    pytest.param(echoing_key(429), id="429"),
    pytest.param(echoing_key(500), id="500"),
    pytest.param(echo_in_json_200, id="json-200"),
    pytest.param(echo_in_html_200, id="html-200"),
    pytest.param(echo_in_refusal, id="refusal"),
    pytest.param(echo_in_reply, id="invalid-reply"),
    pytest.param(echo_across_the_cut, id="cut-in-the-key"),
    pytest.param(no_model(), id="no-model"),
    pytest.param(reset(), id="reset"),
    pytest.param(SILENT, id="timeout"),
]


def limit_s(behaviour: Scripted) -> float:
    """Short where nothing will come; long enough for a busy machine where something does."""
    return 0.5 if behaviour is SILENT else 10


@pytest.mark.parametrize("behaviour", FAILING)
def test_no_error_and_no_log_record_holds_the_key(behaviour: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "summarise")
    caplog.set_level(logging.DEBUG, "instructor")
    with FaultServer(behaviour) as server:
        error = failure_of(server, timeout_s=limit_s(behaviour), retries=1)
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    told = [str(error), repr(error), repr(error.args), repr(vars(error)), *traceback.format_exception(error)]
    assert PART not in "\n".join(told)
    logged = [r for r in caplog.records if r.name.split(".")[0] in ("summarise", "instructor")]
    assert PART not in "\n".join(f"{r.getMessage()} {r.args} {r.exc_text}" for r in logged)


@pytest.mark.parametrize("behaviour", FAILING)
def test_no_local_variable_of_our_frames_shows_the_key(behaviour: Scripted) -> None:
    with FaultServer(behaviour) as server:
        error = failure_of(server, timeout_s=limit_s(behaviour), retries=0)
    home = str(Path(summarise.__file__).parent)
    captured = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in captured.stack if frame.filename.startswith(home)]
    assert len(ours) >= 2
    assert any("self" in (frame.locals or {}) for frame in ours)
    assert PART not in repr([frame.locals for frame in ours])


def test_a_reply_that_quotes_the_key_is_stored_without_it(tmp_path: Path) -> None:
    def echo(asked: Asked) -> Behaviour:
        return answer(GOOD.replace("Alpha", asked.headers["authorization"]), model=asked.headers["authorization"])

    with FaultServer(echo) as server:
        completion = complete(server)
        cache = ReplyCache(tmp_path)
        identity = EndpointIdentity.of_url(server.base_url, "m")
        cache.put(reply_key(prompt_about(), identity.endpoint, identity.model), completion)
        cache.close()
    assert "[key]" in completion.text
    assert PART not in completion.model_dump_json()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"Bearer [key]" in path.read_bytes() for path in files)
    assert [path for path in files if PART.encode() in path.read_bytes()] == []


def test_a_placeholder_that_is_no_secret_does_not_change_replies() -> None:
    with FaultServer(answer(GOOD)) as server:
        assert complete(server, api_key="Alpha").text == GOOD


def test_an_endpoint_does_not_show_its_key() -> None:
    assert PART not in repr(endpoint_of("http://localhost/v1"))
    assert PART not in str(vars(chat.ChatCompleter(endpoint_of("http://localhost/v1"))))


def test_a_probe_of_an_echoing_server_reports_no_key() -> None:
    with FaultServer(echoing_key(401), models=json_body({"error": KEY}, 401)) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 2))
    assert PART not in "\n".join([*report.lines(), repr(report.as_dict())])
    assert "[key]" in str(report.problem)


def test_without_a_key_a_placeholder_is_sent() -> None:
    with FaultServer(answer(GOOD)) as server:
        complete(server, api_key="")
    assert server.asked[0].headers["authorization"] == "Bearer none"


def test_failing_papers_write_nothing_to_stderr_and_warn_of_nothing() -> None:
    program = """
import asyncio, logging, sys
logging.basicConfig(level=logging.WARNING)
from asking_support import failure_of, complete
from fault_server import FaultServer, answer, status, reset
for script in ([answer("no JSON")], [status(500), reset(), status(503)], [status(401)]):
    with FaultServer(script) as server:
        failure_of(server, retries=1)
from instructor.v2.core import retry
retry.logger.error("instructor still speaks to others")
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    flags = ["-W", "error", "-W", "ignore::DeprecationWarning:instructor"]
    ran = subprocess.run(
        [sys.executable, *flags, "-c", program], capture_output=True, text=True, env=environment, timeout=120
    )
    said = "ERROR:instructor.v2.retry:instructor still speaks to others\n"
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, said, "")


def test_errors_of_asking_are_ours_alone() -> None:
    with FaultServer(status(418, "teapot")) as server:
        error = failure_of(server)
    assert isinstance(error, SummariseError)
    assert error.__cause__ is None
    assert error.__suppress_context__
