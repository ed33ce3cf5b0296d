"""The shapes by which lines of plain text are told apart: author lists, abstracts, and titles or other short lines."""

from __future__ import annotations

import re
from enum import Enum

from summarise.reading.authors import looks_like_page_authors

# No title on arXiv is longer, nearly all abstracts are.
_ABSTRACT_CHARS = 250
_ABSTRACT_WORDS = 12
# Text is wrapped by hand or by a program at 60 to 120 columns; a whole abstract on one line is longer than this.
_WRAPPED_CHARS = 200
_SENTENCE_END = re.compile(r"[.!?…。][)\]}\"'”’$]*\s*$")
_TWO_SENTENCES = re.compile(r"[.!?] +[A-Z].*[.!?]\W*$")


class Shape(Enum):
    """What a line looks like, by itself."""

    AUTHORS = "authors"
    ABSTRACT = "abstract"
    SHORT = "short"


def shape_of(line: str) -> Shape:
    """The shape of one line that is not blank."""
    if looks_like_page_authors(line):
        return Shape.AUTHORS
    if len(line) >= _ABSTRACT_CHARS or _is_short_prose(line):
        return Shape.ABSTRACT
    return Shape.SHORT


def ends_a_sentence(line: str) -> bool:
    """Whether `line` ends with a full stop or the like."""
    return bool(_SENTENCE_END.search(line))


def may_go_on(line: str) -> bool:
    """Whether the next line may belong to the same text: `line` looks wrapped, or breaks off within a sentence."""
    return len(line) < _WRAPPED_CHARS or not ends_a_sentence(line)


def _is_short_prose(line: str) -> bool:
    words = len(line.split())
    return (words >= _ABSTRACT_WORDS and line.rstrip().endswith(".")) or (
        words >= 6 and bool(_TWO_SENTENCES.search(line))
    )
