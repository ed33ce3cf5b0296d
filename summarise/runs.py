"""A run on disk: one Record a line. Written to RUN.partial, flushed by line, renamed when complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from pydantic import ValidationError

from summarise.errors import InputError, UsageError
from summarise.files import lines_of, open_lines
from summarise.records import Record

try:
    import fcntl
except ImportError:  # Windows: two runs to one file are the user's to avoid
    fcntl = None  # type: ignore[assignment]


_PARTIAL = ".partial"


class RunFile:
    """Writes a run; the file appears under its name only when everything is in it.

    What is not a regular file (a pipe, /dev/null) is written to directly and never replaced. An earlier run's partial
    file stays until the first record of this one is there; then it is written anew, out of the caches: what another
    run has left, with other settings or half a line, is never gone on with.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve() if path.is_symlink() else path
        self.partial = self.path.parent / f"{self.path.name}{_PARTIAL}"
        self.written = 0
        """Records that are in the file."""
        self._direct = path.exists() and not path.is_file()
        self._file: TextIO | None = None
        self._locked: TextIO | None = None

    def __enter__(self) -> Self:
        if self.path.is_dir() or self.partial.is_symlink():
            raise UsageError(f"can't write the run to {self.path}: it is a folder or a link; name a file in it")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self._direct:
                self._lock()  # a place that can't be written is known before a paper is asked
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def write(self, record: Record) -> None:
        """Appends a record, as `write_line` does."""
        self.write_line(record.to_line())

    def write_line(self, line: str) -> None:
        """Appends a record's line, without its end; it is with the operating system when this returns.

        Raises UsageError when it can't be.
        """
        try:
            if self._file is None:
                self._file = self._begin()
            self._file.write(f"{line}\n")
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from error
        self.written += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None and self._file is None:
                self._file = self._begin()  # a run of no papers
            if self._file is not None:
                if kind is None and not self._direct:
                    os.fsync(self._file.fileno())  # the name must not be there before the content
                self._file.close()
            if not self._direct:
                self._settle(complete=kind is None)
        except OSError as late:
            if kind is None:
                raise self._unwritable(late) from late
        finally:
            if self._locked is not None:
                self._locked.close()

    def _settle(self, *, complete: bool) -> None:
        """The complete run under its name; of an incomplete one what is there, unless that is nothing."""
        if complete:
            self.partial.replace(self.path)
        elif self.partial.stat().st_size == 0:
            self.partial.unlink()

    def _begin(self) -> TextIO:
        return (self.path if self._direct else self.partial).open("w", encoding="utf-8", newline="\n")

    def _lock(self) -> None:
        """Holds the partial file, which another run may be writing."""
        self._locked = self.partial.open("a")
        if fcntl is None:
            return
        try:
            fcntl.flock(self._locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._locked.close()
            raise UsageError(f"another run is writing {self.path}; wait for it or choose another name") from None

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(f"can't write the run to {self.path}: {error.strerror or error}")


def read_run(path: str | Path) -> Iterator[Record]:
    """The records of a run, one at a time; '-' is standard input.

    Of a run that was killed (RUN.partial) the line that it was writing is left out. Raises InputError, naming file and
    line, where the file can't be read or a line is no Record.
    """
    try:
        file = open_lines(path)
    except OSError as error:
        raise InputError(
            f"can't read the run {path}: {error.strerror or error}; 'summarise tag … -o {path}' writes it"
        ) from error
    with file:
        try:
            for number, line in enumerate(lines_of(file, str(path)), 1):
                is_half = str(path).endswith(_PARTIAL) and not line.endswith("\n")
                if line.strip() and not is_half:
                    yield _record(line, path, number)
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 text, so not a run of 'summarise tag'") from error


def _record(line: str, path: str | Path, number: int) -> Record:
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "line"
        raise InputError(
            f"{path}:{number}: not a record of a run ({place}: {first['msg']}); was it written by 'summarise tag'?"
        ) from None
    if record.status == "flagged" and not record.verdicts:  # else it would pass as one with nothing to look at
        raise InputError(f"{path}:{number}: flagged, and without its verdicts; tag again, what was answered is cached")
    return record
