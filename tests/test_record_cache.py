"""Kept records: served as they were written, never where something failed, and made again where they are damaged."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_support import endpoint_of, lines, model, noting_judged, paper, papers
from test_witnessing_run import Model
from test_witnessing_run import records as witnessed

from summarise import Settings, Tally, read_run, tag
from summarise.cache import ReplyCache
from summarise.completing import ReplayCompleter
from summarise.concluding import Finished
from summarise.costing import Spending
from summarise.errors import CompletionError
from summarise.record_cache import KeptRecord, RecordCache, clear_records, mark_of_run, record_key
from summarise.records import Paper, Usage
from summarise.tagging import finished


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The papers that are judged, one after the other."""
    return noting_judged(monkeypatch)


def database(folder: Path) -> Path:
    (path,) = (folder / "records").glob("*.db")
    return path


# ── kept ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("asked", [True, False], ids=["model and rules", "rules alone"])
def test_a_second_run_judges_nothing_asks_nothing_and_gives_the_same_lines(
    tmp_path: Path, judged: list[str], asked: bool
) -> None:
    first = lines(papers(5), tmp_path, model() if asked else None)
    judged.clear()
    silent, tally = ReplayCompleter({}), Tally()
    assert first == lines(papers(5), tmp_path, silent if asked else None, tally)
    assert ([], [], 5) == (judged, silent.asked, tally.cached)


def test_a_paper_more_is_the_only_one_that_is_judged_and_asked_about(tmp_path: Path, judged: list[str]) -> None:
    lines(papers(5), tmp_path, model())
    judged.clear()
    asked = model()
    lines([paper(9), *papers(5)], tmp_path, asked)
    assert (["p9"], 1) == (judged, len(asked.asked))


def test_what_is_kept_is_read_as_a_record_only_where_somebody_asks(tmp_path: Path) -> None:
    settings = Settings(rules_only=True, cache_dir=tmp_path)
    first = list(tag(papers(3), settings))
    kept = list(finished(papers(3), settings))
    assert [None] * 3 == [one._record for one in kept]
    assert first == [one.record for one in kept] == list(tag(papers(3), settings))


def test_tokens_that_were_spared_are_counted(tmp_path: Path) -> None:
    lines(papers(3), tmp_path, model())
    settings, spending = Settings(cache_dir=tmp_path, prompt="extract.v1"), Spending()
    list(finished(papers(3), settings, endpoint=endpoint_of(model()), spending=spending))
    assert (Usage(requests=3), Usage()) == (spending.spared, spending.usage)


def test_a_warm_run_loads_neither_rules_nor_client(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from collections.abc import Iterator
from pathlib import Path
from flow_support import lines, model, papers
tried = lines(papers(2), Path(sys.argv[1]), model())
print(*sorted({{"openai", "instructor", "summarise.reconciling", "summarise.rules"}} & sys.modules.keys()))
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert "summarise.reconciling summarise.rules\n" == said[0]
    assert "\n" == said[1]


# ── not kept ─────────────────────────────────────────────────────────────────────────────────────
def test_a_failed_paper_is_not_kept(tmp_path: Path) -> None:
    lines([paper(1)], tmp_path, ReplayCompleter({"Falconet": CompletionError("truncated", "cut off")}))
    asked = model()
    (line,) = lines([paper(1)], tmp_path, asked)
    assert (False, 1) == ("failed" in line, len(asked.asked))


def test_a_paper_whose_further_witness_failed_is_not_kept_and_that_one_alone_is_asked_again(tmp_path: Path) -> None:
    witnessed(Model(numbers=CompletionError("truncated", "cut off")), tmp_path, "numbers", prompt="extract.v1")
    again = Model()
    disputed, _ = witnessed(again, tmp_path, "numbers", prompt="extract.v1")
    assert [("numbers", "p")] == again.asked
    assert [None] == [witness.failure for witness in disputed.provenance.witnesses]


def test_a_paper_that_further_witnesses_were_heard_about_is_kept(tmp_path: Path, judged: list[str]) -> None:
    first = witnessed(Model(), tmp_path, "numbers", prompt="extract.v1")
    judged.clear()
    again = Model()
    assert first == witnessed(again, tmp_path, "numbers", prompt="extract.v1")
    assert ([], []) == (judged, again.asked)


def test_a_run_under_a_users_own_schema_keeps_replies_and_no_records(tmp_path: Path, judged: list[str]) -> None:
    (tmp_path / "own.py").write_text("from pydantic import BaseModel\nclass Bird(BaseModel):\n    name: str | None\n")
    named = {"own_schema": f"{tmp_path / 'own.py'}:Bird", "prompt": "extract.v1"}
    asked = ReplayCompleter({"Falconet": '{"name": "Falconet-1"}'})

    def run() -> list[str]:
        settings = Settings(cache_dir=tmp_path, own_schema=named["own_schema"])
        return [one.line for one in finished([paper(1)], settings, endpoint=endpoint_of(asked))]

    assert run() == run()
    assert (["p1", "p1"], 1) == (judged, len(asked.asked))
    assert not (tmp_path / "records").exists()


def test_a_reply_that_could_not_be_kept_leaves_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarise.errors import CacheError

    def full(*_: object) -> None:
        raise CacheError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ReplyCache, "put_all", full)
        lines([paper(1)], tmp_path, model())
    asked = model()
    lines([paper(1)], tmp_path, asked)
    assert 1 == len(asked.asked)


