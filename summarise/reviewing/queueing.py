"""Which values are shown, and in which order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from summarise.errors import UsageError
from summarise.reconciling.reasons import REASONS
from summarise.records import is_within
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import Standing, Status

Order = Literal["document", "impact", "reason", "audit"]
"""As the papers come, each from its beginning to its end; what costs most if nobody looks first; by reason, the most
frequent first; or by lot, the same lot for the same seed.
"""
ORDERS: tuple[Order, ...] = get_args(Order)
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which values are wanted; None wants all. Raises UsageError for what no value can have."""

    field: str | None = None
    """A field, or what contains it: 'arms' is all of 'arms[].dose_mg' too."""
    reason: str | None = None
    """A reason code."""
    status: Status | None = None
    reviewer: str | None = None
    """Who decided it, or left it unsure, escalated or skipped."""
    paper: str | None = None
    """A paper's id."""
    text: str | None = None
    """Words that stand in title, id, values or quotes, in whatever case."""

    def __post_init__(self) -> None:
        for wanted, known, what in ((self.reason, REASONS, "reason"), (self.status, STATUSES, "status")):
            if wanted is not None and wanted not in known:
                raise UsageError(f"the {what} {wanted!r} is not known; it is one of {', '.join(sorted(known))}")

    @property
    def by_standing(self) -> bool:
        """Whether it asks how values stand, so that what it wants changes with decisions."""
        return self.status is not None or self.reviewer is not None

    def wants(self, row: Row) -> bool:
        """Whether a row is wanted, as far as it alone tells."""
        return (
            (self.field is None or is_within(row.field, self.field) or row.verdict == self.field)
            and (self.reason is None or self.reason in row.reasons)
            and (self.paper is None or row.paper.id == self.paper)
            and (self.text is None or all(word in row.words for word in self.text.casefold().split()))
        )

    def wants_standing(self, standing: Standing, everyone: Iterable[str]) -> bool:
        """Whether a row that stands so is wanted; `everyone` did something about it."""
        return (self.status is None or standing.status == self.status) and (
            self.reviewer is None or self.reviewer in everyone
        )


def ordered(rows: Iterable[Row], order: Order, seed: int = 0) -> list[Row]:
    """The rows, which come as they stand in the run, in an order; equals stay as they were."""
    rows = list(rows)
    if order == "document":  # as they are in the run
        return rows
    if order == "impact":
        return sorted(rows, key=lambda row: -row.impact)
    if order == "audit":
        return sorted(rows, key=lambda row: lot(row.key, seed))
    if order == "reason":
        counts = Counter(map(first_reason, rows))
        return sorted(rows, key=lambda row: (-counts[first_reason(row)], first_reason(row)))
    raise UsageError(f"the order {order!r} is not known; it is one of {', '.join(ORDERS)}")


def first_reason(row: Row) -> str:
    """What a row is grouped under: its first reason, else its state."""
    return row.reasons[0] if row.reasons else row.state


def lot(key: str, seed: int) -> bytes:
    """A number drawn for a row: the same for the same seed, whatever else is in the run."""
    return hashlib.sha256(f"{seed}\0{key}".encode()).digest()
