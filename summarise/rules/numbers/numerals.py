"""Numerals with their scale and unit sign, read at one place of cleaned text: '3.1M', '58.5%', '4 times'."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from summarise.rules.numbers.reading import EXACT, exact

# A run of more digits than this is a key or a hash, no measure; it also bounds the cost of arithmetic.
MOST_DIGITS = 30
# Beyond these a number is no quantity of a paper; beyond 10^±300 JSON has no place for it either.
GREATEST, LEAST = Decimal(10) ** 30, Decimal(10) ** -30
_MOST_POWER = 300
# '2,5 million', '97,3%': a decimal comma, never a list's ('1,2,3%', '7,13B').
_COMMA = (
    r"(?<![0-9],)[0-9]{1,4},(?:[0-9]{1,2}(?=(?: ?%| per ?cent\b|[ -](?:thousand|[mbtr]{1,2}illion)s?\b|M\b)(?!,[0-9]))"
    r"|[0-9](?=[BKT]\b(?!,[0-9])))"
)
# '1.234,56', '12,34,567', '1’000', '1_000_000'.
_GROUPED = (
    r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![0-9,]|\.[0-9])|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9]|,[0-9])"
    r"|[0-9]{1,3}(?:['’][0-9]{3})+(?![0-9])|[0-9]{1,3}(?:(?:_[0-9]{3}){2,}|(?:_000)+)(?![0-9_])"
)
_NUMERAL = re.compile(
    rf"(?P<digits>(?P<comma>{_COMMA})|(?P<grouped>{_GROUPED})|"
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?![0-9.,]*[0-9]|"
    r"[KMBT%-]| ?[KMBT]\b)"
    r"|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?:[eE](?P<e>[+-]?[0-9]{1,3})(?!\w|\.\d)"
    r"| ?[×x*·] ?10\^?(?P<times>[+-]?[0-9]{1,3}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})(?!\w|\.\d))?"
)
_POWER = re.compile(r"10(?:\^|\*\*)(?P<power>[+-]?[0-9]{1,3})(?!\w|\.\d)|10(?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})")
_POWER_OF_TWO = re.compile(r"2\^(?P<power>[0-9]{1,2})(?!\w|\.\d)")
# '10^{999999}', '1e400': powers that no quantity has.
_BEYOND = re.compile(
    r"(?:10(?:\^|\*\*)|[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE]| ?[×x*·] ?10\^))(?P<power>[+-]?[0-9]{3,30})(?![0-9])"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SCALE = re.compile(
    r"[ -]?(?P<word>hundred|thousand|million|billion|trillion|Million|Billion|Trillion)s?\b"
    r"|(?P<letter>bn|mn|[KkMBbTG])(?=-(?!\d)|[^\w]|$)"
    r"| (?P<apart>[KMBT])(?= to [\d.]{1,6} ?[KMBT] param|"
    r"[ -](?:[a-z-]{1,20} ){0,2}(?:param|token|sample|image|word|example|weight|sentence|"
    r"pair|caption|question|document|annotation|instance|video|frame|instruction|hour|dialogue|record)s?"
    r"|[ -](?:[a-z-]{1,20} ){0,3}[a-z-]{2,20}s\b)"
    r"| (?P<list>[MB])(?=\)| (?:to|and|or) [0-9.]+ ?[MB]\b)"
    r"|(?P<small>m)(?=[ -](?:[a-z-]{1,20} )?param)"
)
# 'a million million'.
_SCALED_AGAIN = re.compile(r" (?P<word>million|billion|trillion)s?\b")
_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
           "k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "t": 12, "g": 9}  # fmt: skip
_LETTERS = {3: "K", 6: "M", 9: "B", 12: "T"}
# Beside these a T is the unit of a magnet.
_TESLA = re.compile(r"\b(?:MRI?s?|fMRI|[Tt]esla|scanners?|magnet\w*|field strengths?|Resonance)\b")
_UNIT = re.compile(
    r"(?P<percent> ?%|[ -]?per ?cent(?:age)?\b)(?P<points>[ -]?(?:absolute |percentage )?(?:points?|pts)\b)?"
    r"|(?P<pp>[ -]?(?:absolute )?(?:percentage|absolute|percent) (?:points?|pts)\b| ?(?:pp|p\.p\.|ppts?)(?!\w))"
    r"|(?P<orders>[ -]orders?[ -]of[ -]magnitude\b)"
    r"|(?P<money> (?:USD|US dollars?|dollars?|EUR|euros?|GBP)\b)"
    r"|(?P<plain>[ -](?:points?|pts)\b(?! (?:scale|likert|cloud|rating|rubric|estimate)s?|-))"
    r"|(?P<times>[ -]?fold\b| ?[×xX](?![\w×]|\.\d)| times\b|-times\b)"
)
_DIGITS = re.compile(r"[0-9]")
_MORE = re.compile(r"\+(?![-/\d])")
_SHARES = dict(
    zip("½¼¾⅕⅖⅗⅘⅙⅚⅓⅔⅛⅜⅝⅞", "1/2 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/3 2/3 1/8 3/8 5/8 7/8".split(), strict=True)
)
ATTACHED_UNITS = frozenset(
    """ms s ns us μs GB MB TB KB GiB MiB kHz Hz MHz GHz GFLOPs GFLOPS TFLOPs TFLOPS FLOPs FPS fps dB px cm mm km nm kg
    mg mL ml h hr hrs min W mW kW J mJ eV meV Mbps Gbps kbps""".split()
)
"""Units written directly behind the digits ('80GB'); other letters there make a name ('910C')."""


class Amount(NamedTuple):
    """One numeral read: its absolute value, and the letter of its scale and its unit sign, or ''."""

    value: Decimal
    end: int
    scale: str
    unit: str
    grouped: bool
    more: bool = False
    """Whether a '+' behind it says 'or more'."""


def read_amount(text: str, at: int) -> Amount | None:
    """The number that starts at `at`, or None where there is none (a longer run of digits than any measure has)."""
    m = _NUMERAL.match(text, at, at + 4 * MOST_DIGITS)
    if m is None or len(_DIGITS.findall(m["digits"])) > MOST_DIGITS:
        return None
    if beyond_json(text, at):
        return None  # no range ends there
    value, end = _powered(text, m, at)
    if text[end : end + 1] in _SHARES and value == value.to_integral_value():
        return Amount(value + share(text[end]), end + 1, "", "", True)
    power, letter, end = _scale(text, end)
    more = _MORE.match(text, end) is not None
    if more:
        end += 1
        power, letter, end = (power, letter, end) if letter else _scale(text, end)
    unit, end = _unit(text, end)
    return Amount(exact(str(value), power), end, letter, unit, "." in _decimal(m), more)


def share(written: str) -> Decimal:
    """The value of '½' or '3/4'; one without an end, like a third, to four places."""
    above, below = _SHARES.get(written, written).split("/")
    quotient = EXACT.divide(Decimal(above), Decimal(below))
    return quotient if len(quotient.as_tuple().digits) < 20 else round(quotient, 4)


def _powered(text: str, m: re.Match[str], at: int) -> tuple[Decimal, int]:
    """The numeral with its power of ten, and where it ends."""
    if m["digits"] == "10" and (p := _POWER.match(text, at)):
        return exact("1", int(p["power"] or p["raised"].translate(_RAISED))), p.end()
    if m["digits"] == "2" and (p := _POWER_OF_TWO.match(text, at)):
        return Decimal(2 ** int(p["power"])), p.end()
    raised = (m["e"] or m["times"] or "0").translate(_RAISED)
    return exact(_decimal(m), int(raised)), m.end()


def _decimal(m: re.Match[str]) -> str:
    """The digits with a point for a decimal comma and without the signs that group thousands."""
    if m["comma"]:
        return m["digits"].replace(",", ".")
    if not m["grouped"]:
        return m["digits"]
    digits = re.sub("['’_]", "", m["digits"])
    return digits.replace(".", "").replace(",", ".") if "." in digits else digits


def beyond_json(text: str, at: int) -> Amount | None:
    """A number at `at` whose power JSON cannot hold ('10^{999999}'), as the power of ten that it is surely beyond."""
    m = _BEYOND.match(text, at)
    if m is None or abs(int(m["power"])) <= _MOST_POWER:
        return None
    low = m["power"].startswith("-")
    return Amount(exact("1", -_MOST_POWER if low else _MOST_POWER), m.end(), "", "", True, more=not low)


def _scale(text: str, at: int) -> tuple[int, str, int]:
    """The power of ten of a scale word or letter at `at`, its letter, and where it ends."""
    m = _SCALE.match(text, at)
    if m is None or m["letter"] == "T" and _TESLA.search(text, max(0, at - 80), at + 60):
        return 0, "", at
    power = _POWERS[(m["word"] or m["letter"] or m["apart"] or m["list"] or m["small"]).lower()]
    end = m.end()
    if m["word"] and (again := _SCALED_AGAIN.match(text, end)):
        power, end = power + _POWERS[again["word"]], again.end()
    return power, _LETTERS.get(power, ""), end


def _unit(text: str, at: int) -> tuple[str, int]:
    """The unit at `at`: '%', 'percentage points', 'points', 'x', 'orders of magnitude', money or ''; where it ends."""
    m = _UNIT.match(text, at)
    if m is None:
        return "", at
    if m["times"]:
        return "x", m.end()
    if m["plain"]:
        return "points", m.end()
    if m["orders"]:
        return "orders of magnitude", m.end()
    if m["money"]:
        return ("EUR" if "eur" in m["money"].lower() else "GBP" if "GBP" in m["money"] else "USD"), m.end()
    return "percentage points" if m["points"] or m["pp"] else "%", m.end()
