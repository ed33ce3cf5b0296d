"""Responses into the reply cache, paper by paper, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from summarise.batching.answers import completion_of
from summarise.batching.requests import Request, Requests
from summarise.batching.responses import Response, Responses
from summarise.cache import ReplyCache
from summarise.completing.connecting import Endpoint
from summarise.errors import CompletionError
from summarise.records import Completion, Paper, Unreadable, Usage


@dataclass(frozen=True, slots=True)
class Failed:
    """A request whose responses hold no valid reply; `error` is of the last one."""

    paper: str
    """The paper's id."""
    place: str
    error: CompletionError


@dataclass(slots=True)
class Taken:
    """What has been read so far."""

    papers: int = 0
    stored: int = 0
    """Replies that were put into the cache."""
    kept: int = 0
    """Responses to requests whose reply was cached already, and further responses to one request: not needed.

    Each response is in one of `stored`, `kept` and `failed`, or is refused.
    """
    unanswered: int = 0
    """Requests to which no response is there, and no cached reply."""
    usage: Usage = field(default_factory=Usage)
    """Tokens of the replies that were stored, and of those that were no use."""
    failed: dict[str, Failed] = field(default_factory=dict)
    """By the reply's key."""
    unreadable: list[Unreadable] = field(default_factory=list)
    """Pieces of the documents that are no papers."""

    def kinds(self) -> dict[str, int]:
        """How many requests failed in which way, the most frequent first."""
        return dict(Counter(failed.error.kind for failed in self.failed.values()).most_common())


class Taking:
    """Takes what some files answer about papers."""

    def __init__(self, requests: Requests, responses: Responses, cache: ReplyCache, endpoint: Endpoint) -> None:
        self.taken = Taken()
        self._requests = requests
        self._responses = responses
        self._cache = cache
        self._endpoint = endpoint

    def passing(self, papers: Iterable[Paper | Unreadable], *, replace: bool = False) -> Iterator[Paper | Unreadable]:
        """The papers as they come, each after its responses went into the cache.

        With `replace`, a reply that is cached already gives way to a valid one of the files. Raises CacheError.
        """
        for item in papers:
            if isinstance(item, Unreadable):
                self.taken.unreadable.append(item)
            else:
                self.taken.papers += 1
                for request in self._requests.about(item):
                    self._take(request, replace)
            yield item

    def _take(self, request: Request, replace: bool) -> None:
        responses = self._responses.take(request.key)
        is_cached = self._requests.reply(request) is not None
        if is_cached and not replace:
            self.taken.kept += len(responses)
            return
        completion, failed = self._first_valid(request, responses)
        if completion is not None:
            self._store(request, completion)
            self.taken.kept += len(responses) - 1
        elif is_cached:
            self.taken.kept += len(responses)
        elif failed is not None:
            self.taken.failed[request.key] = failed
            self.taken.kept += len(responses) - 1
        elif request.key not in self.taken.failed:
            self.taken.unanswered += 1

    def _first_valid(self, request: Request, responses: list[Response]) -> tuple[Completion | None, Failed | None]:
        """The first valid reply; where there is none, how the last response failed."""
        failed: Failed | None = None
        for response in responses:
            try:
                return completion_of(response, request.prompt, self._endpoint), None
            except CompletionError as error:
                self.taken.usage += error.usage or Usage()
                failed = Failed(request.paper.id, response.place, error)
        return None, failed

    def _store(self, request: Request, completion: Completion) -> None:
        self._cache.put(request.key, completion)
        self.taken.stored += 1
        self.taken.usage += completion.usage
