"""Two numbers that are one statement: 'A ± B', 'A-B', 'between A and B', 'A → B', 'from A to B'."""

from __future__ import annotations

import re
from decimal import Decimal

from summarise.rules.numbers.numerals import Amount, read_amount
from summarise.rules.numbers.reading import Reading, exact

_MEASURE = (
    r"(?: ?(?:dB|ms|mm|cm|m|s|km/h|FPS|fps|GB|MB|KB|mAP|mIoU|BLEU|F1|AP|seconds?|hours?|minutes?|days?|points|"
    r"GFLOPs|FLOPs)(?=[ -]))?"
)
_ARROW = re.compile(_MEASURE + r" ?(?:→|⇒|-{1,2}>|=>|⟶) ?\(?(?=[0-9.$])")
_RANGE = re.compile(
    r" ?(?:-{1,2}|–|—|~) ?(?=[0-9.])|(?P<to>"
    + _MEASURE
    + r"(?: \([^()0-9]{1,40}\))?(?: |-)to(?: |-)(?:about |only |just |over |nearly |around |approximately |"
    r"an? [a-z]{1,20} )?)(?=[0-9.])|(?P<and> and \+?)(?=[0-9.])"
)
_MEASURED_IN = re.compile(r"[ -]?(?P<unit>ms|s|GB|MB|KB|TB|sec|min|hour|day|week|month|year)[a-z]*\b")
_BETWEEN = re.compile(r"\b[Bb]etween (?:about |around |roughly )?\+?$")
# '45.2 ± 0.3', and as subscripts '45.2_±0.3', '45.2_0.3', '45.2^+0.3_-0.1'.
_PLUS_MINUS = re.compile(
    r"(?: ?[_^]?(?:±|\+/-|\+-) ?[0-9]{1,12}(?:\.[0-9]{1,12})?|_[0-9]{1,3}\.[0-9]{1,6}(?![\w.])"
    r"|\^\+[0-9.]{1,12}_-[0-9.]{0,12}[0-9])(?P<sign> ?%)?"
)
_FROM = re.compile(
    r"\b(?:from (?:an? |the )?(?:[\w-]+ ){1,4}of |from|of) ?(?:(?:about|around|only|just|~|roughly|nearly|"
    r"an? \w+ of) ?)?$"
)
_CHANGE = re.compile(
    r"(?i)\b(?:improv|increas|reduc|decreas|boost|rais|lift|expand|extend|drop|cut|lower|enhanc|grow|grew|ris(?:e|ing)|"
    r"rose|fall|fell|go(?:es|ing)?\b|went|jump|declin|speed|accelerat|scal(?:e|ing) |shr[aiu]nk|push|advanc|elevat|"
    r"mov(?:e|ing)|gain|degrad|bring|brought|climb|up from|down from|doubl|surg)"
)
_BEATS = re.compile(r"(?i)\b(?:outperform|surpass|exceed|beat)")
# 'by 10.1% (18.8% to 28.9%)': what a change in front of the bracket led from and to.
_AFTER_A_CHANGE = re.compile(
    r"\b(?:(?:by [+]?|and \+)[\d.]+ ?%?(?: with [\w.+-]+)?|(?:declines?|drops?|increases?|reductions?|rise)"
    r"(?: in [\w -]{1,30})?) \($"
)
_SPREAD = re.compile(
    r"(?i)\b(?:rang\w+|var(?:y|ies|ying)|span\w*|gains|improvements|reductions|sizes?|"
    r"between)(?: of)? from "
)
_MODELS = re.compile(r"(?i)\b(?:param|model|scale|size|LLM)")
_OF_DATA = re.compile(r" (?:[\w-]+ ){0,2}?(?:tokens|words|samples|examples|images|pairs|sentences|documents|videos)\b")
_POWERS = {"K": 3, "M": 6, "B": 9, "T": 12}


def read_on(text: str, found: list[Reading]) -> int:
    """Join what follows the last number to it: ±, a range's end, an arrow's other side; where to read on."""
    last = found[-1]
    if m := _PLUS_MINUS.match(text, last.end):
        if not m["sign"] and text[last.start - 1 : last.start] == "(" and text.startswith(")%", m.end()):
            found[-1] = last._replace(
                start=last.start - 1, end=m.end() + 2, unit="%", token=(last.start - 1, m.end() + 2)
            )
            return m.end() + 2  # '(5±0.3)%'
        token = (last.token[0], max(last.token[1], m.end()))
        found[-1] = last._replace(end=m.end(), unit=last.unit or ("%" if m["sign"] else ""), token=token)
        return m.end()
    if m := _ARROW.match(text, last.end):
        return _turned(text, found, m.end())
    m = _RANGE.match(text, last.end)
    if m is None or last.shape == "enumerator":
        return last.end
    second = read_amount(text, m.end())
    if second is None or text[second.end : second.end + 2].strip("-–")[:1].isdigit():
        return last.end
    return _ranged(text, found, m, second)


