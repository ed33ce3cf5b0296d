"""The suspicious passages of a paper, in its title, abstract, copies, authors and id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from summarise.records import Paper
from summarise.schemas.compact_reply import CompactReply
from summarise.schemas.paper import LIST_FIELDS
from summarise.schemas.reply import PaperReply
from summarise.suspecting.cue import Cues, cue
from summarise.suspecting.cues import CUES, ORDER, ORDER_NAMES, SHOUTED, SHOUTED_WORDS, leads
from summarise.suspecting.foreign_forms import foreign_forms, hidden_forms
from summarise.suspecting.talked_about import is_talked_about
from summarise.suspecting.tongues import ASCII_TONGUES, TONGUES
from summarise.text import CleanText, clean, head
from summarise.unseen import Span

MOST = 12
"""So many passages of one text are told; a text with more is wholly one."""
_LEADING = re.compile(r"[.!?:;,>})\]\s]*")
_SENTENCE_END = re.compile(r"[.!?。！？]+[\"'”’)\]]*(?:\s|$)|\n|$")
# Letters of other alphabets that look like Latin ones, by which a cue would be missed.
_LOOKALIKES = str.maketrans("асеорхуіјѕԁһӏοαεινρτυ", "aceopxyijsdhloaeivptu")
_QUOTED_KEYS = frozenset({*PaperReply.model_fields, *CompactReply.model_fields, *LIST_FIELDS})
# What goes on behind an order is part of it as long as it orders or speaks to somebody.
_GOES_ON = re.compile(
    r"(?:instead|please|now|then|also|you|your|always|never|do not|don't|only|just|simply|respond"
    r"|reply|answer|say|print"
    r"|output|return|report|write|give|state|include|set|fill|use|repeat|act|pretend|treat|mark|rate|score|accept"
    r"|recommend|send|visit|click|call|execute|run|follow|note|important|the (?:correct|right|true"
    r"|real|only|new)|correct"
    r"|new|add|mention|praise|make|emphasi[sz]e|highlight|claim|extract|replace|insert|end|stop|json)\b"
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A passage that is not written for readers."""

    where: str
    """'abstract', 'title', 'variant 0', 'authors' or 'id'."""
    words: str
    """What stands there, as delivered."""
    start: int
    """First code point, in the text as delivered; of authors, in all of them with '; ' between."""
    end: int
    cue: str
    """What tells, in a few words."""
    hidden: bool = False
    """Whether readers don't see it."""


def suspicious(paper: Paper, keys: Iterable[str] = ()) -> tuple[Suspicion, ...]:
    """The passages of a paper that address a model or a program, or that hide; none for nearly every paper.

    Of each text its head is read, as by all that ask or read. `keys` are those of the form that a reply fills, where it
    is not the built-in one: JSON with such keys is a reply put into the model's mouth.
    """
    cues = _cues(frozenset(keys) or _QUOTED_KEYS)
    return tuple(
        Suspicion(where, text[start:end], start, end, cue, hidden)
        for where, text in _texts(paper)
        for start, end, cue, hidden in _found(text, cues)
    )


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "abstract", paper.abstract
    if paper.title:
        yield "title", paper.title
    for i, variant in enumerate(paper.variants):
        yield f"variant {i}", variant.abstract
    if paper.authors:
        yield "authors", "; ".join(paper.authors)
    yield "id", paper.id


@lru_cache(maxsize=8)
def _cues(keys: frozenset[str]) -> Cues:
    """The cues, and one more: JSON with a key of the form and a value; braces are gone from cleaned text."""
    named = "|".join(sorted(re.escape(key.lower()) for key in keys))
    colons = "\":|':|\" :|' :|”:|’:"
    reply = cue("plays a reply", colons, rf"[\"'“‘](?:{named})\\?[\"'”’] ?: ?[\[\"'“{{\d\-]")
    return Cues.of(*CUES, reply)


@lru_cache(maxsize=512)
def _found(source: str, cues: Cues) -> tuple[tuple[int, int, str, bool], ...]:
    """The passages of one text, in its order, those that touch joined."""
    text = head(source)
    passages = [(span, name, True) for span, name in hidden_forms(text)]
    passages += [(span, name, False) for span, name in foreign_forms(text)]
    passages += [(span, name, False) for span, name in _orders(clean(text), cues)]
    joined: list[tuple[int, int, str, bool]] = []
    for (start, end), name, hidden in sorted(passages):
        if joined and start <= joined[-1][1] + 1:
            first, last, told, unseen = joined[-1]
            joined[-1] = (first, max(last, end), told, unseen or hidden)
        else:
            joined.append((start, end, name, hidden))
    return tuple(joined[:MOST])


def _orders(cleaned: CleanText, cues: Cues) -> Iterator[tuple[Span, str]]:
    """Passages of the cleaned text, as spans of its source: whole sentences, and those that go on with the order."""
    small = _small_letters(cleaned.text)
    low = small if small.isascii() else small.translate(_LOOKALIKES)
    found = list(_told(low))
    found += cues.places(low)
    found += (ASCII_TONGUES if small.isascii() else TONGUES).places(small)
    if any(word in cleaned.text for word in SHOUTED_WORDS):
        found += [(m.span(), "shouts an order") for m in SHOUTED.finditer(cleaned.text)]
    ends = [m.end() for m in _SENTENCE_END.finditer(low)] if found else []
    for (start, end), name in found:
        bare = _LEADING.match(low, start, end)
        span = (bare.end() if bare else start, end)
        if span[0] < end and not is_talked_about(low, span):
            first, last = _sentences(low, ends, span)
            yield cleaned.to_source(first, last), name


def _told(low: str) -> Iterator[tuple[Span, str]]:
    """Where an order stands that is one by its words and by its place."""
    for at in leads(low):
        if (order := ORDER.match(low, at)) and order.lastgroup:
            yield order.span(), ORDER_NAMES[order.lastgroup]


def _small_letters(text: str) -> str:
    """The text in small letters, each at its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _sentences(low: str, ends: list[int], span: Span) -> Span:
    """The span grown to whole sentences, and over those that go on with the order."""
    start = max((end for end in ends if end <= span[0]), default=0)
    behind = [end for end in ends if end >= span[1]]
    last = behind[0] if behind else len(low)
    for end in behind[1:]:
        if not _GOES_ON.match(low[last:end].lstrip("\"'“‘(*-# \n")):
            break
        last = end
    while last > span[1] and low[last - 1].isspace():
        last -= 1
    return start, max(last, span[1])
