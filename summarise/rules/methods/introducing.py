"""The verbs by which a paper says that something is its own: 'we propose', 'FooNet pioneers', 'a … is proposed'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarise.rules.scene import Mention
from summarise.rules.sentences import Sentence
from summarise.rules.topics.spotting import folded_set

_INTRODUCE = re.compile(
    r"\b(?=[,AIOPTWabioptw])(?:[Ww]e(?:['’](?:re|ve)| are)?|"
    r"[Tt]his (?:paper|work|study|article|report|survey|poster|thesis|technical report)|[Pp]aper|"
    r"[Aa]uthors|[Oo]ur (?:paper|work|study)|[Ww]ork|[Ii]s|[Aa]re|and|then|to|by|,)"
    r"(?: (?:also|then|further|first|here|hereby|thus|therefore|next|finally|have|has|subsequently|"
    r"additionally|instead|"
    r"formally|jointly|carefully|newly|successfully|in this (?:paper|work)|\w+ly),?){0,2} "
    r"(?P<verb>introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|describes?|"
    r"releas(?:e|es|ed|ing)|pioneer(?:s|ed)?|invent(?:s|ed)?|"
    r"devis(?:e|es|ed|ing)|design(?:s|ed|ing)?|builds?|built|construct(?:s|ed|ing)?|creat(?:e|es|ed|ing)|"
    r"crafts?|crafted|"
    r"curat(?:e|es|ed|ing)|"
    r"contributes?|open-sourc(?:e|es|ed)|unveil(?:s|ing)?|announc(?:e|es|ing)|launch(?:es|ing)?|defin(?:es?|ing)|formulates?|collect(?:s|ed)?|provides?|offers?|"
    r"suggests?|"
    r"generat(?:es?|ed)|establish(?:es)?|derives?|compiles?|share|train|pre-?train)"
    r"(?: in this (?:paper|work|study),?)?\b(?! (?:up)?on\b)"
    # 'we introduce and evaluate FooNet': one object of both verbs
    r"(?: and (?:\w+ly )?(?:evaluat|analy[sz]|study|studied|implement|train|releas|demonstrat|validat|test|compar|"
    r"describ|benchmark|explor|investigat|examin|apply|appli|open-sourc)(?:e|es|ed|s)?(?= (?!(?:that|how|whether|"
    r"on|it|its|them)\b)))?"
)
# One of these words stands in all that it finds.
_VERBS = folded_set(
    """introduce introduced introducing propose proposed proposing present presented presenting develop developed
    developing describe release released releasing pioneer pioneered invent invented devise devised devising design
    designed designing build built construct constructed constructing create created creating craft crafted curate
    curated curating contribute source sourced unveil unveiling announce announcing launch launching define defining
    formulate collect collected provide offer suggest establish derive compile share train pretrain
    generate generated"""
)
_OUR_WORK = re.compile(
    r"\b(?:[Oo]ur (?:[\w-]+ )?|[Tt]he proposed )(?:approach|method|framework|model|system|architecture|network|"
    r"solution|algorithm|pipeline|work)(?: also| further| first|,| \w+ly)* $"
)
# Whose verb counts: 'we' and 'our', with which a sentence is the paper's own, or one of these.
_SUBJECTS = folded_set("this paper authors work")
_THIRD_PERSONS = ("pioneers", "introduces", "proposes", "devises", "employs")
_THIRD_PERSONS_FOLDED = folded_set(" ".join(_THIRD_PERSONS))
_THIRD_PERSON = re.compile(rf"\b(?P<verb>{'|'.join(_THIRD_PERSONS)})\b")
_PASSIVE = re.compile(
    r"[\"”]? ?,? (?:is|are|was|were|has been|have been)(?: \w+ly| then| also| further| first| therefore| thus| here)? "
    r"(?P<verb>proposed|introduced|presented|developed|designed|devised|launched)\b(?! (?:by|in) (?!this|us\b))"
)
_PASSIVE_VERBS = folded_set("proposed introduced presented developed designed devised launched")
# 'we train a 3B model, FooNet,' brings a model about; 'to train BERT' does not.
_TRAINED = re.compile(r" (?:an?|our)\b")
# 'we generate a new dataset, FooQA'.
_DATA = re.compile(r" (?:an?|our|the) (?:[\w-]+,? ){0,5}?(?:data ?set|benchmark|corpus)\b")
# 'proprietary and open-source models' are of two kinds.
_TWO_KINDS = re.compile(r"(?:and|,) open-source\Z")
_WEAK_SUBJECT = ("is", "are", "and", "then", "to", "by", ",", "Is", "Are")
_SUBJECT_WITHIN = re.compile(r"\b(?:[Ww]e|[Tt]his (?:paper|work|study|article)|[Oo]ur)\b")
_OPENS = re.compile(r"(?:^|[,;:]|\b[Hh]ere|\bwork|\bpaper|\bstudy)(?P<blank> ?)(?=[Aa]n? |[Tt]he |[Nn]ovel |[Nn]ew )")
# 'To address this, a FooNet is developed': who writes answers what the text complains of.
_TO_SOLVE = re.compile(
    r"(?:To (?:address|overcome|tackle|solve|mitigate|alleviate|remedy|close|bridge|fill|this end)|"
    r"Moreover|Furthermore|Additionally|Besides|Finally|Specifically|In addition|Meanwhile|First|Second|Third|Next)\b"
)
_NEWLY = re.compile(r" ?(?:[Aa]n? (?:\w+,? ){0,2})?(?:[Nn]ovel|[Nn]ew)\b")


@lru_cache(maxsize=64)
def introducing_verbs(sentence: Sentence) -> tuple[re.Match[str], ...]:
    """The verbs by which a sentence introduces something of the paper's own; the object begins at their end."""
    if _VERBS.isdisjoint(sentence.words) or not sentence.own and _SUBJECTS.isdisjoint(sentence.words):
        return ()
    return tuple(
        m
        for m in _INTRODUCE.finditer(sentence.text)
        if (not m["verb"].endswith(("train", "collected")) or _TRAINED.match(sentence.text, m.end()))
        and not (_TWO_KINDS.match(m[0]) and not _TRAINED.match(sentence.text, m.end()))
        and (not m["verb"].startswith("generat") or _DATA.match(sentence.text, m.end()))
        and (
            m[0].split(" ")[0].rstrip(",") not in ("", *_WEAK_SUBJECT)
            or _SUBJECT_WITHIN.search(sentence.text, max(0, m.start() - 300), m.start() + 4)
        )
    )


