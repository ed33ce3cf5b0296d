"""A quote as it is looked for: its spelling, and where in it the case of letters counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarise.grounding.folding import fold
from summarise.grounding.spelling import Spelling, spell
from summarise.text import cleaned

GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})+(?!\d|,\d)")
_WORD = re.compile(r"[^\W\d_]+")
# Units that are others with another case: milli and mega, bit and byte, gram and giga.
_CASED_UNIT = re.compile(r"m|g|p|[kmgtp]b(?:ps)?|[mp](?:s|w|wh|g|m|l|j|v|a|hz|pa|ev|bit)")


class Sought(NamedTuple):
    """A quote as it is looked for."""

    letters: str
    joints: bytes
    kinds: tuple[str, str]
    """Of its first and its last token; a number at the end of a name counts as name."""
    units: tuple[tuple[int, str], ...]
    """Units whose case counts, with their place in `letters`."""
    names: tuple[int, ...]
    """Where words in capitals begin: they are names, and no ordinary words."""
    ordinary: bool
    """Whether it is one word in small letters, and so no name in capitals."""


@lru_cache(maxsize=1024)
def seek(quote: str) -> tuple[Sought, ...]:
    """The spellings under which a quote is looked for, one after the other; none where it has no letter or digit.

    As it stands; with commas for the blanks that may group thousands; with the last word in the other number.
    """
    folded = fold(cleaned(quote)).text
    spelt = spell(folded)
    if not any(map(str.isalnum, spelt.letters)):
        return ()
    sought = [_sought(spelt)]
    if GROUPED.search(folded):
        sought.append(_sought(spell(GROUPED.sub(lambda m: m[0].replace(" ", ","), folded))))
    return (*sought, *_other_number(sought[0], written(spelt, spelt.tokens[-1][1])))


def _other_number(sought: Sought, last: str) -> Iterator[Sought]:
    """The quote with its last word in the plural or in the singular: 'LLMs' for 'LLM', and the other way round."""
    if sought.kinds[1] != "word" or len(last) < (2 if last.isupper() else 3):
        return
    if last.endswith("s") and not last.endswith("ss") and len(last) > (2 if last[:-1].isupper() else 3):
        yield sought._replace(letters=sought.letters[:-1], joints=sought.joints[:-1])
    elif not last.endswith(("s", "S")):
        yield sought._replace(letters=sought.letters + "s", joints=sought.joints + bytes(1))


def _sought(spelt: Spelling) -> Sought:
    tokens = spelt.tokens
    words = [(at, written(spelt, at)) for kind, at, _ in tokens if kind == "word"]
    of_numbers = {at for (kind, _, amount), (_, at, _) in pairwise(tokens) if amount and kind == "number"}
    shouted = len(words) > 1 and all(word.isupper() for _, word in words)
    return Sought(
        letters=spelt.letters,
        joints=spelt.joints,
        kinds=(tokens[0][0], tokens[-1][0] if tokens[-1][2] or tokens[-1][0] != "number" else "name"),
        units=tuple((at, word) for at, word in words if at in of_numbers and _CASED_UNIT.fullmatch(word.lower())),
        names=() if shouted else tuple(at for at, word in words if len(word) > 1 and word.isupper()),
        ordinary=len(tokens) == len(words) == 1 and words[0][1].islower(),
    )


def written(spelt: Spelling, at: int) -> str:
    """The word that begins at `at` of the spelling, as it is written; '' where none does."""
    place = spelt.begins(at)
    word = _WORD.match(spelt.folded, place) if place is not None else None
    return word[0] if word else ""
