"""A run on disk: one Record a line. Written to RUN.partial, flushed by line, renamed when complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from pydantic import ValidationError

from summarise.errors import InputError, UsageError
from summarise.records import Record


class RunFile:
    """Writes a run; the file appears under its name only when everything is in it.

    What is not a regular file (a pipe, /dev/null) is written to directly and never replaced. An earlier run's partial
    file stays until the first record of this one is there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.partial = path.with_name(path.name + ".partial")
        self.written = 0
        """Records that are in the file."""
        self._direct = path.exists() and not path.is_file()
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self.path.is_dir():
            raise UsageError(f"can't write the run to {self.path}: it is a folder; name a file in it")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self._direct:
                self.partial.open("a").close()  # a place that can't be written is known before a paper is asked
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def write(self, record: Record) -> None:
        """Appends a record; it is with the operating system when this returns. Raises UsageError when it can't be."""
        try:
            if self._file is None:
                self._file = (self.path if self._direct else self.partial).open("w", encoding="utf-8", newline="\n")
            self._file.write(record.to_line() + "\n")
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from error
        self.written += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._close(self._file)
        if self._direct:
            return
        if kind is None:
            if self._file is None:
                self.partial.write_text("")  # a run of no papers
            self.partial.replace(self.path)
        elif self.partial.stat().st_size == 0:
            self.partial.unlink()

    def _close(self, file: TextIO) -> None:
        try:
            file.close()
        except OSError as error:  # what a full disk did not take was reported by `write`
            if self.written:
                raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(f"can't write the run to {self.path}: {error.strerror or error}")


def read_run(path: str | Path) -> Iterator[Record]:
    """The records of a run, one at a time.

    Raises InputError, naming file and line, where the file can't be read or a line is no Record.
    """
    try:
        file = Path(path).open(encoding="utf-8")  # noqa: SIM115  closed below
    except OSError as error:
        raise InputError(
            f"can't read the run {path}: {error.strerror or error}; 'summarise tag … -o {path}' writes it"
        ) from error
    with file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _record(line, path, number)
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 text, so not a run of 'summarise tag'") from error


def _record(line: str, path: str | Path, number: int) -> Record:
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "line"
        raise InputError(
            f"{path}:{number}: not a record of a run ({place}: {first['msg']}); was it written by 'summarise tag'?"
        ) from None
