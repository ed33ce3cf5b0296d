"""What further witnesses are asked about: the numbers on which model and rules disagree, each at its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from summarise.grounding import Span, sentence_around
from summarise.reconciling.anchors import anchor_of
from summarise.records import NUMBERS, Findings, Paper, Verdict
from summarise.text import clean

MOST = 12
"""So many numbers are asked about in one question; a paper with more is one for a person."""
_FIELDS = frozenset({"results", "model_sizes", "training_data", NUMBERS})
_WORDS_AROUND = 60
"""Characters of the abstract shown on either side of a number, words left whole."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """All that a further witness is told of one paper."""

    paper: Paper
    findings: Findings
    verdicts: Sequence[Verdict]
    examples: frozenset[str] = frozenset()
    """Strings of the first prompt's worked examples, lower case."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One number of the abstract and the verdicts on it that a person would have to settle."""

    place: Span
    """In the cleaned abstract."""
    written: str
    """The number as the cleaned abstract writes it."""
    around: str
    """It, marked «so», with its neighbouring words of the same sentence: one line of the cleaned abstract."""
    verdicts: tuple[Verdict, ...]


def disputes(hearing: Hearing) -> tuple[Dispute, ...]:
    """The numbers in dispute, in the order of the text; those that stand nowhere in the abstract are left out."""
    text = clean(hearing.paper.abstract)
    places: dict[Span, list[Verdict]] = {}
    for verdict in hearing.verdicts:
        if (at := place_of(verdict)) is not None and verdict.flagged and verdict.field in _FIELDS:
            span = bisect_left(text.starts, at[0]), bisect_left(text.starts, at[1])
            same = next((p for p in places if p[0] < span[1] and span[0] < p[1]), span)
            places.setdefault(same, []).append(verdict)
    found = [
        Dispute(place, text.text[slice(*place)].strip(), _around(text.text, place), tuple(verdicts))
        for place, verdicts in sorted(places.items())
    ]
    return tuple(dispute for dispute in found if dispute.written)[:MOST]


def place_of(verdict: Verdict) -> Span | None:
    """Where the verdict's number stands in the abstract as delivered; None where it stands nowhere there."""
    sides = [side for side in (verdict.rules, verdict.model) if side is not None and side.evidence is not None]
    if any(not side.evidence.in_abstract for side in sides if side.evidence):
        return None
    return anchor_of(verdict)


def claims_at(hearing: Hearing, verdict: Verdict) -> dict[str, set[str]]:
    """By witness, the fields in which it has an element about the verdict's number, the verdicts agreed on included."""
    claims: dict[str, set[str]] = {"model": set(), "rules": set()}
    at = place_of(verdict)
    for other in hearing.verdicts:
        there = place_of(other)
        if at and there and there[0] < at[1] and at[0] < there[1]:
            for witness, fields in claims.items():
                if getattr(other, witness) is not None:
                    fields.add(other.field)
    return claims


def _around(text: str, place: Span) -> str:
    """The number, marked, with the words beside it in its sentence."""
    first, last = sentence_around(text, place)
    start, end = max(first, place[0] - _WORDS_AROUND), min(last, place[1] + _WORDS_AROUND)
    if start > first:
        start = text.find(" ", start, place[0]) + 1 or start
    if end < last:
        end = max(text.rfind(" ", place[1], end), place[1])
    return f"{text[start : place[0]]}«{text[slice(*place)]}»{text[place[1] : end]}"
