"""Of a quote's places the one that is meant, as evidence, and whether another might be meant as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from summarise.grounding.places import Place, Span, find
from summarise.grounding.sentences import sentence_number
from summarise.records import Paper
from summarise.schemas.paper import Evidence


class Grounding(NamedTuple):
    """Where a quote stands."""

    evidence: Evidence
    """The place that is taken."""
    sure: bool
    """Whether no other place fits as well. A name said three times is one name; a number said twice may be two."""
    others: tuple[Span, ...] = ()
    """The other places in the same text, from left to right."""


def ground(quote: str, paper: Paper, near: int | None = None) -> Evidence | None:
    """Evidence for `quote`, from the abstract, else the title, else a variant; None where it stands nowhere.

    Of several places in the abstract the best is taken, as `locate` tells; `near` is a source offset.
    """
    found = locate(quote, paper, near)
    return found.evidence if found else None


def stands(quote: str, paper: Paper) -> bool:
    """Whether `quote` stands anywhere in the paper: as `ground`, where its place does not matter."""
    return any(find(quote, text) for text, _, _ in _texts(paper))


def locate(quote: str, paper: Paper, near: int | None = None, beside: Iterable[str | None] = ()) -> Grounding | None:
    """Where `quote` stands, and whether another place might be meant; None where it stands nowhere.

    A place of its own goes before one in a longer name, the same case before another; then the sentence that has most
    of the quotes `beside`, the sentence of `near`, the nearest to it, the first. The last two alone are not sure.
    """
    for text, where, variant in _texts(paper):
        if found := find(quote, text):
            inside = where is None and variant is None
            chosen, sure = _choose(found, text, near if inside else None, beside)
            start, end = chosen.source
            evidence = Evidence(quote=text[start:end], start=start, end=end, where=where, variant=variant)
            return Grounding(evidence, sure, tuple(place.source for place in found if place.source != chosen.source))
    return None


def _texts(paper: Paper) -> Iterator[tuple[str, Literal["title"] | None, int | None]]:
    """The texts of a paper in the order in which they are looked through, with how evidence names them."""
    yield paper.abstract, None, None
    if paper.title:
        yield paper.title, "title", None
    for index, variant in enumerate(paper.variants):
        yield variant.abstract, None, index


def _choose(found: Sequence[Place], text: str, near: int | None, beside: Iterable[str | None]) -> tuple[Place, bool]:
    """The best of a quote's places, and whether it is the only one that fits so well."""
    if len(found) == 1:
        return found[0], True
    companions = [sentences_with(name, text) for name in beside if name]
    here = None if near is None else sentence_number(text, near)

    def rank(place: Place) -> tuple[tuple[bool, bool], int, bool]:
        sentence = _sentence(text, place) if companions or here is not None else None
        return place.misfit, -sum(sentence in sentences for sentences in companions), sentence != here

    ranks = [rank(place) for place in found]
    best = min(ranks)
    equal = [place for place, its in zip(found, ranks, strict=True) if its == best]
    return min(equal, key=lambda place: abs(place.source[0] - near) if near is not None else 0), len(equal) == 1


def sentences_with(quote: str, text: str) -> frozenset[int]:
    """The numbers of the sentences of `text` in which `quote` stands."""
    return frozenset(_sentence(text, place) for place in find(quote, text))


def _sentence(text: str, place: Place) -> int:
    return sentence_number(text, place.source[0])
