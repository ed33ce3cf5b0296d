"""Replies on disk: what a key depends on, and two processes at once."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import diskcache
import pytest
from cache_support import ANSWER, PROMPT, database, folder_with_reply
from hypothesis import given
from hypothesis import strategies as st

from summarise.cache import ReplyCache, reply_key
from summarise.errors import CacheError
from summarise.records import Completion, Prompt, Usage


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
