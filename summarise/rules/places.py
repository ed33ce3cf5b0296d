"""Where a name stands in a text: a plain search, for a pattern made for each name costs more than all that it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator


def places(text: str, name: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans of a name, in order, where `begins` matches at its start and `ends` at its end.

    What `ends` takes up belongs to the span.
    """
    at = text.find(name) if name else -1
    while at >= 0:
        m = ends.match(text, at + len(name)) if begins.match(text, at) else None
        if m:
            yield at, m.end()
        at = text.find(name, m.end() if m else at + 1)
