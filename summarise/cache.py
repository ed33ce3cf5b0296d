"""Replies on disk: a pure key, and a store over diskcache that holds JSON and never unpickles.

diskcache reads pickles from its own rows (CVE-2025-69872), so a planted row would run code; the Disk below refuses
them. Its defaults also evict quietly and map much memory; see docs/decisions/0004-cache.md.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import diskcache
from pydantic import ValidationError

from summarise.errors import CacheError
from summarise.records import Completion, Prompt, Usage

_MODE_TEXT = diskcache.core.MODE_TEXT
_BROKEN = (sqlite3.Error, diskcache.Timeout, ValueError, TypeError, KeyError)
"""What diskcache raises over a database that is damaged, locked for a minute, or not its own."""
_AT_ONCE = 900
"""Keys of one query; SQLite's oldest limit is 999 values, and a list of papers may have more questions."""
_ROWS = "SELECT key, mode, filename, value FROM Cache WHERE raw = 1 AND"
_PUT = """
INSERT INTO Cache (key, raw, store_time, access_time, access_count, size, mode, value) VALUES (?, 1, ?, ?, 0, ?, ?, ?)
ON CONFLICT (key, raw) DO UPDATE SET store_time = excluded.store_time, access_time = excluded.access_time,
  access_count = 0, expire_time = NULL, tag = NULL, filename = NULL,
  size = excluded.size, mode = excluded.mode, value = excluded.value
"""
"""What diskcache's `set` does in three statements; it looks for the file of the old row first, and ours have none."""
_SUMS = ", ".join(
    f"SUM(CAST(json_extract(value, '$.usage.{name}') AS INTEGER))"
    for name in ("prompt_tokens", "completion_tokens", "cached_tokens", "requests")
)
_WHOLE = "typeof(value) = 'text' AND json_valid(value) AND json_type(value, '$.usage.requests') = 'integer'"
_USAGE = f"SELECT json_extract(value, '$.model'), {_SUMS} FROM Cache WHERE {_WHOLE} GROUP BY 1"  # noqa: S608  no input
_log = logging.getLogger(__name__)


class _Frame(NamedTuple):
    """What the keys of all papers that are asked alike share: a hash up to the paper's words, and what follows them."""

    schema: dict[str, Any]
    begun: hashlib._Hash
    end: bytes


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"))
_frames: dict[tuple[str, int, str, str], _Frame] = {}
_MOST_FRAMES = 64
"""A run has one for each of its prompts."""


def reply_key(prompt: Prompt, endpoint: str, model: str) -> str:
    """SHA-256 over what is asked and of whom; secrets and the rung of the ladder are left out.

    It is that of the JSON, keys sorted and without blanks, of
    {"key": 1, "messages", "schema", "max_tokens", "endpoint", "model"}; all but the paper is hashed once a run.
    """
    asked = (prompt.prefix, prompt.max_tokens, endpoint, model)
    frame = _frames.get(asked)
    if frame is None or frame.schema != prompt.json_schema:
        if len(_frames) >= _MOST_FRAMES:
            _frames.clear()
        frame = _frames[asked] = _frame(prompt, endpoint, model)
    digest = frame.begun.copy()
    digest.update(_as_json(prompt.paper))
    digest.update(frame.end)
    return digest.hexdigest()


def _frame(prompt: Prompt, endpoint: str, model: str) -> _Frame:
    system = _as_json(prompt.messages[0])
    begin = b'{"endpoint":%b,"key":1,"max_tokens":%d,"messages":[%b,{"content":'
    end = b',"role":"user"}],"model":%b,"schema":%b}' % (_as_json(model), _as_json(prompt.json_schema))
    begun = hashlib.sha256(begin % (_as_json(endpoint), prompt.max_tokens, system))
    return _Frame(prompt.json_schema, begun, end)


