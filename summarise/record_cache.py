"""Finished records on disk: the line as it was written, given back as long as nothing that it depends on has changed.

A record follows from the paper, the replies, the settings and the code. Paper, settings and code are in the key; the
replies are looked at each time, so that whoever replaces one makes the record a new one. It is derived data: a row that
is lost or damaged costs the time to judge that paper again, and no request. A run under a user's own schema keeps none,
as that class's code may look at anything.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from summarise.code_mark import code_mark
from summarise.completing.completer import EndpointIdentity
from summarise.concluding.finished import Finished
from summarise.records import Paper, Usage
from summarise.settings import Settings

LOOKED_UP_AT_ONCE = 256
"""Rows of one query; SQLite's oldest limit is 999 values."""
_VERSIONS = 4
"""Files that are kept: those of program versions that share a cache, and of a checkout before its last edits."""
_WRITTEN_AT_ONCE = 64
"""Records to a transaction; those of a killed run are made again."""
_LONGEST_LINE = 1 << 26
_TRIES, _PAUSE_S = 20, 0.05
_HOW = frozenset(
    """base_url local model api_key concurrency workers timeout_s retries rpm tpm prices max_cost log cache_dir
    refresh""".split()
)
"""Settings that say how to ask, or whom, which the endpoint's identity tells better; all others are in the key."""
_FILES = ("vocabulary", "policy", "calibration")
_TABLE = """
CREATE TABLE IF NOT EXISTS record (
  key BLOB PRIMARY KEY, questions TEXT NOT NULL, replies TEXT NOT NULL,
  usage TEXT NOT NULL, status TEXT NOT NULL, flagged INTEGER NOT NULL, line BLOB NOT NULL)
"""
_COLUMNS = "key, questions, replies, usage, status, flagged, line"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record, and the replies from which it was made."""

    finished: Finished
    questions: tuple[str, ...] = ()
    """The keys of the replies."""
    replies: tuple[str, ...] = ()
    """Their marks."""
    usage: Usage = field(default_factory=Usage)
    """What they have cost."""


def mark_of_run(settings: Settings, asked: EndpointIdentity | None) -> bytes | None:
    """What records of one run depend on besides papers and replies; None where that can't be told.

    `asked` is None under rules alone.
    """
    if settings.own_schema:
        return None
    said = settings.model_dump(mode="json", exclude=set(_HOW))
    try:
        files = {name: _hash_of(getattr(settings, name)) for name in _FILES}
    except OSError:  # whoever reads the file says what is wrong with it
        return None
    whom = (asked.endpoint, asked.model) if asked else None
    return hashlib.sha256(json.dumps([code_mark(), whom, said, files], sort_keys=True).encode()).digest()


def _hash_of(path: Path | None) -> str | None:
    return None if path is None else hashlib.sha256(path.read_bytes()).hexdigest()


def record_key(run: bytes, paper: Paper) -> bytes:
    """The key of a paper's record under a `mark_of_run`."""
    return hashlib.blake2b(run + paper.model_dump_json().encode(), digest_size=24).digest()


class RecordCache:
    """Records by `record_key`, in `folder`/records, a file for each version of the code.

    The files that were opened last are kept, so that two versions can share a folder; older ones are deleted.

    It never fails: what can't be read counts as not there, and what can't be written is not kept, which is logged once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "records"
        self._path = self._folder / f"{code_mark()}.db"
        self._waiting: list[tuple[bytes, KeptRecord]] = []
        self._db = self._opened()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, KeptRecord]:
        """The records of those of `keys`, at most LOOKED_UP_AT_ONCE, that are kept."""
        if self._db is None:
            return {}
        query = f"SELECT {_COLUMNS} FROM record WHERE key IN ({','.join('?' * len(keys))})"  # noqa: S608  question marks
        try:
            rows = self._db.execute(query, keys).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return {}
        return {key: kept for key, *row in rows if (kept := _read(row))}

    def put(self, key: bytes, kept: KeptRecord) -> None:
        """Keeps a record, at the latest when the cache is closed."""
        self._waiting.append((key, kept))
        if len(self._waiting) >= _WRITTEN_AT_ONCE:
            self._write()

    def close(self) -> None:
        """Writes what is waiting and closes the file."""
        self._write()
        if self._db is not None:
            self._db.close()

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._db is None or not waiting:
            return
        try:
            with self._db:
                self._db.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, waiting))
        except sqlite3.Error as error:
            self._give_up(error)

    def _opened(self) -> sqlite3.Connection | None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._path.touch()  # an empty file is an empty database
            _delete_oldest_beside(self._path)
            return _connected(self._path)
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                _delete(self._path)  # damaged: it holds nothing that can't be made again
                with suppress(OSError, sqlite3.Error):
                    return _connected(self._path)
            self._give_up(error)
        except OSError as error:
            self._give_up(error)
        return None

    def _give_up(self, error: Exception) -> None:
        _log.warning("finished records are not kept in %s: %s", self._folder, error)
        if (db := getattr(self, "_db", None)) is not None:
            db.close()
        self._db = None


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    try:
        return _prepared(db)
    except sqlite3.Error:
        db.close()  # Windows deletes no file that is open
        raise


def _prepared(db: sqlite3.Connection) -> sqlite3.Connection:
    # A small cache of pages and no map: memory stays flat, as decision 4 has it for replies.
    for pragma in ("cache_size = -2000", "mmap_size = 0", "synchronous = NORMAL"):
        db.execute(f"PRAGMA {pragma}")
    for left in reversed(range(_TRIES)):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            with db:
                db.execute(_TABLE)
            break
        except sqlite3.OperationalError:  # two processes make the file at once: SQLite doesn't wait for this one
            if not left:
                raise
            time.sleep(_PAUSE_S)
    return db


def _row(waiting: tuple[bytes, KeptRecord]) -> tuple[object, ...]:
    key, kept = waiting
    done = kept.finished
    replies = " ".join(kept.questions), " ".join(kept.replies), kept.usage.model_dump_json()
    return key, *replies, done.status, done.flagged_values, zlib.compress(done.line.encode(), 1)


def _read(row: Sequence[object]) -> KeptRecord | None:
    """A row that this module wrote; None for any other."""
    match row:
        case [str(keys), str(marks), str(usage), ("accepted" | "flagged") as status, int(flagged), bytes(packed)]:
            try:
                unpacked = zlib.decompressobj()
                line = unpacked.decompress(packed, _LONGEST_LINE).decode()
                cost = Usage.model_validate_json(usage)
            except (zlib.error, ValueError):
                return None
            if unpacked.eof:
                return KeptRecord(Finished(line, status, flagged), tuple(keys.split()), tuple(marks.split()), cost)
    return None


def _delete_oldest_beside(path: Path) -> None:
    """Deletes the files that were opened before the latest ones, of which `path` is one."""
    others = (other for other in path.parent.glob("*.db") if other != path)
    for other in sorted(others, key=_opened_at, reverse=True)[_VERSIONS - 1 :]:
        _delete(other)


def _opened_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process has just deleted it
        return 0.0


def _delete(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):  # Windows: another process has it open
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def clear_records(folder: Path) -> None:
    """Deletes every kept record in `folder`/records."""
    for path in (folder / "records").glob("*.db"):
        _delete(path)


def bytes_of_records(folder: Path) -> int:
    """What the kept records take on disk."""
    size = 0
    for path in (folder / "records").glob("*.db*"):
        with suppress(FileNotFoundError):  # a run that ends meanwhile takes its -wal away
            size += path.stat().st_size
    return size
