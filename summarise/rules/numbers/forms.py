"""Digits that are no plain number: dates, cited years, times of day, ratios, resolutions, fractions, '1.2.3'."""

from __future__ import annotations

import re

from summarise.rules.numbers.comparators import comparator_before
from summarise.rules.numbers.numerals import share
from summarise.rules.numbers.reading import Reading, exact

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(r"(?P<iso>[0-9]{4})-[0-9]{2}-[0-9]{2}(?![\w-])|[0-9]{1,2}/[0-9]{1,2}/(?P<last>[0-9]{4})(?![\w/])")
_CITED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[a-k](?!\w)")
_CITED_BEFORE = re.compile(r"[(,;:] ?$")
_DAY_BEHIND = re.compile(rf"{_MONTH} $")
_DAY_BEFORE = re.compile(rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?![\w-])")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:[-–](?P<to>[0-9]{1,2}))?(?![\w.:%]|,\d| ?[x×%])")
# What joins factors ('3 x 3 x 3', not '2x 3'), the parts of a ratio or of a time ('16:9', '10:30').
_FACTORS = re.compile(r"[0-9]{1,5}(?:(?: [x×] ?|[x×])[0-9]{1,5}(?![\d^⁰¹²³⁴-⁹⁻]|\.\d|[BMK%]))+")
_COLONS = re.compile(r"[0-9]{1,3}(?::[0-9]{1,3}(?![\w%]|\.\d)){1,3}")
_DOTTED = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){2,}(?![\w%])")
_ROUND_THE_CLOCK = re.compile(r"24/7(?![\w/.])")
_FRACTION = re.compile(r"(?P<fraction>(?P<above>[0-9]{1,2})/(?P<below>[0-9]{1,4}))(?:th|rd|nd)?(?![\w/%]|\.\d)")
_SHARE_OF = re.compile(r" (?:of|the) ")
_NO_FRACTION_BEFORE = re.compile(
    r"(?:(?<![\w-])[A-Z][\w-]*|\b(?:top|rank|levels?|stages?|phases?|tasks?|steps?|out|solv\w+|"
    r"prov\w+|pass\w*|score\w*)|[(/@]) ?$"
)


def read_form(text: str, at: int) -> list[Reading]:
    """The numbers of the form that begins with the digits at `at`, in order, or none."""
    if m := _FACTORS.match(text, at) or _COLONS.match(text, at) or _ROUND_THE_CLOCK.match(text, at):
        return _parts(text, m, "dimension")
    if m := _DOTTED.match(text, at):
        return _parts(text, m, "version")
    if m := _DATE.match(text, at):
        return [Reading(at, m.end(), exact(m["iso"] or m["last"]), shape="year", token=m.span())]
    if m := _FRACTION.match(text, at):
        return _fraction(text, m)
    before = text[max(0, at - 12) : at]
    if (m := _CITED.match(text, at)) and _CITED_BEFORE.search(before):
        return [Reading(at, m.end("year"), exact(m["year"]), shape="year", token=m.span())]
    if (m := _DAY.match(text, at)) and (_DAY_BEHIND.search(before) or _DAY_BEFORE.match(text, at)):
        return _parts(text, m, "year") if int(m["day"]) <= 31 else []
    return []


def _parts(text: str, m: re.Match[str], shape: str) -> list[Reading]:
    """Each run of digits of a form as a number of its own."""
    return [
        Reading(part.start(), part.end(), exact(part[0]), shape=shape, token=m.span())  # type: ignore[arg-type]
        for part in re.compile("[0-9]+").finditer(text, *m.span())
    ]


def _fraction(text: str, m: re.Match[str]) -> list[Reading]:
    """'3/4 of the tasks', '1/10th'; but '5/7 problems' is a count out of a count, '2/3/4' a list."""
    above, below = int(m["above"]), int(m["below"])
    whole = m.end() > m.end("fraction") or _SHARE_OF.match(text, m.end())
    alone = above == 1 and not _NO_FRACTION_BEFORE.search(text[max(0, m.start() - 30) : m.start()])
    if not 0 < above < below or not (whole and below <= 100 or alone):
        return []
    comparator = comparator_before(text, m.start())
    return [Reading(m.start(), m.end(), share(m["fraction"]), comparator=comparator, shape="fraction", token=m.span())]
