"""Names listed behind a plural word for sets: 'three benchmarks (A, B and C)', 'datasets, namely A and B'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import is_model_family, looks_like_name
from summarise.rules.scene import Mention
from summarise.rules.sentences import Sentence
from summarise.rules.sets.gazetteer import find_known
from summarise.rules.sets.headed_sets import TRAINS
from summarise.rules.sets.set_shapes import shaped
from summarise.rules.topics.spotting import folded_set

_WORD = r"(?:[A-Z0-9](?:[\w+/'’-]|\.(?=\w)){0,40}|[a-z]{1,6}[A-Z0-9][\w+-]{0,40})"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
_SETS = r"(?:benchmarks|data ?sets|test ?sets|testbeds|leaderboards|corpora|test suites|collections)"
_FOR = (
    r"(?: (?:for|of|from|in|with|on|covering|spanning) (?:[a-z-]+ ){0,4}?"
    r"(?!(?:sources|domains|fields|areas|languages|tasks|modalities|categories|cities|countries)\b)[a-z-]+)?"
)
_SUCH_AS = r"(?:namely|including|e\.g\.|i\.e\.|such as|like|viz\.),? ?"
# What parts the word for sets from their names; nothing but a blank does so before coined names only.
_LIST = re.compile(
    rf"\b(?P<sets>{_SETS})(?P<for>{_FOR})"
    rf"(?: ?\((?:{_SUCH_AS})?|: |,? {_SUCH_AS}| ?(?:--?-?|[–—]) ?(?:{_SUCH_AS})?|(?P<blank>,? | of ))"
    rf"(?:the |both )?(?=[A-Z0-9]|[a-z]{{1,6}}[A-Z0-9])"
)
_ITEM = re.compile(
    rf"(?:\(?\d\) )?(?:the )?(?P<name>{_NAME})(?: \([^()]{{0,60}}\))?(?: for (?:[a-z-]+ ){{0,3}}[a-z-]+(?=,))?"
    rf"(?P<next>,? and |, & | & |, | or )?"
)
# 'the official test set (KiteSet25)'; behind a name the bracket holds another form of it.
_IN_BRACKETS = re.compile(
    r"\b(?:the|our|an?) (?:[a-z-]+ ){1,4}(?:test ?set|benchmark|data ?set|corpus) "
    r"\((?P<name>[A-Z][\w+-]{3,40})\)"
)
_OPENED = ("set (", "benchmark (", "corpus (")
_HEADS = folded_set("benchmark dataset set testset testbed leaderboard corpora suite collection")
_PLURALS = ("benchmarks", "sets", "testbeds", "leaderboards", "corpora", "suites", "collections")
# 'datasets (Text, Code, and Math)' are kinds of data.
_KINDS_OF_DATA = frozenset(
    "Math Maths Mathematics Code Coding Commonsense Science Knowledge Finance Law Medicine Biology Physics Chemistry "
    "Logic Vision Audio Music Games Health News Web Books Papers Python Java Synthetic Natural Real Simulated Private "
    "Sentiment Topic Classification Regression Segmentation Detection Retrieval Generation Translation Summarization "
    "Safety General Easy Medium Hard January February March April May June July August September October November "
    "December Training Test Validation".split()
)


def find_listed_behind(sentence: Sentence, works: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """The spans in a sentence of the names that a plural word for sets announces."""
    text = sentence.text
    if _HEADS.isdisjoint(sentence.words):
        return
    for m in _IN_BRACKETS.finditer(text) if any(map(text.__contains__, _OPENED)) else ():
        if (span := shaped(text, *m.span("name"), works)) and looks_like_name(text[slice(*span)]):
            yield span
    if not any(plural in text for plural in _PLURALS):
        return
    for m in _LIST.finditer(text):
        if TRAINS.search(text, max(0, m.start() - 60), m.start("sets")):
            continue
        items = list(_items(text, m.end(), works))
        coined = [any(map(looks_like_name, text[s:e].split(" "))) or any(find_known(text[s:e])) for s, e in items]
        if m["blank"] and not (all(coined) and not m["for"]):
            continue
        if m["blank"] == ", " and len(items) < 2:
            continue  # 'Unlike such benchmarks, FooSet …'
        if all(coined) or len(items) > 1:  # plain words are names only beside others
            yield from items


def _items(text: str, at: int, works: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """The spans of the names of a list that begins at `at`, up to what cannot be a set's name."""
    while m := _ITEM.match(text, at):
        name = m["name"].rstrip(".,'/-")
        span = shaped(text, *m.span("name"), works, beside_sets=True)
        if span is None or is_model_family(name) or is_known_method(name) or set(name.split(" ")) & _KINDS_OF_DATA:
            return
        yield span
        if not m["next"]:
            return
        at = m.end()
