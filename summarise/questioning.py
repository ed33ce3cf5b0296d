"""One paper: its questions are answered, further witnesses heard, and its record made."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from summarise.answering import Answer, Answering
from summarise.completing.completer import EndpointIdentity
from summarise.concluding import Finished
from summarise.concluding.concluder import Concluder, Said, Told, unheard
from summarise.concluding.workers import Workers
from summarise.errors import CompletionError, EndpointError, SummariseError
from summarise.events import about
from summarise.records import FurtherWitness, Paper, Unreadable
from summarise.settings import Settings
from summarise.witnessing import Hearing, Witness, called

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Questioned:
    """A paper's record, and what it follows from."""

    finished: Finished
    answers: tuple[Answer, ...] = ()
    unanswered: int = 0
    """Questions of further witnesses that failed."""

    @property
    def is_final(self) -> bool:
        """Whether another run could learn no more: nothing failed, and every reply is kept."""
        return self.finished.status != "failed" and not self.unanswered and all(a.mark for a in self.answers)


class Questioning:
    """What becomes of papers whose record is not kept."""

    def __init__(self, settings: Settings, asked: EndpointIdentity | None, answering: Answering | None) -> None:
        """`asked` and `answering` are None under rules alone. Raises ConfigurationError."""
        self._concluder = Concluder(settings, asked)
        self._answering = answering
        self._witnesses = called(settings.witness)
        self._workers = Workers(settings, asked) if settings.workers > 1 else None

    async def record(self, item: Paper | Unreadable) -> Questioned:
        """The record of a paper, with its reason where it fails."""
        if isinstance(item, Unreadable):
            return Questioned(self._concluder.unreadable(item))
        about(item.id)
        try:
            return await self._judged(item, await self._answers(item))
        except EndpointError as error:
            return Questioned(self._concluder.failed(item, error.kind, str(error)))
        except CompletionError as error:
            return Questioned(self._concluder.failed(item, error.kind, str(error), error.reply))
        except SummariseError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours over one paper is no reason to lose the others
            _log.debug("a fault over %s", item.id, exc_info=True)
            told = f"{type(error).__name__}: {error}; a fault of summarise itself, please report it with this paper"
            return Questioned(self._concluder.failed(item, "internal", told))

    async def _judged(self, item: Paper, answers: tuple[Answer, ...]) -> Questioned:
        said = [answer.said for answer in answers]
        if self._witnesses:
            return await self._heard(item, answers, *await self._told(item, said))
        if self._workers is not None:
            return Questioned(await self._workers.finished(item, said), answers)
        return Questioned(self._concluder.finished(item, self._concluder.told(item, said)[0]), answers)

    async def aclose(self) -> None:
        """Ends the workers, and gives connections back."""
        if self._workers is not None:
            self._workers.close()
        if self._answering is not None:
            await self._answering.aclose()

    async def _answers(self, paper: Paper) -> tuple[Answer, ...]:
        if self._answering is None:
            return ()
        return tuple([await self._answering.answer(prompt) for prompt in self._concluder.inquiry.prompts(paper)])

    async def _told(self, paper: Paper, said: Sequence[Said]) -> tuple[Told, Hearing | None]:
        if self._workers is not None:
            return await self._workers.told(paper, said)
        return self._concluder.told(paper, said)

    async def _heard(
        self, paper: Paper, answers: tuple[Answer, ...], told: Told, hearing: Hearing | None
    ) -> Questioned:
        """The record, after further witnesses were asked about what the first two dispute."""
        unanswered = 0
        for witness in self._witnesses if hearing else ():
            assert hearing is not None
            answer, note = await self._asked(witness, hearing)
            if answer is not None:
                answers = (*answers, answer)
                told = self._concluder.heard(told, witness, hearing, answer.said)
            elif note is not None:
                unanswered += 1
                told = unheard(told, note)
        return Questioned(self._concluder.finished(paper, told), answers, unanswered)

    async def _asked(self, witness: Witness, hearing: Hearing) -> tuple[Answer | None, FurtherWitness | None]:
        """The witness's answer, or how its question failed; neither where it has nothing to be asked."""
        prompt = witness.question(hearing)
        if prompt is None or self._answering is None:
            return None, None
        try:
            return await self._answering.answer(prompt), None
        except (EndpointError, CompletionError) as error:
            return None, FurtherWitness(witness=witness.name, prompt=prompt.name, failure=error.kind)
