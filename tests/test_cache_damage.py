"""Replies on disk: rows that were planted, databases that are broken, folders that can't be written."""

from __future__ import annotations

import logging
import os
import pickle
import sqlite3
from pathlib import Path

import diskcache
import pytest
from cache_support import ANSWER, database, folder_with_reply, rewrite

from summarise.cache import JsonDisk, ReplyCache
from summarise.errors import CacheError
from summarise.records import Completion


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
