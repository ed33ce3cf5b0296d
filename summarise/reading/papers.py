"""The two passes: documents into the spool, papers out of it in the order in which they first appeared."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self

from summarise.errors import ConfigurationError
from summarise.reading.assembling import assemble, unreadable
from summarise.reading.delivered import Fault
from summarise.reading.documents import check_documents, name_of, read_document
from summarise.reading.grouping import Grouping
from summarise.reading.spool import Spool
from summarise.records import Paper, Unreadable


def read_papers(documents: Sequence[str], *, stdin: BinaryIO | None = None, limit: int | None = None) -> Reading:
    """The papers of all documents and what is unreadable in them, each where it first appears.

    A document is a path, or '-' for `stdin` (default: the process's). With `limit`, documents are read only until
    one paper more comes. Temporary disk space of a few times the input is used until the end, or until `close`.

    Raises:
        InputError: at once, when a document does not exist, is a folder or can't be opened.
    """
    check_documents(documents)
    return Reading(documents, stdin, limit)


class Reading(Iterator[Paper | Unreadable]):
    """Papers and unreadable pieces; the counts are filled by the first pass, when the first item is asked for.

    `records` counts what was delivered as a record, `joined` those of them that are copies of an earlier one, and
    `beyond_near` those after the first 50,000, which were joined by identifier, title or exact wording only.
    """

    def __init__(self, documents: Sequence[str], stdin: BinaryIO | None, limit: int | None) -> None:
        self.records = 0
        self.joined = 0
        self.beyond_near = 0
        self._documents, self._stdin, self._limit = documents, stdin, limit
        self._items = self._read()

    @property
    def near_copies_joined(self) -> bool:
        """Whether near copies were looked for among all records."""
        return not self.beyond_near

    def __next__(self) -> Paper | Unreadable:
        return next(self._items)

    def close(self) -> None:
        """Deletes the temporary files; nothing more comes."""
        self._items.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> Generator[Paper | Unreadable, None, None]:
        try:
            with TemporaryDirectory(prefix="summarise-") as folder, closing(Spool(Path(folder))) as spool:
                self._fill(spool)
                for head in spool.heads():
                    yield unreadable(head) if head.paper is None else assemble(spool, head.paper)
        except (sqlite3.OperationalError, OSError) as error:
            what = f"Temporary files can't be written ({error})"
            raise ConfigurationError(f"{what}; free disk space, or set TMPDIR to a folder on a larger disk.") from error

    def _fill(self, spool: Spool) -> None:
        grouping = Grouping(spool)
        for document in self._documents:
            name = name_of(document)
            with closing(read_document(document, self._stdin)) as items:
                for item in items:
                    if isinstance(item, Fault):
                        spool.add_fault(name, item)
                    elif not grouping.add(name, item, new=self._limit is None or grouping.papers < self._limit):
                        return
                    self.records, self.joined = grouping.records, grouping.joined
                    self.beyond_near = grouping.beyond_near
