"""Worker processes: the same bytes as without them, whatever becomes of one of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from pathlib import Path

import pytest
from command import interrupt, run, run_until
from flow_support import endpoint_of, lines, model, papers
from test_witnessing_run import Model
from test_witnessing_run import records as witnessed

from summarise import Settings
from summarise.completing import ReplayCompleter
from summarise.concluding.workers import Workers
from summarise.errors import WorkersError
from summarise.records import Paper
from summarise.tagging import finished

linux_only = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc")


def children(process: int) -> list[int]:
    """The processes that a process has started, and they."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == process and state != "Z":
                found += [int(path.name), *children(int(path.name))]
    return found


def workers_of(process: int) -> list[int]:
    """Those of them that judge, and not multiprocessing's own."""
    return [n for n in children(process) if b"spawn_main" in Path(f"/proc/{n}/cmdline").read_bytes()]


def test_records_are_the_same_bytes_as_without_workers(tmp_path: Path) -> None:
    alone = lines(papers(30), tmp_path / "a", model())
    assert alone == lines(papers(30), tmp_path / "b", model(), workers=2)


def test_rules_alone_and_further_witnesses_work_in_workers_too(tmp_path: Path) -> None:
    assert lines(papers(5), tmp_path / "a") == lines(papers(5), tmp_path / "b", workers=2)
    one = witnessed(Model(), tmp_path / "c", "numbers", "feedback", prompt="extract.v1")
    assert one == witnessed(Model(), tmp_path / "d", "numbers", "feedback", prompt="extract.v1", workers=2)


def test_a_users_own_schema_works_in_workers_too(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("from pydantic import BaseModel\nclass Bird(BaseModel):\n    name: str | None\n")

    def made(workers: int) -> list[str]:
        asked = ReplayCompleter({"Falconet": '{"name": "Falconet-1"}'})
        schema = f"{tmp_path / 'own.py'}:Bird"
        settings = Settings(own_schema=schema, cache_dir=tmp_path / str(workers), workers=workers)
        return [one.line for one in finished(papers(3), settings, endpoint=endpoint_of(asked))]

    assert made(1) == made(2)


def test_no_key_is_given_to_a_worker() -> None:
    workers = Workers(Settings(api_key="sk-secret-123456", workers=2, rules_only=True), None)
    workers.close()
    assert "sk-secret" not in repr([given.model_dump() for given in workers._given if given])


@linux_only
def test_a_worker_that_is_killed_is_replaced_and_no_paper_is_lost(tmp_path: Path) -> None:
    async def judged() -> list[str]:
        workers = Workers(Settings(workers=2, rules_only=True), None)
        first = await workers.finished(papers(1)[0], ())
        before = workers_of(os.getpid())
        assert 2 == len(before)
        under_way = [asyncio.create_task(workers.finished(one, ())) for one in papers(20)]
        await asyncio.sleep(0)
        os.kill(before[0], signal.SIGKILL)
        rest = [one.line for one in await asyncio.gather(*under_way)]
        assert before[0] not in workers_of(os.getpid())
        assert 2 == len(workers_of(os.getpid()))
        workers.close()
        assert first.line == rest[0]
        return rest

    assert lines(papers(20), tmp_path) == asyncio.run(judged())


@linux_only
def test_ctrl_c_does_not_reach_a_worker_that_still_loads_its_modules(tmp_path: Path) -> None:
    async def judged() -> list[str]:
        workers = Workers(Settings(workers=2, rules_only=True), None)
        under_way = [asyncio.create_task(workers.finished(one, ())) for one in papers(4)]
        while len(before := workers_of(os.getpid())) < 2:
            await asyncio.sleep(0)
        for worker in before:
            os.kill(worker, signal.SIGINT)
        made = [one.line for one in await asyncio.gather(*under_way)]
        assert before == workers_of(os.getpid())
        workers.close()
        return made

    assert lines(papers(4), tmp_path) == asyncio.run(judged())


@linux_only
def test_a_worker_that_dies_in_the_middle_of_its_answer_is_replaced_too(tmp_path: Path) -> None:
    (tmp_path / "torn.py").write_text(
        "import os\nfrom multiprocessing import parent_process\nfrom pathlib import Path\n"
        "from pydantic import BaseModel, field_validator\n"
        "class Torn(BaseModel):\n    name: str | None\n"
        "    @field_validator('name')\n    @classmethod\n    def tear(cls, name):\n"
        "        once = Path(__file__).with_name('once')\n"
        "        if parent_process() and not once.exists():\n"
        "            once.touch()\n"
        "            for fd in Path('/proc/self/fd').iterdir():\n"
        "                if fd.is_socket():\n"
        "                    os.write(int(fd.name), (500).to_bytes(4, 'big') + b'half')\n"
        "            os._exit(9)\n"
        "        return name\n"
    )
    settings = Settings(own_schema=f"{tmp_path / 'torn.py'}:Torn", cache_dir=tmp_path, workers=2)
    asked = ReplayCompleter({"Falconet": '{"name": "Falconet-0"}'})
    (made,) = finished(papers(1), settings, endpoint=endpoint_of(asked))
    assert ("p0", True) == (made.record.id, (tmp_path / "once").exists())


def test_workers_that_are_killed_over_the_same_paper_again_and_again_are_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "deadly.py").write_text(
        "import os\nfrom multiprocessing import parent_process\nfrom pydantic import BaseModel, field_validator\n"
        "class Deadly(BaseModel):\n    name: str | None\n"
        "    @field_validator('name')\n    @classmethod\n    def kill(cls, name):\n"
        "        if parent_process():\n            os._exit(9)\n        return name\n"
    )
    settings = Settings(own_schema=f"{tmp_path / 'deadly.py'}:Deadly", cache_dir=tmp_path, workers=2)
    asked = ReplayCompleter({"Falconet": '{"name": "Falconet-0"}'})
    with pytest.raises(WorkersError, match="fewer --workers"):
        list(finished(papers(1), settings, endpoint=endpoint_of(asked)))


