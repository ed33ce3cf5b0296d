"""Every number of cleaned text as a Reading: numerals, number words, the digits in names and in set forms."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from summarise.rules.names import MODEL_FAMILY
from summarise.rules.numbers.comparators import comparator_before, comparator_behind
from summarise.rules.numbers.forms import read_form
from summarise.rules.numbers.number_words import read_words
from summarise.rules.numbers.numerals import (
    ATTACHED_UNITS,
    GREATEST,
    LEAST,
    MOST_DIGITS,
    Amount,
    beyond_json,
    read_amount,
    share,
)
from summarise.rules.numbers.ranges import read_on, share_units
from summarise.rules.numbers.reading import Comparator, Reading, Shape, exact

# Where a number may be: a digit, a fraction's sign, or the beginning of a number word that stands free.
_OPENS = re.compile(
    r"(?P<word>(?:[Tt](?:w(?:o|elve|enty|ice)|hr(?:ee|ice)|hir(?:ty|teen)|en|ripl|housand[ -]?fold)|"
    r"[Ff](?:o(?:ur|rty)|i(?:ve|ft))|[Ss](?:ix|even)|[Ee](?:ight|leven)|[Nn]ine|[Oo]ne|[Dd]oubl|"
    r"[Hh](?:al[fv]|undred[ -]?fold)|[Qq]uadrupl|[Aa]n? (?:hundred|thousand|[mbtr]{1,2}illion|dozen|half|third|quarter|"
    r"f(?:our|if)th|sixth|seventh|eighth|ninth|tenth|order)))"
)
# It begins with a set of signs, the one before a word among them, so that the search runs over plain text quickly.
_HINT = re.compile(rf"[^A-Za-z_](?:(?=[AaDdEeFfHhNnOoQqSsTt])(?<=\W){_OPENS.pattern}|(?<=[0-9½¼¾⅕⅖⅗⅘⅙⅚⅓⅔⅛⅜⅝⅞]))")
_INSIDE = re.compile(r"(?:[./@#&+=%\\]|\w-)\Z")
"""What stands before a number word that is part of a name or an address."""
_ADDRESS = (
    r"(?:(?:https?://|www\.|doi:|arXiv:|arXiv (?=[0-9]{4}\.[0-9]{4})|10\.[0-9]{4,9}/"
    r"|(?:[A-Za-z0-9-]{1,40}\.){1,4}(?:com|org|net|io|ai|edu|gov)/)[^\s]+"
    r"|[\w.+-]{1,64}@(?:[A-Za-z][\w-]{0,40}\.){1,4}[A-Za-z]{2,})"
)
ADDRESS = re.compile(_ADDRESS)
"""An address of the web, a paper's identifier or an e-mail address: its digits are no numbers."""
_TOKEN = re.compile(
    rf"(?P<address>{_ADDRESS})"
    + r"|(?P<fraction>[½¼¾⅕⅖⅗⅘⅙⅚⅓⅔⅛⅜⅝⅞])|(?P<word>(?!(?:US|CA|AU) ?[$€£]|(?:USD|EUR|GBP) ?[0-9])"
    r"[^\W\d_]\w*(?:(?:[-.@+'’&]|/(?![0-9]))[^\W_]\w*)*)"
    r"|(?P<number>(?:(?<![^\s(\[,/:~=<>≤≥≈↑↓])[+-]|(?<=\()[+-] |(?<!\w)(?:(?:US|CA|AU)? ?[$€£]|USD|EUR|GBP) ?)?"
    r"(?:(?<![\w.])[0-9]|(?<![\w.])\.(?=[0-9])))"
    r"|(?P<glued>[0-9]+)"
)
# A sign of money, or a sign in brackets, that a blank parts from its digits.
_LEAD = re.compile(r"(?:(?:US|CA|AU)?[$€£]|\b(?:USD|EUR|GBP)|\([+-]) \Z")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_IN_NAME = re.compile(r"(?P<numeral>[0-9]+(?:\.[0-9]+)?)(?P<scale>[BbMKT](?![^\W_]))?")
_CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP", "USD": "USD", "EUR": "EUR", "GBP": "GBP"}
_MILLIONS_OF_MONEY = re.compile(r"m\b")
_MINUS = re.compile(r"(?i)(?<![0-9%] )(?<!or )\bminus $|(?<!true )(?<!false )\bnegative $")
_GLUED = re.compile(
    r"(?P<ordinal>(?:st|nd|rd|th)\b)|(?P<setting>-?(?:bits?|shots?|way|hop)\b|p\b)"
    r"|-?(?:[Dd]\b|DoF|[A-Za-z]+\d)|[x×]\d+[BM]?\b"
)
# '30B-A3B' names a total and an active number of parameters.
_ACTIVE = re.compile(r"-A[0-9]{1,4}(?:\.[0-9]{1,3})?B\b")
_SIZE_BEHIND = re.compile(r"-(?P<size>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?P<scale>[BbMT])(?![^\W_])(?:-[A-Za-z]\w*)*")
_FAMILY_BEFORE = re.compile(r"(?<![\w-])(?P<name>[A-Z]\w*(?: [A-Z]\w*)?) $")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}(?![0-9])(?:s\b)?")
_OLD_YEAR = re.compile(
    r"(?i)\b(?:in|since|from|until|by|during|circa|between|spanning|before|after|and|years?) \(?$|(?<=[A-Za-z] )\($"
)
_OLD_YEAR_ENDS = re.compile(r"s?(?:[).,;:–-]|$| (?:and|to|by|in|the|was|with|for|on|at|as|we|that)\b)")
_AMOUNT_BEFORE = re.compile(
    r"(?i)\b(?:length|size|dimension|budget|resolution|window|context|batch|rank|width)s?(?: of)? $"
)
_NOT_A_YEAR = re.compile(
    r" (?!(?:and|or|to|by|in|the|was|were|is|has|with|for|on|at|as|we|that|show|test|challenge)\b)[a-z]{3,}s\b|-[a-z]"
)


