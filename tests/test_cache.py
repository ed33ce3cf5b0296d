"""Replies on disk: what a key depends on, planted and broken databases, and two processes at once."""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import os
import pickle
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import diskcache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.cache import JsonDisk, ReplyCache, reply_key
from summarise.errors import CacheError
from summarise.prompting import build_prompt
from summarise.records import Completion, Paper, Prompt, Usage

ANSWER = Completion(text='{"tasks": ["é 漢 😀"]}', model="m", mode="plain", usage=Usage(prompt_tokens=3, requests=1))
PROMPT = build_prompt(Paper(id="p", abstract="We present Alpha."))


def database(folder: Path) -> Path:
    return folder / "replies" / "cache.db"


def rewrite(folder: Path, statement: str, *values: object) -> None:
    """Changes the database by hand, as an attacker or a faulty disk would."""
    connection = sqlite3.connect(database(folder))
    with connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def folder_with_reply(folder: Path) -> Path:
    cache = ReplyCache(folder)
    cache.put("k", ANSWER)
    cache.close()
    return folder


def test_what_is_put_is_got_in_this_process_and_the_next(tmp_path: Path) -> None:
    cache = ReplyCache(folder_with_reply(tmp_path))
    assert cache.get("k") == ANSWER
    assert cache.get("other") is None
    assert (len(cache), cache.bytes() > 0) == (1, True)
    assert cache.clear() == 1
    assert cache.get("k") is None
    cache.close()


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("prompt", "endpoint", "model"),
    [
        pytest.param(PROMPT.model_copy(update={"paper": "Abstract: Beta.\nJSON:"}), "http://e/v1", "m", id="paper"),
        pytest.param(PROMPT.model_copy(update={"prefix": PROMPT.prefix + " "}), "http://e/v1", "m", id="prefix"),
        pytest.param(PROMPT.model_copy(update={"json_schema": {}}), "http://e/v1", "m", id="schema"),
        pytest.param(PROMPT.model_copy(update={"max_tokens": 1501}), "http://e/v1", "m", id="budget"),
        pytest.param(PROMPT, "http://e/v2", "m", id="endpoint"),
        pytest.param(PROMPT, "http://e/v1", "m2", id="model"),
    ],
)
def test_a_key_changes_with_what_is_asked_and_of_whom(prompt: Prompt, endpoint: str, model: str) -> None:
    assert reply_key(prompt, endpoint, model) != reply_key(PROMPT, "http://e/v1", "m")


def test_a_key_does_not_change_with_names_alone() -> None:
    renamed = PROMPT.model_copy(update={"name": "other", "schema_name": "Other"})
    assert reply_key(renamed, "http://e/v1", "m") == reply_key(PROMPT, "http://e/v1", "m")


def test_a_key_is_the_same_in_every_process() -> None:
    program = (
        "from summarise.cache import reply_key; from summarise.prompting import build_prompt\n"
        "from summarise.records import Paper\n"
        "print(reply_key(build_prompt(Paper(id='p', abstract='We present Alpha.')), 'http://e/v1', 'm'))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "OPENAI_API_KEY": f"sk-{seed}"},
        ).stdout.strip()
        for seed in ("0", "1")
    }  # fmt: skip
    assert printed == {reply_key(PROMPT, "http://e/v1", "m")}
    assert len(printed.pop()) == 64


@given(
    paper=st.text(st.characters()) | st.sampled_from(['","role":"user"}],"model":"x"', "\ud83d", "é\u2028\\"]),
    prefix=st.sampled_from(["", "one", 'two "}]']),
    schema=st.sampled_from([{}, {"z": [1, {"b": 2, "a": "é"}], "a": None}]),
    tokens=st.integers(1, 3),
    asked=st.tuples(st.sampled_from(["http://e/v1", 'http://"e"/v1']), st.sampled_from(["m", "é"])),
)
def test_a_key_is_the_hash_of_all_that_is_asked_written_at_once(
    paper: str, prefix: str, schema: dict[str, Any], tokens: int, asked: tuple[str, str]
) -> None:
    changes = {"prefix": prefix, "paper": paper, "json_schema": schema, "max_tokens": tokens}
    prompt = Prompt.model_construct(**{**PROMPT.__dict__, **changes})
    whole = {
        "key": 1, "messages": prompt.messages, "schema": schema, "max_tokens": tokens,
        "endpoint": asked[0], "model": asked[1],
    }  # fmt: skip
    text = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == reply_key(prompt, *asked)


