"""Cleaned text → text in which each dash, sign, letter and digit has one form, with places in the cleaned text.

Only forms are folded: no letter or digit becomes another one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from functools import lru_cache
from typing import NamedTuple

_FORMS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–−﹣－", "-"),
        **dict.fromkeys("‘’ʼ′＇`´", "'"),
        **dict.fromkeys("∼≈≃≅˜", "~"),
        **dict.fromkeys("✕✖⨯╳", "×"),
        **dict.fromkeys("⋅∙•", "·"),
        **dict.fromkeys("→⇒⟶➔➜⟹", "→"),
        **dict.fromkeys("⁄∕", "/"),
        **{"⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "٪": "%", "٫": ".", "\u00a0": " "},
        **{c: f"^{i}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        **{c: f"_{i}" for i, c in enumerate("₀₁₂₃₄₅₆₇₈₉")},
        **{"⁻": "^-", "⁺": "^+"},
    }
)
# Where folding may have something to do: beyond ASCII, an HTML entity or tag, a LaTeX accent ('Schr\"odinger').
_ODD = re.compile(r"[^\x00-\x7f]|&(?=[#A-Za-z])|<(?=/?[A-Za-z])|\\[\"'`^=.](?=[A-Za-z])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(
    r"<(?:jats:)?(?:/(?P<ends>su[bp])|(?P<sup>sup)|(?P<sub>sub)|/?(?P<line>br|p)|/?(?:[biu]|em|tt|italic|bold|strong))\s?/?>"
)


class Folded(NamedTuple):
    """Folded text; `starts[i]`, `ends[i]` bound what became `text[i]`, and are None where nothing was folded."""

    text: str
    starts: array[int] | None = None
    ends: array[int] | None = None

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text before folding that [start, end) came from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """`text` folded; linear in its length, and at once where it is plain ASCII."""
    if _ODD.search(text) is None:
        return Folded(text)
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for found in _ODD.finditer(text):
        if found.start() < at:
            continue  # inside an entity
        parts.append(text[at : found.start()])
        starts.extend(range(at, found.start()))
        ends.extend(range(at + 1, found.start() + 1))
        chars, at = _read(text, found)
        parts.append(chars)
        starts.extend([found.start()] * len(chars))
        ends.extend([at] * len(chars))
        closing = found[0] == "<" and text.startswith("</su", found.start()) or unicodedata.combining(found[0][0])
        if not chars and ends and ends[-1] == found.start() and closing:
            ends[-1] = at  # an accent belongs to the letter before it, as what closes '10<sup>9' does
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Folded("".join(parts), starts, ends)


def _read(text: str, found: re.Match[str]) -> tuple[str, int]:
    """What stands at one odd place, and where it ends."""
    if found[0][0] == "\\":
        return "", found.end()
    if found[0] == "<":
        tag = _TAG.match(text, found.start())
        kind = tag.lastgroup if tag else None
        return ({"sup": "^", "sub": "_", "line": " "}.get(kind or "", ""), tag.end()) if tag else ("<", found.end())
    if found[0] != "&":
        return _form(found[0]), found.end()
    if entity := _ENTITY.match(text, found.start()):
        return "".join(_form(c) for c in html.unescape(entity[0])), entity.end()
    return "&", found.end()


@lru_cache(maxsize=4096)
def _form(char: str) -> str:
    """The folded form of one character: '' for accents, zero-width and writing-direction marks."""
    if char.isascii():
        return char
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    base = unicodedata.normalize("NFD", char)[0]
    if base.isascii() and base.isalpha() and char != "Å":  # which is a unit
        return base
    return char.translate(_FORMS)
