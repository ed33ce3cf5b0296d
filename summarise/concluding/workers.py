"""Judging in worker processes: rules and reconciliation are all the processor's time that a paper costs."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
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
_TRIES = 3
"""So many workers die over the same papers before these are given up."""


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
        self._threads = ThreadPoolExecutor(settings.workers, "summarise waits for a worker")
        self._workers: SimpleQueue[_Worker] = SimpleQueue()
        self._started = [_Worker(*self._given) for _ in range(settings.workers)]
        for worker in self._started:
            self._workers.put(worker)
        self._closed = False
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
        self._closed = True
        for task in self._sending:
            task.cancel()
        for worker in self._started:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._started:
            worker.end()  # again: a thread may just have replaced one that died

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
            jobs = [job for job, _ in batch]
            results = await asyncio.get_running_loop().run_in_executor(self._threads, self._results, jobs)
        except Exception as error:  # noqa: BLE001  it is raised where the record is waited for
            results = [error] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)

    def _results(self, jobs: list[_Job]) -> list[Any]:
        """What a worker that is free makes of the jobs; in a thread of its own, as one for each worker is there."""
        worker = self._workers.get()
        try:
            for _ in range(_TRIES):
                try:
                    return worker.results(jobs)
                except (EOFError, OSError):
                    if self._closed:
                        raise
                    worker.begin()
        finally:
            self._workers.put(worker)
        raise WorkersError(
            f"worker processes were killed {_TRIES} times over the same papers, such as {jobs[0].paper.id!r}; "
            "was memory short? Run the same command again with fewer --workers: what was answered is kept. "
            'A script of your own needs the usual if __name__ == "__main__":, as workers import it'
        )


class _Worker:
    """One process with a pipe of its own: when it dies, even in the middle of an answer, the pipe says so.

    The queues of concurrent.futures are shared by all processes, and half an answer in them waits for ever.
    """

    def __init__(self, settings: Settings, asked: EndpointIdentity | None) -> None:
        self._given = (settings, asked)
        self._process: Any = None
        self.begin()

    def begin(self) -> None:
        """Starts the process, in place of one that has died; started, not forked: this process has threads."""
        if self._process is not None:
            self.end()
        context = multiprocessing.get_context("spawn")
        self._pipe, its_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(its_end, *self._given), daemon=True)
        with _ctrl_c_held():
            self._process.start()
        its_end.close()

    def results(self, jobs: list[_Job]) -> list[Any]:
        """What it makes of the jobs; raises EOFError or OSError where it dies over them."""
        self._pipe.send(jobs)
        results: list[Any] = self._pipe.recv()
        return results

    def end(self) -> None:
        """Ends the process, whatever it does; who waits for its results gets an EOFError."""
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Holds Ctrl-C back; a process started meanwhile never gets it, not even while it still loads its modules."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it lets Ctrl-C through again when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ── in the worker ────────────────────────────────────────────────────────────────────────────────
def _serve(pipe: Connection, settings: Settings, asked: EndpointIdentity | None) -> None:
    """Judges what comes through the pipe until its other end is gone; leaves Ctrl-C to the process at that end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    concluder = Concluder(settings, asked)
    try:
        while True:
            pipe.send(_judged(concluder, pipe.recv()))
    except (EOFError, OSError):
        return


def _judged(concluder: Concluder, jobs: list[_Job]) -> list[Any]:
    """The result of each job, or the exception that it raised."""
    results: list[Any] = []
    for job in jobs:
        try:
            told, hearing = concluder.told(job.paper, concluder.read(job.completions))
            results.append(concluder.finished(job.paper, told) if job.is_final else (told, hearing))
        except Exception as error:  # noqa: BLE001  of one paper; the others of the batch are not lost with it
            results.append(error)
    return results
