"""The anchor of a verdict: the place of the number, name or address that makes it this one, as its id keeps it."""

from __future__ import annotations

import re

from summarise.grounding import Span
from summarise.records import Verdict

_ANCHOR = re.compile(r":(\d{1,12})-(\d{1,12})(?:#\d+)?$")


def anchor_of(verdict: Verdict) -> Span | None:
    """The anchor that stands in a verdict's id; None where it has none."""
    found = _ANCHOR.search(verdict.id)
    return (int(found[1]), int(found[2])) if found else None
