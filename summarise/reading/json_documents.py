"""JSON documents: an object a line, or objects over several lines, alone, in a row or in one array."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from summarise.reading.delivered import Delivered, Fault, span
from summarise.reading.json_records import read_record
from summarise.reading.lines import RECORD_LIMIT, decode, read_lines, too_long
from summarise.reading.stream import BLOCK_BYTES

_MARKS = re.compile(rb'["\[\]{}]')
_OUTER_MARKS = re.compile(rb'["\[\]{},]')
_STRING_END = re.compile(rb'["\\]')
_BETWEEN = b" \t\r\n,"


def read_json_lines(reader: io.BufferedReader) -> Iterator[Delivered | Fault]:
    """The record or fault of each line that is not blank."""
    for line in read_lines(reader):
        if not line.blank:
            yield line.fault or read_record(line.text, str(line.number))


def read_json_values(reader: io.BufferedReader) -> Iterator[Delivered | Fault]:
    """The record or fault of each object, wherever its lines end; arrays are opened, not records themselves.

    Only one record is held at a time, so that an array of any length can be read.
    """
    for first, last, raw in _values(reader):
        position = span(first, last)
        if len(raw) > RECORD_LIMIT:
            yield too_long(position, raw)
            continue
        text = decode(raw, position)
        yield text if isinstance(text, Fault) else read_record(text, position)


def _values(reader: io.BufferedReader) -> Iterator[tuple[int, int, bytes]]:
    """First line, last line and bytes of each value outside objects; of one over the limit only its beginning."""
    value = _Value()
    while block := reader.read(BLOCK_BYTES):
        yield from value.take(block)
    yield from value.close()


class _Value:
    """Finds where values end, by brackets and quotes alone: a broken value does not hide the next one."""

    def __init__(self) -> None:
        self._raw = bytearray()
        self._line = self._first = 1
        self._depth = 0
        self._in_string = self._escaped = False

    def take(self, block: bytes) -> Iterator[tuple[int, int, bytes]]:
        """The values that end within the next `block`."""
        at = 0
        while at < len(block):
            end = self._step(block, at)
            at_mark = block[end - 1 : end]
            outside = self._depth == 0 and not self._in_string
            if outside and at_mark == b"}":
                self._keep(block[at:end])
                yield from self.close()
            elif outside and at_mark in (b"[", b"]", b","):
                self._keep(block[at : end - 1])
                yield from self.close()
            else:
                self._keep(block[at:end])
            at = end

    def close(self) -> Iterator[tuple[int, int, bytes]]:
        """What has been kept since the last value, if anything but blanks and commas."""
        raw = bytes(self._raw).strip(_BETWEEN)
        if raw:
            yield self._first, self._line, raw
        self._raw.clear()

    def _step(self, block: bytes, at: int) -> int:
        """The offset behind the next mark from `at`, having noted what the mark opens or closes."""
        if self._escaped:
            self._escaped = False
            return at + 1
        marks = _STRING_END if self._in_string else _MARKS if self._depth else _OUTER_MARKS
        found = marks.search(block, at)
        if not found:
            return len(block)
        mark = found[0]
        if mark == b"\\":
            self._escaped = True
        elif mark == b'"':
            self._in_string = not self._in_string
        elif mark == b"{" or (mark == b"[" and self._depth):
            self._depth += 1
        elif mark in b"]}" and self._depth:
            self._depth -= 1
        return found.end()

    def _keep(self, piece: bytes) -> None:
        """Adds `piece` to the value, which begins on the line of its first byte that is no blank or comma."""
        if not self._raw:
            kept = piece.lstrip(_BETWEEN)
            self._line += piece.count(b"\n", 0, len(piece) - len(kept))
            self._first = self._line
            piece = kept
        self._line += piece.count(b"\n")
        if len(self._raw) <= RECORD_LIMIT:
            self._raw += piece
