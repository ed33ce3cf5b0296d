"""How values stand for one reviewer, worked out once and again only where something was done."""

from __future__ import annotations

from collections.abc import Iterable

from summarise.reviewing.folding import Folded
from summarise.reviewing.grounds import Place
from summarise.reviewing.journal import Journal
from summarise.reviewing.rows import Row
from summarise.reviewing.standings import Standing, standing_of


class KeptStandings:
    """The standings of a run's values, as a journal has them."""

    def __init__(self, journal: Journal, who: str, *, alone: bool) -> None:
        """`alone` leaves out what others did."""
        self._journal = journal
        self._who = who
        self._alone = alone
        self._kept: dict[Place, Standing] = {}
        self._kept_of: Folded = journal.folded

    def of(self, row: Row) -> Standing:
        """How one value stands."""
        return self.with_rows([row])[0][1]

    def with_rows(self, rows: Iterable[Row]) -> list[tuple[Row, Standing]]:
        """Each row with how it stands."""
        folded = self._journal.folded
        self._forget_changed(folded)
        touched = folded.at_place
        return [
            (row, self._kept_one(row, folded) if row.place in touched else standing_of(row, folded)) for row in rows
        ]

    def _forget_changed(self, folded: Folded) -> None:
        if folded is not self._kept_of:
            self._kept_of = folded
            self._kept.clear()
        for place in folded.changed:
            self._kept.pop(place, None)
        folded.changed.clear()

    def _kept_one(self, row: Row, folded: Folded) -> Standing:
        if row.place not in self._kept:
            self._kept[row.place] = standing_of(row, folded, self._who, alone=self._alone)
        return self._kept[row.place]
