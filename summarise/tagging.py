"""`tag`: the pipeline as a plain iterator, usable from scripts and notebooks alike."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator, Iterable
from contextlib import closing
from typing import Any, TypeVar

from summarise.concluding import Finished
from summarise.costing import Spending
from summarise.endpoints import ChosenEndpoint
from summarise.pipeline import Tally, afinished
from summarise.records import Paper, Record, Unreadable
from summarise.settings import Settings

R = TypeVar("R")


def tag(
    papers: Iterable[Paper | Unreadable],
    settings: Settings | None = None,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
    spending: Spending | None = None,
) -> Generator[Record, None, None]:
    """The Record of each paper, in input order, as `atag` gives them.

    The event loop runs in a thread of its own: a notebook's running loop is no obstacle, and requests go on while the
    caller works on a record. Closing the iterator, or an exception in the caller, ends the run.
    """
    with closing(finished(papers, settings or Settings(), endpoint=endpoint, tally=tally, spending=spending)) as done:
        for one in done:
            yield one.record


def finished(
    papers: Iterable[Paper | Unreadable],
    settings: Settings,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
    spending: Spending | None = None,
) -> Generator[Finished, None, None]:
    """As `tag`, the records as the lines that they are: one that was kept is given as it is and never read."""
    loop = _new_loop()
    thread = threading.Thread(target=loop.run_forever, name="summarise", daemon=True)
    thread.start()
    steps = _Steps(afinished(papers, settings, endpoint=endpoint, tally=tally, spending=spending))
    try:
        while (done := _wait_for(steps.next(), loop)) is not None:
            yield from done
    finally:
        _wait_for(steps.close(), loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _new_loop() -> asyncio.AbstractEventLoop:
    """The loop of uvloop where that is installed (extra "fast"), else one of Python's own."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


class _Steps:
    """An async generator taken step by step from another thread; closing cancels a step that is under way."""

    def __init__(self, lists: AsyncGenerator[list[Finished], None]) -> None:
        self._lists = lists
        self._step: asyncio.Task[Any] | None = None

    async def next(self) -> list[Finished] | None:
        self._step = asyncio.current_task()
        return await anext(self._lists, None)

    async def close(self) -> None:
        if self._step is not None and not self._step.done():
            self._step.cancel()
            await asyncio.wait({self._step})
        await self._lists.aclose()


def _wait_for(coroutine: Coroutine[Any, Any, R], loop: asyncio.AbstractEventLoop) -> R:
    """What the coroutine gives or raises, once the loop has run it.

    A SystemExit, of the caller's papers perhaps, is carried over: raised in the loop it would end the loop's thread.
    """
    stops: list[BaseException] = []

    async def run() -> R | None:
        try:
            return await coroutine
        except (SystemExit, KeyboardInterrupt) as stop:
            stops.append(stop)
            return None

    result = asyncio.run_coroutine_threadsafe(run(), loop).result()
    if stops:
        raise stops[0]
    return result  # type: ignore[return-value]  # None only where the coroutine gives it
