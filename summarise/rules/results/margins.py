"""A number as a distance from a rival that is named: 'trails Foo by a mere 1.8%', '4.0 above Foo', 'short of Foo'."""

from __future__ import annotations

import re

from summarise.rules.numbers.reading import Reading
from summarise.rules.results.kinds import Claim

_HEDGE = r"(?:(?:an?|only|just|merely|mere|about|roughly|nearly|another|some|small|less than|no more than) )*"
_RIVAL = r"(?:the |an? )?[A-Za-z0-9][\w./+-]*(?: [\w./+-]+){0,4}?"
_BY = re.compile(
    rf"(?i)\b(?:trail|lag)(?:s|ed|ging|ing)?(?: behind)? (?P<who>{_RIVAL}) by {_HEDGE}$"
    rf"|\b(?:fall|fell|com)(?:s|es|ing)? {_HEDGE}$"
)
_SHORT = re.compile(rf" short of (?P<who>{_RIVAL})(?=[,;.)]| (?:on|in|at|for|while|and|with|but)\b|$)")
_BEYOND = re.compile(
    r" (?:points? )?(?:above|below|ahead of|behind|(?:better|worse|higher|lower) than) (?:the )?"
    r"(?P<who>(?-i:[A-Z])[\w./+-]*\w(?: (?:[A-Z][\w./+-]*\w|\d[\d.]*[BM]?\b))*)"
)
_SHAPES = ("", "%", "points", "percentage points")
_HINTS = (" trail", " lag", " short of ", " above ", " below ", " ahead of ", " behind ", " than ")


def read_margin(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """A change where the words around a number say how far it is from a rival, or None."""
    if r.unit not in _SHAPES or r.scale or r.from_value is not None or rival_of_margin(before, after) is None:
        return None
    return Claim(index, "delta", r.unit or None) if r.unit or r.grouped else None


def rival_of_margin(before: str, after: str) -> str | None:
    """The rival that a number is a distance from, as the text names it, or None."""
    if not any(hint in before or hint in after for hint in _HINTS):
        return None
    by = _BY.search(before)
    if by and by["who"]:
        return by["who"]
    m = (_SHORT.match(after) if by else None) or _BEYOND.match(after)
    return m["who"].rstrip(".,") if m else None


# 'beats A by 3.2% and B by 9.8%': each number stands behind its own rival.
_AND_BY = re.compile(
    rf"(?i)\bby {_HEDGE}[+]?[\d.]+ ?(?:%|percentage points|points|x|times)?(?: on [\w-]+)?(?:,? and|,) "
    rf"(?P<who>(?:an? |the |all |other |(?-i:[A-Z]|\d)){_RIVAL}) by (?:up to )?{_HEDGE}[+]?$"
)


def rival_in_turn(before: str) -> str | None:
    """The rival right before a number that goes on a list of rivals, each with its margin, or None."""
    m = _AND_BY.search(before) if before.count(" by ") > 1 else None
    return m["who"] if m else None
