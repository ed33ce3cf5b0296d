"""The same by instructor over openai's client, in the mode that sends the JSON Schema."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import instructor
import openai

from benchmarks.throughput.contenders.harness import Ask, Task, contend
from summarise.schemas.compact_reply import CompactReply


@asynccontextmanager
async def opened(task: Task) -> AsyncIterator[Ask]:
    async with openai.AsyncOpenAI(base_url=task.base_url, api_key="none", max_retries=0) as client:
        asking = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(text: str) -> CompactReply:
            messages: Any = task.messages(text)
            return await asking.chat.completions.create(
                response_model=CompactReply, model="m", messages=messages, temperature=0, max_tokens=1500, max_retries=1
            )

        yield ask


if __name__ == "__main__":
    contend(task := Task.read(), opened(task))
