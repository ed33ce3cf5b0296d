"""The `benchmarks` field: known evaluation sets, and unknown ones that the sentence calls a benchmark or scores on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarise.records import Finding
from summarise.rules.gazetteer import find_known
from summarise.rules.names import COMMON_ACRONYMS, is_model_family, looks_like_name, same_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.standing import is_own
from summarise.schemas.paper import Benchmark, Evidence

Role = Literal["evaluated", "introduced", "mentioned"]
_CAPITALISED = r"[A-Z0-9][\w+/.'-]{0,40}|[a-z]{1,6}[A-Z0-9][\w+-]{0,40}"
_HEAD = (
    r"(?:(?P<sure>benchmarks?|test sets?|testsets?|test splits?|leaderboards?|challenge sets?|test suites?|"
    r"(?:validation|val|dev|evaluation) (?:set|split|suite)s?)|(?P<data>datasets?|data sets?|corpus|corpora|"
    r"tasks?|challenges?|database))\b"
)
_HEADED = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_CAPITALISED})(?: (?:{_CAPITALISED})){{0,3}})(?P<bracket> \([A-Z][\w+-]{{1,15}}\))?"
    rf"(?: (?:test|dev|validation|leaderboard|evaluation|(?!(?:the|an?|our|is|are|on|and|or|of|in|to|for|with|"
    rf"as|this|that|new|by|from|using|we|it|its|which|while|than|over|such|when|into|trained|has|have|via|at|"
    rf"like|each|all|both|these|those|under|across|not)\b)[a-z-]+(?<![sd]))){{0,2}} {_HEAD}"
)
_SCORED_ON = re.compile(
    rf"\b(?:on|for) (?:the )?(?:[a-z]+(?:-[a-z]+)? ){{0,2}}?(?P<name>(?:{_CAPITALISED})(?: "
    rf"(?:{_CAPITALISED})){{0,2}})(?=[,.;:)(]| \(|,? (?:and|with|by|while|as|over|in|at|to|using|without|for|from|"
    rf"when|under|compared)\b| -| –| —|$)"
)
_LISTED = re.compile(
    rf"(?:, and |, | and | & |/)(?:the )?(?P<name>(?:{_CAPITALISED})(?: (?:{_CAPITALISED})){{0,2}})"
    r"(?=[,.;:)(]| \(| and | datasets| benchmarks| test|$)"
)
_BEFORE_IN_LIST = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_CAPITALISED})(?: (?:{_CAPITALISED})){{0,2}})(?:, and |, | and | & )$"
)
_EVALUATES = re.compile(
    r"(?i)\b(?:on|across|evaluat\w+|test(?:ed|ing)?|outperform\w*|achiev\w+|accurac\w+|scores?|results?|"
    r"performance|state-of-the-art|"
    r"experiments?|benchmark(?:ed|ing)|surpass\w*|improv\w+|validat\w+)\b"
)
_TRAINS = re.compile(
    r"(?i)\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:ed|ing|e)|learn(?:ed|ing)?) (?:[^;]{0,60}? )?(?:on|with|"
    r"using) (?:both |the )?(?:[\w-]+,? ){0,3}(?:and )?$"
)
_HARDWARE = re.compile(
    r"(?i)\b(?:nvidia|a100|h100|h800|v100|gpus?|cpus?|tpus?|rtx|gtx|titan|tesla|jetson|raspberry|github|"
    r"huggingface|hugging face|arxiv|intel|processing unit|fpga|amazon|aws|google|xilinx|snapdragon|iphone|apple|"
    r"android|linux|ios|windows)"
)
_EXAMPLES = re.compile(
    r"(?i)\b(?:existing|previous|prior|unlike|such as|like|traditional|popular|current|saturat\w+|limit\w+)\b"
)
_QUANTIFIED = re.compile(
    r"(?i)\b(?:various|multiple|several|many|different|all|diverse|most|other|some|existing|standard|popular|"
    r"common|\d+|two|three|four|five|six|seven|eight|nine|ten|of|for|[a-z]+-[a-z]+) $"
)
_GENERIC_NAME = frozenset(
    "The This These Our Each All Both Such Many Several Various "
    "Most New Extensive Experiments Experimental Results Evaluation Evaluations Public Real "
    "Two Three Four Five Six Seven Eight Nine Ten Large Open "
    "Standard Downstream Existing English Chinese In On For With And We A An It Its When While "
    "Unlike Using From Through By To Human Visual Natural "
    "Language Question Answering Other Another Image Text Video Speech Machine Few-shot Zero-shot Deep "
    "Synthetic Medical Clinical Multi Multimodal Multilingual "
    "Reasoning State-of-the-art SOTA NLP NLU QA VQA ASR OCR RL LLM LLMs AI ML Training Test Data "
    "Code However Moreover Furthermore Additionally Finally "
    "Notably Specifically Empirical Comprehensive Internet Twitter Wikipedia Indian German French "
    "Spanish Japanese Korean Arabic Hindi Russian European American US UK Their His".split()
)


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A benchmark at a place of the cleaned text; the same benchmark may stand at several places."""

    name: str
    start: int
    end: int
    rule: str


