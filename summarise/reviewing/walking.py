"""From one value to the next: the ones of a start's filter, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from summarise.reviewing.queueing import Filter, Order
from summarise.reviewing.review import Review
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import Status

_WAITING: frozenset[Status] = frozenset({"open", "stale", "disputed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which values a sitting is about, and in which order they come."""

    filter: Filter = field(default_factory=Filter)
    order: Order = "document"
    audit: int = 0
    """So many values by lot of those that nobody need look at, instead of those that deserve it."""


class Walk:
    """The values that wait or waited for somebody, in order; those that nobody need look at are in the list alone."""

    def __init__(self, review: Review, wanted: Wanted) -> None:
        self._review = review
        self._waiting: frozenset[Status] = _WAITING | ({"unflagged"} if wanted.audit else set())
        if wanted.audit:
            self._rows = review.audit_sample(wanted.audit)
        else:
            rows = review.rows(wanted.filter, wanted.order)
            self._rows = [row for row in rows if row.flagged or review.standing(row.key).status != "unflagged"]
        self._at = {row.key: n for n, row in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def position(self, key: str) -> int | None:
        """Its place, from 0; None for a value outside of the walk."""
        return self._at.get(key)

    def beside(self, key: str, step: int) -> str | None:
        """The key of the next (1) or previous (-1) value; None at the end."""
        at = self._at.get(key)
        if at is None:
            return self._rows[0].key if self._rows else None
        return self._rows[at + step].key if 0 <= at + step < len(self._rows) else None

    def open_beside(self, key: str | None, step: int = 1) -> str | None:
        """The nearest value in that direction, then round the corner, that waits; one that was skipped only where no
        other does; None where all are settled but this one.
        """
        start = self._at.get(key or "", -1 if step > 0 else len(self._rows))
        skipped = None
        for n in range(1, len(self._rows) + 1):
            row = self._rows[(start + step * n) % len(self._rows)]
            if row.key == key:
                continue
            status = self._review.standing(row.key).status
            if status in self._waiting:
                return row.key
            if status == "skipped" and skipped is None:
                skipped = row.key
        return skipped
