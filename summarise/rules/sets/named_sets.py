"""Where an abstract names a benchmark: known names, the paper's own, and names that the language makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from summarise.rules.acronyms import find_expansions, is_acronym_of
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import looks_like_name, same_name
from summarise.rules.numbers.reading import Reading
from summarise.rules.places import places
from summarise.rules.scene import Mention, Scene
from summarise.rules.sets.gazetteer import find_known, is_known_word
from summarise.rules.sets.headed_sets import ITEM_BEFORE, NAME, TRAINS, find_headed
from summarise.rules.sets.set_phrases import ends_a_list_on, phrased
from summarise.rules.sets.set_shapes import shaped
from summarise.rules.sets.set_words import TASK_ACRONYMS
from summarise.rules.sets.sets_listed import find_listed_behind

_LANGUAGE = (
    r"(?:English|German|French|Romanian|Chinese|Czech|Russian|Finnish|Turkish|Latvian|Estonian|Spanish|Japanese|"
    r"Korean|Arabic|Hindi|Vietnamese|Italian|Dutch|Portuguese|Polish|Gujarati|Kazakh|Lithuanian|Nepali|Sinhala|"
    r"[A-Z][a-z])"
)
_BENCH = re.compile(r"(?i)(?:bench(?:mark)?|arena|leaderboard)(?: \(.*\))?$")
_SPLIT = (
    r"(?:(?:full|hidden|official|public|standard|original|filtered|open) )?(?:(?:test|val|validation|dev) "
    r"?(?:set|split|data)?s?|(?:[A-Z]?[a-z]+ )?(?:sub|sub-|query |question )sets?) of "
)
_SCORED_ON = re.compile(
    r"\b(?=[OoaFfIi])(?:(?P<prep>[Oo]n|at|across)|(?:(?<=[:,;.] )|^)(?P<first>[Ff]or|[Ii]n)) (?:the )?"
    rf"(?:{_SPLIT})?(?:the )?"
    rf"(?:(?!\d)[a-z]+(?:-[a-z]+)? ){{0,2}}?{NAME}"
    r"(?P<then>[,.;:)(]| \(|,? (?:and|with|by|while|as|over|in|at|to|using|without|for|from|when|under|compared|is|are|"
    r"was|were|respectively|that|which|after|than|versus|vs|demonstrate|show|reveal|"
    rf"indicate|confirm|validate|verify|suggest|(?!(?:19|20)\d\d\b)[+]?\d[\d.]*)\b| -| –| —| {_LANGUAGE}[-–—]|$)"
)
_EVALUATED_ON = re.compile(
    r"(?i)\b(?:evaluat\w+|experiments?|results?|test(?:ed|ing)?|perform(?:s|ed|ance)?|state-of-the-art|sota|validat\w+|"
    r"benchmark(?:ed|ing)|outperform\w*|surpass\w*|effective\w*|demonstrat\w+|(?:gains?|improvements?|better|worse|"
    r"superior\w*|competitive|generali[sz]\w+) )\b[^;:]{0,60}$"
)
_ITEM = re.compile(
    r"(?P<gap>(?: (?:test|dev|val|set|dataset|validation|challenge))?(?: \([^()]{0,60}\)|"
    r":? to [\d.]+ ?%?(?: \([^()]{0,60}\))?|"
    r":? [+-]?\d[\d.]* ?%?)?(?:,? and |, |/| & |, and the |, the | and the ))"
    rf"{NAME}(?=[,;)(]|\.(?!\w)|:? [+]?\d| \(| and | to \d| data ?sets?| benchmarks?| challenge| test|"
    r" (?:with|by|is|are|in|using|as|for|respectively|while|where|from|at|when|without|achiev\w+|"
    r"(?:further |also )?(?:demonstrat|show|confirm|validat|verif|reveal|indicat|suggest)\w*)\b|$)"
)
# 'by 2.1% on Foo and 8.6% on' X: what stands in the same place as a benchmark is one, though a plain word.
_PARALLEL_BEFORE = re.compile(
    rf"\d ?%?(?: [\w@-]+){{0,3}} on (?:the )?{NAME}(?: data ?set)?(?:,|,? and|, and by) (?:by )?[+]?\d[\d.]* ?%?"
    rf"(?: [\w@-]+){{0,3}} on (?:the )?$"
)
_BUILT_FROM = re.compile(
    r"(?i)\b(?=[bcds])"
    r"(?:built|constructed|derived|created|curated|sourced|sampled) (?:up)?(?:on|from) (?:the )?(?:[a-z-]+ )?$"
)
_LIST_BEFORE = re.compile(r"(?:[A-Z][\w-]*(?: [A-Z0-9][\w-]*){0,2}(?:, and |, | and |/))+\Z")
# 'runs at 14 ms on the Foo500', a device.
_RUNS_ON = re.compile(r"\b(?:runs?|running|deploy(?:s|ed|ing)?|executes?|executed)\b[^,;]{0,40}$")
# 'efficient attention variants: MQA, GQA'.
_METHODS_BEFORE = re.compile(
    r"\b(?:variants|attention|methods|techniques|mechanisms|architectures|optimizers|algorithms|losses)"
    r"(?::|,? such as| \((?:e\.g\.,? )?|,? including|,? like) ?(?:[A-Z][\w-]*, (?:and )?){0,5}\Z"
)
_LIST_BEHIND = re.compile(r",? and |, [A-Z]")
_BUILDS_ON = re.compile(r"\b[Bb]uil(?:d|ds|t|ding) (?:up)?on (?:the )?$")
_IN_BRACKETS = re.compile(r" \(.*?\)")
_BEGINS = re.compile(r"(?<![\w-])")
_ENDS = re.compile(r"(?![\w+]|-\w)")
_VARIANT = re.compile(
    rf" \(?\d{{2,4}} ?[x×] ?\d{{2,4}}(?![\w^])\)?| {_LANGUAGE}(?:[-–—→]| ?(?:→|↔|<?--?>|-to-|to) ?){_LANGUAGE}(?![\w-])"
)
_ACRONYM_BEHIND = re.compile(r" \((?P<acronym>[A-Z][\w-]{1,11})\)")


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A benchmark at a place of the cleaned text; the same benchmark may stand at several places."""

    name: str
    start: int
    end: int
    rule: str


