"""What somebody types: single keys where standard input is a terminal, lines everywhere else."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

try:
    import termios
    import tty
except ImportError:  # Windows: lines
    termios = None  # type: ignore[assignment]

_ESCAPE = b"\x1b"
_ENDS = (b"\x04", b"\x00")
"""Ctrl-D, and what a terminal makes of one that was typed ahead."""
_LONGEST = 10_000


class Keys(Protocol):
    """Where keys and lines come from; each raises EOFError when nothing more comes."""

    shows_keys: bool
    """Whether what is typed as a key is seen without us."""
    shows_lines: bool
    """Whether what is typed as a line is."""

    def key(self) -> str:
        """The next key; of a source of lines the next line that is not empty."""

    def line(self) -> str:
        """The next line, without its end."""


class LineKeys:
    """Keys as lines: of a pipe, a file, or a console that has no single keys."""

    def __init__(self, read: Callable[[], bytes], *, shown: bool) -> None:
        self._read = read
        self.shows_keys = self.shows_lines = shown

    def key(self) -> str:
        """The next line that is not empty."""
        while not (line := self.line().strip()):
            pass
        return line

    def line(self) -> str:
        """The next line."""
        line = self._read()
        if not line:
            raise EOFError
        return line.decode("utf-8", "replace").rstrip("\r\n")[:_LONGEST]


class TerminalKeys:
    """Keys of a terminal, one at a time; it is as it was whenever nothing is awaited.

    What is typed ahead is kept here and not by Python's input, so that keys and lines come in the order of typing.
    """

    shows_keys, shows_lines = False, True

    def __init__(self, number: int) -> None:
        self._number = number
        self._ahead = b""

    def key(self) -> str:
        """The next key; keys that send several codes, such as arrows, are none."""
        with _unbuffered(self._number):
            while True:
                code = self._next()
                if code in _ENDS:
                    raise EOFError
                if code == _ESCAPE:
                    self._drop_sequence()
                elif code > b"\x20":
                    return self._letter(code)

    def line(self) -> str:
        """The next line, edited as the terminal lets lines be edited."""
        while b"\n" not in self._ahead and len(self._ahead) < _LONGEST:
            if not (more := os.read(self._number, 4096)):
                raise EOFError
            self._ahead += more
        line, _, self._ahead = self._ahead.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    def _next(self) -> bytes:
        if not self._ahead and not (more := os.read(self._number, 4096)):
            raise EOFError
        elif not self._ahead:
            self._ahead = more
        code, self._ahead = self._ahead[:1], self._ahead[1:]
        return code

    def _letter(self, code: bytes) -> str:
        """The character that begins with this byte."""
        length = next((n for lead, n in ((0xF0, 4), (0xE0, 3), (0xC0, 2)) if code[0] >= lead), 1)
        while len(code) < length:
            code += self._next()
        return code.decode("utf-8", "replace")

    def _drop_sequence(self) -> None:
        """Leaves out what a function key sent behind its escape code: it comes at once."""
        if not self._ahead and select.select([self._number], [], [], 0.05)[0]:
            self._ahead = os.read(self._number, 4096)
        if self._ahead[:1] in (b"[", b"O"):
            end = next((i for i, code in enumerate(self._ahead[1:], 1) if 0x40 <= code <= 0x7E), len(self._ahead))
            self._ahead = self._ahead[end + 1 :]


@contextmanager
def _unbuffered(number: int) -> Iterator[None]:
    """A terminal that gives each key at once and shows none; Ctrl-C still interrupts."""
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)


def keys_of_stdin() -> Keys:
    """Single keys where standard input is a terminal that has them, else lines."""
    if termios is not None and sys.stdin.isatty():
        return TerminalKeys(sys.stdin.fileno())
    return LineKeys(sys.stdin.buffer.readline, shown=sys.stdin.isatty())
