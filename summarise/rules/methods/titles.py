"""The names that a title gives to the work: 'FooNet: …', 'Foo and Bar: …', 'FooNet for …', 'Introducing Foo'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.methods.coined import kind_of
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import COMMON_ACRONYMS, is_model_family, looks_like_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.sets.gazetteer import find_known

_TITLE = re.compile(r"^\W*(?P<name>[^:?!]{2,60}?)(?: ?: | [–—-] )(?P<rest>.+)$")
# Titles of reports: 'Foo Technical Report', 'The Foo Family of Models', 'Introducing Foo', 'Meet Foo, our …'.
_REPORT = re.compile(
    r"^\W*(?P<name>[^:]{2,60}?)(?i: technical report| system card| model card| release notes)\W*$|"
    r"^\W*(?i:technical report (?:of|on)) (?P<of>[A-Z][^:]{1,40}?)(?= for |\W*$)|"
    r"^\W*The (?P<family>[A-Z][^:]{1,40}?)(?: Model)? (?:Family|Series|Herd|Suite)\b|"
    r"^\W*(?:Introducing|Announcing|Meet|Presenting|Unveiling|Hello,?) "
    r"(?P<new>[^:,–—]{2,40}?)(?=[:,–—!]| [–-] | for |$)|"
    r"^\W*(?P<whole>[A-Za-z][A-Za-z0-9.+()-]{1,29}(?: \d[\w.]*(?: [A-Z]\w*)?)?)\W*$"
)
# 'FooNet for …', 'FooNet via …': a coined name that the title opens with.
_OPENING = re.compile(r"^\W*(?P<name>\w[\w+-]{2,24}) (?:for|via|with|using|towards?|through)(?= )", re.IGNORECASE)
_COINED = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]*)+\d?|[A-Z]+[a-z]+[A-Z]\w*|[a-z]{1,3}[A-Z][a-z]+\w*")
# 'FooQuiz: Evaluating …': what is measured are others' models.
_MEASURES = re.compile(r"(?i)(?:evaluat|benchmark|assess|measur|prob|test)ing\b")
_NET = re.compile(r"(?:[Nn]ets?|[Ff]ormer|GPT|BERT|LMs?|VLA|GAN|ViT|Mamba)(?:-?\w{1,3})?$")
_AROUND = re.compile(r"\A[\s\"'“”]+|[\s\"'“”]+\Z")
_BEGINS = re.compile(r"(?<![\w/-])")  # an address may hold the name too
_ENDS = re.compile(r"(?![\w+-])")
_HYPHENATED = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+")
_TOPICS = frozenset("sota survey review attention learning towards understanding beyond rethinking revisiting".split())


def find_in_title(scene: Scene) -> Iterator[Mention]:
    """The names before a title's colon ('X: a dataset for Y'), of a report, or that the title opens with."""
    title = (scene.paper.title or "")[:400]
    for words, rest in _names(scene, title):
        name = _AROUND.sub("", words)
        kind = "benchmark" if _MEASURES.match(rest) else kind_of(rest)
        kind = "" if kind == "benchmark" and _NET.search(name) else kind
        at = _place(scene.text, name) if name else -1
        if not name or not (len(name.split()) <= 4 and _is_title_name(name, in_abstract=at >= 0)):
            continue
        if at >= 0:
            yield Mention(name, at, at + len(name), kind)
        else:
            start = title.index(name)
            yield Mention(name, start, start + len(name), kind, in_title=True)


def _names(scene: Scene, title: str) -> Iterator[tuple[str, str]]:
    """Candidates, each with the words of the title that say what it is."""
    if m := _TITLE.match(title):
        first, _, second = m["name"].partition(" and ")
        both = (first, second) if second and _are_two_names(first, second) else (m["name"],)
        yield from ((name, m["rest"]) for name in both)
    if m := _REPORT.match(title):
        yield m["name"] or m["of"] or m["family"] or m["new"] or m["whole"], ""
    elif (m := _OPENING.match(title)) and _is_word(m["name"]) and _COINED.fullmatch(m["name"]):
        at = _place(scene.text, m["name"])
        cited = at >= 0 and not scene.sentence(at).own
        if not cited and not is_model_family(m["name"]) and not any(find_known(m["name"])):
            yield m["name"], ""


def _are_two_names(first: str, second: str) -> bool:
    """Whether 'A and B' joins two names: two words with a capital, one of them coined at least."""
    words = (first, second)
    if any(" " in w or not w[:1].isupper() or w in COMMON_ACRONYMS for w in words):
        return False
    return any(_is_word(w) for w in words)


def _is_word(name: str) -> bool:
    """Whether a name is one coined word."""
    return " " not in name and name.lower() not in _TOPICS and looks_like_name(name) and not _HYPHENATED.fullmatch(name)


def _place(text: str, name: str) -> int:
    """Where the name first stands in text by itself, not in a longer one; -1 where it does not."""
    at = text.find(name)
    while at >= 0 and not (_BEGINS.match(text, at) and _ENDS.match(text, at + len(name))):
        at = text.find(name, at + 1)
    return at


def _is_title_name(name: str, *, in_abstract: bool) -> bool:
    """Whether the words before a colon are a coined name, not a topic."""
    words = name.split()
    if "@" in words:  # a team at a shared task
        return False
    if any(w[0].islower() and not looks_like_name(w) for w in words) or words[0].endswith("ing"):
        return False
    if any(w in COMMON_ACRONYMS for w in words) and len(words) > 1 and not in_abstract:
        return False
    if is_known_method(name):
        return False
    if any(looks_like_name(w) and not _HYPHENATED.fullmatch(w) for w in words):
        return name not in COMMON_ACRONYMS
    return len(words) == 1 and (in_abstract or len(name) < 12) and name[:1].isupper() and name.lower() not in _TOPICS
