"""How much a place says about what a paper is about: title, first sentence, what is introduced, and what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from summarise.rules.aims import Cue, find_cues
from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.rules.spotting import Pieces, Spot, cut
from summarise.rules.vocabulary import Entry, Vocabulary
from summarise.schemas.paper import Evidence
from summarise.text import CleanText, clean

_INTRODUCES = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work|study|article|report|survey|thesis|letter)|[Pp]aper)\b[^.;]{0,60}?\b(?:introduc|propos|"
    r"present|develop|describ|releas|design|build|built|construct|creat|study|studies|investigat|address|tackl|consider|"
    r"explor|examin|focus|revisit|survey|review|evaluat|aim|show|formulat|benchmark|analy[sz]|provid|contribut|report)"
)
_TASK_BEHIND = re.compile(r"(?i)(?: \([^()]{1,12}\))? (?:tasks?|problems?)\b")
_TASK_BEFORE = re.compile(r"(?i)\b(?:tasks?|problems?|challenges?) of (?:the |an? )?(?:[\w-]+ ){0,2}$")
_BREAK = re.compile(r"[,;:]")
@dataclass(frozen=True, slots=True)
class Place:
    """A span of the title or the abstract, and what it says about the subject."""

    start: int
    end: int
    in_title: bool
    sentence: int
    weight: float
    """0 where the words are turned away from ('unlike X'); 4 for the aim that a title names."""
    own: bool = False
    """Whether the paper speaks of its own work there."""


class Subject:
    """A paper's title and abstract, cut for the vocabulary, with the weight of each of their places."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.title: CleanText = clean((scene.paper.title or "")[:600])
        self.in_title: Pieces = cut(self.title.text)
        self.in_abstract: Pieces = cut(scene.text)

    @cached_property
    def introducing(self) -> frozenset[int]:
        """The sentences that say what the paper does."""
        return frozenset(s.index for s in self.scene.sentences if _INTRODUCES.search(s.text))

    @cached_property
    def _cues(self) -> tuple[Cue, ...]:
        return find_cues(self.in_abstract)

    @cached_property
    def _title_cues(self) -> tuple[Cue, ...]:
        return find_cues(self.in_title)

    def title_place(self, start: int, end: int) -> Place:
        """A span of the title, weighed."""
        text = self.title.text
        cues = _before(self._title_cues, start, text.rfind(": ", 0, start) + 1, 120)
        if _turned_away(cues, start):
            return Place(start, end, True, -1, 0.0, own=True)
        last = next((c.kind for c in cues if c.kind in ("means", "aim")), "")
        opens = not text[text.rfind(": ", 0, start) + 1 : start].strip()
        weight = 1.5 if last == "means" else 4.0 if last == "aim" or opens else 3.0
        return Place(start, end, True, -1, weight, own=True)

    def place(self, start: int, end: int) -> Place:
        """A span of the abstract, weighed."""
        sentence = self.scene.sentence(start)
        cues = _before(self._cues, start, sentence.start, 110)
        own = sentence.own or sentence.index in self.introducing
        weight = 0.0 if _turned_away(cues, start) else self._weight(sentence, cues, start, end)
        return Place(start, end, False, sentence.index, weight, own)

    def _weight(self, sentence: Sentence, cues: Sequence[Cue], start: int, end: int) -> float:
        text = self.scene.text
        if sentence.index in self.introducing:
            last = next((c for c in cues if c.kind in ("means", "aim", "examples")), None)
            clear = last is not None and not _BREAK.search(text, last.end, start)
            weight = 1.5 if last is None or not clear else 2.0 if last.kind == "aim" else 1.0
        elif sentence.index == 0:
            weight = 1.5 if start - sentence.start < 60 else 1.0
        else:
            weight = 0.8 if sentence.own else 0.6
        if _TASK_BEHIND.match(text, end) or _TASK_BEFORE.search(text, max(sentence.start, start - 40), start):
            weight += 0.7
        if any(c.kind == "examples" for c in cues):
            weight *= 0.5
        return weight

    def words(self, place: Place) -> str:
        """The cleaned words at a place."""
        return (self.title.text if place.in_title else self.scene.text)[place.start : place.end]

    def evidence(self, place: Place) -> Evidence:
        """The source's words at a place."""
        if not place.in_title:
            return self.scene.evidence(place.start, place.end)
        start, end = self.title.to_source(place.start, place.end)
        return Evidence(quote=self.title.source[start:end], start=start, end=end, where="title")


@dataclass(frozen=True, slots=True)
class Spotted:
    """An entry of the vocabulary with all its places in a paper."""

    entry: Entry
    places: tuple[Place, ...]


def spot_entries(subject: Subject, vocabulary: Vocabulary) -> tuple[Spotted, ...]:
    """The vocabulary's entries that a paper speaks of, in the order of their first places."""
    found: dict[str, tuple[Entry, list[Place]]] = {}
    for entry, start, end in _free(vocabulary.spot(subject.in_title, subject.in_abstract)):
        found.setdefault(entry.id, (entry, []))[1].append(subject.title_place(start, end))
    for entry, start, end in _free(vocabulary.spot(subject.in_abstract, subject.in_title)):
        found.setdefault(entry.id, (entry, []))[1].append(subject.place(start, end))
    return tuple(Spotted(entry, tuple(places)) for entry, places in found.values())


def _free(spots: Sequence[tuple[Entry, Spot]]) -> Iterator[tuple[Entry, int, int]]:
    """The entries at their places, without tasks that are a part of a method's name ('case-based reasoning')."""
    methods = [(s.start, s.end) for entry, s in spots if entry.facet in ("method", "stage")]
    for entry, s in spots:
        within = entry.facet == "task" and any(a <= s.start and s.end <= b and b - a > s.end - s.start for a, b in methods)
        if not within:
            yield entry, s.start, s.end


def _before(cues: Sequence[Cue], start: int, floor: int, reach: int) -> list[Cue]:
    """The cues before a place, the nearest first, no farther than `reach` and the `floor`."""
    at = bisect_right(cues, start, key=lambda c: c.end)
    out: list[Cue] = []
    while at > 0 and cues[at - 1].start >= max(floor, start - reach):
        at -= 1
        out.append(cues[at])
    return out


def _turned_away(cues: Sequence[Cue], start: int) -> bool:
    """Whether the words right before a place set it aside: 'unlike X', 'without any X'."""
    return any(c.kind == "away" and start - c.end <= 25 for c in cues)
