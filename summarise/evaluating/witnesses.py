"""What each witness gives for a paper, as the verdicts of its record keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarise.records import Record, Verdict
from summarise.schemas.paper import LIST_FIELDS, Element

Witness = Literal["model", "rules", "reconciled"]
WITNESSES: tuple[Witness, ...] = ("model", "rules", "reconciled")


@dataclass(frozen=True, slots=True)
class Given:
    """An element that a witness gives, and the verdict that holds it."""

    element: Element
    verdict: Verdict | None = None


def heard(records: Sequence[Record]) -> tuple[Witness, ...]:
    """The witnesses that a run has: without a model there are only the rules, and the summary is theirs."""
    return WITNESSES if any(record.provenance.model for record in records) else ("rules",)


def given_by(witness: Witness, record: Record) -> dict[str, list[Given]] | None:
    """What the witness gives, by field; None where it was not heard: of a failed paper the rules' side is not kept."""
    if witness == "reconciled":
        return _summary(record)
    if witness == "rules" and record.status == "failed":
        return None
    fields: dict[str, list[Given]] = {field: [] for field in LIST_FIELDS}
    for verdict in record.verdicts:
        if verdict.field not in fields or (witness == "rules" and "bound_elsewhere" in verdict.reasons):
            continue  # such a verdict shows the rules' element beside the model's; it has a verdict of its own too
        element = verdict.model if witness == "model" else verdict.rules
        if isinstance(element, Element):
            fields[verdict.field].append(Given(element, verdict))
    return fields


def _summary(record: Record) -> dict[str, list[Given]]:
    fields: dict[str, list[Given]] = {}
    for field in LIST_FIELDS:
        left = [v for v in record.verdicts if v.field == field]
        fields[field] = []
        for element in getattr(record.summary, field, ()):
            verdict = next((v for v in left if v.chosen == element), None)
            if verdict is not None:
                left.remove(verdict)
            fields[field].append(Given(element, verdict))
    return fields
