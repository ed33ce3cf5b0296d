"""The floor: asyncio's own sockets, bytes that are ready but for the paper, Pydantic, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import urlsplit

from benchmarks.throughput.contenders.harness import Ask, Task, contend
from summarise.schemas.compact_reply import CompactReply


class Connection(asyncio.Protocol):
    """A connection that carries one request at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps where to write."""
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes) -> asyncio.Future[bytes]:
        """The response's body to come."""
        self._held = b""
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        """Gives the body once it is whole."""
        self._held += data
        head, mark, body = self._held.partition(b"\r\n\r\n")
        if mark and len(body) == int(head.partition(b"Content-Length: ")[2]):
            self._answer.set_result(body)


@asynccontextmanager
async def opened(task: Task) -> AsyncIterator[Ask]:
    parts, pool = urlsplit(task.base_url), []
    opening = b'{"messages":[%b,{"role":"user","content":' % json.dumps(task.messages("")[0]).encode()
    rest = {"model": "m", "temperature": 0, "max_tokens": 1500, "response_format": task.response_format}
    ending = b"}],%b" % json.dumps(rest).encode()[1:]
    head = f"POST {parts.path}/chat/completions HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer none\r\n"
    head += "Content-Type: application/json\r\nContent-Length: "

    async def ask(text: str) -> CompactReply:
        if pool:
            connection = pool.pop()
        else:
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(Connection, parts.hostname, parts.port)
        body = opening + json.dumps(text).encode() + ending
        answer = json.loads(await connection.ask(b"%b%d\r\n\r\n%b" % (head.encode(), len(body), body)))
        pool.append(connection)
        return CompactReply.model_validate_json(answer["choices"][0]["message"]["content"])

    yield ask


if __name__ == "__main__":
    contend(task := Task.read(), opened(task))