def test_what_a_worker_raises_over_one_paper_is_raised_here(tmp_path: Path) -> None:
    async def judged() -> Exception | None:
        workers = Workers(Settings(workers=2, rules_only=True), None)
        broken = Paper.model_construct(id="p", abstract=7, title=None, variants=(), authors=(), identifiers={})
        got = await asyncio.gather(
            workers.finished(broken, ()), workers.finished(papers(1)[0], ()), return_exceptions=True
        )
        workers.close()
        assert not isinstance(got[1], BaseException)
        return got[0] if isinstance(got[0], Exception) else None

    assert isinstance(asyncio.run(judged()), (AttributeError, TypeError))


def long_run(folder: Path) -> tuple[str, ...]:
    text = "".join(json.dumps({"id": p.id, "abstract": p.abstract}) + "\n" for p in papers(3000))
    (folder / "papers.jsonl").write_text(text)
    return ("tag", "papers.jsonl", "--rules-only", "--workers", "2", "-o", "run.jsonl")


def begun(folder: Path) -> bool:
    partial = folder / "run.jsonl.partial"
    return partial.exists() and partial.stat().st_size > 0


@linux_only
@pytest.mark.parametrize("how", ["Ctrl-C", "SIGKILL"])
def test_workers_end_with_the_command_however_it_ends(tmp_path: Path, how: str) -> None:
    left: list[int] = []

    def act(process: object) -> None:
        left.extend(workers_of(process.pid))  # type: ignore[attr-defined]
        interrupt(process) if how == "Ctrl-C" else process.kill()  # type: ignore[arg-type, attr-defined]

    ended = run_until(lambda: begun(tmp_path), act, *long_run(tmp_path), folder=tmp_path)
    assert (130 if how == "Ctrl-C" else -signal.SIGKILL) == ended.code, ended.err
    assert 2 == len(left)
    assert "Traceback" not in ended.err
    assert ("leaked" in ended.err) <= (how == "SIGKILL"), (
        "only multiprocessing's own tidying up after a SIGKILL says so"
    )
    while [n for n in left if Path(f"/proc/{n}/stat").exists() and ") Z" not in Path(f"/proc/{n}/stat").read_text()]:
        pass  # they end by themselves, which this waits for


def test_the_command_takes_the_number_of_workers(tmp_path: Path) -> None:
    text = "".join(json.dumps({"id": p.id, "abstract": p.abstract}) + "\n" for p in papers(4))
    (tmp_path / "papers.jsonl").write_text(text)
    one = run("tag", "papers.jsonl", "--rules-only", "-o", "one.jsonl", folder=tmp_path)
    two = run(
        "tag", "papers.jsonl", "--rules-only", "--workers", "2", "--cache-dir", "other", "-o", "two.jsonl",
        folder=tmp_path,
    )  # fmt: skip
    assert (0, 0) == (one.code, two.code), two.err
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
