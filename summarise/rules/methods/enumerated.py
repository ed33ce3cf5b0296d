"""What a paper introduces one by one: 'two methods: Foo Bar (FB) and Baz Qux (BQ)', 'Foo Bar (FB): a method that …'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.acronyms import find_expansions
from summarise.rules.methods.coined import NAME, is_name, mention, trimmed
from summarise.rules.methods.introducing import introducing_verbs
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import COMMON_ACRONYMS, is_model_family
from summarise.rules.scene import Mention, Scene
from summarise.rules.sentences import Sentence

_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|several|the following)\b"
    r"(?! (?:most |different )?(?:common|existing|popular|prior|standard|widely|well-known|established)\b)"
    r"[^.:;]{0,70}?\b(?:methods|data ?sets|benchmarks|modules|"
    r"components|strategies|techniques|losses|functions|objectives|mechanisms|models|variants|algorithms|blocks|innovations|"
    r"metrics)\b[^.:;]{0,50}:"
)
# What may stand before an item: a comma, a number in brackets, 'and', an article.
_ITEM_BEGINS = re.compile(r"(?:[:,;] |\band |\) ?)(?:\(\w{1,3}\) ?|\d[.)] )?(?:an? |the )?(?:novel |new )?\Z")
# '(i) FooSet-4K, 26 hours of …, (ii) FooBench, a …'.
_NUMBERED = re.compile(rf"(?<=[ (])(?:i{{1,3}}|iv|v|[1-6a-e])\) (?:the |our )?(?P<name>{NAME})(?=,)")
_DEFINED = re.compile(r"(?:\(?\w{1,2}[.)] )?\Z")


def find_enumerated(scene: Scene) -> Iterator[Mention]:
    """Each 'Long Form (ACRONYM)' of such a list, and each that a sentence opens with before a colon."""
    own = False
    for sentence in scene.sentences:
        m = _SEVERAL.search(sentence.text) if ":" in sentence.text and introducing_verbs(sentence) else None
        numbered = ") " in sentence.text and introducing_verbs(sentence)
        for one in _NUMBERED.finditer(sentence.text) if numbered else ():
            span = trimmed(sentence.text, *one.span("name"))
            if span and is_name(sentence.text, *span, alone=False) and not is_model_family(one["name"]):
                yield mention(sentence, *span)
        if m:
            yield from _expansions(sentence, m.end() - 1, _ITEM_BEGINS)
        elif own and "): " in sentence.text[:120]:
            yield from _expansions(sentence, 0, _DEFINED, behind=": ")
        own = own or sentence.own


def _expansions(sentence: Sentence, at: int, begins: re.Pattern[str], behind: str = "") -> Iterator[Mention]:
    """The long forms with their acronyms in a sentence from `at` on, where such words stand before and behind them."""
    for first, last, acronym in find_expansions(sentence.text[at:]):
        start, end = at + first, at + last
        words = sentence.text[start:end]
        if not (words[0].isupper() and begins.search(sentence.text, max(0, start - 12), start)):
            continue
        if sentence.text.startswith(behind, end) and acronym not in COMMON_ACRONYMS and not is_known_method(words):
            yield mention(sentence, start, end)
