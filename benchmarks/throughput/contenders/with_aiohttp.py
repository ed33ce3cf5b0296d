"""The same over aiohttp as its guide shows it, with Pydantic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from benchmarks.throughput.contenders.harness import Ask, Task, contend
from summarise.schemas.compact_reply import CompactReply


@asynccontextmanager
async def opened(task: Task) -> AsyncIterator[Ask]:
    headers = {"Authorization": "Bearer none"}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(text: str) -> CompactReply:
            body = {"model": "m", "messages": task.messages(text), "temperature": 0, "max_tokens": 1500}
            body["response_format"] = task.response_format
            async with session.post(f"{task.base_url}/chat/completions", json=body) as response:
                answer = await response.json()
            return CompactReply.model_validate_json(answer["choices"][0]["message"]["content"])

        yield ask


if __name__ == "__main__":
    contend(task := Task.read(), opened(task))
