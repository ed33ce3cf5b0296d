"""Names before a word for a set: 'X benchmark', 'A, B and C test sets', 'X dataset' that something is evaluated on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.sentences import Sentence
from summarise.rules.sets.set_shapes import beginning
from summarise.rules.sets.set_words import PUBLISHERS
from summarise.rules.topics.spotting import folded_set

_CAPITALISED = r"(?:[A-Z0-9][\w+/.'’-]{0,40}|[a-z]{1,6}[A-Z0-9][\w+-]{0,40}|[a-z]\d[a-z]\d)"
# A number in a name is a year, a version or a short count, never a score.
_PART = rf"(?:(?![0-9]){_CAPITALISED}|(?:\d{{1,2}}|(?:19|20)\d\d|\d\.\d)(?![\w.%]|\.\d| %)|\d+[A-Z][\w-]*)"
NAME = rf"(?P<name>(?:{_CAPITALISED})(?: {_PART}){{0,5}})"
_FUNCTION_WORDS = (
    r"the|an?|our|is|are|was|were|on|and|or|of|in|to|for|with|as|this|that|new|by|from|using|we|it|its|which|while|"
    r"than|over|such|when|into|trained|has|have|via|at|like|each|all|both|these|those|under|across|not"
)
_HEADED = re.compile(
    rf"(?<![\w-]){NAME}(?P<bracket> \([A-Z][\w+.-]{{1,15}}\)| \(\d+-\w+\))?"
    rf"(?: (?:\d-class|test|dev|validation|development|leaderboard|evaluation|"
    rf"(?!(?:{_FUNCTION_WORDS})\b)[a-z-]+(?<![sd]))){{0,2}} "
    r"(?:(?P<sure>benchmarks?|test sets?|testsets?|test splits?|leaderboards?|challenge sets?|test suites?|query sets?|"
    r"(?:validation|val|dev|development|evaluation|test) (?:set|split|suite|data)s?)|"
    r"(?P<data>datasets?|data sets?|(?:sub)?corpus|corpora|tasks?|challenges?|database|collection))\b"
)
# One of these words stands in all that `_HEADED` finds.
_HEADS = folded_set(
    """benchmark dataset set test testset corpus subcorpus corpora leaderboard task challenge suite split database
    collection"""
)
# A name's capital or digit stands this near before a head.
_NEAR_HEAD = re.compile(
    r"[A-Z0-9]\S*(?: \S+){0,3} (?:benchmark|test|leaderboard|challenge|query set|validation|val |dev |development|"
    r"evaluation|data|subcorpus|corp|task|collection)"
)
ITEM_BEFORE = re.compile(rf"(?<![\w-]){NAME}(?::? to [\d.]+ ?%?)?(?: \([^()]{{0,40}}\))?(?:,? and |, | & |/)(?:the )?$")
_EVALUATES = re.compile(
    r"(?i)\b(?:on|across|evaluat\w+|test(?:ed|ing)?|outperform\w*|achiev\w+|accurac\w+|scores?|results?|"
    r"performance|state-of-the-art|experiments?|benchmark(?:ed|ing)|surpass\w*|improv\w+|validat\w+|for|with|at|in|"
    r"effective\w*|demonstrat\w+ [^;]{0,80}\busing)\b"
)
# 'experiments were conducted on the balanced part of the popular' X dataset.
_CONDUCTED_ON = re.compile(r"(?i)\b(?:experiments?|evaluat\w+|tested|experiment\w*) (?:[\w-]+ ){0,3}on [^;:]{0,90}$")
TRAINS = re.compile(
    r"(?i)\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:ed|ing|e)|learn(?:ed|ing)?) "
    r"(?:(?!\b(?:achiev|reach|attain|obtain|evaluat|yield|improv|test|accura|benchmark|validat))[^;\d]){0,40}"
    r"\b(?:on|with|using) "
    r"(?:(?:[\w-]+ ){1,5}from )?(?:both |the )?(?:[\w-]+,? ){0,3}(?:and )?$"
)
_INDEFINITE = re.compile(
    r"(?i)\b(?:an?|another|first|existing|previous|current)(?: (?:new|novel|[a-z]+(?:-[a-z]+)?))? $"
)
_NUMBER_IN_BRACKETS = re.compile(r" \([^()]{0,12}\d")


def find_headed(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The spans in a sentence of the names that a word for a set stands behind."""
    if not _HEADS.isdisjoint(sentence.words) and _NEAR_HEAD.search(sentence.text):
        for m in _HEADED.finditer(sentence.text):
            yield from _headed(sentence.text, m)


def _headed(text: str, m: re.Match[str]) -> Iterator[tuple[int, int]]:
    """'X benchmark', 'A, B and C test sets'; 'X dataset' only where something is evaluated on it."""
    first = beginning(text, m.start("name"), m.end("name"))
    before = text[max(0, first - 120) : first]
    if _INDEFINITE.search(before) or "//" in text[max(0, m.start() - 40) : m.end()]:
        return
    scored = _NUMBER_IN_BRACKETS.match(text[m.end() : m.end() + 16])
    if (
        not m["sure"]
        and not scored
        and (
            not (_EVALUATES.search(before if before.endswith("(") else before[-60:]) or _CONDUCTED_ON.search(before))
            or TRAINS.search(before)
        )
    ):
        return
    if m["data"] and m["name"].split(" ")[-1] in PUBLISHERS and m.end() - m.end("name") > len(m["data"]) + 2:
        yield m.start(), m.end()
        return
    if m["data"] and m["data"].startswith("challenge") and re.search(r"\d", m["name"]):
        yield m.span("name")
        return
    tasklike = m["data"] and m["data"].startswith(("task", "challenge"))
    if tasklike and not re.search(r"(?i)\bon (?:the )?(?:[\w-]+ ){0,2}$", before):
        return
    yield m.start(), m.end("bracket") if m["bracket"] else m.end("name")
    start = first
    while (m["sure"] or m["data"]).endswith(("s", "a")) and (b := ITEM_BEFORE.search(text, max(0, start - 60), start)):
        yield b.start("name"), b.end("name")
        start = b.start("name")
