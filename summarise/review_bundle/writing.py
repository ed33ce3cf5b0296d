"""A review → a bundle: the page with the values to settle in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarise.errors import UsageError
from summarise.review_bundle.packing import FORM, Texts, forms_of, packed
from summarise.review_bundle.page import page_of
from summarise.reviewing import Review, Row
from summarise.reviewing.events import mark_of
from summarise.telling import oneline

MOST_VALUES = 5_000
MOST_BYTES = 32_000_000
"""What a browser opens at once and people still send; a test holds 1,000 values under 2,000,000."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is ready to be written."""

    page: str
    values: int
    papers: int


def bundle_of(review: Review, rows: Sequence[Row]) -> Bundle:
    """The page of these values; the same values give the same page, byte by byte.

    Raises UsageError where there is nothing to settle, or far too much for one person and one file.
    """
    if not rows:
        raise UsageError("nothing to put into a bundle: no open value is left by these filters")
    if len(rows) > MOST_VALUES:
        raise UsageError(_too_large(f"{len(rows):,} values"))
    units = [review.unit(row.key) for row in rows]
    texts = Texts()
    shown = [packed(unit, texts) for unit in units]
    data: dict[str, Any] = {
        "form": FORM,
        "run": oneline(review.run.name),
        "blind": review.blind,
        "forms": forms_of(units),
        "texts": texts.all,
        "units": shown,
    }
    page = page_of({"bundle": mark_of(data), **data})
    if len(page.encode("utf-8", "replace")) > MOST_BYTES:
        raise UsageError(_too_large(f"{len(page):,} characters"))
    return Bundle(page, len(rows), len({row.paper.id for row in rows}))


def _too_large(size: str) -> str:
    return (
        f"{size} are too many for one bundle of at most {MOST_VALUES:,} values and {MOST_BYTES:,} bytes; "
        "choose some with --field, --reason or --paper"
    )
