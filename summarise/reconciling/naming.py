"""Names as a model gives them: often with the words that describe the thing around its name."""

from __future__ import annotations

import re

from summarise.rules import same_name

_SIZE = re.compile(r"\d[\d.,]*[KMBT]?%?")


def same_named(a: str | None, b: str | None) -> bool:
    """Whether two names mean one thing; descriptive words around a name are no part of it.

    'high school level miniF2F benchmark' is miniF2F. Words with capitals or digits are never left out: 'MMLU Pro' is
    not MMLU, nor 'Chinese SimpleQA' SimpleQA.
    """
    return same_name(a, b) or same_name(bare_name(a), bare_name(b))


def bare_name(name: str | None) -> str:
    """The words of a name that have a capital or a digit, numbers alone left out; '' for a mere description."""
    words = [w for w in (name or "").split() if any(c.isupper() or c.isdigit() for c in w)]
    return " ".join(words) if any(any(c.isalpha() for c in w) and not _SIZE.fullmatch(w) for w in words) else ""
