"""Cleaning of abstracts as delivered, with a map back to the untouched source.

Cleaning unwraps LaTeX commands, unescapes, drops paired `$` and code points without a shape, folds Unicode's
compatibility forms and spaces, and collapses white space. Digits, signs, letters and their order are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from summarise.unseen import SHAPELESS

LONGEST_READ = 8_000
"""Code points of an abstract that are read, by the rules and by the model: among thousands of abstracts the longest has
4,000, and what goes on beyond this is none. Even noise of that length fits into a context of 8,192 tokens."""

# LaTeX commands that stand for a character; every other command is dropped and its braces unwrapped.
_SYMBOLS = {
    "rightarrow": "→", "to": "→", "longrightarrow": "→", "Rightarrow": "⇒", "leftarrow": "←",
    "times": "×", "pm": "±", "mp": "∓", "sim": "~", "approx": "≈", "cdot": "·", "div": "÷",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ll": "≪", "gg": "≫", "infty": "∞",
    "deg": "°", "ldots": "…", "dots": "…", "percent": "%", "degree": "°", "circ": "°", "textdegree": "°",
    "textendash": "–", "textemdash": "—", "textasciitilde": "~", "textbackslash": "\\", "textpm": "±",
    "texttimes": "×", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "theta": "θ", "phi": "φ",
    "omega": "ω", "Delta": "Δ", "Omega": "Ω", "Sigma": "Σ", "ell": "ℓ", "quad": " ", "qquad": " ", "space": " ",
}  # fmt: skip
# What is not copied as it stands: a token of LaTeX, a blank that is not one ' ' (and code points beyond ASCII).
# `\\%` before `\\command`, so that an escaped per cent sign stays one.
_LATEX = (
    r"\\(?P<escaped>[%&$#_{}])"
    r"|\\(?P<thin>[,;:! ~])"
    r"|\\(?P<command>[A-Za-z]+)\*?(?P<gap>[ \t]*)"
    r"|(?P<dollar>\$\$?)"
    r"|(?P<brace>[{}])"
    r"|(?<=[^\s/])(?P<tie>~)(?=\S)(?!(?<=[\d%]~)\d)"  # 'Table~2' is a blank; ' ~10%', '/~name' and '1.6~9.8' are not
)
_ODD = (
    # A hyphen at the end of a line holds one word ('GPT-\n4'); 'pre- and post-training' does not break there.
    r"|(?<=[^\W_]-)(?P<broken>[ \t]*\r?\n\s*)(?=[^\W_])(?!(?:and|or|to|nor)\b)"
    r"|(?P<blank>\s{2,}|[^\S ])"
    r"|(?P<control>[\x00-\x08\x0e-\x1b\x7f])"
)
_TOKEN = re.compile(_LATEX + _ODD)
# Where such a token may begin: one set of characters, so that the search runs over plain text quickly.
_BEGINS = re.compile(r"[^ -#%-\[\]-z|]")
_BEGINS_OR_BLANKS = re.compile(r"[^ -#%-\[\]-z|]| (?=\s)")
_BLANKS = re.compile(r" [ \n\t\r]")
# A line's end that is one blank as the next step would make it: no other white space, hyphen or `\\` beside it.
_LINE_END = re.compile("\\n(?<=[^\\s\\\\\\-\u00ad]\\n)(?=\\S)")
# Folded one to one; compatibility forms (ligatures, thin spaces, full-width) go through NFKC below.
_FOLDED = {"\u2010": "-", "\u2011": "-", "\u2212": "-"}
_SOFTLY_BROKEN = re.compile("\u00ad[ \t]*\r?\n[ \t]*(?=\\w)")
# What stands between two digits when LaTeX is dropped; anything else leaves a blank there.
_PARTING = {"textsuperscript": "^", "textsubscript": "_"}
_FRACTION = re.compile(r"\\[dt]?frac\{[^{}]{1,40}(\})\{")
_PRICE = re.compile(r"\d[\d.,]*\s*(?:[KMBk]|million|billion|thousand)?\b")
_BLANK = re.compile(r"\s")
_MATHEMATICS = re.compile(r"[\\^_{}=]")
_BRACES = re.compile(r"\\.|[{}]", re.S)
_DOLLARS = re.compile(r"(?<!\\)\$\$?")
_OPENING = re.compile(r"(?:\\[A-Za-z]{1,30}\*?)?\{\Z")


class CleanText(NamedTuple):
    """Cleaned text and where each of its code points comes from.

    `starts[i]`, `ends[i]` bound the source code points that became `text[i]`.
    """

    text: str
    source: str
    starts: array[int]
    ends: array[int]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that [start, end) of the cleaned text came from.

        Braces and `$` around it are left outside, unless their other half is inside ('10^{-3}').
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span [{start}, {end}) in a cleaned text of {len(self.text)} characters")
        return _balanced(self.source, self.starts[start], self.ends[end - 1])


def _balanced(source: str, first: int, last: int) -> tuple[int, int]:
    """The span grown over the braces and the `$` beside it whose other half it holds."""
    inside = source[first:last]
    if "{" in inside or "}" in inside:
        opened, closed = _unmatched(inside)
        while opened and source.startswith("}", last):
            opened, last = opened - 1, last + 1
        while closed and (m := _OPENING.search(source, max(0, first - 32), first)):
            closed, first = closed - 1, m.start()
    if "$" in inside and len(_DOLLARS.findall(inside)) % 2:
        if source.startswith("$", last):
            last += 1
        elif source[max(0, first - 2) : first].endswith("$") and not source.startswith("\\", max(0, first - 2)):
            first -= 1
    return first, last


def _unmatched(inside: str) -> tuple[int, int]:
    """How many braces are opened but not closed inside, and closed but not opened."""
    opened = closed = 0
    for m in _BRACES.finditer(inside):
        if m[0] == "{":
            opened += 1
        elif m[0] == "}" and opened:
            opened -= 1
        elif m[0] == "}":
            closed += 1
    return opened, closed


def head(source: str) -> str:
    """The part of an abstract that is read: all of it, or whole words up to LONGEST_READ code points."""
    if len(source) <= LONGEST_READ:
        return source
    words = _LAST_BLANK.search(source, LONGEST_READ - _LONGEST_WORD, LONGEST_READ)
    return source[: words.start() if words else LONGEST_READ]


_LONGEST_WORD = 200
_LAST_BLANK = re.compile(r"\s(?=\S*\Z)")
_REMEMBERED_CHARS = 20_000
"""Abstracts up to this length are kept for the next stage; a huge text's offset map would fill the memory."""


