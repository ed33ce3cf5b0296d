"""Cleaning of abstracts as delivered, with a map back to the untouched source.

Cleaning unwraps LaTeX commands, unescapes, drops paired `$`, folds Unicode's compatibility forms and spaces,
and collapses white space. Digits, signs, letters and their order are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

# LaTeX commands that stand for a character; every other command is dropped and its braces unwrapped.
_SYMBOLS = {
    "rightarrow": "→", "to": "→", "longrightarrow": "→", "Rightarrow": "⇒", "leftarrow": "←",
    "times": "×", "pm": "±", "mp": "∓", "sim": "~", "approx": "≈", "cdot": "·", "div": "÷",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ll": "≪", "gg": "≫", "infty": "∞",
    "ldots": "…", "dots": "…", "percent": "%", "degree": "°", "circ": "°", "textdegree": "°",
    "textendash": "–", "textemdash": "—", "textasciitilde": "~", "textbackslash": "\\", "textpm": "±",
    "texttimes": "×", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "theta": "θ", "phi": "φ",
    "omega": "ω", "Delta": "Δ", "Omega": "Ω", "Sigma": "Σ", "ell": "ℓ", "quad": " ", "qquad": " ", "space": " ",
}  # fmt: skip
# One token of LaTeX. `\\%` before `\\command`, so that an escaped per cent sign stays one.
_LATEX = re.compile(
    r"\\(?P<escaped>[%&$#_{}])"
    r"|\\(?P<thin>[,;:! ~])"
    r"|\\(?P<command>[A-Za-z]+)\*?(?P<gap>[ \t]*)"
    r"|(?P<dollar>\$\$?)"
    r"|(?P<brace>[{}])"
    r"|(?<=[^\s/])(?P<tie>~)(?=\S)(?!(?<=\d~)\d)"  # 'Table~2' is a blank; ' ~10%', '/~name' and '1.6~9.8' are not
)
# Folded one to one; compatibility forms (ligatures, thin spaces, full-width) go through NFKC below.
_FOLDED = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
# What stands between two digits when LaTeX is dropped.
_PARTING = {"textsuperscript": "^", "textsubscript": "_", "frac": " "}
_LATEX_BEFORE = re.compile(r"(?:\\[A-Za-z]+|[{}$])+\Z")
_LATEX_BEHIND = re.compile(r"\A(?:\\[A-Za-z]+|[{}$])+")
_WORD = re.compile(r"\S+")
_HAS_LATEX = re.compile(r"[\\{}$~]")
_BLANK = re.compile(r"\s")
_WIDE_BLANK = re.compile(r"\A\s|\s\s|\s\Z")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text and where each of its code points comes from.

    `starts[i]`, `ends[i]` bound the source code points that became `text[i]`.
    """

    text: str
    source: str
    starts: array[int]
    ends: array[int]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that [start, end) of the cleaned text came from; braces and `$` left outside."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span [{start}, {end}) in a cleaned text of {len(self.text)} characters")
        return self.starts[start], self.ends[end - 1]


_REMEMBERED_CHARS = 20_000
"""Abstracts up to this length are kept for the next stage; a huge text's offset map would fill the memory."""


def clean(source: str) -> CleanText:
    """`source` cleaned, with its offset map; linear in its length. The latest short texts are remembered."""
    return _clean_remembered(source) if len(source) <= _REMEMBERED_CHARS else clean_once(source)


def clean_once(source: str) -> CleanText:
    """`clean`, remembering nothing: for texts that no later stage cleans again."""
    if source.isascii() and not _HAS_LATEX.search(source):
        return _collapsed(source)
    pieces = _unwrap(source) if _HAS_LATEX.search(source) else [(c, i, i + 1) for i, c in enumerate(source)]
    bare = "".join([piece for piece, _, _ in pieces])
    if len(bare) == len(pieces) and bare.isascii() and not _WIDE_BLANK.search(bare):  # nothing is folded or dropped
        spans = array("l", [start for _, start, _ in pieces]), array("l", [end for _, _, end in pieces])
        return CleanText(_BLANK.sub(" ", bare), source, *spans)
    text: list[str] = []
    starts, ends = array("l"), array("l")
    for piece, start, end in pieces:
        for char in _folded(piece):
            if char == " " and (not text or text[-1] == " "):
                continue
            text.append(char)
            starts.append(start)
            ends.append(end)
    while text and text[-1] == " ":
        text.pop(), starts.pop(), ends.pop()
    return CleanText("".join(text), source, starts, ends)