def is_benchmark(mention: Mention) -> bool:
    """Whether what a paper introduces is a benchmark, by what it is called or by its name ('FooBench')."""
    return mention.kind == "benchmark" or mention.kind != "model" and _BENCH.search(mention.name) is not None


def is_work(mention: Mention) -> bool:
    """Whether what a paper introduces is a model or method: no set to train on or to measure with."""
    return mention.kind != "dataset" and not is_benchmark(mention)


def locate(scene: Scene, introduced: tuple[Mention, ...]) -> tuple[NamedSet, ...]:
    """Every mention of a benchmark in the abstract, in text order, without overlaps."""
    text = scene.text
    works = tuple(m for m in introduced if is_work(m))
    known = [(s, e) for s, e in find_known(text) if not any(same_name(m.name, text[s:e]) for m in works)]
    known = [(s, e) for s, e in known if not (text[s:e].isupper() and e - s < 6 and _means_another(text, s, e))]
    found = [NamedSet(text[s:e], s, e, "gazetteer") for s, e in known if not _only_trained_on(scene, s, e)]
    found += [
        NamedSet(m.name, s, e, "introduced") for m in introduced if is_benchmark(m) for s, e in _places(text, m.name)
    ]
    found += [NamedSet(text[s:e], s, e, "called_benchmark") for s, e in _by_language(scene, works)]
    found += [NamedSet(text[s:e], s, e, "called_benchmark") for s, e in _phrased(text, works)]
    kept = _without_overlaps([_with_what_follows(text, m) for m in _without_overlaps(found)])
    if again := list(_named_again(text, kept)):
        kept = _without_overlaps([*kept, *again])
    listed = [NamedSet(text[s:e], s, e, "listed_with_benchmark") for s, e in _listed(scene, kept, works)]
    return tuple(_without_overlaps([*kept, *listed]) if listed else kept)


def _means_another(text: str, start: int, end: int) -> bool:
    """Whether an acronym that a known set has stands for a task or a technique: written out, or in a list of such."""
    at = text.find(f" ({text[start:end]})")
    words = text[max(0, at - 80) : at + end - start + 3] if at > 0 else ""
    if any(short == text[start:end] and words[first].islower() for first, _, short in find_expansions(words)):
        return True
    return _METHODS_BEFORE.search(text, max(0, start - 80), start) is not None


