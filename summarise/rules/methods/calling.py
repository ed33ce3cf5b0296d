"""What a paper calls its own: 'called FooNet', 'which we term X', 'our proposed FooNet'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.acronyms import find_expansions
from summarise.rules.methods.coined import NAME, is_name, mention, trimmed, with_bracket
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.scene import Mention
from summarise.rules.sentences import Sentence
from summarise.rules.topics.spotting import folded_set

_WORK = r"(?:method|approach|framework|model|system|algorithm|benchmark|dataset|pipeline|architecture|network)"
_OWN_WORK = (
    rf"[Oo]ur (?:[\w-]+ ){{0,3}}?{_WORK}(?=,| [A-Z][\w-]*[A-Z0-9])|[Tt]he proposed (?:[\w-]+ ){{0,3}}?{_WORK}(?=,)"
)
_CALLED = re.compile(
    r"\b(?=[OTWabcdfiklmnorstwy])"
    r"(?:(?:named|called|dubbed)(?: as)?|termed|coined|namely|i\.e\.|titled|denoted (?:as|by)|(?:referred|"
    r"refer) to (?:it |"
    r"this \w+ )?as|abbreviated (?:as|to)|known as|(?:designate|denote|instantiate)[^.;]{1,60}? as|"
    r"which we (?:call|term|name|dub)|[Ww]e (?:call|term|dub|name)(?: it| (?:this|our)(?: new)? "
    r"(?!issue|problem|phenomen|effect|behaviou?r|failure|challenge|gap|tendency)\w+(?: \w+)?)?|"
    r"(?:resulting in|results in|yielding|yields)(?: (?:a|the|our) (?:new|enhanced|final|resulting))?|"
    r"define [^.;]{0,60}? as|"
    r"short for|calling it|(?:our|the) (?:newly )?(?:proposed|introduced|curated|constructed|collected|"
    r"created|new|own|novel|released|modified)(?: (?:method|model|framework|approach|dataset|benchmark|system))?|"
    r"(?:address|tackle|bridge|fill|overcome|solve|close|mitigate)(?:es|s)? (?:this|these|the) (?:\w+ )?(?:gap|"
    r"challenge|issue|problem|limitation|need)s? (?:with|through|via|by)|"
    rf"{_OWN_WORK})(?: the creation of)?,? (?:the |a |an )?[\"“'‘`]{{0,2}}(?P<name>{NAME})"
)
# One of these words stands in all that it finds, or 'our' beside one of its nouns.
_CALLING = folded_set(
    """named called dubbed termed coined namely e titled denoted referred refer abbreviated known designate denote
    instantiate call term name dub resulting results yielding yields define short calling proposed introduced curated
    constructed collected created new own novel released modified address tackle bridge fill overcome solve close
    mitigate"""
)
_WORKS = folded_set("method approach framework model system algorithm benchmark dataset pipeline architecture network")
# 'We name this "Careful Kite Architecture for Wind" (CKAW-Net)'.
_CALLED_IN_QUOTES = re.compile(
    r"\b[Ww]e (?:call|term|dub|name)(?: it| this| our)?(?: \w+){0,2} [\"“][^\"“”]{4,90}[\"”] "
    r"\((?P<name>[A-Z][\w+-]{1,20})\)"
)


def find_called(sentence: Sentence, *, introduces: bool) -> Iterator[Mention]:
    """Names behind 'called', 'named', 'which we term', 'resulting in'; 'namely' only where something is introduced."""
    words = sentence.words
    for m in _CALLED_IN_QUOTES.finditer(sentence.text) if '"' in sentence.text or "“" in sentence.text else ():
        if is_name(sentence.text, *m.span("name"), alone=False):
            yield mention(sentence, *m.span("name"))
    if _CALLING.isdisjoint(words) and ("our" not in words or _WORKS.isdisjoint(words)):
        return
    for m in _CALLED.finditer(sentence.text):
        if m[0].startswith(("namely", "known as", "i.e.")) and not introduces:
            continue
        span = trimmed(sentence.text, m.start("name"), m.end("name"))
        if span and m[0].lower().startswith(("our ", "the ")) and is_known_method(sentence.text[slice(*span)]):
            continue  # 'the proposed LoRA tuner' is a tuner by an old method
        if span and is_name(
            sentence.text, *span, alone=not m[0].startswith(("result", "yield", "namely", "known", "i.e."))
        ):
            yield mention(sentence, span[0], _whole_name(sentence.text, *span))


def _whole_name(text: str, start: int, end: int) -> int:
    """The end of a name with its acronym, where small words part it from its bracket ('Apples with Pears (AP)')."""
    for first, last, _ in find_expansions(text[start : start + 120]):
        if first == 0 and start + last > end:
            return start + last
    return with_bracket(text, start, end)[1]
