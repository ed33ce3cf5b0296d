"""Folded text → its spelling: the words, numbers and signs in a row, without what only parts them.

Two texts that differ in form alone are spelt alike, so that a quote is found as one string in another. A number is
spelt with a mark before it, hence '12' is neither part of '112' nor the same as '1 2'.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

# Scripts that write no blanks between words: each of their characters is a word.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_AMOUNT = r"(?=\s?[$€£¥]?[-+]?[$€£¥]?\.?\d)"
_WORD = r"[^\W\d_]+"
_PATTERN = (
    rf"(?P<percent>[Pp]er[ -]?cent\b)|(?P<word>{_WORD})(?:'s\b)?"
    r"|(?P<number>(?<![\w.)\]])\.\d+|\d+(?:[.,]\d+)*(?:[eE][-+]?\d+(?!\w))?)"
    r"|(?P<power>(?<=[\w)])(?:\^\(?[-+]?\d+|\^[-+](?=\^))+)"
    rf"|(?P<arrow>(?:-{{1,2}}>|=>|→){_AMOUNT})"
    r"|(?P<margin>\+/?-(?=\s?\d))"
    r"|(?P<more>(?<=[^\W_])\+{1,2}(?![\w$.]))"
    r"|(?P<sign>(?<![\w)\]}%-])[-+](?=[$€£]?\.?\d))"
    rf"|(?P<bound>(?:[<>]=?|[≤≥≪≫~≠]){_AMOUNT})"
    r"|(?P<mark>[%‰$€£¥₹×±∓√°∞])"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_TOKEN = re.compile(rf"(?P<unspaced>[{UNSPACED}])|" + _PATTERN.replace(_WORD, rf"(?:(?![{UNSPACED}])[^\W\d_])+"))
# The same for texts that hold no such script: much faster; in texts, words that only blanks part are one row.
_SPACED_TOKEN = re.compile(_PATTERN)
_LONGEST = 60
_ROW = rf"[A-Za-z]{{1,{_LONGEST}}}(?: (?![Pp]er[ -]?cent\b)[A-Za-z]{{1,{_LONGEST}}})+(?![^\W\d_])"
_ROW_OR_TOKEN = re.compile(_PATTERN.replace(rf"(?P<word>{_WORD})", rf"(?:(?P<row>{_ROW})|(?P<word>{_WORD}))"))
_MONEY = frozenset("$€£¥₹")
_ALIKE = {"<=": "≤", ">=": "≥", "->": "→", "-->": "→", "=>": "→", "+/-": "±", "+-": "±", "++": "++"}
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:e[-+]?\d+)?")
_NUMBER_MARK = "\x02"
_RANGE = "\x03"
BLANK, HYPHEN, ATTACHED, INSIDE = 3, 2, 1, 0
"""What parts a character of the spelling from the one before it: words, a hyphen, nothing but its kind, nothing."""
_JOINTS = {"": ATTACHED, "-": HYPHEN, "_": HYPHEN}
_USUAL = 64
_PARTED = tuple(bytes([joint]).ljust(_USUAL, b"\0") for joint in range(BLANK + 1))
"""A joint and the INSIDE of a long word behind it."""
_BEHIND_BLANK = tuple(_PARTED[BLANK][:length] for length in range(_LONGEST + 1))
"""The joints of a word behind a blank, by its length."""
_OF_AMOUNTS = frozenset({"number", "mark", "power", "sign"})
_LINKS = {"-": _RANGE, "--": _RANGE, "---": _RANGE, "/": "/", ":": ":", "·": "×", "*": "×"}
"""What stands between two numbers and tells what they are to each other."""


@dataclass(slots=True)
class Spelling:
    """A text's spelling; `joints[i]` says what parts `letters[i]` from the character before it."""

    folded: str
    letters: str = ""
    joints: bytes = b""
    tokens: list[tuple[str, int, bool]] = field(default_factory=list)
    """Each token's kind, where it begins in `letters`, and whether it is an amount's number, sign or unit: a number in
    a name ('GPT-4') is none. Words of a row are left out."""
    _begins: dict[int, int] = field(default_factory=dict)
    _closes: dict[int, int] = field(default_factory=dict)
    _rows: list[tuple[int, int, str]] = field(default_factory=list)
    """Words in a row: where they begin in `letters` and in the folded text, and how they are written there."""

    def begins(self, at: int) -> int | None:
        """The place in the folded text of the token that begins at `at` of the letters; None where none does."""
        place = self._begins.get(at)
        return place if place is not None else next((s for size, s, _ in self._words_near(at) if size == at), None)

    def closes(self, at: int) -> int | None:
        """Where the token ends in the folded text that ends at `at` of the letters; None where none does."""
        place = self._closes.get(at)
        if place is not None:
            return place
        return next((s + len(word) for size, s, word in self._words_near(at - 1) if size + len(word) == at), None)

    def _words_near(self, at: int) -> Iterator[tuple[int, int, str]]:
        """The words of the row that holds `at` of the letters, if any, each as in `_rows`."""
        row = bisect_right(self._rows, at, key=itemgetter(0)) - 1
        if row >= 0:
            size, start, words = self._rows[row]
            for word in words.split(" "):
                yield size, start, word
                size, start = size + len(word), start + len(word) + 1