def _without_overlaps(found: list[NamedSet]) -> list[NamedSet]:
    """The mentions in text order; of two that overlap the one that begins first, then the longer one."""
    kept: list[NamedSet] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _with_what_follows(text: str, mention: NamedSet) -> NamedSet:
    """The mention with what tells its variant behind it: a resolution, a pair of languages; and its own acronym."""
    if mention.rule == "introduced":
        return mention
    m = _VARIANT.match(text, mention.end)
    if m is None:
        m = _ACRONYM_BEHIND.match(text, mention.end)
        if m is None or not is_acronym_of(m["acronym"], mention.name):
            return mention
    return replace(mention, name=text[mention.start : m.end()], end=m.end())


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in the text as a whole word (not 'X' in 'X-Plus')."""
    return places(text, _IN_BRACKETS.sub("", name), _BEGINS, _ENDS)


def _only_trained_on(scene: Scene, start: int, end: int) -> bool:
    """Whether a set is named as what a model is trained on, or a set built from, and no score stands behind it."""
    before = scene.before(start, 120)
    listed = _LIST_BEFORE.search(before)
    if listed and (" and " in listed[0] or _LIST_BEHIND.match(scene.text, end)):
        before = before[: listed.start()]
    return bool(TRAINS.search(before) or _BUILT_FROM.search(before)) and not _has_score(
        scene, end, scene.sentence(start).end
    )


def _has_score(scene: Scene, start: int, end: int) -> bool:
    """Whether a number that may be a score stands in a span."""
    return any(map(_may_be_a_score, scene.readings_in(start, end)))


def _may_be_a_score(r: Reading) -> bool:
    """Whether a number has a unit, or is a decimal without a scale."""
    return r.shape == "plain" and (bool(r.unit) or r.grouped and not r.scale and r.value < 1000)


def _by_language(scene: Scene, works: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """Names that the sentence calls a benchmark, or on which it evaluates or states a score."""
    scored_in = {scene.sentence(r.start).index for r in scene.readings if _may_be_a_score(r)}
    for sentence in scene.sentences:
        text = sentence.text
        spans = list(find_headed(sentence))
        scored = sentence.index in scored_in
        if scored or " on " in text:
            spans += [m.span("name") for m in _SCORED_ON.finditer(text) if _on(text, m, scored=scored)]
        for start, end in spans:
            span = shaped(text, start, end, works)
            if span:
                yield sentence.start + span[0], sentence.start + span[1]
        for start, end in find_listed_behind(sentence, works):
            yield sentence.start + start, sentence.start + end


def _phrased(text: str, works: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """Coined names that a turn of phrase makes one of a set."""
    for start, end in phrased(text):
        span = shaped(text, start, end, works)
        if span and looks_like_name(text[slice(*span)]):
            yield span


def _named_again(text: str, kept: list[NamedSet]) -> Iterator[NamedSet]:
    """The other places of a coined name that the language made a benchmark's at one place."""
    for name in {m.name for m in kept if m.rule == "called_benchmark" and " " not in m.name and len(m.name) > 3}:
        if looks_like_name(name) and text.count(name) > sum(m.name == name for m in kept):
            places = ((s, e) for s, e in _places(text, name) if not _GOES_ON.match(text, e))
            yield from (NamedSet(name, s, e, "named_again") for s, e in places)


def _on(text: str, m: re.Match[str], *, scored: bool) -> bool:
    """Whether 'on X' names what something is measured on; a plain word or acronym only right beside a score."""
    words = m["name"].rstrip(".,").split(" ")
    before = text[max(0, m.start() - 110) : m.start("name")]
    if TRAINS.search(before) or _BUILDS_ON.search(before) or _RUNS_ON.search(before):
        return False
    coined = any(looks_like_name(w) and w not in TASK_ACRONYMS for w in words)
    near = _NEAR_SCORE.search(before[-70:]) or _NEAR_SCORE.search(text[m.end("name") : m.end("name") + 60])
    if m["first"] or m["prep"] in ("at", "across"):
        return bool(coined and near and scored and (m["first"] or _SCORE_THEN.search(before)))
    if coined and scored:
        return True
    return bool(scored and near and (len(words) > 1 or is_known_word(words[0]))) or bool(
        coined and _EVALUATED_ON.search(before)
    )


_GOES_ON = re.compile(r" \d|[-/.]\w")
_NEAR_SCORE = re.compile(r"(?<![\w.-])[+-]?\d+(?:\.\d+)?(?: ?%|(?<=\.\d)|(?<=\.\d\d)|(?<=\.\d\d\d))(?!\w|\.\d)")
_SCORE_THEN = re.compile(r"\d(?: ?%)?\)? (?:[\w@-]+ ){0,3}?(?:at|across) (?:the )?$")


def _listed(scene: Scene, kept: list[NamedSet], works: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """Names in one list with a benchmark ('DRIVE, CHASE-DB1 and STARE'), with or without a score behind each."""
    taken = {m.start for m in kept}
    for mention in kept:
        sentence = scene.sentence(mention.start)
        offset, text = sentence.start, sentence.text
        at = mention.end - offset
        while (m := _ITEM.match(text, at)) and (span := _new_item(text, m, works)):
            if offset + span[0] in taken:  # that one goes on with the list itself
                break
            taken.add(offset + span[0])
            yield offset + span[0], offset + span[1]
            at = m.end("name")
        at = mention.start - offset
        while (m := ITEM_BEFORE.search(text, max(0, at - 70), at)) and (span := _new_item(text, m, works)):
            if offset + span[0] in taken:
                break
            taken.add(offset + span[0])
            yield offset + span[0], offset + span[1]
            at = span[0]
        if (m := _PARALLEL_BEFORE.search(text, max(0, at - 90), at)) and (span := shaped(text, *m.span("name"), works)):
            taken.add(offset + span[0])
            yield offset + span[0], offset + span[1]


def _new_item(text: str, m: re.Match[str], works: tuple[Mention, ...]) -> tuple[int, int] | None:
    """The span of a list's item, if it has the shape of a coined name."""
    if _BUILT_FROM.search(text, max(0, m.start("name") - 60), m.start("name")):
        return None
    beside_sets = ends_a_list_on(text, m.start("name")) and not is_known_method(m["name"])
    span = shaped(text, *m.span("name"), works, beside_sets=beside_sets)
    return span if span and any(looks_like_name(w) for w in text[slice(*span)].split(" ")) else None