def own_verbs(sentence: Sentence, own: tuple[Mention, ...]) -> Iterator[re.Match[str]]:
    """The verbs by which the paper's own work, by its name, brings something along: 'FooNet pioneers a …'."""
    if not own or _THIRD_PERSONS_FOLDED.isdisjoint(sentence.words):
        return
    if not any(map(sentence.text.__contains__, _THIRD_PERSONS)):
        return
    for m in _THIRD_PERSON.finditer(sentence.text):
        before = sentence.text[max(0, m.start() - 60) : m.start()]
        ours = m["verb"] != "employs" and _OUR_WORK.search(before)
        if ours or any(short in before for short in short_names(own)):
            yield m


def short_names(own: tuple[Mention, ...]) -> Iterator[str]:
    """The names without what stands in brackets, and the acronyms in brackets."""
    for m in own:
        outside, _, inside = m.name.partition(" (")
        yield outside
        if inside and " " not in inside:
            yield inside.rstrip(")")


@lru_cache(maxsize=64)
def passive_objects(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """The spans of what 'is proposed' here, each from its article on: 'In this paper, a … is proposed'."""
    if _PASSIVE_VERBS.isdisjoint(sentence.words):
        return ()
    objects = []
    for m in _PASSIVE.finditer(sentence.text):
        starts = _articles(sentence.text, max(0, m.start() - 160), m.start())
        newly = any(_NEWLY.match(sentence.text, start) for start in starts[-2:])
        if starts and (sentence.own or newly or _TO_SOLVE.match(sentence.text)):
            objects.append((starts[-1], m.start()))
    return tuple(objects)


def _articles(text: str, low: int, end: int) -> list[int]:
    """The blanks before the articles that may open the clause's subject, behind a comma or at the sentence's start."""
    return [m.start("blank") for m in _OPENS.finditer(text, low, end)]
