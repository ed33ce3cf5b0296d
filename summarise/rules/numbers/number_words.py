"""Numbers in words: 'twenty-three', 'two million', 'a dozen', 'two-thirds', 'half', 'twice', 'tenfold'."""

from __future__ import annotations

import re
from decimal import Decimal

from summarise.rules.numbers.comparators import comparator_before
from summarise.rules.numbers.numerals import share
from summarise.rules.numbers.reading import Reading, exact

_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = """ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {
    **_ONES,
    **dict(zip(_TEENS, range(10, 20), strict=True)),
    **dict(zip(_TENS, range(20, 100, 10), strict=True)),
    "a": 1,
    "an": 1,
    "hundred": 100,
    "thousand": 1000,
}
_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
_TIMES = {"twice": "2", "thrice": "3", "doubl": "2", "tripl": "3", "quadrupl": "4", "halv": "0.5"}

_BELOW_100 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)})\b)?"
    rf"|{'|'.join(reversed(_TEENS))}|{'|'.join(_ONES)})"
)
_SCALES = r"thousand|million|billion|trillion"
# What a word may go on with: a blank, an end; a hyphen makes it part of a name ('two-stage'), but for these.
_END = r"(?![\w'’])(?!-(?!fold|to-|shot))"
_CARDINAL = re.compile(
    rf"(?:(?P<hundreds>a|{_BELOW_100})[ -]hundred(?: and (?P<and>{_BELOW_100})| (?P<rest>{_BELOW_100}))?"
    rf"|(?P<small>{_BELOW_100}|an?(?=[ -](?:{_SCALES}|dozen)\b)))"
    rf"(?:(?P<scale>[ -](?:{_SCALES})\b)|(?P<dozen>[ -]dozen\b)|{_END})",
    re.I,
)
_FOLD = re.compile(rf"(?:(?P<n>{_BELOW_100})|(?:(?:a|one) )?(?P<power>hundred|thousand))[ -]?fold\b", re.I)
_PART = re.compile(
    rf"(?P<n>an?|{'|'.join(_ONES)})[ -](?P<part>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?P<s>s)?(?![\w-])(?P<of>(?= (?:of|the|as|its|their|that|less|fewer|smaller|lower|more)\b))?",
    re.I,
)
_ONE_IN = re.compile(
    rf"one (?:in|out of)(?: every)? (?:(?P<n>{_BELOW_100})|(?P<digits>0{{0,3}}[1-9]\d{{0,3}}))\b(?![-.]\w)", re.I
)
_HALF = re.compile(
    r"half(?: a (?P<scale>million|billion|trillion|dozen)\b|"
    r"(?=(?:[.,;:)]| (?:of|the|as|that|its|their|our|a|an|when|while|compared|in|on|for|with|without|and)\b|$)))",
    re.I,
)
_NOT_A_SHARE = re.compile(r"(?i)\b(?:first|second|latter|other|former|upper|lower|left|right|remaining|an?|one|top|"
                          r"bottom|each|every|in|into)$")  # fmt: skip
_IN_HALF = re.compile(r"(?i)\b(?:cut\w*|reduc\w+|divid\w+|split\w*|slash\w*)(?: [\w-]+){0,6} in(?:to)?$")
_OBJECT = r"(?= (?:the|its|their|our|that of|what|from|throughput|inference|training|memory|speed|accuracy)\b)"
_MANYFOLD = re.compile(
    rf"(?P<times>twice|thrice)\b|(?P<change>doubl|tripl|quadrupl|halv)(?:ing\b(?!-)|ed\b(?!-)|es?{_OBJECT})", re.I
)
# 'Our contributions are threefold': parts of a whole, no multiple.
_PARTS_BEFORE = re.compile(r"\b(?:is|are|was|were)(?: \w+)? $")
_MORE_BEHIND = re.compile(
    r" (?:that|the|higher|lower|faster|slower|larger|smaller|better|more|less|fewer|cheaper|as)\b"
)
_ORDER = re.compile(
    r"(?P<n>an?|(?:one|two|three|four|five|six|seven|eight|nine|ten)) orders?[ -]of[ -]magnitude\b", re.I
)
_RANGE_OF_WORDS = re.compile(rf"(?: to | or |-to-)(?={_BELOW_100}\b)", re.I)
# 'One' is rather a pronoun: a number where these follow.
_ONE_GOES_ON = re.compile(r" per ?cent| percentage| ?%|-shot")
_FACTOR_OF = re.compile(r"\bfactors? of (?:[a-z]+ ){0,2}$")
# 'Two points' of a score; others are places.
_CHANGED_BY = re.compile(
    r"(?i)\b(?:by|than|to|nearly|about|over|least|almost|additional|(?:gain|improvement|increase|drop|decrease)s? of) $"
)
_SIGN = re.compile(
    r"(?P<times> times\b(?! (?:a|per|each)\b)|[ -]?fold\b)|(?P<pp> percentage points?\b)"
    r"|(?P<points> points?\b(?!-| cloud))|(?P<percent> per ?cent\b| ?%)|(?P<orders> orders?[ -]of[ -]magnitude\b)"
)


def read_words(text: str, at: int) -> Reading | None:
    """The number that the words at `at` write, or None; vague ones ('several hundred', 'thousands') are none."""
    for read in (_read_share, _read_multiple, _read_cardinal):
        if found := read(text, at):
            return found
    return None


def _read_share(text: str, at: int) -> Reading | None:
    """'two-thirds', 'a quarter of', 'half of', 'one in five': a part of the whole."""
    if (m := _PART.match(text, at)) and (_ONES.get(m["n"].lower(), 1) > 1 and m["s"] or m["of"] is not None):
        return _reading(text, at, m.end(), share(f"{_value(m['n'])}/{_PARTS[m['part'].lower()]}"), shape="fraction")
    if m := _ONE_IN.match(text, at):
        return _reading(text, at, m.end(), share(f"1/{int(m['digits'] or 0) or _value(m['n'])}"), shape="fraction")
    if not (m := _HALF.match(text, at)):
        return None
    if m["scale"]:
        scale = m["scale"].lower()
        return _reading(text, at, m.end(), exact("6") if scale == "dozen" else exact("0.5", _POWERS[scale]))
    before = text[max(0, at - 60) : at].rstrip()
    if _NOT_A_SHARE.search(before) and not _IN_HALF.search(before):
        return None
    return _reading(text, at, m.end(), Decimal("0.5"), shape="fraction")


def _read_multiple(text: str, at: int) -> Reading | None:
    """'twice', 'doubles', 'tenfold', 'an order of magnitude': how many times as much."""
    if m := _MANYFOLD.match(text, at):
        return _reading(text, at, m.end(), Decimal(_TIMES[(m["times"] or m["change"]).lower()]), unit="x")
    if m := _FOLD.match(text, at):
        value = Decimal(_value(m["n"] or m["power"]))
        if _PARTS_BEFORE.search(text, max(0, at - 20), at) and not _MORE_BEHIND.match(text, m.end()):
            return _reading(text, at, m.end(), value, shape="word")
        return _reading(text, at, m.end(), value, unit="x")
    if m := _ORDER.match(text, at):
        return _reading(text, at, m.end(), Decimal(_value(m["n"])), unit="orders of magnitude")
    return None


def _read_cardinal(text: str, at: int) -> Reading | None:
    """'six', 'twenty-three', 'one million', 'two to three times'; 'one' alone is rather a pronoun."""
    m = _CARDINAL.match(text, at)
    if m is None or m[0].isupper() or (m[0].lower() == "one" and not _ONE_GOES_ON.match(text, m.end())):
        return None
    value, end, value_max = _cardinal(m), m.end(), None
    if (to := _RANGE_OF_WORDS.match(text, end)) and (then := _CARDINAL.match(text, to.end())):
        top = _cardinal(then)
        if top > value and not m["scale"]:
            value *= _shared_factor(m, then, value, top)
            value_max, end, m = top, then.end(), then
    unit = ""
    sign = _SIGN.match(text, end)
    if sign and not (sign["points"] and not _CHANGED_BY.search(text, max(0, at - 30), at)):
        unit, end = _unit(sign), sign.end()
    factor = _FACTOR_OF.search(text, max(0, at - 30), at)
    shape = "plain" if unit or m["scale"] or m["hundreds"] or factor else "word"
    if text.startswith("-shot", end):
        shape = "setting"
    return _reading(text, at, end, value, value_max=value_max, unit=unit, shape=shape)


def _cardinal(m: re.Match[str]) -> Decimal:
    """The value of matched words."""
    value = _value(m["small"]) if m["small"] else 100 * _value(m["hundreds"]) + _value(m["and"] or m["rest"])
    power = _POWERS[m["scale"].strip(" -").lower()] if m["scale"] else 0
    return exact(str(value * (12 if m["dozen"] else 1)), power)


def _shared_factor(m: re.Match[str], then: re.Match[str], value: Decimal, top: Decimal) -> Decimal:
    """What the range's first number shares with its last: 'two to three hundred' is 200 to 300."""
    scale = Decimal(10) ** _POWERS.get((then["scale"] or "").strip(" -").lower(), 0)
    hundreds = 100 if then["hundreds"] and not (then["and"] or then["rest"]) else 12 if then["dozen"] else 1
    factors = (scale * hundreds, scale) if not m["dozen"] else ()
    return next((factor for factor in factors if value * factor < top), Decimal(1))


def _value(words: str | None) -> int:
    """The value of 'twelve', 'twenty-three', 'a'; 0 for none."""
    return sum(_VALUES[word] for word in (words or "").lower().replace("-", " ").split())


def _unit(m: re.Match[str]) -> str:
    """The unit that the words behind a number word stand for."""
    kind = m.lastgroup or ""
    return {"times": "x", "pp": "percentage points", "points": "points", "percent": "%"}.get(
        kind, "orders of magnitude"
    )


def _reading(text: str, start: int, end: int, value: Decimal, **more: object) -> Reading:
    """A Reading of words with its comparator."""
    return Reading(start, end, value, comparator=comparator_before(text, start), token=(start, end), **more)  # type: ignore[arg-type]
