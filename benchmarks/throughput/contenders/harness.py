"""What every contender shares: the task on the command line, the clock, and the workers that ask.

A contender is a process; it prints {"first_cpu_s", "cpu_s", "wall_s", "papers"}: CPU from the start of the process to
the first answer, then CPU and time of so many papers, user and system time and all threads together.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Ask = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be asked of whom."""

    base_url: str
    concurrency: int
    papers: int
    prefix: str
    parts: list[str]
    schema: dict[str, Any]

    @classmethod
    def read(cls) -> Task:
        """The task that the command line names: BASE_URL CONCURRENCY PAPERS PROMPT.json."""
        base_url, concurrency, papers, path = sys.argv[1:5]
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        return cls(base_url, int(concurrency), int(papers), told["prefix"], told["papers"], told["schema"])

    def texts(self, begin: int, count: int) -> Iterator[str]:
        """The papers' parts of the prompts, from a number on."""
        for number in range(begin, begin + count):
            at = number % len(self.parts)
            yield f"Title: Number {number} of seed {at}\n{self.parts[at]}"

    def messages(self, text: str) -> list[dict[str, str]]:
        """The messages of a request."""
        return [{"role": "system", "content": self.prefix}, {"role": "user", "content": text}]

    @property
    def response_format(self) -> dict[str, Any]:
        """How the reply's form is asked for."""
        return {"type": "json_schema", "json_schema": {"name": "CompactReply", "schema": self.schema, "strict": True}}


def cpu_s() -> float:
    """CPU seconds of this process so far, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def contend(task: Task, opened: AbstractAsyncContextManager[Ask]) -> None:
    """Asks about all papers with as many workers as the task says, and prints what it took."""
    try:
        from uvloop import run
    except ImportError:
        from asyncio import run  # type: ignore[assignment]
    run(_contend(task, opened))


async def _contend(task: Task, opened: AbstractAsyncContextManager[Ask]) -> None:
    async with opened as ask:
        await _all(ask, task, 0, 1)
        first_cpu_s = cpu_s()
        await _all(ask, task, 1, task.concurrency)  # opens the connections
        cpu, wall = cpu_s(), time.perf_counter()
        await _all(ask, task, 1 + task.concurrency, task.papers)
        tell(first_cpu_s, cpu_s() - cpu, time.perf_counter() - wall, task.papers)


async def _all(ask: Ask, task: Task, begin: int, count: int) -> None:
    texts = task.texts(begin, count)

    async def work() -> None:
        for text in texts:
            await ask(text)

    await asyncio.gather(*(work() for _ in range(task.concurrency)))


def contend_in_batches(task: Task, extract: Callable[[list[str]], int]) -> None:
    """The same for a library that takes many papers at once: `extract` gives how many it answered."""
    assert extract(list(task.texts(0, 1))) == 1
    first_cpu_s = cpu_s()
    texts = list(task.texts(1, task.papers))
    cpu, wall = cpu_s(), time.perf_counter()
    answered = extract(texts)
    assert task.papers == answered, f"{answered} of {task.papers} answered"
    tell(first_cpu_s, cpu_s() - cpu, time.perf_counter() - wall, task.papers)


def tell(first_cpu_s: float | None, cpu: float, wall_s: float, papers: int) -> None:
    """Prints what it took."""
    print(json.dumps({"first_cpu_s": first_cpu_s, "cpu_s": cpu, "wall_s": wall_s, "papers": papers}))
