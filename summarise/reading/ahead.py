"""Reading ahead: items of a source that may block, taken by an event loop in lists, never more than a few too many."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """Reads `source` in a thread of its own, at most `most` items ahead of who takes them.

    The thread is a daemon: a source that never gives another item holds up nobody's end.
    """

    def __init__(self, source: Iterable[T], most: int) -> None:
        self._source = source
        self._most = most
        self._loop = asyncio.get_running_loop()
        self._ready: deque[T] = deque()
        self._changed = threading.Condition()
        self._came = asyncio.Event()
        self._ended = False
        self._closed = False
        self.error: BaseException | None = None
        """What the source raised, once `take` gives nothing. It may end the program, so the caller raises it."""
        threading.Thread(target=self._read, name="summarise reads", daemon=True).start()

    async def take(self, most: int) -> list[T]:
        """The next items, as many as are there, at most `most`; waits for one; none at the end."""
        while True:
            with self._changed:
                if self._ready or self._ended:
                    taken = [self._ready.popleft() for _ in range(min(most, len(self._ready)))]
                    self._changed.notify()
                    return taken
                self._came.clear()
            await self._came.wait()

    def close(self) -> None:
        """Ends the thread after the item that it reads."""
        with self._changed:
            self._closed = True
            self._ready.clear()
            self._changed.notify()

    def _read(self) -> None:
        try:
            for item in self._source:
                with self._changed:
                    while len(self._ready) >= self._most and not self._closed:
                        self._changed.wait()
                    if self._closed:
                        return
                    self._ready.append(item)
                    first = len(self._ready) == 1
                if first:
                    self._tell()
        except BaseException as error:  # noqa: BLE001  it is raised where the items are taken
            self.error = error
        finally:
            with self._changed:
                self._ended = True
            self._tell()

    def _tell(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._came.set)
        except RuntimeError:  # the loop was closed: nobody waits
            self._closed = True
