"""The straight line: papers in, Records out, in input order, a bounded number in flight.

Paper ─▶ (kept record) ─▶ prompt ─▶ (kept reply) ─▶ complete ─▶ validate ─┐
              └─────────▶ rules ──────────────────────────────────────────┴▶ reconcile ─▶ (further witnesses) ─▶ Record

One paper's way is in `questioning`, which asks (`answering`) and judges (`concluding`); what is in flight waits in
`window`; `cache` and `record_cache` keep what was said and made.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from summarise.cache import ReplyCache
from summarise.concluding import Finished
from summarise.costing import Spending, spending_of
from summarise.endpoints import ChosenEndpoint, choose_endpoint
from summarise.errors import CostReached
from summarise.reading.ahead import ReadAhead
from summarise.record_cache import LOOKED_UP_AT_ONCE, KeptRecord, RecordCache, mark_of_run, record_key
from summarise.records import Paper, Record, Unreadable, Usage
from summarise.settings import Settings
from summarise.tally import Tally
from summarise.window import Window

if TYPE_CHECKING:
    from summarise.answering import Answering
    from summarise.questioning import Questioning

__all__ = ["Tally", "afinished", "atag"]


async def atag(
    papers: Iterable[Paper | Unreadable],
    settings: Settings,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
    spending: Spending | None = None,
) -> AsyncGenerator[Record, None]:
    """The Record of each paper, in input order. A paper that fails is a Record with its reason; the run goes on.

    `endpoint` replaces the one that `settings` name, `spending` the purse that they do. Raises EndpointError when
    nothing at all could be asked or read from the cache, ConfigurationError, CacheError and ModelError before the first
    paper; CostReached at the first paper that there is no money for: what was in flight is in the cache then.
    """
    done = afinished(papers, settings, endpoint=endpoint, tally=tally, spending=spending)
    async with aclosing(done) as lists:
        async for finished in lists:
            for one in finished:
                yield one.record


async def afinished(
    papers: Iterable[Paper | Unreadable],
    settings: Settings,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
    spending: Spending | None = None,
) -> AsyncGenerator[list[Finished], None]:
    """As `atag`, the finished records in lists of those that are there, never an empty one.

    Papers are read and asked only as long as the window has room: who takes no records stops it all.
    """
    run = _Run(settings, endpoint or choose_endpoint(settings), tally or Tally(), spending)
    window = Window(max(LOOKED_UP_AT_ONCE, 4 * settings.in_flight))
    source = ReadAhead(papers, LOOKED_UP_AT_ONCE)
    filling = asyncio.create_task(_fill(window, run, source))
    try:
        while finished := await window.take():
            yield run.counted(finished)
        await filling
        if source.error is not None:
            raise source.error
    except CostReached:
        filling.cancel()
        await window.settled()  # what is in flight is paid for
        raise
    finally:
        source.close()
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
        await window.aclose()
        await run.aclose()


async def _fill(window: Window, run: _Run, source: ReadAhead[Paper | Unreadable]) -> None:
    """Puts what becomes of each paper into the window, for as long as there are papers."""
    try:
        while items := await source.take(min(LOOKED_UP_AT_ONCE, await window.room())):
            keys = run.keys(items)
            kept = run.kept(keys)
            for item, key in zip(items, keys, strict=True):
                if found := kept.get(key):
                    window.add(found)
                else:
                    window.add(asyncio.create_task(run.record(item, key)))
                    await asyncio.sleep(0)  # the endpoint's answers are not kept waiting for a list of papers
    finally:
        window.end()


class _Run:
    """What the papers of one run share: who is asked, and what is kept."""

    def __init__(
        self, settings: Settings, endpoint: ChosenEndpoint | None, tally: Tally, spending: Spending | None
    ) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._tally = tally
        self._asked = asked = endpoint.identity if endpoint else None
        self._spending = spending or (spending_of(settings, asked.endpoint, asked.model) if asked else Spending())
        self._mark = mark_of_run(settings, self._asked)
        self._replies = ReplyCache(settings.cache_dir) if endpoint else None
        self._records = RecordCache(settings.cache_dir) if self._mark else None
        self._questioning: Questioning | None = None
        self._answering: Answering | None = None

    def keys(self, items: Iterable[Paper | Unreadable]) -> list[bytes]:
        """The key of each paper's record; b'' where none may be kept."""
        mark = self._mark
        return [record_key(mark, item) if mark and isinstance(item, Paper) else b"" for item in items]

    def kept(self, keys: Sequence[bytes]) -> dict[bytes, Finished]:
        """The records that are kept, where the replies behind them still are the same."""
        if self._records is None or self._settings.refresh:
            return {}
        records = self._records.find([key for key in keys if key])
        questions = [question for record in records.values() for question in record.questions]
        marks = self._replies.marks(questions) if self._replies else {}
        found = {
            key: record
            for key, record in records.items()
            if record.replies == tuple(marks.get(question) for question in record.questions)
        }
        for record in filter(None, map(found.get, keys)):
            self._tally.cached += 1
            self._spending.spare(record.usage)
        return {key: record.finished for key, record in found.items()}

    async def record(self, item: Paper | Unreadable, key: bytes) -> Finished:
        """The record of a paper that must be judged, and asked about unless its replies are kept."""
        questioned = await self._questions().record(item)
        answers = questioned.answers
        self._tally.unanswered += questioned.unanswered
        self._tally.cached += bool(answers) and all(answer.was_kept for answer in answers)
        if self._records and self._mark and key and questioned.is_final:
            keys, marks = tuple(a.key for a in answers), tuple(a.mark or "" for a in answers)
            usage = sum((a.said.completion.usage for a in answers), Usage())
            self._records.put(key, KeptRecord(questioned.finished, keys, marks, usage))
        return questioned.finished

    def counted(self, finished: list[Finished]) -> list[Finished]:
        """The records, after they were counted; raises the endpoint's error where nothing is known but it."""
        known = self._tally.cached or (self._answering and self._answering.answered)
        if self._tally.endpoint_error and not known:
            raise self._tally.endpoint_error
        for one in finished:
            self._tally.count(one.status, one.flagged_values)
        return finished

    async def aclose(self) -> None:
        """Ends what is in flight, and gives everything back."""
        if self._questioning is not None:
            await self._questioning.aclose()
        if self._records is not None:
            self._records.close()
        if self._replies is not None:
            self._replies.close()

    def _questions(self) -> Questioning:
        """Who asks and judges; loaded, rules and all, with the first paper whose record is not kept."""
        if self._questioning is None:
            from summarise.answering import Answering
            from summarise.questioning import Questioning

            if self._endpoint is not None and self._replies is not None:
                self._answering = Answering(self._settings, self._endpoint, self._replies, self._tally, self._spending)
            self._questioning = Questioning(self._settings, self._asked, self._answering)
            if self._mark != mark_of_run(self._settings, self._asked):
                self._mark = None  # policy, vocabulary or calibration changed since: what they were is not known
        return self._questioning
