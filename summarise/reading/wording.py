"""An abstract's words, so that copies which differ by LaTeX, dashes, quotes, case or white space have the same ones."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from summarise.text import clean_once

# Dashes that text.clean leaves, and arrows as typed; a sign before a number must survive as '-'.
_UNIFIED = str.maketrans({"\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "⟶": "→"})
_TOKEN = re.compile(
    r"(?:https?://|www\.|(?:github|gitlab|huggingface|bitbucket)\.(?:com|co|io|org)/)[^\s<>]*[^\s<>.,;:!?)\]}'\"]"
    r"|\bthis https? URL\b"  # arXiv's pages show this in the place of an address
    r"|(?:(?<![\w%)\]])[-+])?\d\w*(?:[.,]\d\w*)*"  # '2.788M', '1,000', '-3'; the dash of a range is no sign
    r"|[^\W\d_]\w*(?:(?<=\d)\.\d\w*)*(?:\+\+|\#)?"  # 'V1.5', 'C++'
    r"|->|[%‰<>≤≥=≠±→←⇒∞]"
)
_SENTENCE_BREAK = re.compile(r"[.!?](?:[\s\"'”’)\]]|$)")
_BREAK = re.compile(r"[.,;:!?()\[\]]|\s-+\s|--+")
_NEEDS_CLEANING = re.compile(r"[\\{}$~\x00-\x08\x0e-\x1b\x7f]")
# Cleaning takes some hundred bytes of memory a character.
_LONGEST_CHARS = 50_000
SHINGLE_WORDS = 4
SKETCH_SIZE = 16


@dataclass(frozen=True)
class Wording:
    """The words of a cleaned text, as written and where its punctuation stands."""

    text: str

    @cached_property
    def _matches(self) -> list[re.Match[str]]:
        return list(_TOKEN.finditer(self.text))

    def in_brackets(self, start: int, end: int) -> bool:
        """Whether words [start, end) are all that stands between two round brackets."""
        before, after = self._matches[start].start() - 1, self._matches[end - 1].end()
        return before >= 0 and self.text[before] == "(" and self.text[after : after + 1] == ")"

    @cached_property
    def forms(self) -> list[str]:
        """The words as written."""
        return _TOKEN.findall(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words in lower case."""
        return "\n".join(self.forms).lower().split("\n") if self.forms else []  # no word has a line break in it

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
    """The wording of an abstract as delivered; a huge one is no abstract, and only its white space is unified."""
    return _remembered(abstract) if len(abstract) <= _LONGEST_CHARS else Wording(" ".join(abstract.split()))


@lru_cache(maxsize=256)
def _remembered(abstract: str) -> Wording:
    # A paper is compared with many others: those that share its template, and its own copies.
    return Wording(_cleaned(abstract))


def _cleaned(text: str) -> str:
    """The same as text.clean, without its offset map where it has nothing to unwrap or to fold."""
    if text.isascii() and not _NEEDS_CLEANING.search(text):
        return " ".join(text.split())
    return clean_once(text).text.translate(_UNIFIED)


def sketch(words: Sequence[str]) -> list[int]:
    """The smallest hashes of runs of four words: texts that share most of their runs share some of these.

    A bottom-k MinHash; CRC-32 is the same on every platform and in every process, `hash` is not.
    """
    encoded = list(map(str.encode, words))
    runs = zip(*(encoded[i:] for i in range(SHINGLE_WORDS)), strict=False)
    return sorted(set(map(zlib.crc32, map(b" ".join, runs))))[:SKETCH_SIZE]