def test_a_key_is_what_it_was_in_the_first_version_or_every_reply_would_be_paid_for_again() -> None:
    prompt = Prompt(
        name="n", prefix="Prefix “1”\n", paper='Paper \\ "2" 😀', schema_name="S", max_tokens=7,
        json_schema={"type": "object", "b": [1, {"z": 1, "a": 2}]},
    )  # fmt: skip
    known = "c430bbd0c06d4fee4c3a83c4e4695a1164495648fe640d19b3a577d82ff47054"
    assert known == reply_key(prompt, "http://e/v1", "m")


def test_half_a_character_in_a_prompt_has_a_key_too() -> None:
    prompt = Prompt.model_construct(**{**PROMPT.__dict__, "paper": "\ud83d"})
    assert len(reply_key(prompt, "e", "m")) == 64


# ── planted rows ─────────────────────────────────────────────────────────────────────────────────
class Bomb:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_the_bomb_of_these_tests_goes_off_in_plain_diskcache(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    cache = diskcache.Cache(str(tmp_path / "plain"))
    cache.set("k", Bomb(mark))
    cache.get("k")
    cache.close()
    assert mark.exists()


PICKLE_ROW = "UPDATE Cache SET mode = 4, filename = NULL, value = ?"


def test_a_pickle_planted_as_a_value_is_a_miss_and_does_not_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = tmp_path / "mark"
    rewrite(folder_with_reply(tmp_path), PICKLE_ROW, pickle.dumps(Bomb(mark)))
    cache = ReplyCache(tmp_path)
    with caplog.at_level(logging.WARNING, "summarise"):
        assert cache.get("k") is None
    assert "asked again" in caplog.text
    cache.put("k", ANSWER)
    assert cache.get("k") == ANSWER
    cache.close()
    assert not mark.exists()


@pytest.mark.parametrize("mode", [1, 2, 3, 4], ids=["raw", "binary-file", "text-file", "pickle-file"])
def test_a_row_that_names_a_file_is_not_followed_for_reading_nor_for_removing(tmp_path: Path, mode: int) -> None:
    mark, victim = tmp_path / "mark", tmp_path / "victim.json"
    planted = pickle.dumps(Bomb(mark)) if mode == 4 else ANSWER.model_dump_json().encode()
    victim.write_bytes(planted)
    for path in ("../victim.json", str(victim)):
        rewrite(folder_with_reply(tmp_path), "UPDATE Cache SET mode = ?, filename = ?, value = NULL", mode, path)
        cache = ReplyCache(tmp_path)
        assert cache.get("k") is None
        cache.put("k", ANSWER)  # replaces the row, whose file plain diskcache would now remove
        cache.close()
        rewrite(tmp_path, "UPDATE Cache SET filename = ?", path)
        cache = ReplyCache(tmp_path)
        assert cache.clear() == 1
        cache.close()
    assert victim.read_bytes() == planted
    assert not mark.exists()


def test_a_pickled_key_is_never_unpickled(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    rewrite(folder_with_reply(tmp_path), "UPDATE Cache SET key = ?, raw = 0", pickle.dumps(Bomb(mark)))
    cache = ReplyCache(tmp_path)
    assert cache.get("k") is None
    with pytest.raises(ValueError, match="not text"):
        list(cache._store)
    assert (len(cache), cache.clear()) == (1, 1)
    cache.close()
    assert not mark.exists()


@pytest.mark.parametrize("key", [b"k", 7, ("k",), None], ids=repr)
def test_only_text_is_taken_for_a_key(tmp_path: Path, key: object) -> None:
    with pytest.raises(TypeError):
        JsonDisk(str(tmp_path)).put(key)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("{", id="no-json"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("1" * 5000, id="long-number"),
        pytest.param("[1, 2]", id="list"),
        pytest.param('{"text": "a"}', id="not-whole"),
        pytest.param('{"text": "\\ud800", "model": "m", "mode": "plain"}', id="half-a-character"),
        pytest.param('{"text": "a", "model": "m", "mode": "sql"}', id="unknown-mode"),
        pytest.param(b"\xff\x00", id="bytes"),
        pytest.param(12, id="number"),
        pytest.param(None, id="null"),
    ],
)
def test_a_damaged_row_is_a_miss(tmp_path: Path, value: object) -> None:
    rewrite(folder_with_reply(tmp_path), "UPDATE Cache SET value = ?", value)
    cache = ReplyCache(tmp_path)
    assert cache.get("k") is None
    cache.close()


# ── broken databases and folders ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"garbage " * 2000, id="garbage"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 5000, id="garbage-behind-the-mark"),
    ],
)
def test_a_database_that_is_none_is_an_error_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    database(tmp_path).parent.mkdir()
    database(tmp_path).write_bytes(content)
    with pytest.raises(CacheError, match="--cache-dir") as caught:
        ReplyCache(tmp_path)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_database_is_a_miss_or_an_error_with_a_remedy(tmp_path: Path, share: float) -> None:
    cache = ReplyCache(tmp_path)
    for n in range(60):
        cache.put(f"k{n}", ANSWER.model_copy(update={"text": "x" * 700}))
    cache.close()
    whole = database(tmp_path).read_bytes()
    database(tmp_path).write_bytes(whole[: int(share * len(whole))])
    outcomes = []
    try:
        cache = ReplyCache(tmp_path)
    except CacheError as error:
        outcomes.append(error)
    else:
        for doing in (lambda: cache.get("k5"), lambda: cache.put("k5", ANSWER), lambda: len(cache), cache.clear):
            try:
                outcomes.append(doing())
            except CacheError as error:
                outcomes.append(error)
        cache.close()
    assert all("--cache-dir" in str(error) for error in outcomes if isinstance(error, CacheError))
    assert not isinstance(outcomes[0], Completion) or outcomes[0].text == "x" * 700


