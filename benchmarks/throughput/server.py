"""A loopback server of chat completions in a process of its own: a stored reply after so many milliseconds.

    python -m benchmarks.throughput.server DELAY_MS REPLIES.json

REPLIES.json holds {"replies": […], "langextract": "…"}: what is said of each seed, and what langextract can read. The
port is printed. GET /stats tells {"cpu_s", "requests"}: what the server itself has used, and so what its ceiling is.
It parses no more of a request than its length and the number of the seed, so that it is never what is measured.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
from pathlib import Path
from typing import NamedTuple, cast

try:
    from uvloop import new_event_loop
except ImportError:
    from asyncio import new_event_loop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
_SEED = re.compile(rb" of seed (\d+)")
PERSON = json.dumps({"name": "Jason", "age": 25})
"""What curator asks for before the first paper, to see whether a schema is taken."""
_served = 0


class Canned(NamedTuple):
    """Whole responses."""

    by_seed: list[bytes]
    langextract: bytes
    person: bytes


class Answering(asyncio.Protocol):
    """One connection: each whole request gets its reply, later ones behind it."""

    def __init__(self, canned: Canned, delay_s: float) -> None:
        self._canned = canned
        self._delay_s = delay_s
        self._held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps where to write."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answers the requests that are whole."""
        self._held += data
        while (head := self._held.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._held, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self._held) < end:
                return
            self._answer(bytes(self._held[:end]))
            del self._held[:end]

    def _answer(self, request: bytes) -> None:
        global _served  # noqa: PLW0603  one counter for all connections of this process
        if request.startswith(b"GET /stats"):
            used = resource.getrusage(resource.RUSAGE_SELF)
            told = {"cpu_s": used.ru_utime + used.ru_stime, "requests": _served}
            self._transport.write(_response(json.dumps(told).encode()))
            return
        _served += 1
        seed = _SEED.search(request)
        reply = self._canned.by_seed[int(seed[1])] if seed else self._canned.person
        if request.startswith(b"POST /langextract"):
            reply = self._canned.langextract
        if self._delay_s:
            asyncio.get_running_loop().call_later(self._delay_s, self._write, reply)
        else:
            self._transport.write(reply)

    def _write(self, reply: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(reply)


def _completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 1900, "completion_tokens": 250, "total_tokens": 2150}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return _response(json.dumps(body).encode())


def _response(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    return head + body


async def _serve(delay_s: float, stored: dict[str, object]) -> None:
    replies = [_completion(str(text)) for text in stored["replies"]]  # type: ignore[attr-defined]
    canned = Canned(replies, _completion(str(stored["langextract"])), _completion(PERSON))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(canned, delay_s), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    """Serves until it is killed."""
    stored = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    new_event_loop().run_until_complete(_serve(float(sys.argv[1]) / 1000, stored))


if __name__ == "__main__":
    main()