def _turned(text: str, found: list[Reading], at: int) -> int:
    """Append the right side of an arrow, or of from→to, bound to the number before it."""
    amount = read_amount(text, at + text.startswith("$", at))
    if amount is None:
        return found[-1].end
    first = found[-1]
    unit, comparator = amount.unit or first.unit, ">=" if amount.more else "="
    shared = first.unit or (amount.unit if amount.unit != "points" else "")
    found[-1] = first._replace(unit=shared, turned_into=True)
    found.append(Reading(at, amount.end, amount.value, unit=unit, scale=amount.scale, from_value=first.value,
                         comparator=comparator, token=(at, amount.end), grouped=amount.grouped))  # type: ignore[arg-type]  # fmt: skip
    return amount.end


def _ranged(text: str, found: list[Reading], m: re.Match[str], second: Amount) -> int:
    """Join 'A-B', 'A to B', 'between A and B' to one number, or bind them as from→to; where to read on."""
    first = found[-1]
    before = text[max(0, first.start - 260) : first.start]
    one, other = _MEASURED_IN.match(text, first.end), _MEASURED_IN.match(text, second.end)
    if one and other and one["unit"] != other["unit"]:
        return first.end  # 'from 3 minutes to 12 seconds'
    if m["to"] and _AFTER_A_CHANGE.search(before[-60:]):
        return _turned(text, found, m.end())
    if m["and"] and not _BETWEEN.search(before):
        return first.end
    if m["to"] and (f := _FROM.search(before)) and f[0].startswith("from"):
        cue = before[: f.end()]
        changed = _CHANGE.search(cue) or cue.endswith("(from ") and _BEATS.search(cue)
        if (not _SPREAD.search(cue[-45:]) or second.value < first.value) and changed:
            return _turned(text, found, m.end())
    if "(" in m[0] or m["to"] and m["to"].startswith((" to a", "-to-a")):
        return first.end
    if not _is_range(text, before, first, second):
        return first.end
    value = first.value if first.value >= 1000 else _shared_scale(first.value, first.scale, second)
    shape = "year" if first.shape == "year" else "plain"
    found[-1] = first._replace(end=second.end, value=value, value_max=second.value, unit=second.unit or first.unit,
                        scale=second.scale or first.scale, shape=shape, token=(first.start, second.end),  # type: ignore[arg-type]
                        grouped=first.grouped or second.grouped)  # fmt: skip
    return second.end


def _is_range(text: str, before: str, first: Reading, second: Amount) -> bool:
    """Whether the two are the ends of one range: they rise, have one unit, and are no two models ('7B-70B')."""
    if first.unit and first.unit != second.unit:
        return False
    if second.value < first.value and not (second.scale and not first.scale):
        return False
    if not {first.scale, second.scale} & {"B", "M"} or _OF_DATA.match(text, second.end):
        return True
    spelt = not second.unit and not first.scale and text[second.end - 2 : second.end].islower()
    return spelt and not _MODELS.search(before[-80:] + text[second.end : second.end + 30])


def _shared_scale(value: Decimal, scale: str, second: Amount) -> Decimal:
    """The first number of a range with the scale that only the second one writes ('10-20K')."""
    if scale or not second.scale:
        return value
    return exact(str(value), _POWERS[second.scale])


_LIST_GAP = re.compile(r"(?:,| ?/ ?|,? and |,? or | & | vs\.? | to |-|–|--)\s?")


# No list of a paper is longer; a row of digits that stands before one percentage is not a thousand percentages.
_LONGEST_LIST = 12


def share_units(text: str, found: list[Reading]) -> list[Reading]:
    """Give '72 and 79%' one unit, '7 and 13B' one scale: a list writes it once, behind its last number."""
    length = 1
    for i in range(len(found) - 2, -1, -1):
        this, then = found[i], found[i + 1]
        if length < _LONGEST_LIST and _goes_with(text, this, then) and not _is_another(text, found, i):
            length += 1
            if then.unit in ("%", "percentage points", "points", "x"):
                found[i] = this._replace(unit=then.unit)
            elif then.scale and this.value < 1000:
                found[i] = this._replace(value=exact(str(this.value), _POWERS[then.scale]), scale=then.scale)
        else:
            length = 1
    return found


def _is_another(text: str, found: list[Reading], i: int) -> bool:
    """Whether a comma before 'and' parts two statements, not the last two items of a list: 'of 0.2, and 95% of'."""
    if text[found[i].end : found[i + 1].start] != ", and ":
        return False
    return i == 0 or text[found[i - 1].end : found[i].start] not in (", ", ",")


def _goes_with(text: str, this: Reading, then: Reading) -> bool:
    """Whether a bare number and the one behind it, which has a unit or a scale, stand in one list."""
    if this.shape != "plain" or then.shape != "plain" or this.unit or this.scale or not (then.unit or then.scale):
        return False
    gap = then.start - this.end <= 6 and _LIST_GAP.fullmatch(text, this.end, then.start)
    if not gap or text[then.start].isalpha():
        return False
    # 'Foo2-7B/3.1-8B' holds a version.
    return not (text[this.end] in "-–" and text[this.start - 1 : this.start] == "/")
