"""The seam between the pipeline, which asks and keeps, and what is asked: the built-in summary or a user's schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from summarise.reconciling import Reconciled
from summarise.reconciling.trust import Trust
from summarise.records import Paper, Prompt, Provenance
from summarise.witnessing import Hearing


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the replies to one paper come to."""

    outcome: Reconciled
    hearing: Hearing | None = None
    """What further witnesses may be told; None where they have nothing to say."""


class Inquiry(Protocol):
    """One kind of question to a paper."""

    trust: Trust
    """What is believed of verdicts, and what is done with them."""

    @property
    def provenance(self) -> Provenance:
        """What every record of the run says of its making, before anything was asked."""
        ...

    @property
    def forms(self) -> tuple[type[BaseModel], ...]:
        """What reads the replies, in the order of `prompts`."""
        ...

    def prompts(self, paper: Paper) -> tuple[Prompt, ...]:
        """The questions about one paper: one request each, none of which needs another's answer."""
        ...

    def judged(self, paper: Paper, replies: Sequence[BaseModel]) -> Judgement:
        """What the replies, valid and in the order of `prompts`, come to; none of them where no model is asked."""
        ...
