"""curator (bespokelabs-curator) on the same papers: its LLM class with the same Pydantic class as response format.

What would need the internet is switched off in its favour: telemetry, and the tokenizer that it counts every prompt
with, in whose place a quarter of the characters is counted. It keeps its answers on disk, as it always does.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from typing import Any

os.environ |= {"TELEMETRY_ENABLED": "false", "CURATOR_DISABLE_RICH_DISPLAY": "1", "HF_HUB_OFFLINE": "1"}
os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "BESPOKE_CURATOR_TRACKER_DISABLED": "1"}

import tiktoken

from benchmarks.throughput.contenders.harness import Task, contend_in_batches
from summarise.schemas.compact_reply import CompactReply


class _QuarterOfCharacters:
    """What curator needs of a tokenizer."""

    def encode(self, text: str, **_: Any) -> range:
        """So many tokens as a text is counted for."""
        return range(len(text) // 4)


tiktoken.get_encoding = lambda _: _QuarterOfCharacters()

from bespokelabs import curator


class Reader(curator.LLM):
    """What curator asks of a row, and makes of its reply."""

    response_format = CompactReply

    def prompt(self, row: dict[str, Any]) -> str:
        """The paper's part of the prompt."""
        return str(row["text"])

    def parse(self, row: dict[str, Any], reply: CompactReply) -> dict[str, Any]:
        """The row that curator keeps."""
        return {"reply": reply.model_dump_json()}


def main() -> None:
    """Asks about all papers."""
    task = Task.read()
    limits = {"max_requests_per_minute": 10**7, "max_tokens_per_minute": 10**10}
    backend = {"base_url": task.base_url, "api_key": "none", "max_concurrent_requests": task.concurrency} | limits
    reader = Reader(
        model_name="m",
        backend="openai",
        backend_params=backend,
        system_prompt=task.prefix,
        generation_params={"temperature": 0, "max_tokens": 1500},
    )

    def extract(texts: list[str]) -> int:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
            return len(reader([{"text": text} for text in texts], working_dir=folder).dataset)

    contend_in_batches(task, extract)


if __name__ == "__main__":
    main()
