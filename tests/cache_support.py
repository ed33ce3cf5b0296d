"""A cache with one reply in it, and its database by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from summarise.cache import ReplyCache
from summarise.prompting import build_prompt
from summarise.records import Completion, Paper, Usage

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