def read(text: str) -> tuple[Reading, ...]:
    """The numbers of cleaned text, in order, never overlapping."""
    if not text.isascii() and _OTHER_DIGIT.search(text):
        text = text.translate(_ascii_digits())  # one sign for one: every place stays
    found: list[Reading] = []
    done = 0
    hint = _OPENS.match(text) or _HINT.search(text)
    while hint:
        seen = hint.end()
        if hint["word"]:
            start = hint.start("word")
            inside = _INSIDE.search(text, max(done, start - 2), start)
            if not inside and (words := read_words(text, start)):
                found.append(words)
                done = seen = words.end
        else:
            done = seen = _read_digits(text, max(done, _chunk_start(text, done, hint.start())), hint.start(), found)
        # A word that begins here needs the sign before it.
        hint = _HINT.search(text, seen if text[seen - 1].isalnum() or text[seen - 1] == "_" else seen - 1)
    return tuple(share_units(text, found))


@cache
def _ascii_digits() -> dict[int, str]:
    """The digits of every script as those of ASCII, with the signs of Arabic numerals."""
    values = {code: unicodedata.decimal(chr(code), None) for code in range(0x80, sys.maxunicode + 1)}
    return {code: str(value) for code, value in values.items() if value is not None} | {
        0x66A: "%",
        0x66B: ".",
        0x66C: ",",
    }


def _chunk_start(text: str, done: int, at: int) -> int:
    """Where the characters without a blank that hold `at` begin, with a sign of money before them."""
    start = text.rfind(" ", done, at) + 1 or done
    lead = _LEAD.search(text, max(done, start - 5), start)
    return lead.start() if lead else start


def _read_digits(text: str, start: int, at: int, found: list[Reading]) -> int:
    """Append the numbers of the tokens from `start` to the one that holds `at`; where to read on."""
    while start <= at:
        m = _TOKEN.search(text, start)
        if m is None:
            return at + 1
        start = m.end()
        if m["word"]:
            for reading in _digits_of_name(text, *m.span()):
                found.append(reading)
                start = max(start, reading.end)
        elif m["number"]:
            start = _from_number(text, m, found)
        elif m["fraction"]:
            comparator = comparator_before(text, m.start())
            found.append(Reading(*m.span(), share(m[0]), comparator=comparator, shape="fraction", token=m.span()))
        elif m["glued"] and len(m["glued"]) <= MOST_DIGITS:
            found.append(Reading(*m.span(), exact(m["glued"]), shape="name", token=m.span()))
    return start


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


def _from_number(text: str, m: re.Match[str], found: list[Reading]) -> int:
    """Append the number that starts at the match, with what follows it of a range or an arrow; where to read on."""
    start, digits = m.start(), m.end() - 1
    if beyond := beyond_json(text, digits):
        found.append(_as_context(digits, beyond, ">=" if beyond.more else "<="))
        return beyond.end
    amount = read_amount(text, digits)
    if amount is None:
        while digits < len(text) and text[digits].isalnum():
            digits += 1
        return digits
    if amount.value and not LEAST <= amount.value <= GREATEST:
        found.append(_as_context(start, amount, "="))
        return amount.end
    if start < digits and _MILLIONS_OF_MONEY.match(text, amount.end) and text[start:digits].strip() not in ("+", "-"):
        amount = amount._replace(value=amount.value * 10**6, end=amount.end + 1, scale="M")
    if form := read_form(text, digits):
        found.extend(form)
        return form[-1].token[1]
    shape, token_end = _glued(text, amount.end)
    if shape:
        active = _ACTIVE.match(text, amount.end)
        token_end, scale = (max(token_end, active.end()), amount.scale) if active else (token_end, "")
        found.append(Reading(start, amount.end, amount.value, shape=shape, scale=scale, token=(start, token_end)))
        return amount.end
    if end := _version_and_size(text, start, amount, found):
        return end
    found.append(_plain(text, start, digits, amount))
    return read_on(text, found)


