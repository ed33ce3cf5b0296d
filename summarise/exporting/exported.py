"""A record with its decisions → a paper as it is exported: each value of its summary with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.records import TLDR, Judged, Record, Sentence, Verdict
from summarise.schemas.own import OwnSummary, OwnValue
from summarise.schemas.paper import LIST_FIELDS

if TYPE_CHECKING:
    from summarise.reviewing import Decided


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a summary."""

    path: str
    """Its place in the summary: 'tldr', 'results[0]'; in a user's schema 'arms[0].dose_mg'."""
    element: Judged
    verdict: Verdict | None
    """What was judged of it; None in a run that says nothing of it."""
    decided_by: str | None
    """Who decided it; None where nobody did."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A paper with its decided values."""

    record: Record
    """With the decided values."""
    decided: Decided | None
    """How they came to be; None where nobody did anything about this paper."""
    values: tuple[Value, ...]
    """All values of the summary in its order; none of a paper that failed."""
    open: tuple[Verdict, ...]
    """What a person should still look at, in the summary or not."""

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decided values of this paper, one name for each value."""
        named = [self.decided.who(verdict) for verdict in self.decided.standing] if self.decided else []
        return tuple(who for who in named if who is not None)


def exported(record: Record, decided: Decided | None = None) -> Exported:
    """The paper of a record that has its decided values, and what they are."""
    still_open = tuple(verdict for verdict in record.verdicts if verdict.flagged)
    return Exported(record, decided, tuple(_values(record, decided)), still_open)


def _values(record: Record, decided: Decided | None) -> Iterator[Value]:
    summary, verdicts = record.summary, record.verdicts
    if summary is None:
        return
    if isinstance(summary, OwnSummary):
        for verdict in verdicts:
            if isinstance(verdict.chosen, OwnValue):
                yield _value(verdict.chosen.path, verdict.chosen, verdict, decided)
        return
    if summary.tldr is not None:
        told = next((verdict for verdict in verdicts if verdict.field == TLDR), None)
        yield _value(TLDR, Sentence(text=summary.tldr), told, decided)
    for field in LIST_FIELDS:
        left = [verdict for verdict in verdicts if verdict.field == field and verdict.chosen is not None]
        for n, element in enumerate(getattr(summary, field)):
            judged = next((verdict for verdict in left if verdict.chosen == element), None)
            if judged is not None:
                left.remove(judged)  # of equal elements each has its own verdict
            yield _value(f"{field}[{n}]", element, judged, decided)


def _value(path: str, element: Judged, verdict: Verdict | None, decided: Decided | None) -> Value:
    return Value(path, element, verdict, decided.who(verdict.id) if decided and verdict else None)
