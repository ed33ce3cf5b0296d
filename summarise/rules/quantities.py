"""Every number of cleaned text as a Reading: numerals, number words, the digits in names; ranges, from→to, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from summarise.rules.comparators import comparator_before
from summarise.rules.numerals import MOST_DIGITS, Amount, read_amount
from summarise.rules.reading import Reading, exact

_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.|arXiv:|doi:)[^\s]+)"
    r"|(?P<word>[^\W\d_]\w*(?:(?:[-.@+'’&]|/(?![0-9]))[^\W_]\w*)*)"
    r"|(?P<number>(?:(?<=[\s(\[,/:~=<>≤≥≈])[+-]|(?<=\()\+ |(?<!\w)(?:US)?[$€£] ?)?(?:(?<![\w.])[0-9]|"
    r"(?<![\w.])\.(?=[0-9])))"
    r"|(?P<glued>[0-9]+)"
)
_WORDS = dict(zip(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen""".split(),
    [*range(2, 21), 30, 40, 50, 60, 70, 80, 90, 100, 12], strict=True,
))  # fmt: skip
_SCALED_ONE = re.compile(r"(?:[Oo]ne|[Aa])(?= (?:hundred|thousand|million|billion|trillion)\b)")
_SCALE_WORD = re.compile(r"[ -](hundred|thousand|million|billion|trillion)\b")
_DIGIT = re.compile(r"[0-9]")
_SCALE_POWER = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_WORD_TIMES = re.compile(r" times\b|[ -]?fold\b| percentage points?\b| points?\b| percent\b| %")
_IN_NAME = re.compile(r"(?P<numeral>[0-9]+(?:\.[0-9]+)?)(?P<scale>[BbMKT](?![^\W_]))?")
_CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP"}
_GLUED_NAME = re.compile(r"-?(?:[Dd]\b|st\b|nd\b|rd\b|th\b|DoF|bit|shot|way|hop|p\b|[A-Za-z]+\d)|[x×]\d+[BM]?\b")
_ACTIVE = re.compile(r"-A[0-9]{1,4}(?:\.[0-9]{1,3})?B\b")
_DIMENSION = re.compile(r" ?[x×] ?[0-9]{1,5}(?![\d.]|[BMx×%])")
_MEASURE = (
    r"(?: ?(?:dB|ms|mm|cm|m|s|km/h|FPS|fps|GB|MB|KB|mAP|mIoU|BLEU|F1|AP|seconds?|hours?|minutes?|days?|points|"
    r"GFLOPs|FLOPs)(?=[ -]))?"
)
_ARROW = re.compile(_MEASURE + r" ?(?:→|⇒|-{1,2}>|=>|⟶) ?\(?(?=[0-9.$])")
_RANGE = re.compile(
    r" ?(?:-{1,2}|–|—|~) ?(?=[0-9.])|(?P<to>"
    + _MEASURE
    + r"(?: \([^()]{1,40}\))?(?: |-)to(?: |-)(?:about |only |just |over |approximately |around |"
    r"an? [a-z]+ )?)(?=[0-9.])|(?P<and> and \+?)(?=[0-9.])"
)
_PLUS_MINUS = re.compile(r" ?(?:±|\+/-|\+-) ?(?P<by>[0-9.]+) ?%?")
_FROM = re.compile(
    r"\b(?:from (?:an? |the )?(?:[\w-]+ ){1,4}of |from|of) ?(?:(?:about|around|only|just|~|roughly|nearly|"
    r"an? \w+ of) ?)?$"
)
_CHANGE = re.compile(
    r"(?i)\b(?:improv|increas|reduc|decreas|boost|rais|lift|expand|extend|drop|cut|lower|enhanc|grow|grew|ris(?:e|ing)|"
    r"rose|fall|fell|go(?:es|ing)?\b|went|jump|declin|speed|accelerat|scal(?:e|ing) |shr[aiu]nk|push|advanc|elevat|"
    r"mov(?:e|ing)|gain|degrad|bring|brought|climb|up from|down from|doubl|surg)"
)
# 'by 10.1% (18.8% to 28.9%)': what a change in front of the bracket led from and to.
_AFTER_A_CHANGE = re.compile(
    r"\b(?:by [+]?[\d.]+ ?%?(?: with [\w.+-]+)?|(?:declines?|drops?|increases?|reductions?|rise)"
    r"(?: in [\w -]{1,30})?) \($"
)
_SPREAD = re.compile(
    r"(?i)\b(?:rang\w+|var(?:y|ies|ying)|span\w*|gains?|improvements?|reductions?|sizes?|"
    r"between)(?: of)? from "
)
_LIST_GAP = re.compile(r"(?:,| ?/ ?|,? and |,? or | & | vs\.? | to )\s?")
_MODELS = re.compile(r"(?i)\b(?:param|model|scale|size|LLM)")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])[0-9]$")
_NOT_A_YEAR = re.compile(
    r" (?!(?:and|or|to|by|in|the|was|were|is|has|with|for|on|at|as|we|that|show|test|challenge)\b)[a-z]{3,}s\b"
)