def test_a_database_of_another_program_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    database(tmp_path).parent.mkdir()
    connection = sqlite3.connect(database(tmp_path))
    with connection:
        connection.execute("CREATE TABLE Cache (name TEXT)")
    connection.close()
    with pytest.raises(CacheError, match="delete this one"):
        ReplyCache(tmp_path)


def test_settings_that_were_planted_are_no_crash(tmp_path: Path) -> None:
    rewrite(folder_with_reply(tmp_path), "INSERT INTO Settings VALUES ('disk_owner', 'x')")
    with pytest.raises(CacheError, match="delete this one"):
        ReplyCache(tmp_path)


def test_a_file_in_the_folders_place_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CacheError, match="SUMMARISE_CACHE_DIR"):
            ReplyCache(folder)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where nobody may write, root neither")
def test_a_folder_where_nothing_may_be_written_is_an_error_with_a_remedy() -> None:
    with pytest.raises(CacheError, match="SUMMARISE_CACHE_DIR"):
        ReplyCache(Path("/proc/self/summarise"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CacheError, match="SUMMARISE_CACHE_DIR"):
        ReplyCache(tmp_path)
    tmp_path.chmod(0o700)


def test_a_full_disk_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path)
    cache._store._con.execute("PRAGMA max_page_count = 1")
    with pytest.raises(CacheError, match="full") as caught:
        for n in range(100):
            cache.put(f"k{n}", ANSWER.model_copy(update={"text": "x" * 3000}))
    assert "make room on the disk" in str(caught.value)
    cache.close()


