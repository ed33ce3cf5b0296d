"""Response files: where in them the responses to a request stand. A line is read again when it is wanted."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from summarise.batching.lines import read_id, short
from summarise.errors import InputError
from summarise.files import LONGEST_LINE, STDIN
from summarise.records import Mode, encodable


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that answers nothing that was asked: where it stands, and why it is not used."""

    place: str
    """'responses.jsonl:7'"""
    message: str


@dataclass(frozen=True, slots=True)
class Response:
    """One response: how it was asked for, and what came."""

    place: str
    mode: Mode
    line: dict[str, Any]


class Responses:
    """The responses in some files, by request, in any order; of a file only the places of its lines are in memory."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Looks through the files; raises InputError for one that can't be read."""
        self.lines = 0
        self.faults: list[Fault] = []
        """Lines that are no responses, and responses with ids that 'batch write' does not make."""
        self._paths = paths
        self._opened = ExitStack()
        self._files: list[BinaryIO] = []
        self._places: dict[str, list[tuple[int, int, int]]] = {}
        try:
            for path in paths:
                self._look_through(path)
        except BaseException:
            self._opened.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()

    def take(self, key: str) -> list[Response]:
        """The responses to the request whose reply has this key, in the order of the files; a second time none."""
        return [self._response(place) for place in self._places.pop(short(key), ())]

    def untaken(self) -> Iterator[Fault]:
        """The responses that no request asked for."""
        for places in self._places.values():
            for file, _, number in places:
                yield Fault(f"{self._paths[file].name}:{number}", "answers no request of these papers and settings")

    def _look_through(self, path: Path) -> None:
        try:
            file = self._opened.enter_context(_opened(path))
            self._files.append(file)
            at, number = 0, 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise InputError(f"{path}:{number}: a line of more than {LONGEST_LINE:,} bytes; is it JSON lines?")
                if line.strip():
                    self._note(line, at, number)
                at += len(line)
        except OSError as error:
            raise InputError(f"can't read the responses {path}: {error.strerror or error}") from error

    def _note(self, line: bytes, at: int, number: int) -> None:
        """Keeps where a response stands, or why the line is none."""
        self.lines += 1
        file = len(self._files) - 1
        value = _object(line)
        if value is None:
            told = "is no JSON object" if line.endswith(b"\n") else "breaks off: is the file complete?"
            self.faults.append(Fault(f"{self._paths[file].name}:{number}", told))
        elif (known := read_id(said := value.get("custom_id"))) is None:
            told = f"has the id {encodable(str(said))[:60]!r}, as 'summarise batch write' makes none"
            self.faults.append(Fault(f"{self._paths[file].name}:{number}", told if said else "has no custom_id"))
        else:
            self._places.setdefault(known[1], []).append((file, at, number))

    def _response(self, place: tuple[int, int, int]) -> Response:
        file, at, number = place
        self._files[file].seek(at)
        value = _object(self._files[file].readline(LONGEST_LINE)) or {}
        known = read_id(value.get("custom_id"))
        if known is None:
            raise InputError(f"{self._paths[file]} changed while it was read; run the same command again")
        return Response(f"{self._paths[file].name}:{number}", known[0], value)


def _opened(path: Path) -> BinaryIO:
    """The file, or a copy of what is on standard input for '-': lines are read again. Raises OSError."""
    if str(path) == STDIN:
        copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  whoever asks closes it
        with open(0, "rb", closefd=False) as stdin:
            shutil.copyfileobj(stdin, copy)
        copy.seek(0)
        return copy
    if path.exists() and not path.is_file():
        raise OSError("no file; name one with a response a line")
    return path.open("rb")


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
