"""The same over openai's client, with Pydantic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import openai

from benchmarks.throughput.contenders.harness import Ask, Task, contend
from summarise.schemas.compact_reply import CompactReply


@asynccontextmanager
async def opened(task: Task) -> AsyncIterator[Ask]:
    form: Any = task.response_format
    async with openai.AsyncOpenAI(base_url=task.base_url, api_key="none", max_retries=0) as client:

        async def ask(text: str) -> CompactReply:
            messages: Any = task.messages(text)
            answer = await client.chat.completions.create(
                model="m", messages=messages, temperature=0, max_tokens=1500, response_format=form
            )
            return CompactReply.model_validate_json(answer.choices[0].message.content or "")

        yield ask


if __name__ == "__main__":
    contend(task := Task.read(), opened(task))