def spell(text: str, *, in_rows: bool = False) -> Spelling:
    """The spelling of a folded text; linear in its length. `in_rows` is for a long text, whose tokens nobody needs."""
    spelt = Spelling(text)
    begins, closes, tokens = spelt._begins, spelt._closes, spelt.tokens
    parts, joints = [""], [b""]
    size = behind = 0
    before, amount, in_name = "", False, False
    spaced = text.isascii() or not _UNSPACED.search(text)
    pattern = _TOKEN if not spaced else _ROW_OR_TOKEN if in_rows else _SPACED_TOKEN
    for m in pattern.finditer(text):
        kind, start = m.lastgroup or "", m.start()
        gap, written = text[behind:start], m[kind]
        row = ""
        if kind == "row":  # its first word may go with what stands before it, the others stand alone
            kind, (written, _, row) = "word", written.partition(" ")
        joint = BLANK if gap == " " else _JOINTS.get(gap, BLANK)
        in_name = joint != BLANK and (in_name or before == "word")
        if kind == "word" and before != "number" and not amount:
            letters = written.casefold()
        else:
            kind, letters = _letters(kind, written, before == "number", gap)
            if amount and not in_name and (kind == "number" or letters in _MONEY) and (link := _LINKS.get(gap.strip())):
                parts.append(link)
                joints.append(_PARTED[BLANK][:1])
                size += 1
            in_name = in_name and kind in ("number", "word")
            amount = not in_name and (kind in _OF_AMOUNTS or kind == "word" and amount and not gap and len(letters) < 3)
        tokens.append((kind, size, amount))
        begins[size] = start
        parts.append(letters)
        joints.append(
            _PARTED[joint][: len(letters)] if len(letters) <= _USUAL else _PARTED[joint].ljust(len(letters), b"\0")
        )
        size += len(letters)
        closes[size] = start + len(written)  # without a possessive's s
        before, behind = kind, m.end()
        if row:
            spelt._rows.append((size, start + len(written) + 1, row))
            parts.append(row.replace(" ", "").lower())
            joints += [_BEHIND_BLANK[len(word)] for word in row.split(" ")]
            size += len(parts[-1])
            before, amount, in_name = "word", False, False
    spelt.letters, spelt.joints = "".join(parts), b"".join(joints)
    return spelt


def _letters(kind: str, written: str, behind_number: bool, gap: str) -> tuple[str, str]:
    """A token's kind in its surroundings, and how it is spelt."""
    if kind == "number":
        return kind, _NUMBER_MARK + _number(written)
    if kind == "percent":
        return "mark", "%"
    if kind == "word" and behind_number and (written == "x" and gap in ("", " ") or written == "X" and not gap):
        return "mark", "×"
    if kind == "power":
        digits = re.sub(r"[\^(+]", "", written)
        return ("power", "^" + digits) if behind_number or "-" in digits else ("number", _NUMBER_MARK + digits)
    return kind, _ALIKE.get(written) or written.casefold()


def _number(written: str) -> str:
    """A number without the commas that only group its thousands, and with the 0 before its point."""
    number = written.lower()
    if "," in number and _GROUPS.fullmatch(number):
        number = number.replace(",", "")
    if "e" in number:
        number = number.replace("e+", "e")
    return "0" + number if number[0] == "." else number
