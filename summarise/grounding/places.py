"""Every place of a quote in a text: spelt alike, between borders of words, and nothing goes on beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from summarise.grounding.borders import address_goes_on, name_goes_on, number_goes_on, reads_as_part
from summarise.grounding.folding import Folded, fold
from summarise.grounding.quotes import GROUPED, Sought, seek, written
from summarise.grounding.spelling import HYPHEN, INSIDE, Spelling, spell
from summarise.text import CleanText, clean

Span = tuple[int, int]
_BREAKS = frozenset(" \t\r\n")
_CAPITALS, _SMALL = re.compile(r"[A-Z]"), re.compile(r"[a-z]")
_REMEMBERED_CHARS = 20_000
_MOST_TRIED = 20_000
_MOST_PLACES = 1000
"""Looking stops there: only a text that is no abstract has a name that often, and its cost must stay small."""


@dataclass(slots=True)
class Read:
    """A text that quotes are looked for in."""

    clean: CleanText
    folded: Folded
    spelt: Spelling

    def shouts(self) -> bool:
        """Whether the text is written in capitals, which then tell nothing."""
        return len(_CAPITALS.findall(self.folded.text)) > len(_SMALL.findall(self.folded.text))

    def source(self, span: Span) -> Span:
        """A span of the folded text in the source."""
        return self.clean.to_source(*self.folded.unfold(*span))


def read(source: str) -> Read:
    """`source` made ready; the latest short texts are remembered, and a few long ones: copies of one paper."""
    return (_read_remembered if len(source) <= _REMEMBERED_CHARS else _read_long)(source)


def _read(source: str) -> Read:
    cleaned = clean(source)
    folded = fold(cleaned.text)
    spelt = spell(_with_groups(cleaned, folded), in_rows=True)
    return Read(cleaned, folded, spelt)


_read_remembered = lru_cache(maxsize=256)(_read)
_read_long = lru_cache(maxsize=4)(_read)


def _with_groups(cleaned: CleanText, folded: Folded) -> str:
    """The folded text with a comma for each thin or hard blank that groups thousands; a plain blank parts numbers."""
    if cleaned.source.isascii() and "\\" not in cleaned.source and "~" not in cleaned.source:
        return folded.text

    def grouped(m: re.Match[str]) -> str:
        places = (folded.unfold(i, i + 1)[0] for i in range(*m.span()) if folded.text[i] == " ")
        hard = all(cleaned.source[cleaned.starts[i]] not in _BREAKS for i in places)
        return m[0].replace(" ", ",") if hard else m[0]

    return GROUPED.sub(grouped, folded.text)


class Place(NamedTuple):
    """One of the places of a quote."""

    folded: Span
    source: Span
    misfit: tuple[bool, bool] = (False, False)
    """Where there are several: whether this one may be a part of a longer name, and whether its case is another.
    A capital that only begins a sentence is no other case."""


def places(quote: str, text: CleanText) -> list[Span]:
    """Every place where `quote` stands, as spans of the *cleaned* text, from left to right."""
    folded = read(text.source).folded
    return [folded.unfold(*place.folded) for place in find(quote, text.source)]


def find(quote: str, source: str) -> tuple[Place, ...]:
    """Every place where `quote` stands, from left to right; the first spelling that stands anywhere counts."""
    return (_find_remembered if len(source) <= _REMEMBERED_CHARS else _find)(quote, source)


def _find(quote: str, source: str) -> tuple[Place, ...]:
    there = read(source)
    text = there.folded.text
    for sought in seek(quote):
        alike = islice(_spelt_alike(sought, there), _MOST_PLACES)
        found = [span for span in alike if not _goes_on(sought, text, span)]
        if len(found) > 1:
            misfits = [(reads_as_part(text, *span), text[span[0] + 1 : span[1]] not in quote) for span in found]
            return tuple(Place(span, there.source(span), bad) for span, bad in zip(found, misfits, strict=True))
        if found:
            return (Place(found[0], there.source(found[0])),)
    return ()


_find_remembered = lru_cache(maxsize=2048)(_find)


def _spelt_alike(sought: Sought, there: Read) -> Iterator[Span]:
    """The places whose words, numbers and signs are the quote's."""
    spelt, size = there.spelt, len(sought.letters)
    at, tried = spelt.letters.find(sought.letters), 0
    while at >= 0 and tried < _MOST_TRIED:
        tried += 1
        # Only where something parts it from what stands before may a token begin.
        begin = spelt.begins(at) if spelt.joints[at] != INSIDE else None
        end = spelt.closes(at + size) if begin is not None else None
        if (
            begin is not None
            and end is not None
            and _parted_alike(sought.joints, spelt.joints[at : at + size])
            and _cased_alike(sought, there, at)
        ):
            yield begin, end
            at += size - 1  # places do not overlap, which keeps 'a a a …' linear
        at = spelt.letters.find(sought.letters, at + 1)


def _parted_alike(ours: bytes, theirs: bytes) -> bool:
    """Whether both part their words at the same places; a hyphen may stand inside a word ('bench-mark')."""
    if ours[1:] == theirs[1:]:
        return True
    return all(a == b or (a and b) or a + b == HYPHEN for a, b in zip(ours[1:], theirs[1:], strict=True))


def _cased_alike(sought: Sought, there: Read, at: int) -> bool:
    """Whether letters in capitals and small ones meet only where that is harmless."""
    if any(written(there.spelt, at + offset) != unit for offset, unit in sought.units):
        return False
    if any(written(there.spelt, at + offset).islower() for offset in sought.names):
        return False
    word = written(there.spelt, at) if sought.ordinary else ""
    return len(word) < 2 or not word.isupper() or there.shouts()


def _goes_on(sought: Sought, text: str, span: Span) -> bool:
    return number_goes_on(text, *span, sought.kinds) or name_goes_on(text, *span) or address_goes_on(text, *span)
