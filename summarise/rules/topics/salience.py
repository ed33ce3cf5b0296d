"""How much a place says about what a paper is about: title, first sentence, what is introduced, and what it is for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.rules.topics.aims import Cue, find_cues
from summarise.rules.topics.spotting import Pieces, Spot, cut
from summarise.rules.topics.vocabulary import Entry, Vocabulary
from summarise.schemas.paper import Evidence
from summarise.text import CleanText, clean

# It begins with one set of letters, so that the search runs over plain text quickly.
_INTRODUCES = re.compile(
    r"[PTWptw](?<!\w\w)(?:(?<=[Ww])e|(?<=[Tt])his (?:paper|work|study|article|report|survey|thesis|letter)|"
    r"(?<=[Pp])aper)\b[^.;]{0,60}?\b"
    r"(?:introduc|propos|present|develop|describ|releas|design|build|built|construct|creat|study|studies|investigat|address|tackl|consider|"
    r"explor|examin|focus|revisit|survey|review|evaluat|aim|show|formulat|benchmark|analy[sz]|provid|contribut|report)"
)
_TASK_BEHIND = re.compile(r"(?i)(?: \([^()]{1,12}\))? (?:tasks?|problems?)\b")
_BEHIND = (" task", " problem", " (")
_AWAY_REACH = 25
_BREAK = re.compile(r"[,;:]")


class Place(NamedTuple):
    """A span of the title or the abstract, and what it says about the subject."""

    start: int
    end: int
    in_title: bool
    sentence: int
    weight: float
    """0 where the words are turned away from ('unlike X'); 4 for the aim that a title names."""
    own: bool = False
    """Whether the paper speaks of its own work there."""


class Before(NamedTuple):
    """What the words before a place make of it: the last of aim and means, and whether they set it aside."""

    last: str = ""
    last_end: int = 0
    turned_away: bool = False
    examples: bool = False
    named_task: bool = False


_NOTHING = Before()


class Cues:
    """The cues of a text, to be looked up by place."""

    def __init__(self, cues: list[Cue]) -> None:
        self._cues = cues
        self._ends = [end for _, end, _ in cues]

    def before(self, start: int, floor: int) -> Before:
        """What the cues between `floor` and a place say of it."""
        at = bisect_right(self._ends, start)
        if not at or self._cues[at - 1][0] < floor:
            return _NOTHING
        last, last_end, away, examples, task = "", 0, False, False, False
        while at > 0:
            at -= 1
            begin, end, kind = self._cues[at]
            if begin < floor:
                break
            if kind == "away":
                away = away or start - end <= _AWAY_REACH
            elif kind == "examples":
                examples = True
            elif kind == "task":
                task = task or start - end <= _AWAY_REACH
            elif not last:
                last, last_end = kind, end
        return Before(last, last_end, away, examples, task)


class Subject:
    """A paper's title and abstract, cut for the vocabulary, with the weight of each of their places."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.title: CleanText = clean((scene.paper.title or "")[:600])
        self.in_title: Pieces = cut(self.title.text)
        self.in_abstract: Pieces = cut(scene.text)
        self._title_cues = Cues(find_cues(self.in_title))
        self._cues = Cues(find_cues(self.in_abstract))
        self.introducing: frozenset[int] = frozenset(
            s.index for s in scene.sentences if (s.own or "paper" in s.words) and _INTRODUCES.search(s.text)
        )
        """The sentences that say what the paper does."""

    def title_place(self, start: int, end: int) -> Place:
        """A span of the title, weighed."""
        text = self.title.text
        part = text.rfind(": ", 0, start) + 1
        before = self._title_cues.before(start, max(part, start - 120))
        if before.turned_away:
            weight = 0.0
        elif before.last == "means":
            weight = 1.5
        else:
            weight = 4.0 if before.last == "aim" or not text[part:start].strip() else 3.0
        return Place(start, end, True, -1, weight, own=True)

    def place(self, start: int, end: int) -> Place:
        """A span of the abstract, weighed."""
        sentence = self.scene.sentence(start)
        before = self._cues.before(start, max(sentence.start, start - 110))
        own = sentence.own or sentence.index in self.introducing
        weight = 0.0 if before.turned_away else self._weight(sentence, before, start, end)
        return Place(start, end, False, sentence.index, weight, own)

    def _weight(self, sentence: Sentence, before: Before, start: int, end: int) -> float:
        if sentence.index in self.introducing:
            clear = before.last and not _BREAK.search(self.scene.text, before.last_end, start)
            weight = 1.5 if not clear else 2.0 if before.last == "aim" else 1.0
        elif sentence.index == 0:
            weight = 1.5 if start - sentence.start < 60 else 1.0
        else:
            weight = 0.8 if sentence.own else 0.6
        text = self.scene.text
        if before.named_task or (text.startswith(_BEHIND, end) and _TASK_BEHIND.match(text, end)):
            weight += 0.7
        return weight * 0.5 if before.examples else weight

    def words(self, place: Place) -> str:
        """The cleaned words at a place."""
        return (self.title.text if place.in_title else self.scene.text)[place.start : place.end]

    def evidence(self, place: Place) -> Evidence:
        """The source's words at a place."""
        if not place.in_title:
            return self.scene.evidence(place.start, place.end)
        start, end = self.title.to_source(place.start, place.end)
        return Evidence(quote=self.title.source[start:end], start=start, end=end, where="title")


class Spotted(NamedTuple):
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
        within = entry.facet == "task" and any(
            a <= s.start and s.end <= b and b - a > s.end - s.start for a, b in methods
        )
        if not within:
            yield entry, s.start, s.end
