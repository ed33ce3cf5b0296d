"""A run that is killed, torn or doubled: nothing answered is lost or asked again, and the bytes are the same."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from command import environment as bare
from fault_server import FaultServer, answer
from flow_support import REPLY, lines, papers
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.throughput.killing import Command, environment, run_killed, start
from summarise import Settings, read_run
from summarise.runs import RunFile
from summarise.tagging import finished

CONCURRENCY = 4
_NUMBER = re.compile(rb"Falconet-(\d+),")


def document(folder: Path, count: int) -> Path:
    path = folder / "papers.jsonl"
    path.write_text("".join(json.dumps({"id": p.id, "abstract": p.abstract}) + "\n" for p in papers(count)))
    return path


def command(server: FaultServer, folder: Path, cache: str = "cache", output: str = "run.jsonl") -> Command:
    def asked() -> list[str]:
        found = [_NUMBER.findall(request.body) for request in server.asked]
        return [numbers[-1].decode() for numbers in found if numbers]  # a killed client's may be cut off

    arguments = (str(folder / "papers.jsonl"), "-o", str(folder / output), "--concurrency", str(CONCURRENCY))
    env = bare(folder / cache) | environment(server.base_url, folder / cache)
    return Command(arguments, env, asked)


def test_a_run_killed_at_random_points_loses_nothing_and_asks_again_what_was_in_flight_at_most(tmp_path: Path) -> None:
    document(tmp_path, 60)
    with FaultServer([replace(answer(REPLY), delay_s=0.01)]) as server:
        outcome = run_killed(command(server, tmp_path), 3, random.Random(7), 25)
        killed = (tmp_path / "run.jsonl").read_bytes()
        assert 0 == start(command(server, tmp_path, "other")).wait()
    assert 3 == outcome.done
    assert killed == (tmp_path / "run.jsonl").read_bytes()
    assert [f"p{n}" for n in range(60)] == [json.loads(line)["id"] for line in killed.splitlines()]
    assert {str(n) for n in range(60)} == {paper for asked in outcome.asked for paper in asked}
    assert max(outcome.asked_again) <= CONCURRENCY, outcome.asked


def test_two_processes_on_one_cache_both_write_the_whole_run_and_leave_it_sound(tmp_path: Path) -> None:
    document(tmp_path, 40)
    with FaultServer([answer(REPLY)]) as server:
        names = ("one.jsonl", "two.jsonl")
        processes = [start(command(server, tmp_path, output=name)) for name in names]
        assert [0, 0] == [process.wait() for process in processes]
        asked = Counter(command(server, tmp_path).asked())
        assert 0 == start(command(server, tmp_path, output="three.jsonl")).wait()
        assert sum(asked.values()) == len(server.asked), "the third asks nothing"
    assert 40 == len(asked)
    assert max(asked.values()) <= 2, "each process asks about a paper once at most"
    assert 1 == len({(tmp_path / name).read_bytes() for name in (*names, "three.jsonl")})
    for path in (tmp_path / "cache" / "replies" / "cache.db", *(tmp_path / "cache" / "records").glob("*.db")):
        connection = sqlite3.connect(path)
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()


def test_two_processes_that_write_one_run_are_one_too_many_and_the_second_says_so(tmp_path: Path) -> None:
    document(tmp_path, 1)
    with FaultServer([replace(answer(REPLY), delay_s=60)]) as server:
        first = start(command(server, tmp_path))
        while not server.asked:
            assert first.poll() is None
        second = command(server, tmp_path)
        ended = subprocess.run(
            [sys.executable, "-m", "summarise", "tag", *second.arguments],
            env=dict(second.environment),
            capture_output=True,
            text=True,
        )
        first.kill()
        first.wait()
    assert (2, True) == (ended.returncode, "another run is writing" in ended.stderr), ended.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A cache in which all papers are kept, and the lines of their run."""
    folder = tmp_path_factory.mktemp("kept")
    return folder, lines(papers(3), folder)


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_byte_the_partial_file_ends_with_the_next_run_is_whole(
    whole: tuple[Path, list[str]], data: st.DataObject
) -> None:
    cache, every = whole
    text = "".join(f"{line}\n" for line in every)
    first = "".join(f"{line}\n" for line in every[:2])
    cut = data.draw(st.integers(0, len(text) - len(first)), "bytes of the last line")
    path = cache / "run.jsonl"
    (cache / "run.jsonl.partial").write_text(first + text[len(first) :][:cut])
    read = [record.id for record in read_run(cache / "run.jsonl.partial")]
    assert read == (["p0", "p1", "p2"] if cut == len(text) - len(first) else ["p0", "p1"])
    with RunFile(path) as run:
        for one in finished(papers(3), Settings(rules_only=True, cache_dir=cache, prompt="extract.v1")):
            run.write_line(one.line)
    assert text == path.read_text()
    assert not (cache / "run.jsonl.partial").exists()


def test_a_run_with_other_settings_never_goes_on_with_what_a_killed_one_has_left(tmp_path: Path) -> None:
    before = lines(papers(3), tmp_path)
    (tmp_path / "run.jsonl.partial").write_text("".join(f"{line}\n" for line in before[:2]))
    with RunFile(tmp_path / "run.jsonl") as run:
        for line in lines(papers(3), tmp_path, min_confidence=0.99):
            run.write_line(line)
    trusts = {record.provenance.trust for record in read_run(tmp_path / "run.jsonl")}
    assert 1 == len(trusts)
    assert trusts.isdisjoint({json.loads(before[0])["provenance"]["trust"]})