def _collapsed(source: str) -> CleanText:
    """`clean_once` of plain ASCII, where only white space changes: word by word instead of letter by letter."""
    text = " ".join(source.split())
    if len(text) == len(source):  # every blank stays
        return CleanText(text, source, array("l", range(len(text))), array("l", range(1, len(text) + 1)))
    starts = array("l")
    for m in _WORD.finditer(source):
        if starts:
            starts.append(starts[-1] + 1)  # the first of the blanks behind the word before
        starts.extend(range(*m.span()))
    return CleanText(text, source, starts, array("l", [i + 1 for i in starts]))


_clean_remembered = lru_cache(maxsize=256)(clean_once)


@lru_cache(maxsize=4096)
def _folded(piece: str) -> str:
    """The compatibility form of a code point, any white space as one blank, superscripts left alone."""
    if piece in _FOLDED:
        return _FOLDED[piece]
    if piece.isspace():
        return " "
    if unicodedata.decomposition(piece).startswith(("<super>", "<sub>", "<fraction>")):
        return piece  # 10² must not become 102, nor 3½ become 31⁄2
    folded = unicodedata.normalize("NFKC", piece)
    return " " if folded.isspace() else folded


def _unwrap(source: str) -> list[tuple[str, int, int]]:
    """The source without its LaTeX, as (character, start, end)."""
    paired = _paired_dollars(source)
    out: list[tuple[str, int, int]] = []
    at = 0
    for m in _LATEX.finditer(source):
        out.extend((source[i], i, i + 1) for i in range(at, m.start()))
        out.extend(_token(m, paired))
        at = m.end()
    out.extend((source[i], i, i + 1) for i in range(at, len(source)))
    return out


def _token(m: re.Match[str], paired: set[int]) -> list[tuple[str, int, int]]:
    """What one LaTeX token leaves behind."""
    start, end = m.span()
    if m["escaped"]:
        return [(m["escaped"], start, end)]
    if m["thin"] == "!":
        return []
    if m["thin"] or m["tie"]:
        return [(" ", start, end)]
    if m["dollar"]:
        return (
            _between_digits(m, " ")
            if start in paired
            else [(c, start + i, start + i + 1) for i, c in enumerate(m["dollar"])]
        )
    if m["brace"]:
        return _between_digits(m, " ")
    symbol = _SYMBOLS.get(m["command"])
    if symbol is not None:
        # The blank behind a symbol only ends its command in TeX, but people read it as a blank.
        return [(symbol, start, start + 1 + len(m["command"])), *([(" ", end - 1, end)] if m["gap"] else [])]
    if m["gap"]:
        return [(" ", end - 1, end)]
    return _between_digits(m, _PARTING.get(m["command"], " "))


def _between_digits(m: re.Match[str], mark: str) -> list[tuple[str, int, int]]:
    """`mark` where dropping the token would join two numbers ('10\\textsuperscript{9}' is not 109), else nothing."""
    before = _LATEX_BEFORE.sub("", m.string[max(0, m.start() - 40) : m.start()])
    after = _LATEX_BEHIND.sub("", m.string[m.end() : m.end() + 40])
    joins = before[-1:].isdigit() and after[:1].isdigit()
    first = not _LATEX_BEFORE.search(m.string, max(0, m.start() - 40), m.start())
    return [(mark, m.start(), m.end())] if joins and first else []


def _paired_dollars(source: str) -> set[int]:
    """Where `$` opens or closes mathematics; a lone `$`, or one before a price ('$5 to $10'), is money."""
    marks = [m.start() for m in re.finditer(r"(?<!\\)\$\$?", source)]
    paired: set[int] = set()
    i = 0
    while i + 1 < len(marks):
        inside = source[marks[i] : marks[i + 1]].lstrip("$")
        if len(inside) <= 300 and not _reads_as_price(inside, source[marks[i + 1] :]):
            paired.update((marks[i], marks[i + 1]))
            i += 2
        else:
            i += 1
    return paired


def _reads_as_price(inside: str, rest: str) -> bool:
    """Whether `$…` is money: an amount, then words, then another `$` amount or white space before the next `$`."""
    if re.match(r"\d[\d.,]*\s*([KMBk]|million|billion|thousand)?\b[^\\^_{}=]*\s[^\\^_{}=]*$", inside):
        return bool(re.match(r"\$\d", rest)) or inside[-1:].isspace()
    return False
