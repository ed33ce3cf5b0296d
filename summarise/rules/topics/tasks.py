"""The `tasks` field: the one to three problems that a paper addresses, by their usual names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from summarise.records import Finding
from summarise.rules.topics.made_for import models_in_title, presented_models
from summarise.rules.topics.salience import Place, Spotted, Subject
from summarise.rules.topics.spotting import folded_words
from summarise.rules.topics.task_phrases import HEADS, find_phrases
from summarise.rules.topics.vocabulary import Entry, Vocabulary
from summarise.schemas.paper import Task

MOST = 3
_ENOUGH = 1.5
"""The least that a task's places must come to: a title's word, or two places of the abstract."""
_CLEAR = 4.0
"""A process that no title names needs this salience."""
_BESIDE = 0.55
"""What part of the first task's salience a further one needs."""
_NARROWER = 0.5
"""What part of a broader task's salience a narrower one needs to stand for it."""
_MOST_OF_ABSTRACT = 5.0
_STRONG = 2.0
"""A phrase that no vocabulary knows needs one place of this weight: the title, or what something is made for."""
# A process can be a paper's problem ('federated learning', 'quantization'), a thing ('transformer') can't.
_PROCESS = re.compile(r"(?:ing|ion)$")
_PROCESS_SHARE = 0.6
_NAMING = frozenset({"task", "method", "stage"})
_PHRASE_SHARE = 0.9
_MADE = 3.0


@dataclass(frozen=True)
class _Candidate:
    """A task in question, and the places that speak of it."""

    name: str
    rule: str
    places: tuple[Place, ...]
    salience: float
    entry: Entry | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words of its name."""
        return frozenset(folded_words(self.name))


def find_tasks(subject: Subject, spotted: Sequence[Spotted], vocabulary: Vocabulary) -> Iterator[Finding]:
    """At most three tasks, the most salient first; a broader task gives way to a narrower one."""
    known, own = _with_phrases(subject, spotted, vocabulary)
    candidates = [*_known(known), *own]
    candidates += [_goes_without_saying(entry, places) for entry, places in presented_models(subject, vocabulary)]
    most = max((c.salience for c in candidates), default=0.0)
    candidates += [c for c in _processes(spotted) if c.salience > most]
    chosen = _choose(sorted(candidates, key=lambda c: -c.salience), vocabulary)
    if not chosen:
        chosen = [_goes_without_saying(entry, places) for entry, places in models_in_title(subject, vocabulary)]
    for candidate in chosen:
        place = max(candidate.places, key=lambda p: (p.weight > 0, not p.in_title, p.weight, -p.start))
        name = _usual_name(subject, candidate) if candidate.rule == "known_task" else candidate.name
        element = Task(name=name, evidence=subject.evidence(place))
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
        if _named_apart(a, b):
            return False
        up = {*vocabulary.ancestors(a.entry.id)}, {*vocabulary.ancestors(b.entry.id)}
        return a.entry.id in up[1] or b.entry.id in up[0] or _within(a.words, b.words)
    return _within(a.words, b.words)


def _named_apart(a: _Candidate, b: _Candidate) -> bool:
    """Whether the title names both as its aims ('for reading comprehension and question answering')."""
    ours, theirs = ([p for p in c.places if p.in_title and p.weight >= 3] for c in (a, b))
    return any(p.end <= q.start or q.end <= p.start for p in ours for q in theirs)


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
    """The vocabulary's tasks."""
    for s in spotted:
        yield _Candidate(s.entry.label, "known_task", s.places, _salience(s.places), s.entry)


def _usual_name(subject: Subject, candidate: _Candidate) -> str:
    """The entry's label; a kind of it whose own name has no word in common with the label keeps its name."""
    written = subject.words(max(candidate.places, key=lambda p: p.weight))
    words = folded_words(written)
    is_name = 1 < len(words) < 5 and words[-1] in HEADS and not any(w[1:] != w[1:].lower() for w in written.split())
    return as_name(written) if is_name and not candidate.words.intersection(words) else candidate.name


def _processes(spotted: Sequence[Spotted]) -> Iterator[_Candidate]:
    """The methods and stages that are a process and what the title or the whole abstract is about."""
    for s in spotted:
        if s.entry.facet in ("method", "stage") and _PROCESS.search(s.entry.label):
            titled, opens = (
                any(c) for c in zip(*((p.in_title and p.weight >= 3, p.sentence == 0) for p in s.places), strict=True)
            )
            if titled or (opens and _salience(s.places) >= _CLEAR):
                share = _PROCESS_SHARE * _salience(s.places)
                yield _Candidate(s.entry.label, "process", s.places, share, s.entry)


def _goes_without_saying(entry: Entry, places: tuple[Place, ...]) -> _Candidate:
    """The task of a model of its kind; its salience is set, for nobody says 'we present a language model for …'."""
    return _Candidate(entry.label, "made_for", places, _MADE, entry)


def _with_phrases(
    subject: Subject, spotted: Sequence[Spotted], vocabulary: Vocabulary
) -> tuple[list[Spotted], list[_Candidate]]:
    """The vocabulary's tasks with the places that say them in other words, and the tasks that it does not know."""
    known = {s.entry.id: s for s in spotted if s.entry.facet == "task"}
    taken = [(p.in_title, p.start, p.end) for s in spotted if s.entry.facet in _NAMING for p in s.places]
    unknown: dict[frozenset[str], tuple[str, list[Place]]] = {}
    telling = [(s.start, s.end) for s in subject.scene.sentences if s.index == 0 or s.index in subject.introducing]
    whole = [(0, len(subject.title.text))]
    for in_title, pieces, spans in ((False, subject.in_abstract, telling), (True, subject.in_title, whole)):
        for phrase in find_phrases(pieces, spans):
            if any(t == in_title and start < phrase.end <= end for t, start, end in taken):
                continue
            place = (subject.title_place if in_title else subject.place)(phrase.start, phrase.end)
            if ids := vocabulary.named(phrase.name):
                entry = vocabulary.entries[min(ids)]
                known[entry.id] = Spotted(entry, (*(known[entry.id].places if entry.id in known else ()), place))
            else:
                unknown.setdefault(frozenset(folded_words(phrase.name)), (phrase.name, []))[1].append(place)
    own = [
        _Candidate(as_name(name), "task_phrase", tuple(places), _PHRASE_SHARE * _salience(places))
        for name, places in unknown.values()
        if any(p.weight >= _STRONG for p in places)
    ]
    return list(known.values()), own


def as_name(phrase: str) -> str:
    """The phrase as a name: only its first word and acronyms with capitals."""
    words = [w if any(c.isupper() for c in w[1:].replace("-", "")) else w.lower() for w in phrase.split(" ")]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]
