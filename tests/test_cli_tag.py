"""`summarise tag` as a user runs it: real process, real HTTP server, real exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from command import Ended, environment, interrupt, run, run_until
from fault_server import FaultServer, answer, by_paper, dripping, silent, status

REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})
PAPERS = [
    {"id": f"p{i}", "abstract": f"We present Falconet{i}, a language model for birds and trees."} for i in range(6)
]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    return path


def tag(server: FaultServer, folder: Path, *more: str, **env: str) -> Ended:
    chosen = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "sk-test-1234567890", "SUMMARISE_MODEL": "m"}
    return run("tag", "papers.jsonl", "-o", "run.jsonl", *more, folder=folder, **{**chosen, **env})


def port_of(server: FaultServer) -> int:
    return urlsplit(server.base_url).port or 0


def statuses(folder: Path, name: str = "run.jsonl") -> dict[str, str]:
    return {r["id"]: r["status"] for r in map(json.loads, (folder / name).read_text().splitlines())}


def test_a_run_through_openai_base_url_writes_one_record_a_paper_and_a_second_run_asks_nothing(papers: Path) -> None:
    with FaultServer([answer(REPLY)]) as server:
        first = tag(server, papers.parent)
        assert (0, 6) == (first.code, len(server.asked)), first.err
        bytes_first = (papers.parent / "run.jsonl").read_bytes()
        second = tag(server, papers.parent)
        assert (0, 6) == (second.code, len(server.asked)), second.err
    assert bytes_first == (papers.parent / "run.jsonl").read_bytes()
    assert "6 papers: 6 accepted" in first.err
    assert "6 from the cache, 0 requests" in second.err


def test_without_an_output_file_records_go_to_stdout_and_all_else_to_stderr(papers: Path) -> None:
    ended = run("tag", "-", "--rules-only", folder=papers.parent, stdin=papers.read_bytes())
    assert 0 == ended.code
    assert [p["id"] for p in PAPERS] == [json.loads(line)["id"] for line in ended.out.splitlines()]
    assert "6 papers" in ended.err


def test_bad_lines_a_binary_file_and_a_missing_abstract_are_named_and_the_rest_is_done(papers: Path) -> None:
    lines = papers.read_bytes().splitlines(keepends=True)
    papers.write_bytes(b"".join([lines[0], b"{not json\n", b'{"id": "x"}\n', b'{"abstract": "\xff"}\n', *lines[1:]]))
    (papers.parent / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    ended = run("tag", "papers.jsonl", "photo.txt", "--rules-only", "-o", "run.jsonl", folder=papers.parent)
    assert 7 == ended.code
    for place in ("papers.jsonl:2", "papers.jsonl:3", "papers.jsonl:4", "photo.txt"):
        assert place in ended.err
    assert [4, 6] == [list(statuses(papers.parent).values()).count(s) for s in ("failed", "accepted")]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["papers.jsonl"], 3, "--local"),
        (["papers.jsonl", "--base-url", "localhost:1"], 3, "http://"),
        (["papers.jsonl", "--base-url", "http://localhost:1/v1"], 3, "--model"),
        (["none.jsonl", "--rules-only"], 4, "none.jsonl"),
        (["empty.txt", "--rules-only"], 4, "empty"),
        (["papers.jsonl", "--rules-only", "--concurrency", "0"], 2, "--concurrency"),
        ([], 2, "DOCUMENT"),
    ],
    ids=["no endpoint", "no scheme", "no model", "no file", "empty file", "bad number", "no argument"],
)
def test_a_wrong_call_ends_with_its_code_and_says_what_to_do(
    papers: Path, arguments: list[str], code: int, said: str
) -> None:
    (papers.parent / "empty.txt").write_text("")
    ended = run("tag", *arguments, folder=papers.parent)
    assert code == ended.code, ended.err
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_an_empty_standard_input_ends_as_an_empty_file_does(papers: Path) -> None:
    (papers.parent / "empty.txt").write_text("")
    ended = [run("tag", document, "--rules-only", folder=papers.parent) for document in ("empty.txt", "-")]
    for name, one in zip(("empty.txt", "stdin"), ended, strict=True):
        assert (4, True) == (one.code, f"{name}:1: The document holds no records; check" in one.err)
        assert "1 paper: 0 accepted, 0 flagged, 1 failed" in one.err
    assert ended[0].out.replace("empty.txt", "stdin") == ended[1].out


def test_an_endpoint_where_nothing_listens_ends_with_5_and_leaves_no_run(papers: Path) -> None:
    where = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "SUMMARISE_MODEL": "m", "SUMMARISE_RETRIES": "0"}
    ended = run("tag", "papers.jsonl", "-o", "run.jsonl", folder=papers.parent, **where)
    assert 5 == ended.code
    assert "nothing answers at http://127.0.0.1:9/v1" in ended.err
    assert ["cache", "papers.jsonl"] == sorted(p.name for p in papers.parent.iterdir())


def test_a_refused_key_ends_with_5_and_the_key_is_printed_nowhere(papers: Path) -> None:
    with FaultServer([status(401, message="bad key sk-test-1234567890")]) as server:
        ended = tag(server, papers.parent)
    assert 5 == ended.code
    assert "sk-test-1234567890" not in ended.err + ended.out


def test_one_paper_that_fails_gives_7_and_all_that_fail_give_6(papers: Path) -> None:
    with FaultServer([by_paper({"Falconet3": answer("no JSON"), "Falconet": answer(REPLY)})]) as server:
        one = tag(server, papers.parent)
    with FaultServer([answer("no JSON")]) as server:
        every = tag(server, papers.parent)
    assert (7, 6) == (one.code, every.code)
    assert "p3: invalid" in one.err


def done(folder: Path, count: int) -> Callable[[], bool]:
    """Whether so many records are written."""
    partial = folder / "run.jsonl.partial"
    return lambda: partial.exists() and len(partial.read_text().splitlines()) == count


def test_an_endpoint_killed_half_way_keeps_finished_papers_and_a_rerun_completes_the_rest(papers: Path) -> None:
    command = ("tag", "papers.jsonl", "-o", "run.jsonl", "--concurrency", "1")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(FaultServer([answer(REPLY), answer(REPLY), silent()]))
        env = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m", "SUMMARISE_RETRIES": "1"}
        ended = run_until(done(papers.parent, 2), lambda _: stack.close(), *command, folder=papers.parent, **env)
    assert 7 == ended.code, ended.err
    assert "is down since" in ended.err
    assert "Run the same command again" in ended.err
    assert [2, 4] == [list(statuses(papers.parent).values()).count(s) for s in ("accepted", "failed")]
    with FaultServer([answer(REPLY)], port=port_of(server)) as server:
        rest = tag(server, papers.parent)
        assert (0, 4) == (rest.code, len(server.asked)), rest.err


def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(papers: Path) -> None:
    slow = by_paper({"Falconet5": dripping(answer(REPLY), 0.5), "Falconet": answer(REPLY)})
    with FaultServer([slow]) as server:
        env = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m"}
        command = ("tag", "papers.jsonl", "-o", "run.jsonl")
        ended = run_until(done(papers.parent, 5), interrupt, *command, folder=papers.parent, **env)
    assert 130 == ended.code, ended.err
    assert "5 finished papers are in run.jsonl.partial" in ended.err
    assert not (papers.parent / "run.jsonl").exists()
    with FaultServer([answer(REPLY)], port=port_of(server)) as server:
        again = tag(server, papers.parent)
        assert (0, 1) == (again.code, len(server.asked)), again.err
    assert not (papers.parent / "run.jsonl.partial").exists()


def test_no_paper_text_reaches_the_terminal_with_its_escape_codes(papers: Path) -> None:
    hostile = {"id": "\x1b[2Jevil", "title": "\x1b]0;owned\x07T", "abstract": "We reach 51.2% \x1b[31mon GSM8K\x1b[0m."}
    papers.write_text(json.dumps(hostile) + "\n")
    run("tag", "papers.jsonl", "--rules-only", "-o", "run.jsonl", folder=papers.parent)
    shown = [
        run(*args, folder=papers.parent)
        for args in (["show", "run.jsonl"], ["show", "run.jsonl", "\x1b[2Jevil"], ["conflicts", "run.jsonl"])
    ]
    assert all(ended.code == 0 for ended in shown)
    assert not any("\x1b" in ended.out + ended.err for ended in shown)


def test_records_go_to_stdout_while_a_bar_runs_on_a_terminal(papers: Path) -> None:
    import pty
    import subprocess
    import sys
    import threading

    from command import environment

    terminal, its_end = pty.openpty()
    shown: list[bytes] = []

    def show() -> None:
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while some := os.read(terminal, 100_000):
                shown.append(some)

    screen = threading.Thread(target=show)
    screen.start()
    command = [sys.executable, "-m", "summarise", "tag", "papers.jsonl", "--rules-only"]
    ended = subprocess.run(
        command, cwd=papers.parent, stdout=subprocess.PIPE, stderr=its_end, env=environment(papers.parent / "cache")
    )
    os.close(its_end)
    assert [p["id"] for p in PAPERS] == [json.loads(line)["id"] for line in ended.stdout.decode().splitlines()]
    screen.join()
    os.close(terminal)
    assert b"6 papers" in b"".join(shown)


def test_a_run_never_replaces_a_document_that_it_reads(papers: Path) -> None:
    before = papers.read_bytes()
    ended = run("tag", "papers.jsonl", "--rules-only", "-o", "./papers.jsonl", folder=papers.parent)
    assert (2, True) == (ended.code, "is one of the documents" in ended.err)
    assert before == papers.read_bytes()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["--rules-only", "--policy", "mine.toml"], "mine.toml"),
        (["--rules-only", "--vocabulary", "mine.toml"], "./mine.toml"),
        (["--local", "--schema", "mine.py:Mine"], "mine.py"),
    ],
)
def test_a_run_never_replaces_a_file_that_it_is_told_to_use(papers: Path, options: list[str], name: str) -> None:
    mine = papers.parent / name
    mine.write_text("from pydantic import BaseModel\nclass Mine(BaseModel):\n    a: str\n" if ".py" in name else "")
    before = mine.read_bytes()
    ended = run("tag", "papers.jsonl", *options, "-o", name, folder=papers.parent)
    assert (2, True) == (ended.code, "is a file that this run is told to use" in ended.err), ended.err
    assert before == mine.read_bytes()


def test_what_failed_papers_cost_is_counted(papers: Path) -> None:
    with FaultServer([answer("no JSON")]) as server:
        ended = tag(server, papers.parent)
    assert 12 == len(server.asked), "each paper is asked and asked once more"
    assert "12 requests" in ended.err


def test_ctrl_c_while_documents_are_read_ends_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.jsonl")
    held: list[int] = []

    def being_read() -> bool:
        """Whether the command has the pipe open; from then on it waits for a line that never comes."""
        with contextlib.suppress(OSError):  # without a reader a pipe can't be opened for writing
            held.append(os.open(tmp_path / "slow.jsonl", os.O_WRONLY | os.O_NONBLOCK))
        return bool(held)

    ended = run_until(being_read, interrupt, "tag", "slow.jsonl", "--rules-only", folder=tmp_path)
    os.close(held[0])
    assert 130 == ended.code


@pytest.mark.parametrize(
    ("closed", "ends"),
    [
        ("tag - --rules-only <&-", (False, 0)),
        ("tag papers.jsonl --rules-only >&-", (False, 0)),
        ("tag papers.jsonl --rules-only -o run.jsonl <&- >&- 2>&-", (True, 6)),
    ],
)
def test_a_command_without_standard_streams_ends_as_it_should_and_in_no_traceback(
    papers: Path, closed: str, ends: tuple[bool, int]
) -> None:
    shell = ["sh", "-c", f"exec {shlex.quote(sys.executable)} -m summarise {closed}"]
    ended = subprocess.run(shell, cwd=papers.parent, env=environment(papers.parent / "cache"), capture_output=True)
    written = papers.parent / "run.jsonl"
    assert ends == (ended.returncode == 0, len(statuses(papers.parent)) if written.exists() else 0)
    assert b"Traceback" not in ended.stderr
