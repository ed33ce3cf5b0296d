"""Lists of authors, in the shapes in which documents give them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# 'DeepSeek-AI, null': the page's way to say that a collective author has no first name.
_NO_FIRST_NAME = "null"
# A part of 'Last, First, …': a few capitalised words, initials or particles, no digits, no end of a sentence.
_NAME_WORD = r"(?:[^\W\d_a-z][^\s,:;!?()\d]*|(?:d['’]|al-|el-|ʻ|'t)[^\s,:;!?()\d]+)"
_PARTICLE = (
    r"(?:d[aeiou]s?|del|della|der|den|dem|du|ter|ten|te|van|von|vom|zu|zum|zur|la|le|los|las|bin|ibn|al|el|y|e"
    r"|of|for|the|and)"
)
_NAME = re.compile(rf"(?:{_PARTICLE} ){{0,3}}{_NAME_WORD}(?: (?:{_PARTICLE}|{_NAME_WORD})){{0,5}}|{_NO_FIRST_NAME}")


def looks_like_page_authors(line: str) -> bool:
    """Whether `line` has the shape 'Last, First, Last, First, …'."""
    parts = [part.strip() for part in line.split(",")]
    return len(parts) >= 2 and len(line) <= 500_000 and all(_NAME.fullmatch(part) for part in parts)


def read_page_authors(line: str) -> tuple[str, ...]:
    """The names as 'First Last', each once, in their order; a last part without partner stands alone."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else _NO_FIRST_NAME) for i in range(0, len(parts), 2)]
    return _each_once(last if first == _NO_FIRST_NAME else f"{first} {last}" for last, first in pairs)


def split_authors(text: str) -> tuple[str, ...]:
    """The names in one text: at ';', else BibTeX's 'Last, First and Last, First', else at ',' and 'and'."""
    if ";" in text:
        return _each_once(text.split(";"))
    people = re.split(r"\s+and\s+", text)
    if all(person.count(",") == 1 for person in people) and not _are_full_names(people):
        return _each_once(" ".join(reversed([p.strip() for p in person.split(",")])) for person in people)
    return _each_once(re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text))


def _are_full_names(people: list[str]) -> bool:
    """Whether the one comma of a single entry stands between two full names ('Ada Lovelace, Alan Turing')."""
    return len(people) == 1 and all(" " in name.strip() for name in people[0].split(","))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for raw in names if (name := " ".join(raw.split()))))
