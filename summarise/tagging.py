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
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="summarise", daemon=True)
    thread.start()
    records = atag(papers, settings, endpoint=endpoint, tally=tally)
    try:
        while (record := _wait_for(_next(records), loop)) is not None:
            yield record
    finally:
        _wait_for(_close(records), loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _next(records: AsyncGenerator[Record, None]) -> Record | None:
    return await anext(records, None)


async def _close(records: AsyncGenerator[Record, None]) -> None:
    await records.aclose()


def _wait_for(coroutine: Coroutine[Any, Any, R], loop: asyncio.AbstractEventLoop) -> R:
    """The coroutine's result; an interrupt cancels it, so that it lets go of what it waits for."""
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        raise
