"""'up to', 'over', 'about' before a number, as a comparator."""

from __future__ import annotations

import re

from summarise.rules.numbers.reading import Comparator

_AT_LEAST = (
    r"(?<!not )(?<!never )(?:over|more than|at least|above|exceed(?:s|ing|ed)?|greater than|beyond|in excess of|"
    r"no less than|upwards? of|no fewer than|well over|a minimum of|>|≥|>=)|"
    r"(?:not|never) (?:less than|fewer than|below|under)|as (?:few|little|low|small) as"
)
_AT_MOST = (
    r"(?:not|never) (?:over|more than|above|exceed(?:s|ing|ed)?)|up to|at most|less than|fewer than|under|"
    r"upto|below|no more than|as much as|as high as|as large as|as great as|as many as|within|a maximum of|<|≤|<="
)
_NEARLY = (
    r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|circa|some|~|≈|∼|on the order of|"
    r"an average of about"
)
_COMPARED = re.compile(
    # A word begins where no letter or digit stands before it.
    r"(?:(?<![^\W_])(?=[a-z])|(?=[<>≤≥~≈∼]))"
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<near>{_NEARLY}))(?: (?:an? )?(?:further |"
    rf"additional )?|)$"
)


def comparator_before(text: str, start: int) -> Comparator:
    """What 'up to', 'over', 'about', … before a number make of it; '=' where no such words stand there."""
    before = text[max(0, start - 28) : start].rstrip("$").lower()
    m = _COMPARED.search(before)
    if m is None:
        return "="
    if m["least"] and _NOTHING.search(text[max(0, start - 140) : start - len(before) + m.end()]):
        return "<="
    return "<=" if m["most"] else ">=" if m["least"] else "~"


# 'no model, including Foo, exceeds': nothing does, so the number is a bound from above.
_NOTHING = re.compile(
    r"\b(?:[Nn]o (?:[\w-]+ ){0,2}?(?:models?|LLMs?|methods?|systems?|approach(?:es)?|baselines?|agents?)|"
    r"[Nn]one of (?:the|these|them)|[Nn]either)\b[^.;]{0,80}? (?:exceed|surpass|score|achiev|reach|attain|obtain|get|"
    r"scor|perform)\w* [^.;,]{0,20}$"
)
_BEHIND = re.compile(r" or (?:(?P<least>more|higher|greater|above|better|longer|larger)|(?:less|fewer|lower|below))\b")


def comparator_behind(text: str, end: int) -> Comparator:
    """What 'or more', 'or fewer' behind a number make of it."""
    m = _BEHIND.match(text, end)
    return "=" if m is None else ">=" if m["least"] else "<="
