"""Which words an acronym stands for, on either side of its bracket, after Schwartz and Hearst (2003)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONG_IN_BRACKETS = re.compile(r" \(([^()]{6,90})\)")
_IN_BRACKETS = re.compile(r" ?\(([A-Za-z][\w+/.-]{1,18})\)")
# Marks that a long form never runs over.
_CROSSING = re.compile(r"[.;:()] |[;:()]")


def find_expansions(text: str) -> Iterator[tuple[int, int, str]]:
    """Each 'long form (ACRONYM)' of the text as (start of the long form, end of the bracket, acronym)."""
    for m in _IN_BRACKETS.finditer(text):
        acronym = m[1]
        if sum(c.isupper() for c in acronym) >= 2 and (start := _expansion(text, m.start(), acronym)) is not None:
            yield start, m.end(), acronym


def is_acronym_of(acronym: str, words: str) -> bool:
    """Whether `words` are, from first to last, what the acronym stands for ('GRPO', 'Group Relative Policy …')."""
    words = words.strip()
    return sum(c.isalpha() for c in acronym) >= 2 and " " not in acronym and _expansion(words, len(words), acronym) == 0


def end_of_expansion(text: str, start: int, end: int) -> int:
    """The end of the bracket behind text[start:end] that says what this acronym stands for, else `end`."""
    m = _LONG_IN_BRACKETS.match(text, end)
    return m.end() if m and is_acronym_of(text[start:end], m[1]) else end


def _expansion(text: str, end: int, acronym: str) -> int | None:
    """Where the words that `acronym` abbreviates begin, in the text before its bracket."""
    # A plural's s and a version ('LLMs', 'DIP-R1') stand for no word of their own; a digit does only if it is there.
    singular = acronym[:-1] if acronym.endswith("s") and len(acronym) > 2 else acronym
    for form in dict.fromkeys(
        (acronym, singular, re.sub(r"\d", "", singular), re.sub(r"[-.]?[A-Z]?\d+$", "", singular))
    ):
        letters = [c.lower() for c in form if c.isalnum()]
        if len(letters) > 1 and (start := _aligned(text, end, letters, len(form))) is not None:
            return start
    return None


def _aligned(text: str, end: int, letters: list[str], length: int) -> int | None:
    """Where the shortest words before `end` begin that hold the letters of an acronym of this length in their order."""
    low = max(0, end - 25 * (len(letters) + 2))
    at = end
    for i in range(len(letters) - 1, -1, -1):
        at = _last(text, letters[i], low, at, at_word_start=i == 0)
        if at < 0:
            return None
    if text.startswith("and ", at):  # 'Apple and Inherited Masking (AIM)'
        at = _last(text, letters[0], low, at, at_word_start=True)
        if at < 0:
            return None
    # A long form has at most five words more than its acronym has characters, at most twice as many, in one sentence.
    words = text[at:end].split()
    if _CROSSING.search(text, at, end) or len(words) > min(length + 5, 2 * length):
        return None
    if len(words) > 2 and words[0] in ("a", "an", "the", "A", "An", "The"):
        at += len(words[0]) + 1
    if at and text[at - 1] == "-":  # 'Multi-modal Apple Gate (MAG)' begins with its first M
        start = text.rfind(" ", low, at) + 1
        at = start if text[start].lower() == letters[0] else at
    return None if len(words) < 2 and "-" not in words[0] else at


def _last(text: str, letter: str, low: int, at: int, *, at_word_start: bool) -> int:
    """The last place before `at` where the letter stands (at the start of a word where asked), or -1."""
    at -= 1
    while at >= low:
        if text[at].lower() == letter and not (at_word_start and at and text[at - 1].isalnum()):
            return at
        at -= 1
    return -1
