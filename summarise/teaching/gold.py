"""Decisions → labelled papers, in the form that docs/evaluate.md tells."""

from __future__ import annotations

from typing import Any

from summarise.records import Record, Verdict
from summarise.reviewing import Decided
from summarise.schemas.paper import LIST_FIELDS, Element


def gold_of(record: Record, decided: Decided, *, trust_unflagged: bool = False) -> dict[str, Any] | None:
    """A line of gold of a paper as the run has it; None where no field of it is known.

    A field is labelled where people decided every value of it. With `trust_unflagged` values that nobody was asked
    about count as right: more papers, and no error among them is ever found.
    """
    fields = {
        field: [_row(v.chosen) for v in decided.record.verdicts if v.field == field and isinstance(v.chosen, Element)]
        for field in LIST_FIELDS
        if _is_known([v for v in record.verdicts if v.field == field], decided, trust_unflagged)
    }
    if record.is_own or not fields:
        return None
    return {"id": record.id, "title": record.paper.title, "text": record.paper.abstract, **fields}


def _is_known(verdicts: list[Verdict], decided: Decided, trust_unflagged: bool) -> bool:
    """Whether people looked at the field, and nothing of it is open."""
    status = [_status(verdict, decided) for verdict in verdicts]
    settled = {"decided", "unflagged"} if trust_unflagged else {"decided"}
    return "decided" in status and settled.issuperset(status)


def _status(verdict: Verdict, decided: Decided) -> str:
    standing = decided.standing.get(verdict.id)
    return standing.status if standing else "open" if verdict.flagged else "unflagged"


def _row(element: Element) -> dict[str, Any]:
    """The element as gold writes it, with the words that carry it."""
    row: dict[str, Any] = element.model_dump(mode="json", exclude={"evidence"})
    return {**row, "verbatim": element.evidence.quote} if element.evidence else row