def clean(source: str) -> CleanText:
    """`source` cleaned, with its offset map; linear in its length. The latest short texts are remembered."""
    return _clean_remembered(source) if len(source) <= _REMEMBERED_CHARS else clean_once(source)


def cleaned(source: str) -> str:
    """The text alone of `clean(source)`: at once where there is nothing to clean, as in most quotes."""
    plain = "  " not in source and _BEGINS.search(source) is None
    return source.strip(" ") if plain else clean(source).text


def clean_once(source: str) -> CleanText:
    """`clean`, remembering nothing: for texts that no later stage cleans again."""
    delivered = source
    if "\n" in source:
        source = _LINE_END.sub(" ", source)  # one for one, all at once: an abstract has many
    paired = _paired_dollars(source) if "$" in source else set()
    fractions = {m.start(1) for m in _FRACTION.finditer(source)} if "frac" in source else set()
    begins = _BEGINS_OR_BLANKS if _BLANKS.search(source) else _BEGINS
    out = _Cleaning(source)
    at = 0
    while found := begins.search(source, at):
        out.copy(at, found.start())
        if found[0] > "\x7f" and not found[0].isspace():
            broken = found[0] == "\u00ad" and _SOFTLY_BROKEN.match(source, found.start())
            at = broken.end() if broken else found.end()
            out.add(_folded(found[0]), found.start(), at)
            continue
        m = _TOKEN.match(source, found.start())
        if m is None:
            at = found.end()
            out.copy(found.start(), at)
            continue
        if m["blank"]:
            out.add(" ", m.start(), m.start() + 1)
        elif m["broken"] is None and m["control"] is None:
            _unwrap(m, out, paired, fractions)
        at = m.end()
    out.copy(at, len(source))
    return out.done(delivered)


_clean_remembered = lru_cache(maxsize=256)(clean_once)


_PLACES = array("l", range(_REMEMBERED_CHARS + 1))
"""The numbers from 0 on: a piece of it is copied ten times as fast as a range is counted."""


def _places(start: int, end: int) -> Iterable[int]:
    return _PLACES[start:end] if end <= len(_PLACES) else range(start, end)


