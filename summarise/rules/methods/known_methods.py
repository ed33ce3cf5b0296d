"""The list of known methods and model families (data/methods.toml), and where a text names one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from summarise.rules.topics.spotting import cut, fold

_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
# What a family's name may go on with: a version, a variant, a size ('Qwen' of 'Qwen2.5-Math-7B', 'Coder-Base-v1.5 7B').
_VARIANT = re.compile(
    r"(?:[-.]?\d[\w.]*\w|\d|[-+](?!based\b|style\b|like\b|family\b|level\b|generated\b)\w[\w.]{0,15}){0,6}"
    r"(?: (?:\d+(?:\.\d+)?[BM]|v\d[\d.]*\d?|\d(?:\.\d)?)(?!\w|[.%]\w| ?%))?"
)
_GOES_ON = re.compile(r"[-_]\w|\+")
_BRACKETS = re.compile(r" ?\([^()]*\)")
# A hyphen that makes the word behind it a part of a longer name ('Omni-' of 'Omni-BERT').
_JOINED = re.compile(r"\w[-‑]")


class KnownMethod(NamedTuple):
    """A method's place in a text, its name in the list, and its kind ('architecture', 'training', 'family', …)."""

    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    pieces: tuple[str, ...]
    second: str
    """The first sign of its second piece, '' where it has only one: most places are left after a look at it."""
    written: str
    strict: bool
    """Whether capitals must stand as written."""
    name: str
    kind: str


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[_Spelling, ...]]:
    """All spellings under their first piece, folded, the longest first."""
    kinds = tomllib.loads(files("summarise.rules").joinpath("data/methods.toml").read_text(encoding="utf-8"))
    table: dict[str, list[_Spelling]] = {}
    for kind, methods in kinds.items():
        for name, others in methods.items():
            for written in (name, *others):
                pieces = tuple(_PIECE.findall(written.lower()))
                second = pieces[1][0] if len(pieces) > 1 else ""
                spelling = _Spelling(pieces, second, written, _is_strict(written), name, kind)
                table.setdefault(fold(pieces[0]), []).append(spelling)
    return {
        first: tuple(sorted(ss, key=lambda s: (-len(s.pieces), -len(s.written), s.written)))
        for first, ss in table.items()
    }


@lru_cache(maxsize=1)
def _first_pieces() -> frozenset[str]:
    """The first pieces of all spellings, in lower case, with a capital, in capitals, and as written."""
    all_spellings = [s for ss in _spellings().values() for s in ss]
    lower = {s.pieces[0] for s in all_spellings}
    written = {piece for s in all_spellings for piece in _PIECE.findall(s.written)[:1]}
    return frozenset(form for first in lower for form in (first, first.capitalize(), first.upper())) | written


def _is_strict(written: str) -> bool:
    """Whether a spelling is met only as written: one word with a capital, or capitals inside a word."""
    words = re.split(r"[ -]", written)
    return len(words) == 1 and not written.islower() and not _is_plain(written) or any(
        any(c.isupper() for c in word[1:]) for word in words
    )  # fmt: skip


def _is_plain(written: str) -> bool:
    """Whether a single word is an ordinary one of the field, in any case ('Quantization', 'Dropout')."""
    return re.fullmatch(r"[A-Z][a-z]+(?:ation|out|ing|tion|coder)", written) is not None


def find_known_methods(text: str) -> Iterator[KnownMethod]:
    """Known methods in a text, in order, never overlapping."""
    table, firsts, pieces = _spellings(), _first_pieces(), cut(text)
    words, starts = pieces.folded, pieces.starts
    at = 0
    for i in [i for i, word in enumerate(words) if word in table]:
        if starts[i] < at or text[starts[i] : pieces.ends[i]] not in firsts:
            continue
        behind = words[i + 1][:1] if i + 1 < len(words) else ""
        for spelling in table[words[i]]:
            if spelling.second in ("", behind) and (end := _matched(text, starts[i], spelling)) is not None:
                yield KnownMethod(starts[i], end, spelling.name, spelling.kind)
                at = end
                break


def _matched(text: str, start: int, spelling: _Spelling) -> int | None:
    """The end of the spelling at `start`, a family's variant with it; None where it does not stand there."""
    end = start
    for i, piece in enumerate(spelling.pieces):
        if i and end < len(text) and text[end] in " -./":
            end += 1
        if text[end : end + len(piece)].lower() != piece:
            return None
        end += len(piece)
    while text.startswith("+", end) and spelling.written.endswith("+"):
        end += 1
    found = text[start:end]
    if start and (
        text[start - 1].isalnum() or text[start - 1] in "_/@.+" or _JOINED.fullmatch(text[start - 2 : start])
    ):
        return None
    letters = [c for c in found if c.isalpha()]
    if spelling.strict and letters != [c for c in spelling.written if c.isalpha()]:
        return None
    if spelling.kind == "family" and (m := _VARIANT.match(text, end)):
        end = m.end() - (text[m.end() - 1] == ".")
    return None if text[end : end + 1].isalnum() or _GOES_ON.match(text, end, end + 2) else end


@lru_cache(maxsize=2048)
def is_known_method(name: str) -> bool:
    """Whether the whole name, what stands in brackets left out, is on the list, and not as a family of models."""
    bare = _BRACKETS.sub("", name).strip()
    return any(k.start == 0 and k.end == len(bare) and k.kind != "family" for k in find_known_methods(bare))
