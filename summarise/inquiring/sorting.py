"""A reply in which the model sorted the numbers that it was shown, read into the form."""

from __future__ import annotations

from summarise.inquiring.compact import read_compact
from summarise.schemas.compact_reply import AskedNumber, AskedOutcome, CompactReply, SortedReply
from summarise.schemas.reply import AskedData, PaperReply

_OUTCOMES = frozenset({"score", "gain", "ratio", "cost", "count"})


def read_sorted(reply: SortedReply) -> PaperReply:
    """The form of a reply that says of each number what it is; those that are something else are left out."""
    rows = [row for row in reply.numbers or () if row.number]
    return read_compact(
        CompactReply(
            sizes=tuple(_size(row) for row in rows if row.what in ("size", "active size")),
            data=tuple(AskedData(amount=row.number, unit=row.of, what=row.on) for row in rows if row.what == "data"),
            results=tuple(_outcome(row) for row in rows if row.what in _OUTCOMES),
            **reply.model_dump(exclude={"numbers"}),
        )
    )


def _size(row: AskedNumber) -> str:
    """The words that a size is read from: 'Name 6B', 'Name-6B', 'Name 6B active'."""
    number, name = row.number or "", row.of or ""
    words = name if number in name else f"{name} {number}".strip()
    return f"{words} active" if row.what == "active size" else words


def _outcome(row: AskedNumber) -> AskedOutcome:
    return AskedOutcome.model_validate({"value": row.number, "model": row.of, "benchmark": row.on, "is": row.what})