def read(text: str) -> tuple[Reading, ...]:
    """The numbers of cleaned text, in order, never overlapping."""
    found: list[Reading] = []
    at = 0
    while m := _TOKEN.search(text, at):
        at = m.end()
        if m["word"]:
            for reading in _from_word(text, m):
                found.append(reading)
                at = max(at, reading.end)
        elif m["number"]:
            at = _from_number(text, m, found)
    return tuple(_share_units(text, found))


# ── words ────────────────────────────────────────────────────────────────────────────────────────
def _from_word(text: str, m: re.Match[str]) -> Iterator[Reading]:
    """The numbers of one word: a number word, or the digits in a name."""
    word = m["word"]
    if _DIGIT.search(word):
        yield from _digits_of_name(text, m.start(), m.end())
        return
    low = word.lower()
    scaled = _SCALED_ONE.match(text, m.start()) if low in ("one", "a") else None
    if low in _WORDS or scaled:
        yield _number_word(text, m.start(), m.end(), 1 if scaled else _WORDS[low])


def _number_word(text: str, start: int, end: int, value: int) -> Reading:
    """'six', 'one million', 'three times' as a number."""
    power = 0
    while m := _SCALE_WORD.match(text, end):
        power, end = power + _SCALE_POWER[m[1]], m.end()
    unit = ""
    if m := _WORD_TIMES.match(text, end):
        unit, end = _word_unit(m[0].strip(" -")), m.end()
    shape = "plain" if power or unit else "word"
    comparator = comparator_before(text, start)
    return Reading(start, end, exact(str(value), power), unit=unit, comparator=comparator, shape=shape,  # type: ignore[arg-type]
                   token=(start, end))  # fmt: skip


def _word_unit(sign: str) -> str:
    """The unit that a word behind a number word stands for."""
    if sign in ("times", "fold"):
        return "x"
    return "%" if sign in ("percent", "%") else "percentage points" if "percentage" in sign else "points"


def _digits_of_name(text: str, start: int, end: int) -> Iterator[Reading]:
    """The numbers inside a name; one with a scale letter behind a hyphen may be a size ('Qwen2.5-72B')."""
    for m in _IN_NAME.finditer(text, start, end):
        if len(m["numeral"]) > MOST_DIGITS:
            continue
        sized = m["scale"] and m.start() > start and text[m.start() - 1] in "-_/"
        power = {"b": 9, "m": 6, "k": 3, "t": 12}[m["scale"].lower()] if sized else 0
        stop = m.end() if sized else m.end("numeral")
        if m.end() == end and text.startswith("%", end):
            yield Reading(m.start(), end + 1, exact(m["numeral"]), unit="%", token=(m.start(), end + 1))
            continue
        scale = m["scale"].upper() if sized else ""
        yield Reading(m.start(), stop, exact(m["numeral"], power), shape="name", scale=scale, token=(start, end))


