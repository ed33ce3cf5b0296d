"""The straight line: papers in, Records out, in input order, a bounded number in flight.

Paper ─▶ prompt ─▶ (cache) ─▶ complete ─▶ validate ─┐
  └────▶ rules ─────────────────────────────────────┴▶ reconcile ─▶ (further witnesses) ─▶ Record
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from summarise.cache import ReplyCache, reply_key
from summarise.completing.completer import Completer
from summarise.endpoints import ChosenEndpoint, choose_endpoint
from summarise.errors import CacheError, CompletionError, EndpointError, InvalidReply
from summarise.inquiring import inquiry_of
from summarise.reconciling import Reconciled, doubted, with_votes
from summarise.records import (
    Completion,
    Failure,
    FurtherWitness,
    Paper,
    Prompt,
    Provenance,
    Record,
    Unreadable,
    Usage,
)
from summarise.settings import Settings
from summarise.validating import read
from summarise.witnessing import Hearing, Witness, called


@dataclass(slots=True)
class Tally:
    """What a run has done so far; updated as it goes, for progress and the final summary."""

    papers: int = 0
    accepted: int = 0
    flagged: int = 0
    failed: int = 0
    cached: int = 0
    flagged_values: int = 0
    unanswered: int = 0
    """Questions of further witnesses that failed: those papers stand without their votes."""
    usage: Usage = field(default_factory=Usage)
    """Tokens and requests that this run spent, further witnesses included; what the cache saved is not in it."""
    cache_error: CacheError | None = None
    """Why answers are no longer kept, once the cache can't be written."""
    endpoint_error: EndpointError | None = None
    """Why no more papers are asked, once the endpoint is down."""

    def count(self, record: Record) -> None:
        """Counts a finished record."""
        self.papers += 1
        self.flagged_values += sum(v.flagged for v in record.verdicts)
        setattr(self, record.status, getattr(self, record.status) + 1)