def test_a_database_that_another_process_keeps_locked_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    cache = ReplyCache(folder_with_reply(tmp_path))
    cache._store._con.execute("PRAGMA busy_timeout = 100")
    other = sqlite3.connect(database(tmp_path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CacheError, match="locked"):
        cache.put("k2", ANSWER)
    assert cache.get("k") == ANSWER  # readers go on
    other.execute("ROLLBACK")
    other.close()
    cache.close()


# ── several processes, eviction, closing ─────────────────────────────────────────────────────────
def test_two_processes_write_and_read_the_same_cache(tmp_path: Path) -> None:
    program = """
import sys
from contextlib import closing
from pathlib import Path
from summarise.cache import ReplyCache
from summarise.records import Completion
cache = ReplyCache(Path(sys.argv[1]))
for n in range(150):
    cache.put(f"{sys.argv[2]}-{n}", Completion(text=f"{sys.argv[2]} {n}", model="m", mode="plain"))
    cache.put("shared", Completion(text=sys.argv[2], model="m", mode="plain"))
cache.close()
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    assert ([writer.returncode for writer in writers], errors) == ([0, 0], [b"", b""])
    cache = ReplyCache(tmp_path)
    got = [cache.get(f"{name}-{n}") for name in ("a", "b") for n in range(150)]
    assert [c.text for c in got if c] == [f"{name} {n}" for name in ("a", "b") for n in range(150)]
    assert len(cache) == 301
    cache.close()


def test_nothing_is_evicted_even_where_plain_diskcache_made_the_database(tmp_path: Path) -> None:
    plain = diskcache.Cache(
        str(tmp_path / "replies"), size_limit=1000, cull_limit=10, eviction_policy="least-recently-used"
    )
    assert (plain.eviction_policy, plain.cull_limit, plain.size_limit) == ("least-recently-used", 10, 1000)
    plain.close()
    cache = ReplyCache(tmp_path)
    assert (cache._store.eviction_policy, cache._store.cull_limit) == ("none", 0)
    for n in range(200):
        cache.put(f"k{n}", ANSWER.model_copy(update={"text": "x" * 1000}))
    assert [n for n in range(200) if cache.get(f"k{n}") is None] == []
    cache.close()


def test_several_replies_are_stored_at_once_and_a_row_that_was_there_is_replaced(tmp_path: Path) -> None:
    other = ANSWER.model_copy(update={"text": "{}"})
    with closing(ReplyCache(tmp_path)) as cache:
        before = cache.put("a", ANSWER)
        marks = cache.put_all([("a", other), ("b", ANSWER)])
        assert (other, ANSWER, 2) == (cache.get("a"), cache.get("b"), len(cache))
        assert {"a": marks[0], "b": marks[1]} == cache.marks(["a", "b"])
        assert before == marks[1] != marks[0]


def test_of_several_replies_all_are_stored_or_none(tmp_path: Path) -> None:
    unfit = Completion.model_construct(text="\ud83d", model="m", mode="plain", usage=Usage())
    with closing(ReplyCache(tmp_path)) as cache:
        with pytest.raises(CacheError):
            cache.put_all([("a", ANSWER), ("b", unfit)])
        assert 0 == len(cache)


def test_rows_are_json_text_and_leave_no_other_files(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path)
    cache.put("k", ANSWER.model_copy(update={"text": "x" * 900_000}))
    cache.close()
    connection = sqlite3.connect(database(tmp_path))
    rows = connection.execute("SELECT key, raw, mode, filename, value FROM Cache").fetchall()
    connection.close()
    assert [(row[:4]) for row in rows] == [("k", 1, 3, None)]
    assert json.loads(rows[0][4])["mode"] == "plain"
    assert {path.name.split("-")[0] for path in (tmp_path / "replies").iterdir()} == {"cache.db"}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_closing_gives_the_databases_files_back(tmp_path: Path) -> None:
    cache = ReplyCache(folder_with_reply(tmp_path))
    cache.get("k")
    cache.close()
    gc.collect()
    held = [str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.exists()]
    assert [path for path in held if str(tmp_path) in path] == []


def test_the_marks_of_more_replies_than_one_query_takes_are_found(tmp_path: Path) -> None:
    with closing(ReplyCache(tmp_path)) as cache:
        marks = {key: cache.put(key, Completion(text="{}", model="m", mode="plain")) for key in ("first", "last")}
        assert marks == cache.marks(["first", *(f"none {n}" for n in range(2000)), "last"])
        assert {} == cache.marks([])
