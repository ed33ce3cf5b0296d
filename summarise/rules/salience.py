"""How much a place says about what a paper is about: title, first sentence, what is introduced, and what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.rules.spotting import Pieces, Spot, cut
from summarise.rules.vocabulary import Entry, Vocabulary
from summarise.schemas.paper import Evidence
from summarise.text import CleanText, clean

# What stands behind these is the means or the scene, not the aim.
_MEANS = re.compile(
    r"(?i)(?:\b(?:via|with|using|by|through|from|based on|powered by|leveraging|under|without|as|beyond|meets?|against|"
    r"inspired by|guided by|driven by|when|where|in the (?:era|age|presence) of|over)\b)[^:]*$"
)
_AIM = re.compile(r"(?i)\b(?:for|towards?|to|of|on|in|improv\w+|enhanc\w+|advanc\w+|boost\w+|accelerat\w+|benchmarking|evaluating|rethinking|revisiting|learning|scaling)\b[^:]*$")
_FOR = re.compile(r"\b(?:for|to|towards?|of|on|address(?:es|ing)?|tackl(?:e|es|ing)|solv(?:e|es|ing)|improv(?:e|es|ing)|enhanc\w+)\b[^,;:]{0,80}$")
_MEANS_WITHIN = re.compile(
    r"\b(?:via|using|by|through|based on|leverag\w+|inspired by|with|from|built (?:up)?on|trained (?:on|with)|combin\w+|"
    r"employ\w*|utili[sz]\w+|such as|e\.g\.|including|like)\b[^,;:]{0,60}$"
)
_INTRODUCES = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work|study|article|report|survey|thesis|letter)|[Pp]aper)\b[^.;]{0,60}?\b(?:introduc|propos|"
    r"present|develop|describ|releas|design|build|built|construct|creat|study|studies|investigat|address|tackl|consider|"
    r"explor|examin|focus|revisit|survey|review|evaluat|aim|show|formulat|benchmark|analy[sz]|provid|contribut|report)"
)
_NAMED_TASK = re.compile(r"(?i)\b(?:tasks?|problems?|challenges?) of (?:the |an? )?(?:[\w-]+ ){0,2}$")
_TASK_BEHIND = re.compile(r"(?i)(?: \([^()]{1,12}\))? (?:tasks?|problems?)\b")
_TURNED_AWAY = re.compile(
    r"(?i)\b(?:unlike|without|instead of|rather than|as opposed to|in contrast (?:to|with)|compared (?:to|with)|contrary to|"
    r"no longer|not|no|nor|neither|never|outperform\w*|surpass\w*|except|excluding|other than|apart from|regardless of)"
    r"(?: [\w-]+){0,3} $"
)
_EXAMPLES = re.compile(
    r"(?i)\b(?:such as|e\.g\.,?|including|like|applications?|ranging from|among others|across|various|many|diverse|"
    r"success(?:es)? (?:in|of)|progress in|advances in|widely used)\b[^.;:]{0,90}$"
)


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
    def _introducing(self) -> frozenset[int]:
        """The sentences that say what the paper does."""
        return frozenset(s.index for s in self.scene.sentences if _INTRODUCES.search(s.text))

    def title_place(self, start: int, end: int) -> Place:
        """A span of the title, weighed."""
        text = self.title.text
        before = text[:start]
        if _TURNED_AWAY.search(before[-60:]):
            return Place(start, end, True, -1, 0.0)
        colon = before.rfind(": ") + 1
        clause = before[colon:]
        means = _last(_MEANS, clause)
        aim = _last(_AIM, clause)
        if means is not None and (aim is None or aim < means):
            weight = 1.5
        elif aim is not None or not clause.strip() or text[end:].lstrip().startswith(("via", "with", "using", "by", "through", ":")):
            weight = 4.0
        else:
            weight = 3.0
        return Place(start, end, True, -1, weight, own=True)

    def place(self, start: int, end: int) -> Place:
        """A span of the abstract, weighed."""
        sentence = self.scene.sentence(start)
        before = self.scene.text[max(sentence.start, start - 140) : start]
        own = sentence.own or sentence.index in self._introducing
        if _TURNED_AWAY.search(before[-60:]):
            return Place(start, end, False, sentence.index, 0.0, own)
        return Place(start, end, False, sentence.index, self._weight(sentence, before, start, end), own)

    def _weight(self, sentence: Sentence, before: str, start: int, end: int) -> float:
        if sentence.index in self._introducing:
            means, aim = _MEANS_WITHIN.search(before), _FOR.search(before)
            weight = 2.0 if aim and not means else 1.0 if means else 1.5
        elif sentence.index == 0:
            weight = 1.5 if start - sentence.start < 60 else 1.0
        elif sentence.own:
            weight = 0.8
        else:
            weight = 0.6
        if _NAMED_TASK.search(before[-60:]) or _TASK_BEHIND.match(self.scene.text, end):
            weight += 0.7
        if _EXAMPLES.search(before):
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


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """Where the last match that begins with one of the pattern's words begins."""
    at = None
    start = 0
    while m := pattern.search(text, start):
        at, start = m.start(), m.start() + 1
    return at
