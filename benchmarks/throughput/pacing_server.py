"""A loopback server of chat completions with a hidden limit, in a process of its own.

    python -m benchmarks.throughput.pacing_server '{"workers": 12, "service_s": 0.2, "up_s": 7, "down_s": 3}'

`per_s` and `burst` are a bucket of requests: 429 with `retry_after_s` where it is empty. `workers` requests at once are
worked on for `service_s` each, the others wait in line. After `up_s` it hangs up on everybody and takes no connection
for `down_s`. The port is printed.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass

REPLY = json.dumps({"tasks": ["machine translation"], "results": [], "tldr": "Alpha translates."})
_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
_USAGE = {"prompt_tokens": 900, "completion_tokens": 30}
_CHOICE = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": REPLY}}
_ANSWER = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [_CHOICE], "usage": _USAGE}


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the server can do; None is no limit."""

    service_s: float
    workers: int | None = None
    per_s: float | None = None
    burst: float = 10
    retry_after_s: int = 1
    up_s: float | None = None
    down_s: float = 0


class Served:
    """The server while it is up and down."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._workers = asyncio.Semaphore(behaviour.workers or 1_000_000)
        self._filled, self._filled_at = behaviour.burst, time.monotonic()
        self._connected: set[asyncio.Transport] = set()

    async def for_ever(self) -> None:
        """Serves until it is killed."""
        port, told = 0, False
        while True:
            server = await asyncio.start_server(self._connection, "127.0.0.1", port, backlog=1024)
            port = server.sockets[0].getsockname()[1]
            if not told:
                print(port, flush=True)
                told = True
            await asyncio.sleep(self._behaviour.up_s or 1e9)
            server.close()
            for transport in list(self._connected):
                transport.abort()
            await asyncio.sleep(self._behaviour.down_s)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        transport = writer.transport
        assert isinstance(transport, asyncio.Transport)
        self._connected.add(transport)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                await reader.readexactly(int(length[1]) if length else 0)
                writer.write(await self._response())
        except (OSError, asyncio.IncompleteReadError):
            transport.abort()
        finally:
            self._connected.discard(transport)

    async def _response(self) -> bytes:
        if not self._has_room():
            wait = self._behaviour.retry_after_s
            return _http("429 Too Many Requests", {"error": {"message": "slow down"}}, f"Retry-After: {wait}\r\n")
        async with self._workers:
            await asyncio.sleep(self._behaviour.service_s)
        return _http("200 OK", _ANSWER)

    def _has_room(self) -> bool:
        """Takes one out of the bucket, if one is in it."""
        if self._behaviour.per_s is None:
            return True
        now = time.monotonic()
        added = (now - self._filled_at) * self._behaviour.per_s
        self._filled, self._filled_at = min(self._behaviour.burst, self._filled + added), now
        has_room = self._filled >= 1
        self._filled -= has_room
        return has_room


def _http(status: str, body: object, more: str = "") -> bytes:
    data = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n{more}\r\n"
    return head.encode() + data


if __name__ == "__main__":
    asyncio.run(Served(Behaviour(**json.loads(sys.argv[1]))).for_ever())
