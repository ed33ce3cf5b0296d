"""Responses that stay small: a body is read and unpacked up to a limit, and decoded to text whatever it is."""

from __future__ import annotations

import importlib
import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import openai

MOST_BYTES = 8_000_000
"""A reply at the longest limit of tokens has some 100 kB; its thoughts may have ten times that."""
_BEGIN = 20_000
_http: Any = importlib.import_module(openai.DefaultAsyncHttpxClient.__mro__[1].__module__.partition(".")[0])
"""httpx or httpx2, whichever this openai rides on."""


class TooLarge(Exception):
    """A response is longer than any reply; `begin` holds its first bytes."""

    def __init__(self, begin: bytes) -> None:
        super().__init__(f"the endpoint sends more than {MOST_BYTES:,} bytes for one reply")
        self.begin = begin


async def bound(response: Any) -> None:
    """A hook of the HTTP client: the response's body, when it is read, ends in TooLarge rather than in all memory.

    Gzip and deflate are unpacked here, bit by bit, since a small packed body may be a huge one.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    unpack = None
    if packing in ("gzip", "x-gzip", "deflate"):
        del response.headers["content-encoding"]
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    response.stream = _Bounded(response.stream, unpack)


class _Bounded(_http.AsyncByteStream):  # type: ignore[misc]
    """A stream of bytes that ends in TooLarge behind MOST_BYTES."""

    def __init__(self, stream: Any, unpack: Any) -> None:
        self._stream = stream
        self._unpack = unpack
        self._begin = b""
        self._size = 0

    @property
    def elapsed(self) -> Any:
        """The time from request to end, which httpx2 keeps in its stream."""
        return getattr(self._stream, "elapsed", None)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            for piece in self._unpacked(part):
                self._size += len(piece)
                self._begin += piece[: max(0, _BEGIN - len(self._begin))]
                if self._size > MOST_BYTES:
                    raise TooLarge(self._begin)
                yield piece
        if self._unpack is not None and not self._unpack.eof:
            raise zlib.error("the packed response breaks off")

    def _unpacked(self, part: bytes) -> Any:
        if self._unpack is None:
            yield part
            return
        while part:
            yield self._unpack.decompress(part, 65_536)
            part = self._unpack.unconsumed_tail

    async def aclose(self) -> None:
        await self._stream.aclose()


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
