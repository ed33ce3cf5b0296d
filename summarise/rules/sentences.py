"""Sentences of a cleaned abstract, and the words that make one the paper's own claim or its background."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from summarise.rules.topics.spotting import Pieces, cut, folded_set

_END = re.compile(r"[.!?][\"'”’)\]]*(?= +[\"'“‘(\[]?[^\W\d_a-zß-öø-ÿ]| +\(?\d|$)")
# A full stop behind these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|v\.s|resp|Fig|Figs|Eq|Eqs|Sec|Tab|No|approx|Dr|Prof|St|w\.r\.t|a\.k\.a|viz|ca)"
    r"|(?<![\w.-])[A-Z])\.$"
)
OWN = re.compile(
    r"\b(?=[ENORSTUWenorstuw])"
    r"(?:[Ww]e|[Oo]ur|[Oo]urs|[Uu]s|(?:[Tt]his|[Tt]he present) (?:paper|work|study|article|report|survey|"
    r"thesis|letter)"
    r"|[Tt]he (?:proposed|resulting|presented)|[Ee]xperiment(?:s|al)?|[Ee]xtensive|[Ee]mpirical(?:ly)?|"
    r"[Ee]valuations?|[Ss]imulations?|[Rr]esults? (?:show|on|demonstrate|indicate)|[Nn]otably)\b"
)
# One of these words stands in all that it finds.
_OWN_WORDS = folded_set(
    """we our ours us paper work study article report survey thesis letter proposed resulting presented experiment
    experimental extensive empirical empirically evaluation simulation result notably"""
)


# Never changed, though not frozen: that makes it three times as fast to make; the same only as itself, to be a key.
@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence [start, end) of the cleaned text; `own` where it speaks of the paper's work."""

    index: int
    start: int
    end: int
    text: str
    own: bool
    words: frozenset[str]
    """Its words, folded: a pattern that costs much is tried only where a word of it stands."""


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of cleaned text, in order; their spans leave out the blanks between them."""
    out: list[Sentence] = []
    at, pieces = 0, cut(text)
    for m in _END.finditer(text):
        if _ABBREVIATION.search(text, max(at, m.start() - 8), m.start() + 1):
            continue
        at = _add(out, pieces, at, m.end())
    _add(out, pieces, at, len(text))
    return tuple(out)


def _add(out: list[Sentence], pieces: Pieces, start: int, end: int) -> int:
    """Append the text's [start, end) unless it is blank; the next sentence's start."""
    text = pieces.text
    while start < end and text[start] == " ":
        start += 1
    if start < end:
        first = bisect_left(pieces.starts, start)
        words = frozenset(pieces.folded[first : bisect_left(pieces.starts, end, first)])
        own = not _OWN_WORDS.isdisjoint(words) and _is_own(text[start:end])
        out.append(Sentence(len(out), start, end, text[start:end], own, words))
    return end


def _is_own(text: str) -> bool:
    """Whether a sentence speaks of the paper's work; most that do say 'we'."""
    return " we " in text or text.startswith("We ") or " our " in text or OWN.search(text) is not None
