"""A prompt → its answer: the one that is kept, the one that is under way for another paper, or a new one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.cache import ReplyCache, reply_key
from summarise.completing.completer import Completer
from summarise.concluding.concluder import Said
from summarise.endpoints import ChosenEndpoint
from summarise.errors import CacheError, EndpointError, InvalidReply
from summarise.records import Completion, Prompt

if TYPE_CHECKING:
    from summarise.costing import Spending
    from summarise.settings import Settings
    from summarise.tally import Tally


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one prompt, and where that is kept."""

    said: Said
    key: str
    """Of the question, as `reply_key` makes it."""
    mark: str | None
    """Of the reply as it is kept; None where it could not be."""
    was_kept: bool = False
    """Whether it was there before the question came."""


class _Keeping:
    """Keeps the answers of one turn of the event loop in one transaction, before their papers are judged."""

    def __init__(self, cache: ReplyCache) -> None:
        self._cache = cache
        self._waiting: list[tuple[str, Completion, asyncio.Future[str]]] = []

    async def put(self, key: str, completion: Completion) -> str:
        """The mark of an answer, once it is on disk; raises CacheError where it can't be."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[str] = loop.create_future()
        self._waiting.append((key, completion, kept))
        if len(self._waiting) == 1:
            loop.call_soon(self.store)
        return await kept

    def store(self) -> None:
        """Stores what is waiting, also what nobody waits for any more: it is paid for."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            marks = self._cache.put_all((key, completion) for key, completion, _ in waiting)
        except Exception as error:  # noqa: BLE001  whoever waits must hear of it, whatever it is
            for *_, kept in waiting:
                if not kept.done():
                    kept.set_exception(error)
        else:
            for (*_, kept), mark in zip(waiting, marks, strict=True):
                if not kept.done():
                    kept.set_result(mark)


class Answering:
    """Asks one endpoint for one run, keeps the answers, and counts what they cost."""

    def __init__(
        self, settings: Settings, endpoint: ChosenEndpoint, cache: ReplyCache, tally: Tally, spending: Spending
    ) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._cache = cache
        self._tally = tally
        self._spending = spending
        self._keeping = _Keeping(cache)
        if endpoint.pace is not None:  # a kill costs no more than what is in flight
            endpoint.pace.before_request = self._keeping.store
        self._slots = asyncio.Semaphore(settings.under_way)
        self._completer: Completer | None = None
        self._under_way: dict[str, asyncio.Future[Answer]] = {}
        self.answered = 0
        """Questions to which an answer is known, kept or new."""

    async def answer(self, prompt: Prompt) -> Answer:
        """The answer to a prompt; the same question is never under way twice.

        Raises CompletionError where this one failed, EndpointError where nothing can be asked, CostReached where there
        is no money for it.
        """
        key = reply_key(prompt, self._endpoint.identity.endpoint, self._endpoint.identity.model)
        if (same := self._under_way.get(key)) is not None:
            return await asyncio.shield(same)
        answer = self._kept(key, prompt) or await self._shared(key, prompt)
        self.answered += 1
        return answer

    async def aclose(self) -> None:
        """Gives connections back."""
        self._keeping.store()
        if self._completer is not None:
            await self._completer.aclose()

    def _kept(self, key: str, prompt: Prompt) -> Answer | None:
        """A stored reply that is still valid; one that no longer is counts as none."""
        kept = None if self._settings.refresh else self._cache.kept(key)
        if kept is None:
            return None
        try:
            said = Said.of(kept.completion, prompt.reply)
        except InvalidReply:
            return None
        self._spending.spare(kept.completion.usage, prompt)
        return Answer(said, key, kept.mark, was_kept=True)

    async def _shared(self, key: str, prompt: Prompt) -> Answer:
        """A new answer, which others who ask the same meanwhile get too."""
        shared: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._under_way[key] = shared
        try:
            answer = await self._new(key, prompt)
        except Exception as error:
            shared.set_exception(error)
            shared.exception()  # nobody else may have asked: then nobody hears of it
            raise
        except BaseException:
            shared.cancel()
            raise
        else:
            shared.set_result(answer)
            return answer
        finally:
            del self._under_way[key]

    async def _new(self, key: str, prompt: Prompt) -> Answer:
        """The endpoint's answer, paid for and kept."""
        try:
            async with self._slots, self._spending.question(prompt) as asked:
                completion = await self._complete(prompt)
                asked.usage = completion.usage
            said = Said.of(completion, prompt.reply)
        except EndpointError as error:
            error.usage = None  # is counted; the error is raised again for all further papers
            self._tally.endpoint_error = error
            raise
        mark = None
        try:
            mark = await self._keeping.put(key, completion)
        except CacheError as error:  # the answer is paid for: the record counts, cached or not
            self._tally.cache_error = error
        return Answer(said, key, mark)

    async def _complete(self, prompt: Prompt) -> Completion:
        """The answer; once the endpoint is known to be down, its error at once."""
        if self._tally.endpoint_error is not None:
            # One error for all papers: without this it would gather their frames, and with them the papers.
            raise self._tally.endpoint_error.with_traceback(None)
        if self._completer is None:
            self._completer = self._endpoint.connect()
        return await self._completer.complete(prompt)
