"""What of a run becomes a row, and under which columns: known before the first paper is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from summarise.errors import UsageError
from summarise.records import Record
from summarise.schemas.own import OwnSummary
from summarise.schemas.paper import LIST_FIELDS

PAPERS = "papers"
VALUES = "values"
VALUE = "value"
"""The column of a list whose elements are no objects."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How an export looks, where its format leaves a choice."""

    name: str = "run"
    """What the run is called, for a heading."""
    rows: str = PAPERS
    """'papers', 'values', or a field whose elements become rows."""
    own_keys: tuple[str, ...] | None = None
    """The names of the values of a user's schema, or of one row of it; None for the built-in summary."""
    raw: bool = False
    """Whether cells stay as they are, formulas and control characters included."""
    bom: bool = False
    """Whether a table begins with the mark by which Excel knows UTF-8."""


def shape_of(records: Iterable[Record], shape: Shape) -> Shape:
    """The shape with the names of a user's schema, from the first record that shows them.

    Raises UsageError where the run has no such rows.
    """
    rows: tuple[str, ...] = (PAPERS, VALUES)
    for record in records:
        if record.summary is None:
            continue
        if not isinstance(record.summary, OwnSummary):
            rows += tuple(LIST_FIELDS)
            break
        values = record.summary.values
        if shape.rows in (PAPERS, VALUES):
            return replace(shape, own_keys=tuple(values))
        rows += tuple(key for key, value in values.items() if isinstance(value, list) and key not in rows)
        shape = replace(shape, own_keys=_keys(values.get(shape.rows)))
        if shape.own_keys:
            break
    if shape.rows not in rows:
        raise UsageError(f"the run has no rows {shape.rows!r}; there are {', '.join(rows)}")
    return shape


def _keys(rows: object) -> tuple[str, ...]:
    """The names in the first row of a list; what is no object is one value."""
    first = rows[0] if isinstance(rows, list) and rows else {}
    return tuple(first) if isinstance(first, dict) else (VALUE,)