class _Cleaning:
    """The cleaned text while it is being made: characters go in with their places in the source."""

    def __init__(self, source: str) -> None:
        self.source, self.parts = source, [""]
        self.starts, self.ends = array("l"), array("l")
        self.parting: tuple[str, int, int] | None = None
        """The mark that a digit must be set off with, where LaTeX was dropped behind a digit."""

    def copy(self, start: int, end: int) -> None:
        """Take source[start:end] as it stands: it holds no two blanks in a row."""
        if start < end and self.source[start] == " " and self.parts[-1][-1:] in ("", " "):
            start += 1
        if start < end:
            self._set_off(self.source[start])
            self.parts.append(self.source[start:end])
            self.starts.extend(_places(start, end))
            self.ends.extend(_places(start + 1, end + 1))

    def add(self, chars: str, start: int, end: int) -> None:
        """Take characters that all stand for source[start:end]; a blank behind a blank is left out."""
        for char in chars:
            if char != " " or self.parts[-1][-1:] not in ("", " "):
                self._set_off(char)
                self.parts.append(char)
                self.starts.append(start)
                self.ends.append(end)

    def drop(self, mark: str, start: int, end: int) -> None:
        """Leave out source[start:end]; `mark` will stand there if it parts two numbers (10{9} is not 109)."""
        if self.parting is None or self.parting[0] == " " != mark:
            self.parting = (mark, start, end) if self.parts[-1][-1:].isdigit() else None

    def _set_off(self, char: str) -> None:
        """Write the mark that is due, before a digit."""
        if self.parting and char.isdigit():
            self.parts.append(self.parting[0])
            self.starts.append(self.parting[1])
            self.ends.append(self.parting[2])
        self.parting = None

    def done(self, delivered: str) -> CleanText:
        """The whole, without blanks at its end; `delivered` is the source with its lines' ends."""
        text = "".join(self.parts).rstrip(" ")
        del self.starts[len(text) :], self.ends[len(text) :]
        return CleanText(text, delivered, self.starts, self.ends)


@lru_cache(maxsize=4096)
def _folded(piece: str) -> str:
    """The compatibility form of a code point, superscripts and fractions left alone."""
    if piece in _FOLDED:
        return _FOLDED[piece]
    if SHAPELESS.match(piece):
        return ""
    if unicodedata.decomposition(piece).startswith(("<super>", "<sub>", "<fraction>", "<circle>")):
        return piece  # 10² must not become 102, nor 3½ become 31⁄2, nor 3① become 31
    folded = unicodedata.normalize("NFKC", piece)
    return " " if folded.isspace() else folded


def _unwrap(m: re.Match[str], out: _Cleaning, paired: set[int], fractions: set[int]) -> None:
    """Write what one LaTeX token leaves behind."""
    start, end = m.span()
    if m["escaped"]:
        out.add(m["escaped"], start, end)
    elif m["thin"] == "!":
        pass
    elif m["thin"] or m["tie"]:
        out.add(" ", start, end)
    elif m["dollar"]:
        if start in paired:
            out.drop(" ", start, end)
        else:
            out.copy(start, end)
    elif m["brace"]:
        out.drop("/" if start in fractions else " ", start, end)
    elif symbol := _SYMBOLS.get(m["command"]):
        # The blank behind a symbol only ends its command in TeX, but people read it as a blank.
        out.add(_folded(symbol), start, start + 1 + len(m["command"]))
        if m["gap"]:
            out.add(" ", end - 1, end)
    elif m["gap"]:
        out.add(" ", end - 1, end)
    else:
        out.drop(_PARTING.get(m["command"], " "), start, end)


def _paired_dollars(source: str) -> set[int]:
    """Where `$` opens or closes mathematics; a lone `$`, or one before a price ('$5 to $10'), is money."""
    marks = [m.start() for m in _DOLLARS.finditer(source)]
    paired: set[int] = set()
    i = 0
    while i + 1 < len(marks):
        if marks[i + 1] - marks[i] <= 302 and not _reads_as_price(source, marks[i], marks[i + 1]):
            paired.update((marks[i], marks[i + 1]))
            i += 2
        else:
            i += 1
    return paired


def _reads_as_price(source: str, opening: int, closing: int) -> bool:
    """Whether `$…` is money: an amount, then words, then another `$` amount or white space before the next `$`."""
    inside = source[opening:closing].lstrip("$")
    if not _PRICE.match(inside) or not _BLANK.search(inside) or _MATHEMATICS.search(inside):
        return False
    return source[closing + 1 : closing + 2].isdigit() or inside[-1:].isspace()