def locate(scene: Scene, introduced: tuple[Mention, ...]) -> tuple[NamedSet, ...]:
    """Every mention of a benchmark in the abstract, in text order, without overlaps."""
    text = scene.text
    works = tuple(m for m in introduced if m.kind != "benchmark")
    known = [(s, e) for s, e in find_known(text) if not any(same_name(m.name, text[s:e]) for m in works)]
    found = [NamedSet(text[s:e], s, e, "gazetteer") for s, e in known if not _trained_on(scene, s, e)]
    found += [
        NamedSet(m.name, s, e, "introduced")
        for m in introduced
        if m.kind == "benchmark"
        for s, e in _places(text, m.name)
    ]
    found += _by_language(scene, introduced)
    kept: list[NamedSet] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in the text as a whole word (not 'X' in 'X-Plus')."""
    bare = re.sub(r" \(.*?\)", "", name)
    for m in re.finditer(rf"(?<![\w-]){re.escape(bare)}(?![\w+]|-\w)", text):
        yield m.span()


def _trained_on(scene: Scene, start: int, end: int) -> bool:
    """Whether a set is named as what a model is trained on, and no score stands behind it."""
    return bool(_TRAINS.search(scene.before(start, 70))) and not any(
        r.unit or r.grouped for r in scene.readings_in(end, end + 40)
    )


def _by_language(scene: Scene, introduced: tuple[Mention, ...]) -> list[NamedSet]:
    """Names that the sentence calls a benchmark, or on which it states a score."""
    out: list[NamedSet] = []
    for sentence in scene.sentences:
        text = sentence.text
        spans = [span for m in _HEADED.finditer(text) for span in _headed(text, m)]
        if any(r.shape == "plain" and (r.unit or r.grouped) for r in scene.readings_in(sentence.start, sentence.end)):
            spans += [span for m in _SCORED_ON.finditer(text) for span in _scored(scene, sentence.start, text, m)]
        for start, end in spans:
            span = _shaped(text, start, end, introduced)
            if span:
                out.append(
                    NamedSet(text[slice(*span)], sentence.start + span[0], sentence.start + span[1], "called_benchmark")
                )
    return out


def _headed(text: str, m: re.Match[str]) -> Iterator[tuple[int, int]]:
    """'X benchmark', 'A, B and C test sets'; 'X dataset' only where something is evaluated on it."""
    before = text[max(0, m.start() - 120) : m.start()]
    if not m["sure"] and (not _EVALUATES.search(before[-60:]) or _TRAINS.search(before)):
        return
    if (
        m["data"]
        and m["data"].startswith(("task", "challenge"))
        and not re.search(r"\bon (?:the )?(?:[\w-]+ ){0,2}$", before)
    ):
        return
    yield m.start(), m.end("bracket") if m["bracket"] else m.end("name")
    start = m.start()
    while (m["sure"] or m["data"]).endswith(("s", "a")) and (
        b := _BEFORE_IN_LIST.search(text, max(0, start - 60), start)
    ):
        yield b.start("name"), b.end("name")
        start = b.start("name")


def _scored(scene: Scene, offset: int, text: str, m: re.Match[str]) -> Iterator[tuple[int, int]]:
    """'on X', and the names listed with it, near a number that may be a score."""
    near = scene.readings_in(offset + m.start() - 60, offset + m.end() + 50)
    coined = looks_like_name(m["name"].split(" ")[0])
    if (
        not coined
        and not any(r.shape == "plain" and (r.unit or r.grouped) for r in near)
        or _TRAINS.search(text[: m.start("name")][-70:])
    ):
        return
    if m[0].startswith("for") and not looks_like_name(m["name"].split(" ")[0]):
        return
    yield m.span("name")
    at = m.end("name")
    while item := _LISTED.match(text, at):
        yield item.span("name")
        at = item.end("name")


def _shaped(text: str, start: int, end: int, introduced: tuple[Mention, ...]) -> tuple[int, int] | None:
    """The span without sentence words at its ends, if a benchmark may be called so; else None."""
    while end > start and text[end - 1] in ".,'/-":
        end -= 1
    words = text[start:end].split(" ")
    while words and words[0] in _GENERIC_NAME:
        start += len(words.pop(0)) + 1
    while words and words[-1] in _GENERIC_NAME:
        end -= len(words.pop()) + 1
    name = " ".join(words)
    if (
        not words
        or re.fullmatch(r"[A-Za-z]\d{1,2}", name)
        or name in COMMON_ACRONYMS
        or not any(c.isalpha() for c in name)
        or _HARDWARE.search(name)
    ):
        return None
    if (
        words[0][0].isdigit()
        or (len(words) > 1 and words[-1] in COMMON_ACRONYMS)
        or re.fullmatch(r"[\d.]+[BMK]?", words[-1])
        and is_model_family(name)
    ):
        return None
    if re.search(
        r"(?i)-(?:related|based|style|level|specific|oriented|like|aware|free|driven|ended|type|wise|only)$", words[-1]
    ):
        return None
    if re.fullmatch(r"[A-Z]{2,3}s?|[A-Z]{2,4}", name) and _QUANTIFIED.search(text[:start][-30:]):
        return None
    if is_model_family(name) or is_own(name, tuple(m for m in introduced if m.kind not in ("benchmark", "dataset"))):
        return None
    if not any(looks_like_name(w) for w in words) and len(words) == 1 and len(name) < 4:
        return None
    return start, end


def find_benchmarks(scene: Scene, located: tuple[NamedSet, ...], introduced: tuple[Mention, ...]) -> Iterator[Finding]:
    """One benchmark for each name, at its most telling mention: introduced, else evaluated, else mentioned."""
    new = [m for m in introduced if m.kind == "benchmark"]
    groups: list[list[tuple[Role, NamedSet]]] = []
    for mention in located:
        role = _role(scene, mention, new)
        group = next((g for g in groups if same_name(g[0][1].name, mention.name)), None)
        if group is None:
            groups.append([(role, mention)])
        else:
            group.append((role, mention))
    for group in groups:
        role, best = min(group, key=lambda pair: ("introduced", "evaluated", "mentioned").index(pair[0]))
        span = (best.start, best.end)
        element = Benchmark(name=best.name, role=role, evidence=scene.evidence(*span))
        yield scene.finding("benchmarks", element, best.rule, span)
    yield from _only_in_title(scene, [m for m in new if m.in_title])


def _only_in_title(scene: Scene, mentions: list[Mention]) -> Iterator[Finding]:
    """The benchmark that only the title names."""
    for m in mentions:
        evidence = Evidence(quote=(scene.paper.title or "")[m.start : m.end], start=m.start, end=m.end, where="title")
        yield scene.title_finding(
            "benchmarks", Benchmark(name=m.name, role="introduced", evidence=evidence), "introduced_in_title"
        )


def _role(scene: Scene, mention: NamedSet, new: list[Mention]) -> Role:
    """What the paper does with a benchmark at this place."""
    if any(same_name(m.name, mention.name) for m in new):
        return "introduced"
    sentence = scene.sentence(mention.start)
    before = scene.before(mention.start, 120)
    if _EXAMPLES.search(before[-50:]) and not re.search(
        r"(?i)\b(?:evaluat|experiments?|achiev|performance|results?|improv|on (?:various|several|\w+) \w+ )", before
    ):
        return "mentioned"
    seen_own = sentence.own or any(s.own for s in scene.sentences[: sentence.index + 1])
    return "evaluated" if seen_own and _EVALUATES.search(sentence.text[:2000]) else "mentioned"