def _as_context(start: int, amount: Amount, comparator: Comparator) -> Reading:
    """A number too large or too small for any quantity: of the shape that is neither a size nor a result."""
    return Reading(start, amount.end, amount.value, comparator=comparator, shape="dimension", token=(start, amount.end))


def _version_and_size(text: str, start: int, amount: Amount, found: list[Reading]) -> int:
    """Append both numbers of 'Llama 3.1-8B', as of one name; where it ends, or 0 where this is none."""
    m = _SIZE_BEHIND.match(text, amount.end) if not amount.unit and not amount.scale else None
    head = _FAMILY_BEFORE.search(text, max(0, start - 30), start) if m else None
    if m is None or head is None or not MODEL_FAMILY.match(head["name"]):
        return 0
    token = (head.start(), m.end())
    found.append(Reading(start, amount.end, amount.value, shape="version", token=token))
    scale = m["scale"].upper()
    value = exact(m["size"], {"B": 9, "M": 6, "T": 12}[scale])
    found.append(Reading(m.start("size"), m.end("scale"), value, shape="name", scale=scale, token=token))
    return m.end()


def _glued(text: str, end: int) -> tuple[Shape | None, int]:
    """What letters directly behind a number make of it ('3D', '8x7B', '5-shot', '2nd'), and where they end."""
    if m := _GLUED.match(text, end):
        return "enumerator" if m["ordinal"] else "setting" if m["setting"] else "name", m.end()
    stop = end
    while stop < len(text) and text[stop].isalpha() and stop - end < 40:
        stop += 1
    joined = stop > end and text[end - 1].isdigit() and text[end] != "×" and text[end:stop] not in ATTACHED_UNITS
    return ("name", stop) if joined else (None, end)


def _plain(text: str, start: int, digits: int, amount: Amount) -> Reading:
    """A number that stands alone, with its sign, money sign and comparator."""
    lead = text[start:digits].strip()
    if not lead and text[start - 2 : start] in ("s ", "e ") and (m := _MINUS.search(text, max(0, start - 20), start)):
        start, lead = m.start(), "-"
    unit = amount.unit or _CURRENCY.get(lead[-3:], "") or _CURRENCY.get(lead[-1:], "")
    comparator = ">=" if amount.more else comparator_before(text, start)
    if comparator == "=":
        comparator = comparator_behind(text, amount.end)
    if not unit and text[max(0, start - 2) : start].strip() == "×":
        unit = "x"
    return Reading(start, amount.end, -amount.value if lead == "-" else amount.value, unit=unit, comparator=comparator,
                   shape=_shape(text, start, digits, amount), scale=amount.scale, signed=lead in ("+", "-"),
                   token=(start, amount.end), grouped=amount.grouped)  # fmt: skip


def _shape(text: str, start: int, digits: int, amount: Amount) -> Shape:
    """'year' for '2019', 'enumerator' for '(1)' and '2)', else 'plain'."""
    if amount.unit or amount.scale or amount.grouped or amount.more or digits > start and text[start] in "+-":
        return "plain"
    if _is_year(text, digits, amount):
        return "year"
    return "enumerator" if _is_enumerator(text, start, amount) else "plain"


def _is_year(text: str, digits: int, amount: Amount) -> bool:
    """Whether a bare number reads as a year: '2019', 'in 1896', but not '2000 images' nor 'length 2048'."""
    if amount.end - digits != 4 or not _YEAR.match(text, digits) or _NOT_A_YEAR.match(text, amount.end):
        return False
    before = text[max(0, digits - 20) : digits]
    if _AMOUNT_BEFORE.search(before):
        return False
    if 1950 <= amount.value < 2048:
        return True
    return bool(_OLD_YEAR.search(before) and _OLD_YEAR_ENDS.match(text, amount.end))


def _is_enumerator(text: str, start: int, amount: Amount) -> bool:
    """Whether the number counts the items of a list in running text, '(1)', '2)', or cites a paper, '[12]'."""
    before = text[start - 1] if start else " "
    if before == "[" and text.startswith("]", amount.end):
        return amount.end - start < 4 and text[start - 2 : start - 1] in ("", " ")
    if amount.end - start > 2 or amount.value > 20:
        return False
    if not text.startswith(")", amount.end):
        return False
    if before == "(":
        return text[start - 2 : start - 1] in ("", " ")
    inside = text.rfind("(", max(0, start - 80), start) > text.rfind(")", max(0, start - 80), start)
    return before == " " and not inside
