"""A finished record as it goes out: its line, and what a run counts of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarise.records import Record


@dataclass(slots=True)
class Finished:
    """One paper's line of a run; read as a Record only where somebody asks for it."""

    line: str
    """JSON, without the line's end."""
    status: str
    """'accepted', 'flagged' or 'failed'."""
    flagged_values: int
    _record: Record | None = field(default=None, repr=False)

    @classmethod
    def of(cls, record: Record) -> Finished:
        """The record, written as a line."""
        flagged = sum(verdict.flagged for verdict in record.verdicts)
        return cls(record.to_line(), record.status, flagged, record)

    @property
    def record(self) -> Record:
        """The Record: the one that was made in this process, or the line read."""
        if self._record is None:
            self._record = Record.model_validate_json(self.line)
        return self._record

    def __reduce__(self) -> tuple[type[Finished], tuple[str, str, int]]:
        """Between processes the line alone goes: it is the record."""
        return Finished, (self.line, self.status, self.flagged_values)
