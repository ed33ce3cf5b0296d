"""The `tags` field: the entries of the vocabulary that fit a paper, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarise.records import Finding
from summarise.rules.topics.salience import Place, Spotted, Subject
from summarise.schemas.paper import Tag

MOST = 12
_MOST_OF_FACET = {"task": 4, "method": 4, "stage": 2, "modality": 3, "domain": 2, "kind": 2, "topic": 12}
_ENOUGH = {"task": 2.0, "method": 1.8, "stage": 1.8, "modality": 1.8, "domain": 2.0, "kind": 1.0, "topic": 0.5}
"""What an entry's places must come to; a user's own topics count wherever they stand."""
_SHOWN_BEFORE = re.compile(
    r"(?:\b(?:introduc\w+|propos\w+|present\w*|develop\w*|describ\w+|releas\w+|construct\w*|creat\w+|build|built|design\w*|"
    r"curat\w+|collect\w*|provid\w+|contribut\w+|conduct\w*|offer\w*|is|are|named|called)"
    r" (?:a|an|the|our|two|three|and|,|[\w-]+) ?(?:[\w-]+,? ){0,7}|\b[Tt]his (?:[\w-]+ )?)$"
)


def find_tags(subject: Subject, spotted: Sequence[Spotted]) -> Iterator[Finding]:
    """At most twelve tags, in the order of the vocabulary's facets and of their salience."""
    left = MOST
    fitting: dict[str, list[tuple[Spotted, float]]] = {}
    for s in spotted:
        facet = s.entry.facet
        if (weight := _weigh(subject, s)) >= _ENOUGH[facet]:
            fitting.setdefault(facet, []).append((s, weight))
    for facet, most in _MOST_OF_FACET.items():
        ranked = sorted(fitting.get(facet, ()), key=lambda pair: -pair[1])
        for s, _ in ranked[: min(most, left)]:
            left -= 1
            yield _finding(subject, s)


def _weigh(subject: Subject, spotted: Spotted) -> float:
    """What the entry's places come to: a title's and each sentence's once."""
    best: dict[int, float] = {}
    for place in spotted.places:
        weight = _kind_weight(subject, place) if spotted.entry.facet == "kind" else place.weight
        best[place.sentence] = max(best.get(place.sentence, 0.0), weight)
    return sum(best.values())


def _kind_weight(subject: Subject, place: Place) -> float:
    """The weight of a word for a kind of paper: it counts in the title, and as what the paper says it shows."""
    if place.in_title:
        return place.weight
    before = subject.scene.before(place.start, 100)
    return place.weight if place.own and _SHOWN_BEFORE.search(before) else 0.0


def _finding(subject: Subject, spotted: Spotted) -> Finding:
    place = max(spotted.places, key=lambda p: (p.weight > 0, not p.in_title, p.weight, -p.start))
    element = Tag(id=spotted.entry.id, label=spotted.entry.label, evidence=subject.evidence(place))
    rule = f"{spotted.entry.facet}_tag"
    if place.in_title:
        return subject.scene.title_finding("tags", element, rule)
    return subject.scene.finding("tags", element, rule, (place.start, place.end))
