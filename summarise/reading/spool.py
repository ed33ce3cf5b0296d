"""Records on disk between the two passes: what was delivered, and which records are one paper."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from summarise.reading.delivered import Delivered, Fault

# `n` counts records and faults in the order of the documents; a paper is numbered by its first record.
# `text` holds the first record of a paper with each wording, `key` and `sketch` what a paper is found by.
_TABLES = """
CREATE TABLE item (
  n INTEGER PRIMARY KEY, document TEXT NOT NULL, position TEXT NOT NULL, kind TEXT, message TEXT,
  paper INTEGER, own_id TEXT, title TEXT, authors TEXT, abstract TEXT, identifiers TEXT,
  digest TEXT, words INTEGER);
CREATE INDEX item_paper ON item (paper) WHERE paper IS NOT NULL;
CREATE TABLE paper (paper INTEGER PRIMARY KEY, own_id TEXT, title_key TEXT, work_keys TEXT NOT NULL);
CREATE TABLE text (paper INTEGER, digest TEXT, n INTEGER, PRIMARY KEY (paper, digest)) WITHOUT ROWID;
CREATE TABLE key (key TEXT, paper INTEGER, PRIMARY KEY (key, paper)) WITHOUT ROWID;
CREATE TABLE sketch (hash INTEGER, paper INTEGER, PRIMARY KEY (hash, paper)) WITHOUT ROWID;
CREATE TABLE given (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# A run of words that more papers share is a set phrase and finds nothing; it also bounds the work for each record.
_COMMON_PAPERS = 50


@cache
def _sharing(hashes: int) -> str:
    """The query for papers that share at least two of so many hashes, counted where they lie."""
    one = f"SELECT paper FROM (SELECT paper FROM sketch WHERE hash = ? ORDER BY paper LIMIT {_COMMON_PAPERS})"  # noqa: S608  a number of ours
    every = " UNION ALL ".join([one] * hashes)
    return f"SELECT paper FROM ({every}) GROUP BY paper HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, paper LIMIT ?"  # noqa: S608


class Item(NamedTuple):
    """A record or a fault in the spool; `kind` and `message` are a fault's, what follows them is a record's."""

    n: int
    document: str
    position: str
    kind: str | None
    message: str | None
    paper: int | None
    own_id: str | None
    title: str | None
    authors: str | None
    abstract: str | None
    identifiers: str | None
    digest: str | None
    words: int | None


class Known(NamedTuple):
    """What is known of a paper from its copies so far."""

    paper: int
    own_id: str | None
    title_key: str | None
    work_keys: tuple[str, ...]


class Spool:
    """A temporary database in `folder`; not safe against crashes, since nobody reads it after one."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "records.sqlite", isolation_level=None, check_same_thread=False)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _TABLES)
        self._n = 0

    def close(self) -> None:
        """Lets go of the file, so that its folder can be deleted."""
        self._db.close()

    # ── first pass ───────────────────────────────────────────────────────────────────────────────
    def add_fault(self, document: str, fault: Fault) -> None:
        """Stores a fault at the end."""
        self._n += 1
        values = (self._n, document, fault.position, fault.kind, fault.message)
        self._db.execute("INSERT INTO item (n, document, position, kind, message) VALUES (?, ?, ?, ?, ?)", values)

    def add_record(self, document: str, record: Delivered, measure: tuple[str, int], paper: int | None) -> int:
        """The number of the record, stored at the end as a copy of `paper`, or as the first of a new one.

        `measure` is the digest of its words and their number.
        """
        self._n += 1
        authors = json.dumps(record.authors) if record.authors else None
        identifiers = json.dumps(dict(record.identifiers)) if record.identifiers else None
        place = (self._n, document, record.position, None, None, paper or self._n)
        content = (record.own_id, record.title, authors, record.abstract, identifiers, *measure)
        self._db.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", place + content)
        return self._n

    def put_known(self, known: Known) -> None:
        """Stores what is known of a paper, in place of what was."""
        values = (known.paper, known.own_id, known.title_key, " ".join(known.work_keys))
        self._db.execute("INSERT OR REPLACE INTO paper VALUES (?, ?, ?, ?)", values)

    def add_keys(self, paper: int, keys: Sequence[str]) -> None:
        """Makes `paper` findable by `keys`."""
        self._db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", [(key, paper) for key in keys])

    def add_text(self, paper: int, digest: str, n: int) -> bool:
        """Whether record `n` is the first of `paper` with this wording; notes it if so."""
        return self._db.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", (paper, digest, n)).rowcount > 0

    def add_sketch(self, paper: int, hashes: Sequence[int]) -> None:
        """Makes `paper` findable by the sketch of one of its texts."""
        self._db.executemany("INSERT OR IGNORE INTO sketch VALUES (?, ?)", [(value, paper) for value in hashes])

    def known(self, paper: int) -> Known:
        """What is known of a paper."""
        row = self._db.execute("SELECT * FROM paper WHERE paper = ?", (paper,)).fetchone()
        return Known(row[0], row[1], row[2], tuple(row[3].split()))

    def place_of(self, n: int) -> str:
        """Where an item was read, as 'document, line 7'."""
        document, position = self._db.execute("SELECT document, position FROM item WHERE n = ?", (n,)).fetchone()
        return f"{document}, line{'s' if '-' in position else ''} {position}"

    def papers_by_key(self, key: str, most: int) -> list[int]:
        """The first papers with `key`, in order."""
        query = "SELECT paper FROM key WHERE key = ? ORDER BY paper LIMIT ?"
        return [paper for (paper,) in self._db.execute(query, (key, most))]

    def papers_by_sketch(self, hashes: Sequence[int], most: int) -> list[int]:
        """The papers that share at least two of `hashes`, the closest first."""
        if len(hashes) < 2:
            return []
        return [paper for (paper,) in self._db.execute(_sharing(len(hashes)), (*hashes, most))]

    def has_text(self, paper: int, digest: str) -> bool:
        """Whether a copy of the paper has this wording."""
        query = "SELECT 1 FROM text WHERE paper = ? AND digest = ?"
        return self._db.execute(query, (paper, digest)).fetchone() is not None

    def texts_of(self, paper: int, most: int) -> list[str]:
        """The differently worded texts of a paper as delivered, the first copies first."""
        query = "SELECT abstract FROM text JOIN item USING (n) WHERE text.paper = ? ORDER BY n LIMIT ?"
        return [abstract for (abstract,) in self._db.execute(query, (paper, most))]

    # ── second pass ──────────────────────────────────────────────────────────────────────────────
    def heads(self) -> Iterator[Item]:
        """Faults, and the first record of each paper, in the order of the documents."""
        query = "SELECT * FROM item WHERE paper IS NULL OR paper = n ORDER BY n"
        return map(Item._make, self._db.execute(query))

    def copies_of(self, paper: int) -> Iterator[Item]:
        """All records of a paper, in the order of the documents."""
        return map(Item._make, self._db.execute("SELECT * FROM item WHERE paper = ? ORDER BY n", (paper,)))

    def give(self, wanted: str) -> str:
        """`wanted`, or with '-2', '-3', … where that id was given to another paper or is a record's own."""
        name, number = wanted, 1
        while not self._give_once(name):
            number += 1
            name = f"{wanted}-{number}"
        return name

    def _give_once(self, name: str) -> bool:
        if self.papers_by_key(f"id:{name}", 1):
            return False
        return self._db.execute("INSERT OR IGNORE INTO given VALUES (?)", (name,)).rowcount > 0
