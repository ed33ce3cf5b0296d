"""The loopback server as a child process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.papers import Corpus

ROOT = Path(__file__).parents[2]
LANGEXTRACT = json.dumps({"extractions": [{"task": "machine translation", "task_attributes": {"role": "main"}}]})


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int

    @property
    def base_url(self) -> str:
        """What an OpenAI-compatible client is told."""
        return f"http://127.0.0.1:{self.port}/v1"

    def stats(self) -> tuple[float, int]:
        """CPU seconds that the server has used, and requests that it has answered."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats") as page:
            told = json.load(page)
        return float(told["cpu_s"]), int(told["requests"])


@contextmanager
def serving(delay_ms: float, corpus: Corpus) -> Iterator[Server]:
    """A server that answers after `delay_ms`, for as long as the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        replies = Path(folder) / "replies.json"
        replies.write_text(json.dumps({"replies": corpus.replies, "langextract": LANGEXTRACT}), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.throughput.server", str(delay_ms), str(replies)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            assert process.stdout is not None
            yield Server(int(process.stdout.readline()))
        finally:
            process.kill()
            process.communicate()
