"""The page of `summarise review` against what others on the machine, a page elsewhere or a broken process may do."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from command import environment, run
from replayed import frozen_records
from review_page_support import Client, answered_raw, opened, serving

from summarise.review_page import PageServer, page_of
from summarise.review_page.guard import HEADERS
from summarise.reviewing import Review


@pytest.fixture(scope="module")
def run_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    records = frozen_records(folder / "cache")
    path = folder / "run.jsonl"
    path.write_text("".join(f"{record.to_line()}\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(run_file: Path) -> Iterator[PageServer]:
    with serving(page_of(Review.open(run_file, "ada"))) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: PageServer) -> Client:
    return opened(server)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../guard.py",
        "/assets/%2e%2e/guard.py",
        "/assets/..%2fguard.py",
        "/assets/..%5cguard.py",
        "/assets//etc/passwd",
        "/assets/htmx.LICENSE",
        "/paper/../../etc/passwd",
        "/paper/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/paper/-1",
        "/paper/99999999999999999999999",
        "/unit/..%2f..%2fetc%2fpasswd",
        "/unit/%00",
        "/../../etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_pages(client: Client, path: str) -> None:
    host = urlsplit(client.address).netloc
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {client.cookie}\r\nConnection: close\r\n\r\n"
    head, _, body = answered_raw(client.address, request.encode()).partition(b"\r\n\r\n")
    assert b" 404 " in head.splitlines()[0]
    assert b"root:" not in body
    assert b"class Guard" not in body


@pytest.mark.parametrize("path", ["/", "/unit/x", "/list", "/papers", "/paper/0", "/overview", "/class/x", "/nothing"])
def test_every_page_needs_the_cookie_and_carries_the_headers(server: PageServer, client: Client, path: str) -> None:
    assert 403 == Client(server.address).get(path).status
    assert HEADERS == {name: client.get(path).headers.get(name) for name in HEADERS}


def test_no_page_has_a_script_or_a_style_in_it_or_asks_for_anything_elsewhere(client: Client, run_file: Path) -> None:
    row = Review.open(run_file, "eve").queue()[0]
    for path in (f"/unit/{row.key}", "/list", "/papers", "/paper/0", "/overview", f"/class/{row.key}", "/nothing"):
        text = client.get(path).text
        assert {"/assets/htmx.min.js", "/assets/keys.js"} == set(re.findall(r"<script\s[^>]*src=\"([^\"]+)\"", text))
        assert not re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)
        assert not re.findall(r"<(?:link|img|script|iframe)[^>]+(?:href|src)=\"(?!/assets/)", text)


def test_every_form_that_decides_bears_the_token(client: Client, run_file: Path) -> None:
    row = Review.open(run_file, "eve").queue()[0]
    for path in (f"/unit/{row.key}", "/list", f"/class/{row.key}?alike=kind&act=not_stated"):
        forms = re.findall(r"(?s)<form[^>]*method=\"post\".*?</form>", client.get(path).text)
        assert forms
        assert all('name="token" value="' in form for form in forms)


def test_the_start_address_stands_in_no_log_and_no_page(run_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(page_of(Review.open(run_file, "ada"))) as server:
        client = opened(server)
        token = server.start_address.partition("token=")[2]
        answers = [client.get("/overview"), client.get("/nothing"), client.get(f"/start?token={token}")]
        assert not [answer for answer in answers if token in answer.text]
    out, err = capfd.readouterr()
    assert token not in out + err


def test_a_server_that_is_killed_has_every_acknowledged_decision_on_disk(run_file: Path, tmp_path: Path) -> None:
    run_copy = tmp_path / "run.jsonl"
    run_copy.write_bytes(run_file.read_bytes())
    command = [sys.executable, "-m", "summarise", "review", str(run_copy), "--no-browser", "--who", "ada"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(tmp_path / "cache")
    )
    assert process.stdout
    start = process.stdout.readline().strip()
    client = Client(start.partition("/start")[0])
    client.get(start.removeprefix(client.address))
    acknowledged: list[str] = []
    enough = threading.Event()

    def decide() -> None:
        while True:
            try:
                path = client.get("/").headers["location"]
                page = client.get(path)
                answer = client.post(path, {"token": page.hidden("token"), "seen": page.hidden("seen"), "choose": "1"})
            except (OSError, http.client.HTTPException):  # killed, perhaps in the middle of an answer
                return
            if answer.status == 303:
                acknowledged.append(path.removeprefix("/unit/"))
            if len(acknowledged) == 15:
                enough.set()

    thread = threading.Thread(target=decide)
    thread.start()
    assert enough.wait(60)
    process.send_signal(signal.SIGKILL)
    thread.join(30)
    process.wait()
    process.stdout.close()
    after = Review.open(run_copy, "ada")
    assert ["decided"] * len(acknowledged) == [after.standing(key).status for key in acknowledged]
    assert (after.progress().settled - len(acknowledged)) in (0, 1), "at most one was written and not yet answered"


def test_two_processes_on_one_file_see_each_others_decisions_on_the_next_page(run_file: Path, tmp_path: Path) -> None:
    run_copy = tmp_path / "run.jsonl"
    run_copy.write_bytes(run_file.read_bytes())
    processes, clients = [], []
    for who in ("ada", "grace"):
        command = [sys.executable, "-m", "summarise", "review", str(run_copy), "--no-browser", "--who", who]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(tmp_path / "cache")
        )
        processes.append(process)
    try:
        for process in processes:
            assert process.stdout
            start = process.stdout.readline().strip()
            clients.append(Client(start.partition("/start")[0]))
            clients[-1].get(start.removeprefix(clients[-1].address))
        for turn in range(6):
            here, there = clients[turn % 2], clients[1 - turn % 2]
            path = here.get("/").headers["location"]
            page = here.get(path)
            stale = there.get(path)
            form = {"token": page.hidden("token"), "seen": page.hidden("seen"), "choose": "1"}
            assert 303 == here.post(path, form).status
            late = {"token": stale.hidden("token"), "seen": stale.hidden("seen"), "act": "not_stated"}
            assert 409 == there.post(path, late).status, "a form from before the other's decision"
            assert f"{turn + 1} of 57 settled" in there.get("/overview").words
        lines = run_copy.with_name("run.decisions.jsonl").read_text().splitlines()
        assert ["ada", "grace"] * 3 == [json.loads(line)["who"] for line in lines]
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)
            assert process.stdout
            process.stdout.close()


def test_without_the_extra_the_command_says_what_to_install(run_file: Path, tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise ModuleNotFoundError('starlette', name='starlette')")
    ended = run("review", str(run_file), "--no-browser", folder=tmp_path, PYTHONPATH=f"{tmp_path}:{_here()}")
    assert (2, "") == (ended.code, ended.out)
    assert "the page needs starlette" in ended.err
    assert "pip install 'summarise[review]'" in ended.err


def _here() -> str:
    """Where the package is that is tested."""
    return str(Path(__file__).parent.parent)


def test_a_port_that_is_taken_ends_the_command_with_what_to_do(
    run_file: Path, server: PageServer, tmp_path: Path
) -> None:
    port = str(urlsplit(server.address).port)
    ended = run("review", str(run_file), "--no-browser", "--port", port, folder=tmp_path)
    assert 2 == ended.code
    assert "leave --port out for a free one" in ended.err
