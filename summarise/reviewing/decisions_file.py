"""The decisions file on disk: one event a line, appended under a lock, on disk before `append` returns.

Two processes may append to it. A process that is killed leaves at most half a line, which is closed off and said;
what was acknowledged is never lost. The same file may be merged by union (`*.decisions.jsonl merge=union`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import ValidationError

from summarise.errors import InputError, UsageError
from summarise.reviewing.events import Event

try:
    import fcntl
except ImportError:  # Windows: two processes on one file are the user's to avoid
    fcntl = None  # type: ignore[assignment]

_PIECE = 1 << 20
_TAIL = 64
"""Bytes before the place read to by which a file that was rewritten is known."""
_MOST = 1 << 30
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class DecisionsFile:
    """The events of a file, read as far as it goes; and their end, where new ones go."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        """Lines that don't count, each with file, line and reason."""
        self._read_to = 0
        self._lines = 0
        self._identity: tuple[int, int] | None = None
        self._tail = b""

    def read_new(self) -> tuple[list[Event], bool]:
        """The events since the last call, and whether the file is another one now, so that earlier ones are void.

        Raises InputError where it can't be read. A file that is not there has none.
        """
        try:
            with self.path.open("rb") as file, _locked(file.fileno(), shared=True):
                return self._read(file.fileno())
        except FileNotFoundError:
            replaced = self._read_to > 0
            self._forget()
            return [], replaced
        except OSError as error:
            raise InputError(f"can't read the decisions {self.path}: {error.strerror or error}") from error

    @contextmanager
    def appending(self) -> Iterator[Appender]:
        """The file, locked: nobody else appends until the end. Raises UsageError where it can't be written."""
        while True:
            number = self._open()
            try:
                with _locked(number, shared=False):
                    if self._is_there(number):
                        yield Appender(self, number)
                        return
            finally:
                os.close(number)

    def _is_there(self, number: int) -> bool:
        """Whether the open file is still the one of that name: git puts another one in its place."""
        try:
            return os.path.samestat(os.fstat(number), self.path.stat())
        except FileNotFoundError:
            return False

    def _open(self) -> int:
        is_new = not self.path.exists()
        try:
            number = os.open(self.path, _FLAGS, 0o644)
            if is_new:
                _keep_name(self.path.parent)
        except OSError as error:
            raise self._unwritable(error) from error
        return number

    def _read(self, number: int) -> tuple[list[Event], bool]:
        status = os.fstat(number)
        identity = (status.st_dev, status.st_ino)
        before = _read_at(number, self._read_to - len(self._tail), len(self._tail))
        replaced = self._identity not in (None, identity) or before != self._tail
        if replaced:
            self._forget()
        self._identity = identity
        data = _bytes_from(number, self._read_to, status.st_size)
        end = data.rfind(b"\n") + 1
        events = [event for line in data[:end].split(b"\n")[:-1] if (event := self._event(line)) is not None]
        if data[end:].strip():
            end += self._last(data[end:], events)
        self._read_to += end
        self._tail = (self._tail + data[:end])[-_TAIL:]
        return events, replaced

    def _last(self, rest: bytes, events: list[Event]) -> int:
        """How much of a last line without its end counts: all where it is a whole event, as an editor may leave it."""
        try:
            events.append(Event.model_validate_json(rest))
        except ValidationError:
            return 0
        return len(rest)

    def _event(self, line: bytes) -> Event | None:
        self._lines += 1
        if not line.strip():
            return None
        try:
            return Event.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "line"
            self.problems.append(f"{self.path}:{self._lines}: no decision ({place}: {first['msg']}); the rest counts")
            return None

    def _forget(self) -> None:
        self._read_to = self._lines = 0
        self._identity = None
        self._tail = b""
        self.problems.clear()

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(f"can't write the decisions to {self.path}: {error.strerror or error}; nothing was recorded")


class Appender:
    """A locked decisions file."""

    def __init__(self, file: DecisionsFile, number: int) -> None:
        self._file = file
        self._number = number

    def read_new(self) -> tuple[list[Event], bool]:
        """As `DecisionsFile.read_new`."""
        return self._file._read(self._number)

    def append(self, events: Sequence[Event]) -> None:
        """Writes the events in one piece; they are on disk when this returns. Raises UsageError when they are not."""
        data = "".join(f"{event.to_line()}\n" for event in events).encode()
        size = os.fstat(self._number).st_size
        try:
            if size and _read_at(self._number, size - 1, 1) != b"\n":
                data = b"\n" + data  # what a killed process left of a line stays a line of its own
            if os.write(self._number, data) < len(data):
                raise OSError("the disk is full")
            os.fsync(self._number)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._number, size)
            raise self._file._unwritable(error) from error


@contextmanager
def _locked(number: int, *, shared: bool) -> Iterator[None]:
    """Holds the file's lock; closing the file gives it back too."""
    if fcntl is None:
        yield
        return
    fcntl.flock(number, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(number, fcntl.LOCK_UN)


def _read_at(number: int, start: int, size: int) -> bytes:
    """As os.pread, which not every system has."""
    os.lseek(number, max(0, start), os.SEEK_SET)
    return os.read(number, size)


def _keep_name(folder: Path) -> None:
    """Sees to it that a new file's name is on disk too."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _bytes_from(number: int, start: int, end: int) -> bytes:
    if end - start > _MOST:
        raise OSError("far too large for decisions; is it another file?")
    pieces, at = [], start
    while piece := _read_at(number, at, _PIECE):
        pieces.append(piece)
        at += len(piece)
    return b"".join(pieces)
