"""The embedded endpoint with a real model: what it answers, what it refuses, and that nothing of it stays behind."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from summarise.errors import ModelError
from summarise.local_model import LocalServer, serve_forever, server

pytestmark = pytest.mark.model

EVIL = "https://evil.example"
SCHEMA = {
    "type": "object",
    "properties": {"colour": {"enum": ["teal", "ochre"]}, "count": {"type": "integer"}},
    "required": ["colour", "count"],
    "additionalProperties": False,
}


class Answer(NamedTuple):
    """What the endpoint answered."""

    status: int
    headers: Message
    body: bytes


def ask(address: LocalServer, method: str, path: str, key: str | None, **headers: str) -> Answer:
    """Send one request, with the key if there is one and a short chat as the body of a POST."""
    parts = urlsplit(address.base_url)
    chat: dict[str, Any] = {"messages": [{"role": "user", "content": "Say yellow, nothing else."}], "max_tokens": 40}
    chat["response_format"] = {"type": "json_schema", "json_schema": {"name": "s", "schema": SCHEMA, "strict": True}}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)) as connection:
        connection.request(method, path, json.dumps(chat) if method == "POST" else None, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


def is_gone(pid: int) -> bool:
    """Whether no process has this id, or only a dead one that its parent has not fetched."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


def wait_until_gone(pid: int, within_s: float = 10) -> bool:
    """Whether the process ends in time."""
    deadline = time.monotonic() + within_s
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_gone(pid)


def child_pid(running: LocalServer) -> int:
    """The process id of the endpoint's child."""
    assert running._process is not None
    return running._process.pid


def test_a_reply_keeps_to_the_schema_although_the_prompt_asks_otherwise(endpoint: LocalServer) -> None:
    reply = json.loads(ask(endpoint, "POST", "/v1/chat/completions", endpoint.api_key).body)
    content = json.loads(reply["choices"][0]["message"]["content"])
    assert content["colour"] in {"teal", "ochre"}
    assert {"colour", "count"} == set(content)
    assert isinstance(content["count"], int)


@pytest.mark.parametrize("key", [None, "", "wrong"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/chat/completions"), ("GET", "/v1/models"), ("GET", "/props")]
)
def test_without_the_key_every_route_that_tells_something_is_closed(
    endpoint: LocalServer, method: str, path: str, key: str | None
) -> None:
    assert ask(endpoint, method, path, key).status == 401


def test_slots_and_metrics_which_show_prompts_and_use_are_off(endpoint: LocalServer) -> None:
    assert ask(endpoint, "GET", "/slots", endpoint.api_key).status == 501
    assert ask(endpoint, "GET", "/metrics", endpoint.api_key).status == 501


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_web_page_is_let_in_by_cors(endpoint: LocalServer, method: str) -> None:
    headers = ask(endpoint, method, "/v1/models", endpoint.api_key, Origin=EVIL).headers
    assert headers["Access-Control-Allow-Origin"] not in {EVIL, "*", "null"}
    assert headers.get("Access-Control-Allow-Credentials") != "true"


def test_it_listens_on_loopback_and_shows_neither_path_nor_key(endpoint: LocalServer) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", endpoint.base_url)
    models = ask(endpoint, "GET", "/v1/models", endpoint.api_key).body
    assert "/" not in json.loads(models)["data"][0]["id"]
    ps = ["ps", "-ww", "-o", "args=", "-p", str(child_pid(endpoint))]
    command = subprocess.run(ps, capture_output=True, check=True).stdout
    assert endpoint.api_key.encode() not in command


def test_threads_wait_passively_so_that_a_busy_machine_does_not_stall_them(endpoint: LocalServer) -> None:
    # /proc/PID/environ shows the environment at exec; what counts is that the child sets it before the library loads.
    source = Path(server.__file__).with_name("serve.py").read_text(encoding="utf-8")
    assert source.index('["OMP_WAIT_POLICY"] = "passive"') < source.index("import xllamacpp")


def test_stopping_leaves_no_process_and_works_twice(small_model: Path, tmp_path: Path) -> None:
    async def run() -> int:
        async with LocalServer(small_model, tmp_path / "log", slots=1, context_tokens=512) as running:
            return child_pid(running)

    assert is_gone(asyncio.run(run()))


def test_an_exception_inside_the_block_stops_the_endpoint(small_model: Path, tmp_path: Path) -> None:
    running = LocalServer(small_model, tmp_path / "log", slots=1, context_tokens=512)
    with pytest.raises(KeyboardInterrupt), running:
        raise KeyboardInterrupt
    assert is_gone(child_pid(running))
    running.stop()


PARENT = """
import os, sys, time
from pathlib import Path
from summarise.local_model import LocalServer
running = LocalServer(Path(sys.argv[1]), Path(sys.argv[2]), slots=1, context_tokens=512)
running.start()
if sys.argv[3] == "fork" and os.fork() == 0:
    time.sleep(30)
print(running._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", ["alone", "fork"])
def test_a_parent_that_is_killed_leaves_no_orphan(small_model: Path, tmp_path: Path, how: str) -> None:
    command = [sys.executable, "-c", PARENT, str(small_model), str(tmp_path / "log"), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        assert wait_until_gone(pid)
        os.killpg(parent.pid, signal.SIGKILL) if how == "fork" else None


def test_a_parent_killed_while_the_model_loads_leaves_no_orphan(small_model: Path, tmp_path: Path) -> None:
    code = PARENT.replace("running.start()", "print(running._spawn().pid, flush=True); time.sleep(60)")
    command = [sys.executable, "-c", code, str(small_model), str(tmp_path / "log"), "alone"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.7)
        parent.kill()
    assert wait_until_gone(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_child_promptly_with_status_0(small_model: Path, tmp_path: Path, number: int) -> None:
    running = LocalServer(small_model, tmp_path / "log", slots=1, context_tokens=512)
    running.start()
    os.kill(child_pid(running), number)
    assert running._process is not None
    assert running._process.wait(2) == 0
    assert "ended by itself" in str(running.problem())


@pytest.mark.usefixtures("small_model")
@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"no weights", "invalid magic"), (b"GGUF\x03\0\0\0", "failed to"), (None, "No such file")],
)
def test_a_file_that_does_not_load_is_explained_by_the_log(
    tmp_path: Path, content: bytes | None, expected: str
) -> None:
    path = tmp_path / "w.gguf"
    if content is not None:
        path.write_bytes(content)
    running = LocalServer(path, tmp_path / "log")
    with pytest.raises(ModelError, match=f"(?s)does not start.*{expected}.*Log: .*--base-url"):
        running.start()
    assert is_gone(child_pid(running))


def test_a_start_that_takes_too_long_is_given_up(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "START_DEADLINE_S", 0.2)
    running = LocalServer(small_model, tmp_path / "log")
    with pytest.raises(ModelError, match="was not ready"):
        running.start()
    assert is_gone(child_pid(running))


def test_serving_in_the_foreground_prints_what_a_shell_needs_and_ends_with_ctrl_c(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []

    def announce(line: str) -> None:
        lines.append(line)
        if line.startswith("#"):
            raise KeyboardInterrupt

    monkeypatch.setenv("SUMMARISE_API_KEY", "mine")
    serve_forever(str(small_model), tmp_path, announce=announce)
    assert re.fullmatch(r"export OPENAI_BASE_URL=http://127\.0\.0\.1:\d+/v1", lines[0])
    assert lines[1] == 'export OPENAI_API_KEY="$SUMMARISE_API_KEY"'