# ── numerals ─────────────────────────────────────────────────────────────────────────────────────
def _from_number(text: str, m: re.Match[str], found: list[Reading]) -> int:
    """Append the number that starts at the match, with what follows it of a range or an arrow; where to read on."""
    start, digits = m.start(), m.end() - 1
    amount = read_amount(text, digits)
    if amount is None:
        while digits < len(text) and text[digits].isalnum():
            digits += 1
        return digits
    if name_end := _name_end(text, amount.end):
        # '30B-A3B' names a total and an active number of parameters.
        active = _ACTIVE.match(text, amount.end)
        name_end = max(name_end, active.end()) if active else name_end
        found.append(Reading(start, amount.end, amount.value, shape="name", scale=amount.scale if active else "",
                             token=(start, name_end)))  # fmt: skip
        return name_end if text[amount.end] not in "x×" else amount.end
    if dimension := _DIMENSION.match(text, _bare_end(text, digits)):
        return _dimensions(text, start, digits, dimension, found)
    reading = _plain(text, start, digits, amount)
    found.append(reading)
    return _continued(text, found, amount)


def _bare_end(text: str, at: int) -> int:
    """Where the digits at `at` end, without any scale or sign."""
    end = at
    while end < len(text) and "0" <= text[end] <= "9" and end - at <= MOST_DIGITS:
        end += 1
    return end


def _name_end(text: str, end: int) -> int:
    """The end of a name that begins with the number ('3D', '8x7B', '5-shot'), or 0."""
    m = _GLUED_NAME.match(text, end) if end < len(text) else None
    if m is None:
        if end < len(text) and text[end].isalpha() and text[end] not in "×" and end and text[end - 1].isdigit():
            stop = end
            while stop < len(text) and text[stop].isalpha() and stop - end < 40:
                stop += 1
            return 0 if text[end:stop] in _ATTACHED_UNITS else stop
        return 0
    return m.end()


_ATTACHED_UNITS = frozenset(
    "ms s GB MB TB KB kHz Hz MHz GHz GFLOPs GFLOPS FLOPs FPS fps dB px cm mm km kg h hr hrs min W mW kW J mJ".split()
)


def _dimensions(text: str, start: int, digits: int, m: re.Match[str], found: list[Reading]) -> int:
    """Append both numbers of '640 x 480' (and of a third factor); where to read on."""
    end = _bare_end(text, digits)
    found.append(Reading(start, end, exact(text[digits:end]), shape="dimension", token=(start, m.end())))
    second = m.start() + len(m[0]) - len(m[0].lstrip(" x×"))
    found.append(Reading(second, m.end(), exact(text[second : m.end()]), shape="dimension", token=(start, m.end())))
    return m.end()


def _plain(text: str, start: int, digits: int, amount: Amount) -> Reading:
    """A number that stands alone, with its sign, money sign and comparator."""
    lead = text[start:digits].strip()
    unit = _CURRENCY.get(lead[-1:], amount.unit) if not amount.unit else amount.unit
    comparator = comparator_before(text, start)
    if text.startswith("+", amount.end) and not text[amount.end + 1 : amount.end + 2].isdigit():
        comparator = ">="
    value = -amount.value if lead == "-" else amount.value
    shape = (
        "year" if _is_year(text, digits, amount) else "enumerator" if _is_enumerator(text, start, amount) else "plain"
    )
    times = text[max(0, start - 2) : start].strip() == "×"
    return Reading(start, amount.end, value, unit="x" if times and not unit else unit, comparator=comparator,
                   shape=shape, scale=amount.scale, signed=lead in ("+", "-"), token=(start, amount.end),  # type: ignore[arg-type]
                   grouped=amount.grouped)  # fmt: skip


def _is_year(text: str, digits: int, amount: Amount) -> bool:
    """Whether a number without scale and unit reads as a year: '2019', but not '2000 images'."""
    numeral = text[digits : amount.end]
    return (
        bool(_YEAR.match(numeral)) and not amount.scale and not amount.unit and not _NOT_A_YEAR.match(text, amount.end)
    )


def _is_enumerator(text: str, start: int, amount: Amount) -> bool:
    """Whether the number counts the items of a list in running text: '(1)', '2)', 'i) … 3.'."""
    if amount.unit or amount.scale or amount.grouped or amount.end - start > 2 or amount.value > 20:
        return False
    before = text[start - 1] if start else " "
    return text.startswith(")", amount.end) and (
        before == "(" and text[start - 2 : start - 1] in ("", " ") or before == " "
    )


