"""The requests that are still to be asked, each once, and what was found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarise.batching.requests import Request, Requests
from summarise.records import Paper, Unreadable


class Asking:
    """Goes through papers once; its counts grow as it goes."""

    def __init__(self, requests: Requests, *, again: bool = False) -> None:
        """`again` asks what is cached too."""
        self.papers = 0
        self.cached = 0
        """Papers about which nothing is to be asked."""
        self.requests = 0
        self.unreadable: list[Unreadable] = []
        """Pieces of the documents that are no papers."""
        self._requests = requests
        self._again = again
        self._asked: set[str] = set()

    def about(self, papers: Iterable[Paper | Unreadable]) -> Iterator[Request]:
        """The requests about the papers, in their order; equal ones once."""
        for item in papers:
            if isinstance(item, Unreadable):
                self.unreadable.append(item)
                continue
            self.papers += 1
            wanted = [r for r in self._requests.about(item) if self._again or self._requests.reply(r) is None]
            self.cached += not wanted
            yield from filter(self._is_new, wanted)

    def _is_new(self, request: Request) -> bool:
        if request.key in self._asked:
            return False
        self._asked.add(request.key)
        self.requests += 1
        return True
