"""What an apposition says is new: 'trained with Windy Kite Policy (WKP), a novel objective'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.acronyms import find_expansions
from summarise.rules.methods.coined import NAME, is_name, mention, trimmed, with_bracket
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import is_model_family
from summarise.rules.scene import Mention, Scene
from summarise.rules.sets.gazetteer import find_known

_NOVEL = re.compile(
    r"(?:^|, |\b(?:with|via|by|using|through|called|named|and|on|build|create|design|develop|uses?|"
    r"employs?|adopts?|yields?|yielding|produces) )"
    rf"(?P<name>{NAME})(?: \([^()]{{2,60}}\))?(?:, (?:an?|our|the first)| is an?) (?:[a-z-]+,? ){{0,3}}?(?:novel|new)\b"
)
# What others brought: 'Recently, Foo, a new …', 'such as Foo, a novel …'.
_OTHERS = re.compile(
    r"(?i)\b(?:recent(?:ly)?|such as|like|including|e\.g\.|existing|previous|prior|unlike|compared|et al|"
    r"(?:was|were|been) (?:proposed|introduced|developed|released))\b"
)


def find_apposed(scene: Scene) -> Iterator[Mention]:
    """The coined names that the text calls novel in passing, from the paper's first own sentence on."""
    own = False
    for sentence in scene.sentences:
        own = own or sentence.own
        if not own or not {"novel", "new"} & sentence.words or _OTHERS.search(sentence.text):
            continue
        for m in _NOVEL.finditer(sentence.text):
            span = trimmed(sentence.text, *m.span("name"))
            if span is None or not is_name(sentence.text, *span, alone=False):
                continue
            name = sentence.text[slice(*span)]
            if not (is_model_family(name) or is_known_method(name) or any(find_known(name))):
                whole = (e[:2] for e in find_expansions(sentence.text) if e[0] <= span[0] < e[1])
                yield mention(sentence, *next(whole, with_bracket(sentence.text, *span)))
