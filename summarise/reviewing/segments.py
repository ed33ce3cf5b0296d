"""A text cut at every border of the spans in it: flat pieces, never nested, each with the spans that cover it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """[start, end) in code points of a text, and the number of the candidate whose evidence it is."""

    start: int
    end: int
    candidate: int


class Segment(NamedTuple):
    """A piece of a text, and the candidates whose evidence it is part of, in their order; none for plain text."""

    text: str
    candidates: tuple[int, ...] = ()


def segments_of(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """The pieces; joined they are the text. Spans that reach over its ends are cut, empty ones left out."""
    inside = [Span(max(0, s.start), min(len(text), s.end), s.candidate) for s in spans]
    inside = [span for span in inside if span.start < span.end]
    borders = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    pieces = []
    for start, end in pairwise(borders):
        covering = {s.candidate for s in inside if s.start <= start and end <= s.end}
        pieces.append(Segment(text[start:end], tuple(sorted(covering))))
    return tuple(pieces)