def _as_json(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


class JsonDisk(diskcache.Disk):  # type: ignore[misc]
    """Rows are JSON text in the database; any other kind of row, a pickle above all, is refused unread."""

    def store(self, value: Any, read: bool, key: Any = diskcache.UNKNOWN) -> tuple[int, int, None, str]:
        """The row of a JSON-able value."""
        text = json.dumps(value, separators=(",", ":"))
        return len(text), _MODE_TEXT, None, text

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        """The value of a row; raises ValueError for a row that this class did not write."""
        if mode != _MODE_TEXT or filename is not None or not isinstance(value, str):
            raise ValueError("the row is not JSON text in the database")
        return json.loads(value)

    def remove(self, file_path: str) -> None:
        """Nothing: no row of ours has a file, and a planted one may name any file of the user's."""

    def put(self, key: Any) -> tuple[Any, bool]:
        """The key as it is: text, never pickled."""
        if not isinstance(key, str):
            raise TypeError(f"a key is text, not {type(key).__name__}")
        return key, True

    def get(self, key: Any, raw: bool) -> Any:
        """The key as it is; raises ValueError for a pickled one."""
        if not raw:
            raise ValueError("the key is not text")
        return key


def _mark(row: str) -> str:
    return hashlib.blake2b(row.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A completion out of the cache."""

    completion: Completion
    mark: str
    """A hash of the row: another one is another reply, whoever has put it there."""


class ReplyCache:
    """Completions by `reply_key`, in `folder`/replies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "replies"
        try:
            self._store = diskcache.Cache(
                str(self.folder),
                disk=JsonDisk,
                eviction_policy="none",
                cull_limit=0,
                sqlite_mmap_size=0,
                sqlite_cache_size=2048,
                statistics=0,
            )
        except (OSError, *_BROKEN) as error:
            raise CacheError(
                f"can't open the cache in {self.folder}: {error}; "
                "choose another folder with SUMMARISE_CACHE_DIR or --cache-dir, or delete this one"
            ) from error

    def get(self, key: str) -> Completion | None:
        """The stored completion; None where there is none or its row is damaged, which is logged."""
        kept = self.kept(key)
        return kept.completion if kept else None

    def kept(self, key: str) -> Kept | None:
        """The stored completion with the mark of its row; None as `get` has it."""
        try:
            row = self._store._sql(f"{_ROWS} key = ?", (key,)).fetchone()
            if row is None:
                return None
            completion = Completion.model_validate(self._store.disk.fetch(*row[1:], False))
            completion.text.encode()  # a row with half a character could not be written to a run
            return Kept(completion, _mark(row[3]))
        except (*_BROKEN, RecursionError, ValidationError) as error:
            _log.warning("a cached reply in %s can't be used and is asked again: %s", self.folder, type(error).__name__)
            return None

    def marks(self, keys: Sequence[str]) -> dict[str, str]:
        """The marks of those of `keys` under which a reply is stored."""
        found: dict[str, str] = {}
        try:
            for at in range(0, len(keys), _AT_ONCE):
                some = keys[at : at + _AT_ONCE]
                rows = self._store._sql(f"{_ROWS} key IN ({','.join('?' * len(some))})", some)
                found |= {key: _mark(value) for key, *_, value in rows if isinstance(value, str)}
            return found
        except _BROKEN as error:
            raise self._damaged("read", error) from error

    def put(self, key: str, completion: Completion) -> str:
        """Stores a completion, which is on disk when this returns; the mark of its row."""
        (mark,) = self.put_all([(key, completion)])
        return mark

    def put_all(self, some: Iterable[tuple[str, Completion]]) -> list[str]:
        """The same for several at once, all of them or none; most of what one costs is the transaction."""
        now = time.time()
        try:
            rows = [(key, completion.model_dump_json()) for key, completion in some]
            with self._store.transact() if len(rows) > 1 else nullcontext():  # one statement is a transaction
                self._store._con.executemany(_PUT, [(key, now, now, len(row), _MODE_TEXT, row) for key, row in rows])
        except (OSError, *_BROKEN) as error:
            raise self._damaged("write to", error) from error
        return [_mark(row) for _, row in rows]

    def __len__(self) -> int:
        return self._counted(self._store.__len__, "read")

    def usage(self) -> dict[str, Usage]:
        """What the stored replies cost when they were asked for, by the model that the endpoint named."""
        try:
            return {
                str(model): Usage(prompt_tokens=read, completion_tokens=written, cached_tokens=found, requests=requests)
                for model, read, written, found, requests in self._store._sql(_USAGE)
                if min(read, written, found, requests) >= 0
            }
        except _BROKEN as error:
            raise self._damaged("read", error) from error

    def bytes(self) -> int:
        """Size on disk."""
        return self._counted(self._store.volume, "read")

    def clear(self) -> int:
        """Removes every reply; the number of replies removed."""
        return self._counted(self._store.clear, "clear")

    def _counted(self, count: Callable[[], int], doing: str) -> int:
        try:
            return int(count())
        except (OSError, *_BROKEN) as error:
            raise self._damaged(doing, error) from error

    def _damaged(self, doing: str, error: Exception) -> CacheError:
        said = str(error) or type(error).__name__
        return CacheError(
            f"can't {doing} the cache in {self.folder}: {said}; make room on the disk, "
            "choose another folder with SUMMARISE_CACHE_DIR or --cache-dir, or delete this one"
        )

    def close(self) -> None:
        """Closes the store."""
        self._store.close()
