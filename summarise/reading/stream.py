"""A binary stream as UTF-8 with line feeds, block by block: marks, UTF-16 and lone carriage returns are undone here."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

BLOCK_BYTES = 1 << 16
"""What is read at once, and what is looked at to tell a layout: a few dozen abstracts."""
# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, None),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_utf8(stream: BinaryIO) -> io.BufferedReader:
    """A reader of what `stream` holds, as UTF-8 without mark; what can't be decoded comes as invalid UTF-8."""
    return io.BufferedReader(_Blocks(_text_blocks(stream)), BLOCK_BYTES)


def head_of(reader: io.BufferedReader) -> bytes:
    """The first bytes of `reader`, up to BLOCK_BYTES, without consuming them."""
    return reader.peek(BLOCK_BYTES)


def _text_blocks(stream: BinaryIO) -> Iterator[bytes]:
    first = stream.read(BLOCK_BYTES)
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            blocks = chain([first[len(mark) :]], _blocks(stream))
            return _with_line_feeds(_transcoded(blocks, encoding) if encoding else blocks)
    return _with_line_feeds(chain([first], _blocks(stream)))


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _transcoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """UTF-8 of `blocks`; lone surrogates pass, so that only their line is refused later on."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for block in chain(blocks, [b""]):
        try:
            yield decoder.decode(block, final=not block).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            decoder.reset()
            yield b"\xff"


def _with_line_feeds(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """`blocks`, where lines end in lone carriage returns (old Macintosh, some spreadsheets) with line feeds."""
    first = next(blocks, b"")
    lone = b"\r" in first[:-1] and b"\n" not in first
    for block in chain([first], blocks):
        yield block.replace(b"\r", b"\n") if lone else block


class _Blocks(io.RawIOBase):
    """Blocks of bytes as a raw stream; closing it leaves the stream they come from open."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._ready = b""

    def readable(self) -> bool:
        """True: blocks can only be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The number of bytes put into `buffer`, 0 at the end."""
        while not self._ready:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._ready = block
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size