def _continued(text: str, found: list[Reading], first: Amount) -> int:
    """Read on behind a number: ±, a range or an arrow; where the next token starts."""
    last = found[-1]
    if m := _PLUS_MINUS.match(text, last.end):
        sign = "%" if m[0].endswith("%") else ""
        found[-1] = replace(last, end=m.end() - (len(m[0]) - len(m[0].rstrip())), unit=last.unit or sign)
        return m.end()
    if m := _ARROW.match(text, last.end):
        return _turned(text, found, m.end())
    m = _RANGE.match(text, last.end)
    if m is None or last.shape == "enumerator":
        return last.end
    second = read_amount(text, m.end())
    if second is None or _name_end(text, second.end) or text[second.end : second.end + 2].strip("-–")[:1].isdigit():
        return last.end
    return _ranged(text, found, m, second)


def _turned(text: str, found: list[Reading], at: int) -> int:
    """Append the right side of an arrow, or of from→to, bound to the number before it."""
    amount = read_amount(text, at + text.startswith("$", at))
    if amount is None:
        return found[-1].end
    first = found[-1]
    unit = amount.unit or first.unit
    shared = first.unit or (amount.unit if amount.unit != "points" else "")
    found[-1] = replace(first, unit=shared, turned_into=True)
    found.append(Reading(at, amount.end, amount.value, unit=unit, scale=amount.scale, from_value=first.value,
                         token=(at, amount.end), grouped=amount.grouped))  # fmt: skip
    return amount.end


def _ranged(text: str, found: list[Reading], m: re.Match[str], second: Amount) -> int:
    """Join 'A-B', 'A to B', 'between A and B' to one number, or bind them as from→to; where to read on."""
    first = found[-1]
    before = text[max(0, first.start - 260) : first.start]
    if m["to"] and _AFTER_A_CHANGE.search(before[-60:]):
        return _turned(text, found, m.end())
    if m["and"] and not re.search(r"\bbetween \+?$", before):
        return first.end
    if m["to"] and (f := _FROM.search(before)) and f[0].startswith("from"):
        cue = before[: f.end()]
        if (not _SPREAD.search(cue[-45:]) or second.value < first.value) and _CHANGE.search(cue):
            return _turned(text, found, m.end())
    if "(" in m[0] or m["to"] and m["to"].startswith((" to a", "-to-a")):
        return first.end
    units_differ = first.unit and second.unit and first.unit != second.unit
    spelt = not second.unit and not first.scale and text[second.end - 2 : second.end].islower()
    spelt = spelt and not _MODELS.search(before[-80:] + text[second.end : second.end + 30])
    if units_differ or not spelt and ("B" in (first.scale, second.scale) or "M" in (first.scale, second.scale)):
        return first.end
    if first.unit and not second.unit:
        return first.end
    if second.value < first.value and not (second.scale and not first.scale):
        return first.end
    value = first.value if first.value >= 1000 else _shared_scale(first.value, first.scale, second)
    shape = "year" if first.shape == "year" else "plain"
    found[-1] = replace(first, end=second.end, value=value, value_max=second.value, unit=second.unit or first.unit,
                        scale=second.scale or first.scale, shape=shape, token=(first.start, second.end),  # type: ignore[arg-type]
                        grouped=first.grouped or second.grouped)  # fmt: skip
    return second.end


def _shared_scale(value: Decimal, scale: str, second: Amount) -> Decimal:
    """The first number of a range with the scale that only the second one writes ('10-20K')."""
    if scale or not second.scale:
        return value
    return exact(str(value), {"K": 3, "M": 6, "B": 9, "T": 12}[second.scale])


def _share_units(text: str, found: list[Reading]) -> list[Reading]:
    """Give '72 and 79%' one unit, '7 and 13B' one scale: a list writes it once, behind its last number."""
    for i in range(len(found) - 2, -1, -1):
        this, then = found[i], found[i + 1]
        if this.shape != "plain" or then.shape != "plain" or this.unit or this.scale or not (then.unit or then.scale):
            continue
        if then.start - this.end > 6 or not _LIST_GAP.fullmatch(text[this.end : then.start]):
            continue
        if then.unit in ("%", "percentage points", "points", "x"):
            found[i] = replace(this, unit=then.unit)
        elif then.scale and this.value < 1000:
            power = {"K": 3, "M": 6, "B": 9, "T": 12}[then.scale]
            found[i] = replace(this, value=exact(str(this.value), power), scale=then.scale)
    return found
