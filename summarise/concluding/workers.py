"""Judging in worker processes: rules and reconciliation are all the processor's time that a paper costs."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any

from summarise.completing.completer import EndpointIdentity
from summarise.concluding.concluder import Concluder, Said, Told
from summarise.concluding.finished import Finished
from summarise.errors import WorkersError
from summarise.records import Completion, Paper
from summarise.settings import Settings
from summarise.witnessing import Hearing

_PAPERS_AT_ONCE = 16
"""Papers to a message, where so many wait: some 50 ms of work."""
_GATHERED_S = 0.002
"""So long a paper waits for others to go with; without, each is a message of its own."""
_POOLS = 3
"""So many times a broken pool is replaced before the same papers are given up."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One paper, and what is wanted: its record, or what further witnesses may be told."""

    paper: Paper
    completions: tuple[Completion, ...]
    is_final: bool


class Workers:
    """`settings.workers` processes that judge. One that dies is replaced, and its papers are judged again."""

    def __init__(self, settings: Settings, asked: EndpointIdentity | None) -> None:
        # No key leaves this process.
        self._given = (settings.model_copy(update={"api_key": None}), asked)
        self._count = settings.workers
        self._pool = self._started()
        self._waiting: list[tuple[_Job, asyncio.Future[Any]]] = []
        self._sending: set[asyncio.Task[None]] = set()

    async def finished(self, paper: Paper, said: Sequence[Said]) -> Finished:
        """The record of a paper."""
        result: Finished = await self._done(_Job(paper, tuple(one.completion for one in said), is_final=True))
        return result

    async def told(self, paper: Paper, said: Sequence[Said]) -> tuple[Told, Hearing | None]:
        """What the replies come to, and what further witnesses may be told of it."""
        result: tuple[Told, Hearing | None] = await self._done(
            _Job(paper, tuple(one.completion for one in said), is_final=False)
        )
        return result

    def close(self) -> None:
        """Ends the processes at once; nobody waits for what they do."""
        for task in self._sending:
            task.cancel()
        _end(self._pool)

    async def _done(self, job: _Job) -> Any:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((job, future))
        if len(self._waiting) == 1:
            loop.call_later(_GATHERED_S, self._send)  # what else comes goes with it
        elif len(self._waiting) >= _PAPERS_AT_ONCE:
            self._send()
        return await future

    def _send(self) -> None:
        if self._waiting:
            batch, self._waiting = self._waiting, []
            task = asyncio.get_running_loop().create_task(self._judge(batch))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _judge(self, batch: list[tuple[_Job, asyncio.Future[Any]]]) -> None:
        """Fills the futures of a batch."""
        try:
            results = await self._results([job for job, _ in batch])
        except Exception as error:  # noqa: BLE001  it is raised where the record is waited for
            results = [error] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)

    async def _results(self, jobs: list[_Job]) -> list[Any]:
        for _ in range(_POOLS):
            pool = self._pool
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, _judged, jobs)
            except BrokenProcessPool:
                if pool is self._pool:  # the first who notices replaces it
                    self._pool = self._started()
        raise WorkersError(
            f"worker processes were killed {_POOLS} times over the same papers, such as {jobs[0].paper.id!r}; "
            "was memory short? Run the same command again with fewer --workers: what was answered is kept"
        )

    def _started(self) -> ProcessPoolExecutor:
        """A pool; its processes are started, not forked: this one has threads."""
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, context, _begin, self._given)


def _end(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # there is no public way before Python 3.14
        process.terminate()
    pool.shutdown(cancel_futures=True)  # waits for the ends, or what the pool has of the system is left behind


# ── in the worker ────────────────────────────────────────────────────────────────────────────────
_concluder: Concluder | None = None


def _begin(settings: Settings, asked: EndpointIdentity | None) -> None:
    """Makes this process ready: it leaves Ctrl-C to the one that started it, and ends with it, however that ends."""
    global _concluder  # noqa: PLW0603  what a pool's processes share has no other place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _concluder = Concluder(settings, asked)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _judged(jobs: list[_Job]) -> list[Any]:
    """The result of each job, or the exception that it raised."""
    assert _concluder is not None
    results: list[Any] = []
    for job in jobs:
        try:
            told, hearing = _concluder.told(job.paper, _concluder.read(job.completions))
            results.append(_concluder.finished(job.paper, told) if job.is_final else (told, hearing))
        except Exception as error:  # noqa: BLE001  of one paper; the others of the batch are not lost with it
            results.append(error)
    return results
