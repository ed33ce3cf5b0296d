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
    """Writes a run; the file appears under its name only when everything is in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.partial = path.with_name(path.name + ".partial")
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.partial.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"can't write {self.path}: {error.strerror or error}") from error
        return self

    def write(self, record: Record) -> None:
        """Appends a record; it is with the operating system when this returns."""
        assert self._file is not None
        self._file.write(record.to_line() + "\n")
        self._file.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._file is not None
        self._file.close()
        if kind is None:
            self.partial.replace(self.path)
        elif self.partial.stat().st_size == 0:
            self.partial.unlink()


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
