"""One paper and the replies to its questions → its record. Pure: asks nobody, keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from summarise.completing.completer import EndpointIdentity
from summarise.concluding.finished import Finished
from summarise.inquiring import inquiry_of
from summarise.reconciling import Reconciled, doubted, with_votes
from summarise.records import (
    Completion,
    Failure,
    FurtherWitness,
    Paper,
    Provenance,
    Record,
    Unreadable,
    Usage,
)
from summarise.settings import Settings
from summarise.validating import read
from summarise.witnessing import Hearing, Witness


@dataclass(frozen=True, slots=True)
class Said:
    """One completion, and what was read in it."""

    completion: Completion
    reply: BaseModel
    ambiguous: tuple[str, ...] = ()
    """Fields of the reply in which the text can be read in another way that is as good."""

    @classmethod
    def of(cls, completion: Completion, form: type[BaseModel]) -> Said:
        """The completion, read; raises InvalidReply where it is none of that form."""
        reading = read(completion.text, form)
        return cls(completion, reading.reply, reading.ambiguous)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one paper, and what that comes to."""

    outcome: Reconciled
    completions: tuple[Completion, ...] = ()
    """The model's replies and those of further witnesses; none under rules alone."""
    witnesses: tuple[FurtherWitness, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    """Fields on which the model's replies can be read in two ways."""


class Concluder:
    """Makes records as one run's settings say."""

    def __init__(self, settings: Settings, asked: EndpointIdentity | None) -> None:
        """`asked` is who answers; None under rules alone. Raises ConfigurationError for settings that can't be."""
        self._asked = asked
        self.inquiry = inquiry_of(settings, asked.model if asked else None)

    def told(self, paper: Paper, said: Sequence[Said]) -> tuple[Told, Hearing | None]:
        """What the replies come to, and what further witnesses may be told of it."""
        judgement = self.inquiry.judged(paper, [one.reply for one in said])
        ambiguous = frozenset(name for one in said for name in one.ambiguous)
        told = Told(judgement.outcome, tuple(one.completion for one in said), ambiguous=ambiguous)
        return told, judgement.hearing

    def read(self, completions: Sequence[Completion]) -> list[Said]:
        """The completions, read again in the process that judges them."""
        return [Said.of(one, form) for one, form in zip(completions, self.inquiry.forms, strict=False)]

    def heard(self, told: Told, witness: Witness, hearing: Hearing, said: Said) -> Told:
        """What is known with one more witness."""
        return Told(
            with_votes(told.outcome, witness.votes(hearing, said.reply), self.inquiry.trust),
            (*told.completions, said.completion),
            (*told.witnesses, FurtherWitness(witness=witness.name, prompt=witness.prompt)),
            told.ambiguous,
        )

    def finished(self, paper: Paper, told: Told) -> Finished:
        """The record of what is known."""
        outcome = doubted(told.outcome, told.ambiguous)
        return Finished.of(
            Record(
                id=paper.id,
                paper=paper,
                status="flagged" if outcome.flagged else "accepted",
                summary=outcome.summary,
                verdicts=outcome.verdicts,
                provenance=self._provenance(told),
            )
        )

    def failed(self, paper: Paper, kind: str, message: str, reply: str | None = None) -> Finished:
        """The record of a paper that was not answered."""
        failure = Failure(kind=kind, message=message, reply=reply)
        return Finished.of(
            Record(
                id=paper.id, paper=paper, status="failed", summary=None, error=failure, provenance=self._provenance()
            )
        )

    def unreadable(self, item: Unreadable) -> Finished:
        """The record of a piece of input that is no paper."""
        place = f"{item.source.document}:{item.source.position}"
        paper = Paper(id=place, abstract="", sources=(item.source,))
        return self.failed(paper, item.kind, f"{place}: {item.message}")

    def _provenance(self, told: Told | None = None) -> Provenance:
        changes: dict[str, object] = {}
        if self._asked:
            changes = {"model": self._asked.model, "endpoint": self._asked.endpoint}
        if told and told.completions:
            first, usage = told.completions[0], sum((c.usage for c in told.completions), Usage())
            changes |= {"model": first.model, "mode": first.mode, "usage": usage, "witnesses": told.witnesses}
        return self.inquiry.provenance.model_copy(update=changes)


def unheard(told: Told, note: FurtherWitness) -> Told:
    """What is known where a further witness gave no answer: only that it failed."""
    return replace(told, witnesses=(*told.witnesses, note))
