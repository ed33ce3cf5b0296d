"""A record with its decisions → a paper as it is exported: each value of its summary with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarise.records import TLDR, Judged, Record, Sentence, Verdict
from summarise.reviewing import Decided, Standing
from summarise.schemas.own import OwnSummary, OwnValue
from summarise.schemas.paper import LIST_FIELDS


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
class Settled:
    """What somebody did about a value, whether it is in the summary or decided to be in none."""

    verdict: str
    """The verdict's id."""
    field: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Exported:
    """A paper with its decided values."""

    record: Record
    values: tuple[Value, ...]
    """All values of the summary in its order; none of a paper that failed."""
    open: tuple[Verdict, ...]
    """What a person should still look at, in the summary or not."""
    reviewed: tuple[Settled, ...]

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decided values of this paper."""
        found = [s.standing.event.who for s in self.reviewed if s.standing.status == "decided" and s.standing.event]
        return tuple(dict.fromkeys(found))


def exported(decided: Decided) -> Exported:
    """The paper of a record after the decisions about it."""
    record = decided.record
    fields = {verdict.id: verdict.field for verdict in record.verdicts}
    return Exported(
        record=record,
        values=tuple(_values(decided)),
        open=tuple(verdict for verdict in record.verdicts if verdict.flagged),
        reviewed=tuple(
            Settled(verdict, fields.get(verdict, standing.event.field if standing.event else ""), standing)
            for verdict, standing in decided.standing.items()
        ),
    )


def _values(decided: Decided) -> Iterator[Value]:
    summary, verdicts = decided.record.summary, decided.record.verdicts
    if summary is None:
        return
    if isinstance(summary, OwnSummary):
        for verdict in verdicts:
            if isinstance(verdict.chosen, OwnValue):
                yield Value(verdict.chosen.path, verdict.chosen, verdict, decided.who(verdict.id))
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


def _value(path: str, element: Judged, verdict: Verdict | None, decided: Decided) -> Value:
    return Value(path, element, verdict, decided.who(verdict.id) if verdict else None)
