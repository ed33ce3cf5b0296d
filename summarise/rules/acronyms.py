"""Which words an acronym in brackets stands for, after Schwartz and Hearst (2003)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IN_BRACKETS = re.compile(r"\(([A-Za-z][\w+/.-]{1,18})\)")


def find_expansions(text: str) -> Iterator[tuple[int, int, str]]:
    """Each 'long form (ACRONYM)' of the text as (start of the long form, end of the bracket, acronym)."""
    for m in _IN_BRACKETS.finditer(text):
        acronym = m[1]
        if sum(c.isupper() for c in acronym) >= 2 and (start := _expansion(text, m.start(), acronym)) is not None:
            yield start, m.end(), acronym


def _expansion(text: str, end: int, acronym: str) -> int | None:
    """Where the words that `acronym` abbreviates begin, in the text before its bracket."""
    letters = [c.lower() for c in acronym.rstrip("s") if c.isalnum()]
    low = max(0, end - 25 * (len(letters) + 2))
    at = end
    for i in range(len(letters) - 1, -1, -1):
        at = _last(text, letters[i], low, at, at_word_start=i == 0)
        if at < 0:
            return None
    # A long form runs at most twice as many words as its acronym has letters, and never over a sentence's end.
    words = text[at:end].split()
    crossing = re.search(r"[.;:()]", text[at:end])
    return None if crossing or len(words) > max(len(letters) + 5, 2) or len(words) < 2 and "-" not in words[0] else at


def _last(text: str, letter: str, low: int, at: int, *, at_word_start: bool) -> int:
    """The last place before `at` where the letter stands (at the start of a word where asked), or -1."""
    at -= 1
    while at >= low:
        if text[at].lower() == letter and not (at_word_start and at and text[at - 1].isalnum()):
            return at
        at -= 1
    return -1
