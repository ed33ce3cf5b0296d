"""A quote → where it stands in the source: tolerant of form, strict with every digit, sign, scale and unit.

Case, white space, LaTeX, ligatures and punctuation between words may differ. Numbers must be the same text, and a
number at either end of the quote must not go on in the source: '37' does not stand in '37B', nor '3' in '-3' or '3%'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarise.records import Paper
from summarise.schemas.paper import Evidence
from summarise.text import CleanText, clean

Span = tuple[int, int]
# Numbers, words and signs are compared; all other characters only part them.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%‰$€£¥×±√°µ]|(?<![\w)\]}%])[-−+](?=[\d.$])")
_SCALE_WORD = re.compile(
    r"[\s-]*(?:hundred|thousand|million|billion|trillion|percent|per cent|percentage|times|fold)\b", re.I
)
_SIGNS = {"−": "-"}


@dataclass(frozen=True, slots=True)
class _Tokens:
    words: tuple[str, ...]
    spans: tuple[Span, ...]


@lru_cache(maxsize=256)
def _tokens(text: str) -> _Tokens:
    found = [(m.group(), m.span()) for m in _TOKEN.finditer(text)]
    return _Tokens(tuple(_SIGNS.get(w, w.casefold()) for w, _ in found), tuple(s for _, s in found))


def places(quote: str, text: CleanText) -> list[Span]:
    """Every place where `quote` stands, as spans of the *cleaned* text, from left to right."""
    sought = _tokens(clean(quote).text).words
    there = _tokens(text.text)
    if not sought:
        return []
    found: list[Span] = []
    for i in _starts(there.words, sought):
        span = there.spans[i][0], there.spans[i + len(sought) - 1][1]
        if not _number_goes_on(text.text, span, there.words[i], there.words[i + len(sought) - 1]):
            found.append(span)
    return found


def _starts(there: tuple[str, ...], sought: tuple[str, ...]) -> list[int]:
    first, size = sought[0], len(sought)
    return [i for i, word in enumerate(there) if word == first and there[i : i + size] == sought]


def _number_goes_on(text: str, span: Span, first: str, last: str) -> bool:
    """Whether the source says more of the quote's outer numbers than the quote does: a sign, a scale, a unit."""
    start, end = span
    if first[0].isdigit() and re.search(r"(?:(?<![\w)\]}%])[-−]|\d[.,]|[$€£])$", text[max(0, start - 3) : start]):
        return True
    if last[0].isdigit():
        return bool(re.match(r"\s?%|[^\W\d_]|×", text[end : end + 2]) or _SCALE_WORD.match(text, end))
    return False


def ground(quote: str, paper: Paper, near: int | None = None) -> Evidence | None:
    """Evidence for `quote`, from the abstract, else the title, else a variant; None where it stands nowhere.

    Where the abstract has it several times, the place nearest to `near` (a source offset) is taken, else the first.
    """
    text = clean(paper.abstract)
    if found := places(quote, text):
        spans = [text.to_source(*span) for span in found]
        start, end = min(spans, key=lambda s: abs(s[0] - near)) if near is not None else spans[0]
        return Evidence(quote=paper.abstract[start:end], start=start, end=end)
    return _elsewhere(quote, paper)


def _elsewhere(quote: str, paper: Paper) -> Evidence | None:
    """Evidence in the title or in a variant of the abstract."""
    if paper.title and (found := places(quote, clean(paper.title))):
        start, end = clean(paper.title).to_source(*found[0])
        return Evidence(quote=paper.title[start:end], start=start, end=end, where="title")
    for index, variant in enumerate(paper.variants):
        text = clean(variant.abstract)
        if found := places(quote, text):
            start, end = text.to_source(*found[0])
            return Evidence(quote=variant.abstract[start:end], start=start, end=end, variant=index)
    return None


def sentence_around(text: str, span: Span) -> Span:
    """The sentence of `text` that holds `span`; a full stop inside a number or before a lower-case word ends none."""
    start, end = span
    before = [m.end() for m in re.finditer(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])", text[:start])]
    after = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z]|\s*$)").search(text, end)
    return (before[-1] if before else 0), (after.end() if after else len(text))
