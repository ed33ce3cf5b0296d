"""`tag`: the pipeline as a plain iterator, usable from scripts and notebooks alike."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator, Iterable
from typing import Any, TypeVar

from summarise.endpoints import ChosenEndpoint
from summarise.pipeline import Tally, atag
from summarise.records import Paper, Record, Unreadable
from summarise.settings import Settings

R = TypeVar("R")


def tag(
    papers: Iterable[Paper | Unreadable],
    settings: Settings | None = None,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
) -> Generator[Record, None, None]:
    """The Record of each paper, in input order, as `atag` gives them.

    The event loop runs in a thread of its own: a notebook's running loop is no obstacle, and requests go on while the
    caller works on a record. Closing the iterator, or an exception in the caller, ends the run.
    """
    settings = settings or Settings()
    loop = _new_loop()
    thread = threading.Thread(target=loop.run_forever, name="summarise", daemon=True)
    thread.start()
    steps = _Steps(atag(papers, settings, endpoint=endpoint, tally=tally))
    try:
        while (record := _wait_for(steps.next(), loop)) is not None:
            yield record
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

    def __init__(self, records: AsyncGenerator[Record, None]) -> None:
        self._records = records
        self._step: asyncio.Task[Any] | None = None

    async def next(self) -> Record | None:
        self._step = asyncio.current_task()
        return await anext(self._records, None)

    async def close(self) -> None:
        if self._step is not None and not self._step.done():
            self._step.cancel()
            await asyncio.wait({self._step})
        await self._records.aclose()


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
