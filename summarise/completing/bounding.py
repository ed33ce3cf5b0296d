"""Responses that stay small: a body is read and unpacked up to a limit, and decoded to text whatever it is."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterable, Iterator
from typing import Any

MOST_BYTES = 8_000_000
"""A reply at the longest limit of tokens has some 100 kB; its thoughts may have ten times that."""
_BEGIN = 20_000


class TooLarge(Exception):
    """A response is longer than any reply; `begin` holds its first bytes."""

    def __init__(self, begin: bytes, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(f"the endpoint sends more than {most_bytes:,} bytes for one reply")
        self.begin = begin


async def bounded(parts: AsyncIterable[bytes], packing: str, most_bytes: int = MOST_BYTES) -> bytes:
    """The whole body that comes in parts, unpacked where `packing`, its Content-Encoding, says gzip or deflate.

    It is unpacked bit by bit, since a small packed body may be a huge one. Raises TooLarge, and zlib.error for a packed
    body that is broken.
    """
    packed = packing.strip().lower() in ("gzip", "x-gzip", "deflate")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    body = bytearray()
    async for part in parts:
        for piece in _unpacked(part, unpack):
            body += piece
            if len(body) > most_bytes:
                raise TooLarge(bytes(body[:_BEGIN]), most_bytes)
    if unpack is not None and not unpack.eof:
        raise zlib.error("the packed response breaks off")
    return bytes(body)


def _unpacked(part: bytes, unpack: Any) -> Iterator[bytes]:
    if unpack is None:
        yield part
        return
    while part:
        yield unpack.decompress(part, 65_536)
        part = unpack.unconsumed_tail


def text_of(body: bytes) -> str:
    """The text of a body: UTF-8, UTF-16 or UTF-32 with or without a mark, else Latin-1's successor.

    What the header says of the encoding is not asked: it is wrong more often than the bytes.
    """
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        pass
    if encoding.startswith("utf-8") and body.decode("utf-8", "ignore").isascii():
        return body.decode("cp1252", "replace")
    return body.decode(encoding, "replace")
