"""An abstract's words, so that copies which differ by LaTeX, dashes, quotes, case or white space have the same ones."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from summarise.text import clean

# Dashes that text.clean leaves, and arrows as typed; a sign before a number must survive as '-'.
_UNIFIED = str.maketrans({"\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "⟶": "→"})
_TOKEN = re.compile(
    r"(?:https?://|www\.|(?:github|gitlab|huggingface|bitbucket)\.(?:com|co|io|org)/)[^\s<>]*[^\s<>.,;:!?)\]}'\"]"
    r"|(?:(?<![\w%)\]])[-+])?\d\w*(?:[.,]\d\w*)*"  # '2.788M', '1,000', '-3'; the dash of a range is no sign
    r"|[^\W\d_]\w*(?:(?<=\d)\.\d\w*)*(?:\+\+|\#)?"  # 'V1.5', 'C++'
    r"|->|[%‰<>≤≥=≠±→←⇒∞]"
)
_SENTENCE_BREAK = re.compile(r"[.!?](?:[\s\"'”’)\]]|$)")
_BREAK = re.compile(r"[.,;:!?()\[\]]|\s-+\s|--+")
_NEEDS_CLEANING = re.compile(r"[\\{}$~]")
_REMEMBERED_CHARS = 20_000
SHINGLE_WORDS = 4
SKETCH_SIZE = 16


@dataclass(frozen=True)
class Wording:
    """The words of a cleaned text, as written and where its punctuation stands."""

    text: str

    @cached_property
    def _matches(self) -> list[re.Match[str]]:
        return list(_TOKEN.finditer(self.text))

    @cached_property
    def forms(self) -> list[str]:
        """The words as written."""
        return [m[0] for m in self._matches]

    @cached_property
    def words(self) -> list[str]:
        """The words in lower case."""
        return [form.lower() for form in self.forms]

    @cached_property
    def breaks(self) -> list[bool]:
        """Whether punctuation stands before each word; one more entry, True, for the end."""
        return [True, *(bool(_BREAK.search(gap)) for gap in self._gaps), True]

    @cached_property
    def sentences(self) -> list[int]:
        """The number of each word's sentence."""
        number, numbers = 0, [0] if self._matches else []
        for gap in self._gaps:
            number += bool(_SENTENCE_BREAK.search(gap))
            numbers.append(number)
        return numbers

    @cached_property
    def _gaps(self) -> list[str]:
        """What stands between each word and the next."""
        m = self._matches
        return [self.text[m[i].end() : m[i + 1].start()] for i in range(len(m) - 1)]


def wording_of(abstract: str) -> Wording:
    """The wording of an abstract as delivered."""
    return _remembered(abstract) if len(abstract) <= _REMEMBERED_CHARS else Wording(_cleaned(abstract))


@lru_cache(maxsize=256)
def _remembered(abstract: str) -> Wording:
    # The texts of one paper are compared with each of its candidates; huge ones would fill the memory.
    return Wording(_cleaned(abstract))


def _cleaned(text: str) -> str:
    """The same as text.clean, without its offset map where it has nothing to unwrap or to fold."""
    if text.isascii() and not _NEEDS_CLEANING.search(text):
        return " ".join(text.split())
    return clean.__wrapped__(text).text.translate(_UNIFIED)


def sketch(words: Sequence[str]) -> list[int]:
    """The smallest hashes of runs of four words: texts that share most of their runs share some of these.

    A bottom-k MinHash; CRC-32 is the same on every platform and in every process, `hash` is not.
    """
    runs = range(len(words) - SHINGLE_WORDS + 1)
    return sorted({zlib.crc32(" ".join(words[i : i + SHINGLE_WORDS]).encode()) for i in runs})[:SKETCH_SIZE]