# ── damage ───────────────────────────────────────────────────────────────────────────────────────
def rewrite(folder: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(database(folder))
    with connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("line", b"no zlib"),
        ("line", zlib.compress(b"\xff\xfe")),
        ("line", zlib.compress(b"{}")[:-2]),
        ("line", "text"),
        ("status", "failed"),
        ("status", "sql"),
        ("flagged", "many"),
        ("usage", "{"),
        ("replies", "x"),
        ("questions", 7),
    ],
)
def test_a_damaged_row_costs_a_judgement_and_nothing_else(
    tmp_path: Path, column: str, value: object, judged: list[str]
) -> None:
    first = lines([paper(1)], tmp_path, model())
    rewrite(tmp_path, f"UPDATE record SET {column} = ?", value)
    judged.clear()
    silent = ReplayCompleter({})
    assert first == lines([paper(1)], tmp_path, silent)
    assert (["p1"], []) == (judged, silent.asked)


def test_a_planted_line_without_end_is_not_unpacked(tmp_path: Path, judged: list[str]) -> None:
    first = lines([paper(1)], tmp_path)
    packer = zlib.compressobj(9)
    planted = b"".join(packer.compress(bytes(1 << 20)) for _ in range(80)) + packer.flush()
    rewrite(tmp_path, "UPDATE record SET line = ?", planted)
    assert first == lines([paper(1)], tmp_path)
    assert ["p1", "p1"] == judged


@pytest.mark.parametrize("content", [b"garbage " * 2000, b"SQLite format 3\x00" + b"\xff" * 5000], ids=["no", "half"])
def test_a_database_that_is_none_is_made_again(tmp_path: Path, content: bytes, judged: list[str]) -> None:
    first = lines([paper(1)], tmp_path)
    database(tmp_path).write_bytes(content)
    judged.clear()
    assert first == lines([paper(1)], tmp_path) == lines([paper(1)], tmp_path)
    assert ["p1"] == judged


@pytest.mark.parametrize("how", ["a file", "dropped"])
def test_where_records_can_not_be_kept_the_run_goes_on_and_says_so_once(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").mkdir()
    if how == "a file":
        (tmp_path / "cache" / "records").write_text("")
    else:
        lines([paper(1)], tmp_path / "cache")
        connection = sqlite3.connect(database(tmp_path / "cache"))
        connection.execute("ALTER TABLE record RENAME COLUMN line TO lines")
        connection.close()
    with caplog.at_level(logging.WARNING, "summarise"):
        assert 3 == len(lines(papers(3), tmp_path / "cache"))
    assert 1 <= caplog.text.count("finished records are not kept") <= 1


def test_clearing_forgets_every_record(tmp_path: Path, judged: list[str]) -> None:
    lines([paper(1)], tmp_path)
    clear_records(tmp_path)
    lines([paper(1)], tmp_path)
    assert ["p1", "p1"] == judged


def test_two_processes_make_and_fill_the_same_file_at_once(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from collections.abc import Iterator
from pathlib import Path
from flow_support import paper
from summarise.concluding import Finished
from summarise.record_cache import KeptRecord, RecordCache
cache = RecordCache(Path(sys.argv[1]))
for n in range(300):
    for name in (sys.argv[2], "shared"):
        cache.put(f"{{name}}-{{n}}".encode(), KeptRecord(Finished("{{}}", "accepted", n)))
cache.close()
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], stderr=subprocess.PIPE)
        for name in ("a", "b", "c")
    ]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert [b""] * 3 == said
    cache = RecordCache(tmp_path)
    found = [cache.find([f"{name}-{n}".encode() for n in range(200)]) for name in ("a", "b", "c", "shared")]
    assert [200] * 4 == [len(some) for some in found]
    cache.close()


def test_what_is_put_is_found_by_the_next_who_opens(tmp_path: Path) -> None:
    mark = mark_of_run(Settings(rules_only=True), None)
    assert mark is not None
    kept = KeptRecord(Finished('{"é": "漢😀"}', "flagged", 3), ("k1", "k2"), ("m1", "m2"), Usage(requests=2))
    cache = RecordCache(tmp_path)
    cache.put(record_key(mark, paper(1)), kept)
    cache.close()
    cache = RecordCache(tmp_path)
    assert {record_key(mark, paper(1)): kept} == cache.find([record_key(mark, paper(1)), b"other"])
    cache.close()


def test_a_record_of_a_killed_run_is_read_up_to_the_last_whole_line(tmp_path: Path) -> None:
    whole = lines(papers(2), tmp_path)
    for cut in (0, 1, 100, len(whole[1])):
        (tmp_path / "run.jsonl.partial").write_text(f"{whole[0]}\n{whole[1][:cut]}")
        assert ["p0"] == [record.id for record in read_run(tmp_path / "run.jsonl.partial")]


def test_a_policy_that_changes_while_papers_are_read_leaves_no_record_under_the_old_ones_name(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    leaving, taking = (f'[results]\nrules_only = "{what}"\n' for what in ("leave", "take"))
    settings = Settings(rules_only=True, cache_dir=tmp_path / "cache", policy=policy)
    sized = Paper(id="a", abstract="We present Otter-7B, which reaches 61.4% on GSM8K.")

    def edited_meanwhile() -> Iterator[Paper]:
        policy.write_text(leaving)
        yield sized

    policy.write_text(taking)
    assert [0] == [len(record.summary.results) for record in tag(edited_meanwhile(), settings)]  # type: ignore[union-attr]
    policy.write_text(taking)
    assert [1] == [len(record.summary.results) for record in tag([sized], settings)]  # type: ignore[union-attr]
