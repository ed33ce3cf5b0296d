"""What is in flight, in input order: finished records and those to come, never more than a fixed number."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from summarise.concluding import Finished

_GATHERED_S = 0.005
"""So long records that have to be waited for gather before they are taken: they go to another thread, which costs more
than many of them."""


class Window:
    """A queue with room for `most` papers; its head is taken when it is finished, whatever is finished behind it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: deque[Finished | asyncio.Task[Finished]] = deque()
        self._ended = False
        self._changed = asyncio.Event()

    async def room(self) -> int:
        """How many more fit in; waits until one does."""
        while len(self._waiting) >= self._most:
            self._changed.clear()
            await self._changed.wait()
        return self._most - len(self._waiting)

    def add(self, one: Finished | asyncio.Task[Finished]) -> None:
        """Puts a paper at the end."""
        self._waiting.append(one)
        self._changed.set()

    def end(self) -> None:
        """Says that no more papers come."""
        self._ended = True
        self._changed.set()

    async def take(self) -> list[Finished]:
        """What is finished at the head, at least one; waits for it; nothing at the end."""
        while not self._waiting:
            if self._ended:
                return []
            self._changed.clear()
            await self._changed.wait()
        head = self._waiting[0]
        if isinstance(head, asyncio.Task):
            await asyncio.wait((head,))
            await asyncio.sleep(_GATHERED_S)
        taken = list(self._finished())
        self._changed.set()
        return taken

    async def settled(self) -> None:
        """Waits for all that is in flight, whatever becomes of it."""
        await asyncio.gather(*(one for one in self._waiting if isinstance(one, asyncio.Task)), return_exceptions=True)

    async def aclose(self) -> None:
        """Ends what is in flight."""
        tasks = [one for one in self._waiting if isinstance(one, asyncio.Task)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self) -> Iterable[Finished]:
        """What is finished at the head; an error is raised only when it stands first, so that no record is lost."""
        first = True
        while self._waiting and _is_done(head := self._waiting[0]):
            if isinstance(head, asyncio.Task) and not first and head.exception():
                return
            self._waiting.popleft()
            yield head if isinstance(head, Finished) else head.result()
            first = False


def _is_done(one: Finished | asyncio.Task[Finished]) -> bool:
    return isinstance(one, Finished) or one.done()
