"""The list of known benchmarks (data/benchmarks.toml), and where a text names one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]+")
_GENERIC_BESIDE = re.compile(
    r"(?:\W{1,2}[\w.-]{1,12}){0,1}? ?(?:benchmark|dataset|data set|test|corpus|challenge|suite|leaderboard|"
    r"validation|val\b|task)|: ?\d|(?: test)? \((?:[\w@-]+ ?[:=]? ?)?\d{1,2}\.\d"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A spelling: its pieces in lower case, how it is written, and whether it is an ordinary word too."""

    pieces: tuple[str, ...]
    written: str
    wordlike: bool


@lru_cache(maxsize=2)
def _entries(kind: str = "benchmarks") -> dict[str, tuple[_Entry, ...]]:
    """All spellings under their first piece, the longest first."""
    areas = tomllib.loads(files("summarise.rules").joinpath(f"data/{kind}.toml").read_text(encoding="utf-8"))
    words = {w for area in areas.values() for w in area.get("words", ())}
    spellings = {s for area in areas.values() for s in (*area["names"], *area.get("aliases", ()))} | words
    table: dict[str, list[_Entry]] = {}
    for written in spellings:
        pieces = tuple(_PIECE.findall(written.lower()))
        table.setdefault(pieces[0], []).append(_Entry(pieces, written, written in words))
    return {first: tuple(sorted(es, key=lambda e: (-len(e.pieces), e.written))) for first, es in table.items()}


def is_known_word(name: str) -> bool:
    """Whether a benchmark of the list goes by this name that is an ordinary word or acronym too ('Spider')."""
    return any(e.wordlike and e.written == name for e in _entries().get(name.lower(), ()))


def find_known(text: str) -> Iterator[tuple[int, int]]:
    """Spans of known benchmarks in text, in order, never overlapping; case and hyphens may differ."""
    return _find(text, _entries())


def find_corpora(text: str) -> Iterator[tuple[int, int]]:
    """Spans of known corpora and lexical resources in text: data that is used, not scored on."""
    return _find(text, _entries("corpora"))


def _find(text: str, table: dict[str, tuple[_Entry, ...]]) -> Iterator[tuple[int, int]]:
    """Spans of a table's names in text; see `find_known`."""
    pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text)]
    i = 0
    while i < len(pieces):
        start, end = pieces[i]
        entries = table.get(text[start:end].lower())
        length = _longest(text, pieces, i, entries) if entries else 0
        if length:
            yield start, _with_sign(text, pieces[i + length - 1][1])
        i += length or 1


def _longest(text: str, pieces: list[tuple[int, int]], i: int, entries: tuple[_Entry, ...]) -> int:
    """How many pieces from the i-th on the longest fitting entry takes, or 0."""
    for entry in entries:
        n = len(entry.pieces)
        if i + n <= len(pieces) and all(text[slice(*pieces[i + k])].lower() == entry.pieces[k] for k in range(1, n)):
            start, end = pieces[i][0], pieces[i + n - 1][1]
            if end - start <= len(entry.written) + 2 and _fits(text, start, end, entry):
                return n
    return 0


def _fits(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether the words in the text are this name: written with capitals, and not a part of a longer name."""
    found = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 2]
    if before.isalnum() or before in "_/@" and before or (before == "-" and start > 1 and text[start - 2].isalnum()):
        return False
    if (
        after[:1].isalnum()
        or after[:1] in ("-", "_")
        and after[1:2].isalnum()
        or after[:1] == "."
        and after[1:2].isdigit()
    ):
        return False
    letters = [c for c in found if c.isalpha()]
    if len(letters) <= 5 and found.replace("-", "").replace(" ", "") != entry.written.replace("-", "").replace(" ", ""):
        return False
    if not any(c.isupper() for c in found) and not (found == entry.written and re.search(r"[\d-]", found)):
        return False
    if len(found) < 8 and _PLAIN_WORD.fullmatch(found) and found != entry.written:
        return False
    if "(" in found and ")" not in found:
        return False
    return not entry.wordlike or _GENERIC_BESIDE.match(text, end) is not None


def _with_sign(text: str, end: int) -> int:
    """The end of the name with the + signs that belong to it ('HumanEval+')."""
    while text.startswith("+", end):
        end += 1
    return end
