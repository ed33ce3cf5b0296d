"""The `tasks` field: the one to three problems that a paper addresses, by their usual names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarise.records import Finding
from summarise.rules.salience import Place, Spotted, Subject
from summarise.rules.spotting import cut
from summarise.rules.task_phrases import find_phrases
from summarise.rules.vocabulary import Entry, Vocabulary
from summarise.schemas.paper import Task

MOST = 3
_ENOUGH = 2.0
"""The least that a task's places must come to: a title's word, or two places of the abstract."""
_BESIDE = 0.6
"""What part of the first task's salience a further one needs."""
_NARROWER = 0.5
"""What part of a broader task's salience a narrower one needs to stand for it."""
_MOST_OF_ABSTRACT = 5.0
_STRONG = 2.0
"""A phrase that no vocabulary knows needs one place of this weight: the title, or what something is made for."""
# A process can be a paper's problem ('federated learning', 'quantization'), a thing ('transformer') can't.
_PROCESS = re.compile(r"(?:ing|ion)$")
_PROCESS_SHARE = 0.6
_PHRASE_SHARE = 0.8
# What a model is made for, where nothing else tells: [model's name, its task].
_MADE_FOR = (
    (re.compile(r"(?i)\b(?:vision[- ]language|multi-?modal(?: large)?(?: language)?|visual[- ]language) models?\b|\bMLLMs?\b|\bL?VLMs?\b"),
     "vision-language-understanding"),
    (re.compile(r"(?i)\blanguage[- ]model(?:s|ing)?\b|\bLLMs?\b"), "language-modeling"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A task in question, and the places that speak of it."""

    name: str
    rule: str
    places: tuple[Place, ...]
    salience: float
    entry: Entry | None = None

    @property
    def words(self) -> frozenset[str]:
        return frozenset(cut(self.name).folded)


def find_tasks(subject: Subject, spotted: Sequence[Spotted], vocabulary: Vocabulary) -> Iterator[Finding]:
    """At most three tasks, the most salient first; a broader task gives way to a narrower one."""
    candidates = [*_known(spotted), *_phrases(subject, spotted)]
    chosen = _choose(sorted(candidates, key=lambda c: -c.salience), vocabulary)
    if not chosen and (made := _made_for(subject, vocabulary)):
        chosen = [made]
    for candidate in chosen:
        place = max(candidate.places, key=lambda p: (not p.in_title, p.weight, -p.start))
        element = Task(name=candidate.name, evidence=subject.evidence(place))
        if place.in_title:
            yield subject.scene.title_finding("tasks", element, candidate.rule)
        else:
            yield subject.scene.finding("tasks", element, candidate.rule, (place.start, place.end))


def _choose(ranked: Sequence[_Candidate], vocabulary: Vocabulary) -> list[_Candidate]:
    """The candidates that become tasks."""
    chosen: list[_Candidate] = []
    for candidate in ranked:
        least = max(_ENOUGH, _BESIDE * chosen[0].salience) if chosen else _ENOUGH
        rival = next((c for c in chosen if _related(c, candidate, vocabulary)), None)
        if rival is not None:
            if _is_narrower(candidate, rival, vocabulary) and candidate.salience >= _NARROWER * rival.salience:
                chosen[chosen.index(rival)] = candidate
        elif candidate.salience >= least and len(chosen) < MOST:
            chosen.append(candidate)
    return chosen


def _related(a: _Candidate, b: _Candidate, vocabulary: Vocabulary) -> bool:
    """Whether two candidates are one task, or one of them a kind of the other."""
    if a.entry and b.entry:
        up = {*vocabulary.ancestors(a.entry.id)}, {*vocabulary.ancestors(b.entry.id)}
        return a.entry.id in up[1] or b.entry.id in up[0] or _within(a.words, b.words)
    return _within(a.words, b.words)


def _within(a: frozenset[str], b: frozenset[str]) -> bool:
    return a <= b or b <= a


def _is_narrower(a: _Candidate, b: _Candidate, vocabulary: Vocabulary) -> bool:
    if a.entry and b.entry:
        return b.entry.id in vocabulary.ancestors(a.entry.id)
    return a.entry is not None and b.words < a.words


def _salience(places: Sequence[Place]) -> float:
    """What places come to: the title once, each sentence once."""
    title = max((p.weight for p in places if p.in_title), default=0.0)
    best: dict[int, float] = {}
    for p in places:
        if not p.in_title:
            best[p.sentence] = max(best.get(p.sentence, 0.0), p.weight)
    return title + min(_MOST_OF_ABSTRACT, sum(best.values()))


def _known(spotted: Sequence[Spotted]) -> Iterator[_Candidate]:
    """The vocabulary's tasks, and the methods and stages that are a process and stand in the title as its aim."""
    for entry, places in ((s.entry, s.places) for s in spotted):
        if entry.facet == "task":
            yield _Candidate(entry.label, "known_task", places, _salience(places), entry)
        elif entry.facet in ("method", "stage") and _PROCESS.search(entry.label):
            if any(p.in_title and p.weight >= 3 for p in places):
                yield _Candidate(entry.label, "process_in_title", places, _PROCESS_SHARE * _salience(places), entry)


def _phrases(subject: Subject, spotted: Sequence[Spotted]) -> Iterator[_Candidate]:
    """Tasks in the paper's own words, where no entry of the vocabulary stands."""
    taken = [(p.in_title, p.start, p.end) for s in spotted if s.entry.facet in ("task", "method", "stage") for p in s.places
             if s.entry.facet == "task" or p]  # fmt: skip
    found: dict[frozenset[str], tuple[str, list[Place]]] = {}
    for in_title, pieces in ((False, subject.in_abstract), (True, subject.in_title)):
        for phrase in find_phrases(pieces):
            if any(t == in_title and phrase.start < end and start < phrase.end and end >= phrase.end for t, start, end in taken):
                continue
            place = (subject.title_place if in_title else subject.place)(phrase.start, phrase.end)
            name, places = found.setdefault(frozenset(cut(phrase.name).folded), (phrase.name, []))
            places.append(place)
    for name, places in found.values():
        if any(p.weight >= _STRONG for p in places):
            yield _Candidate(_as_name(name), "task_phrase", tuple(places), _PHRASE_SHARE * _salience(places))


def _as_name(phrase: str) -> str:
    """The phrase as a name: only its first word and acronyms with capitals."""
    words = [w if any(c.isupper() for c in w[1:].replace("-", "")) else w.lower() for w in phrase.split(" ")]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def _made_for(subject: Subject, vocabulary: Vocabulary) -> _Candidate | None:
    """The task that goes without saying in a paper about a model of a kind."""
    for pattern, task in _MADE_FOR:
        entry = vocabulary.entries.get(task)
        if entry is None:
            continue
        if m := pattern.search(subject.title.text):
            return _Candidate(entry.label, "made_for", (subject.title_place(*m.span()),), _ENOUGH, entry)
        for m in pattern.finditer(subject.scene.text):
            place = subject.place(*m.span())
            if place.own or place.sentence == 0:
                return _Candidate(entry.label, "made_for", (place,), _ENOUGH, entry)
    return None
