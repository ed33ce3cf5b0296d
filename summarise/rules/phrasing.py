"""A sentence made fit to be kept: without padding, markup and what stands behind its fortieth word."""

from __future__ import annotations

import re

from summarise.rules.places import places
from summarise.rules.sentences import split
from summarise.text import clean

_FEWEST_WORDS = 6
"""What is left of a sentence that is cut must still say something."""
# Markdown around words: `code`, **bold**, *slanted*, [words](address), and what opens a line of a list or a heading. A
# star alone is a name's: 'A* search'.
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}|[-*•>])\s+|`+|\*\*")
_SLANTED = re.compile(r"(?<![\w*])([*_]{1,2})(?=\w)([^*_]{1,200})\1(?!\w)")
_LINK = re.compile(r"\[([^\]\[]{1,200})\]\([^()\s]{1,300}\)")
_SPACED = re.compile(r" +(?=[,.;:!?)](?:\s|$))|(?<=\() +")  # as tokenised texts have it
_BRACKETS = re.compile(r" ?\((?! ?\w ?\))[^()]*\)")
# What says in which text one reads, or hangs on the sentence before.
_LEAD_IN = re.compile(
    r"(?i)^(?:in (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|report|letter)(?:,| (?=we\b))|"
    r"to (?:this end|address (?:this|these|it)\b[^,]{0,40}|(?:solve|overcome|tackle|fill) (?:this|these)\b[^,]{0,40}),|"
    r"(?:therefore|thus|hence|specifically|finally|however|moreover|furthermore|in particular|consequently|here|"
    r"additionally|in addition|in response|meanwhile|subsequently|concurrently|then|next|more importantly|first(?:ly)?|"
    r"second(?:ly)?|notably|concretely|more specifically)(?:,| (?=we\b))|\(\w{1,3}\)(?= we\b))\s*"
)
_VERBS = (
    "address|analyse|analyze|apply|argue|build|collect|compare|consider|construct|create|define|demonstrate|describe|"
    "design|develop|devise|establish|evaluate|examine|explore|extend|formulate|introduce|investigate|present|propose|"
    "provide|release|report|review|show|study|survey|tackle"
)
_ITS_VERB = re.compile(
    r"(?i)^(?:this|the(?: present)?) (?:paper|work|study|article|report|survey) (?:also |first |then |\w+ly )?"
    r"(?P<verb>[a-z]+)\b(?! (?:that|not)\b)"
)
_OUR_VERB = re.compile(rf"(?i)^(?:we|the authors) (?P<verb>{_VERBS})\b(?! (?:that|how|whether|not|and|or)\b)")
# Where 'we' goes on: with itself, or with a second verb, which would have to change as well.
_WE_AGAIN = re.compile(
    rf"(?i)\b(?:we|our|ours|us|they|their)\b|(?:\band|[,;]) (?:\w+ly |then |also )?(?:{_VERBS}|find|"
    r"observe|train|test)\b"
    r"|\band (?:\w+ly |then |also )?[a-z]+(?<!s)(?<!ed)(?<!ing) "
    r"(?:a|an|how|it|its|that|the|them|these|this|those|to|whether)\b"
)
# A comma parts clauses before these; before other words it may part the parts of a list.
_CLAUSE = re.compile(
    r"(?:;|:| [–—]|,)(?= (?:(?:(?:in|for|of|to|on|by|with|from|at) )?which|where|whereas|while|who|whose|by|for|using|"
    r"with|without|thereby|thus|so|[a-z]+ing|"
    r"(?:and|but|yet) (?:also|then|thus|it|we|\w+ly|[a-z]+(?:s|ed) (?:a|an|by|from|its|on|over|that|the|to)))\b)"
    r"|[;:](?= [^\d\W])| [–—](?= )"
    r"| (?=(?:which|while|whereas|thereby|using|without|in order to|so that)\b)"
)
_DANGLING = re.compile(
    r"(?i)\bnot only\b(?!.*\bbut\b)|\b(?:a|an|and|are|as|at|both|by|for|from|in|is|of|on|or|that|the|to|with)$|,$"
)
_SUBORDINATE = re.compile(
    r"(?i)(?:after|although|as|at|based|because|before|by|compared|despite|for|from|given|if|in|inspired|motivated|on|"
    r"since|so|though|to|unlike|until|when|whereas|while|with|without|\w+ing)\b"
)
# 'we (1) propose X; (2) show Y' ends before its second item, 'four things: (1) X' before its first.
_FIRST_ITEM = re.compile(r"(?<=[a-z] )\(?(?:1|i)\) ")
_ITEM = re.compile(r"[:;,]?(?: [a-z]+)? \(?(?:1|2|i|ii|a)\) ")
_SUBJECT = re.compile(r"^[^;:]{3,}?, (?=(?:we|this (?:paper|work|study|article)) )")


def tidied(text: str) -> str:
    """One sentence with a full stop, without LaTeX, Markdown and padding: its numbers and names are as before.

    Several sentences are joined by semicolons.
    """
    plain = clean(_SLANTED.sub(r"\2", _MARKDOWN.sub("", _LINK.sub(r"\1", text)))).text.strip()
    parts = [_without_end(s.text) for s in split(plain)]
    return with_full_stop(without_padding("; ".join([*parts[:1], *(in_mid_sentence(p, plain) for p in parts[1:])])))


def with_full_stop(text: str) -> str:
    """The sentence, ending with one full stop."""
    return f"{end}." if (end := _without_end(text)) else ""


def _without_end(text: str) -> str:
    return even(text).rstrip(" .,;:!?–—")


def even(text: str) -> str:
    """The text without the blanks that tokenised texts have beside their signs."""
    return _SPACED.sub("", text)


def in_mid_sentence(text: str, among: str) -> str:
    """The words as they stand behind a semicolon: what stands in small letters `among` others is no name."""
    first = text.split(" ", 1)[0].rstrip(",")
    plain = first.lower() in _PLAIN or any(places(among, first.lower(), _BEGINS, _ENDS))
    return text[0].lower() + text[1:] if plain else text


_BEGINS, _ENDS = re.compile(r"(?<![\w-])"), re.compile(r"(?![\w-])")
_PLAIN = frozenset(
    """a across all an and at both by compared despite each even experimental experiments extensive for from here in it
    its numerical on our over results simulation simulations that the their these they this those through to unlike
    using we when while with""".split()
)


def without_lead_in(text: str) -> str:
    """The sentence without 'In this paper,' and the like at its beginning."""
    while True:
        rest = _LEAD_IN.sub("", text, count=1)
        if rest == text:
            return text
        text = rest[:1].upper() + rest[1:]


def _third_person(verb: str) -> str:
    if verb.endswith("y"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"


_THIRD_PERSONS = frozenset(_third_person(verb) for verb in _VERBS.split("|"))


def without_padding(text: str) -> str:
    """'In this paper, we propose X' and 'This paper proposes X' as 'Proposes X', where nothing else hangs on 'we'."""
    text = without_lead_in(text)
    m = _ITS_VERB.match(text)
    if m and m["verb"].lower() in _THIRD_PERSONS and not re.search(r"(?i)\b(?:we|our)\b", text):
        return m["verb"].capitalize() + text[m.end() :]
    if (m := _OUR_VERB.match(text)) and not _WE_AGAIN.search(text, m.end()):
        return _third_person(m["verb"]).capitalize() + text[m.end() :]
    return text


def from_its_subject(text: str) -> str:
    """The sentence from 'we' or 'this paper' on, where half a sentence stands before it: 'To solve this, we …'."""
    m = _SUBJECT.search(text) if _SUBORDINATE.match(text) else None
    return text[m.end()].upper() + text[m.end() + 1 :] if m else text


def fitted(text: str, most_words: int, end: int | None = None, fewest_words: int = _FEWEST_WORDS) -> str | None:
    """The sentence in at most `most_words`, without its brackets if need be, else up to the border of a clause.

    `end` is the place before which it must stop in any case. None where too little would be left.
    """
    if end is None:
        for whole in (text, _BRACKETS.sub("", text)):
            if len(whole.split()) <= most_words and whole.count("(") == whole.count(")"):
                return whole
        text = _FIRST_ITEM.sub("", _BRACKETS.sub("", text), count=1)
    half = f"{text},".find(",") if _SUBORDINATE.match(text) else -1
    limit = min(len(text) if end is None else end, m.start() if (m := _ITEM.search(text)) else len(text))
    best = None
    for border in _CLAUSE.finditer(text, 0, limit):
        kept = text[: border.start()]
        words = len(kept.split())
        if words > most_words:
            break
        balanced = kept.count("(") == kept.count(")")
        if border.start() > half and balanced and words >= fewest_words and not _DANGLING.search(kept):
            best = kept
    return best