async def atag(
    papers: Iterable[Paper | Unreadable],
    settings: Settings,
    *,
    endpoint: ChosenEndpoint | None = None,
    tally: Tally | None = None,
) -> AsyncGenerator[Record, None]:
    """The Record of each paper, in input order. A paper that fails is a Record with its reason; the run goes on.

    `endpoint` replaces the one that `settings` name. Raises EndpointError when nothing at all could be asked or read
    from the cache, ConfigurationError, CacheError and ModelError before the first paper.
    """
    run = _Run(settings, endpoint or choose_endpoint(settings), tally or Tally())
    window: deque[asyncio.Future[Record]] = deque()
    room = max(64, 4 * settings.in_flight)
    try:
        items = iter(papers)
        # In a thread: a slow source must not hold up the requests that are in flight.
        while (item := await asyncio.to_thread(next, items, None)) is not None:
            window.append(run.start(item))
            while window and (len(window) >= room or window[0].done()):
                yield run.counted(await window.popleft())
        while window:
            yield run.counted(await window.popleft())
    finally:
        await run.aclose(window)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One prompt's answer: as it came, and as it was read."""

    completion: Completion
    reply: BaseModel
    ambiguous: tuple[str, ...] = ()
    """Fields of the reply in which the text can be read in another way that is as good."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of one paper, and what that comes to."""

    outcome: Reconciled
    completions: tuple[Completion, ...] = ()
    """The model's replies and those of further witnesses; none under rules alone."""
    witnesses: tuple[FurtherWitness, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    """Fields on which the model's replies can be read in two ways."""


class _Run:
    """What the papers of one run share: cache, endpoint, what is asked, and how many may be asked at once."""

    def __init__(self, settings: Settings, endpoint: ChosenEndpoint | None, tally: Tally) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._tally = tally
        self._inquiry = inquiry_of(settings, endpoint.identity.model if endpoint else None)
        self._trust = self._inquiry.trust
        self._witnesses = called(settings.witness)
        self._slots = asyncio.Semaphore(settings.under_way)
        self._cache = ReplyCache(settings.cache_dir) if endpoint else None
        self._completer: Completer | None = None
        self._answered = 0

    def start(self, item: Paper | Unreadable) -> asyncio.Future[Record]:
        """The record to come: at once where no question is needed, else as a task."""
        if isinstance(item, Unreadable):
            return _done(self._unreadable(item))
        if self._endpoint is None:
            return _done(self._record(item, _Told(self._inquiry.judged(item, ()).outcome)))
        prompts = self._inquiry.prompts(item)
        cached = [answer for prompt in prompts if (answer := self._cached(prompt))]
        if len(cached) < len(prompts):
            return asyncio.create_task(self._ask(item, prompts))
        self._tally.cached += 1
        self._answered += 1
        if self._witnesses:
            return asyncio.create_task(self._hear(item, cached))
        return _done(self._record(item, self._told(item, cached)[0]))

    def counted(self, record: Record) -> Record:
        """The record, after it was counted; raises the endpoint's error where nothing was answered before it."""
        if self._tally.endpoint_error and not self._answered:
            raise self._tally.endpoint_error
        self._tally.count(record)
        return record

    async def aclose(self, window: Iterable[asyncio.Future[Record]]) -> None:
        """Ends what is in flight and gives everything back."""
        tasks = [task for task in window if isinstance(task, asyncio.Task)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._completer is not None:
            await self._completer.aclose()
        if self._cache is not None:
            self._cache.close()

    def _key(self, prompt: Prompt) -> str:
        assert self._endpoint is not None
        return reply_key(prompt, self._endpoint.identity.endpoint, self._endpoint.identity.model)

    def _cached(self, prompt: Prompt) -> _Answer | None:
        """A stored reply that is still valid; one that no longer is counts as none."""
        assert self._cache is not None
        completion = None if self._settings.refresh else self._cache.get(self._key(prompt))
        if completion is None:
            return None
        try:
            reading = read(completion.text, prompt.reply)
            return _Answer(completion, reading.reply, reading.ambiguous)
        except InvalidReply:
            return None

    async def _ask(self, paper: Paper, prompts: Sequence[Prompt]) -> Record:
        try:
            answers = [self._cached(prompt) or await self._answer(prompt) for prompt in prompts]
        except EndpointError as error:
            return self._failed(paper, error.kind, str(error), None)
        except CompletionError as error:
            return self._failed(paper, error.kind, str(error), error.reply)
        self._answered += 1
        return await self._hear(paper, answers)

    async def _answer(self, prompt: Prompt) -> _Answer:
        """The endpoint's answer to one prompt, paid for and kept; raises EndpointError and CompletionError."""
        assert self._cache is not None
        try:
            async with self._slots:
                completion = await self._complete(prompt)
            reading = read(completion.text, prompt.reply)
        except EndpointError as error:
            self._tally.endpoint_error = error
            raise
        except CompletionError as error:
            self._tally.usage += error.usage or Usage()
            raise
        try:
            self._cache.put(self._key(prompt), completion)
        except CacheError as error:  # the answer is paid for: the record counts, cached or not
            self._tally.cache_error = error
        self._tally.usage += completion.usage
        return _Answer(completion, reading.reply, reading.ambiguous)

    async def _complete(self, prompt: Prompt) -> Completion:
        """The answer; once the endpoint is known to be down, its error at once."""
        if self._tally.endpoint_error is not None:
            raise self._tally.endpoint_error
        if self._completer is None:
            assert self._endpoint is not None
            self._completer = self._endpoint.connect()
        return await self._completer.complete(prompt)

    def _told(self, paper: Paper, answers: Sequence[_Answer]) -> tuple[_Told, Hearing | None]:
        """What the answers come to, and what further witnesses may be told of it."""
        judgement = self._inquiry.judged(paper, [answer.reply for answer in answers])
        completions = tuple(answer.completion for answer in answers)
        ambiguous = frozenset(name for answer in answers for name in answer.ambiguous)
        return _Told(judgement.outcome, completions, ambiguous=ambiguous), judgement.hearing

    async def _hear(self, paper: Paper, answers: Sequence[_Answer]) -> Record:
        """The record, after further witnesses were asked about what the first two dispute."""
        told, hearing = self._told(paper, answers)
        for witness in self._witnesses if hearing else ():
            assert hearing is not None
            if prompt := witness.question(hearing):
                told = await self._heard(told, witness, prompt, hearing)
        return self._record(paper, told)

    async def _heard(self, told: _Told, witness: Witness, prompt: Prompt, hearing: Hearing) -> _Told:
        """What is known with one more witness; where it gave no answer, only that it failed."""
        note = FurtherWitness(witness=witness.name, prompt=prompt.name)
        try:
            answer = self._cached(prompt) or await self._answer(prompt)
        except (EndpointError, CompletionError) as error:
            self._tally.unanswered += 1
            note = note.model_copy(update={"failure": error.kind})
            return replace(told, witnesses=(*told.witnesses, note))
        return _Told(
            with_votes(told.outcome, witness.votes(hearing, answer.reply), self._trust),
            (*told.completions, answer.completion),
            (*told.witnesses, note),
            told.ambiguous,
        )

    def _record(self, paper: Paper, told: _Told) -> Record:
        outcome = doubted(told.outcome, told.ambiguous)
        return Record(
            id=paper.id,
            paper=paper,
            status="flagged" if outcome.flagged else "accepted",
            summary=outcome.summary,
            verdicts=outcome.verdicts,
            provenance=self._provenance(told),
        )

    def _failed(self, paper: Paper, kind: str, message: str, reply: str | None) -> Record:
        failure = Failure(kind=kind, message=message, reply=reply)
        return Record(
            id=paper.id, paper=paper, status="failed", summary=None, error=failure, provenance=self._provenance()
        )

    def _unreadable(self, item: Unreadable) -> Record:
        place = f"{item.source.document}:{item.source.position}"
        paper = Paper(id=place, abstract="", sources=(item.source,))
        return self._failed(paper, item.kind, f"{place}: {item.message}", None)

    def _provenance(self, told: _Told | None = None) -> Provenance:
        changes: dict[str, object] = {}
        if self._endpoint:
            changes = {"model": self._endpoint.identity.model, "endpoint": self._endpoint.identity.endpoint}
        if told and told.completions:
            first, usage = told.completions[0], sum((c.usage for c in told.completions), Usage())
            changes |= {"model": first.model, "mode": first.mode, "usage": usage, "witnesses": told.witnesses}
        return self._inquiry.provenance.model_copy(update=changes)


def _done(record: Record) -> asyncio.Future[Record]:
    """A record that is there already, as something to wait for."""
    future: asyncio.Future[Record] = asyncio.get_running_loop().create_future()
    future.set_result(record)
    return future
