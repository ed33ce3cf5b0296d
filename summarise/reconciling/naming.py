"""Names as a model gives them: often with the words that describe the thing around its name."""

from __future__ import annotations

import re
from functools import lru_cache

from summarise.rules import find_known, is_model_family, same_name

# 'ABSA tasks' and 'RM benchmarks' are many, and the name of none.
_SEVERAL = re.compile(r"(?i)\b(?:tasks|benchmarks|datasets|problems|evaluations|test ?sets)$")
_VARIANTS = frozenset("tiny mini small medium large huge nano lite pro max plus ultra base instruct chat".split())
_OF_SETS = frozenset("test dev validation set split dataset datasets benchmark benchmarks data corpus suite".split())
_TUNED = frozenset({"base", "instruct", "chat"})
_LETTERS = re.compile(r"[a-z]+")
_SIZE = re.compile(r"\d[\d.,]*[KMBT]?%?")


@lru_cache(maxsize=8192)
def same_named(a: str | None, b: str | None) -> bool:
    """Whether two names mean one thing; descriptive words around a name are no part of it.

    'high school level miniF2F benchmark' is miniF2F. Words with capitals or digits are never left out: 'MMLU Pro' is
    not MMLU, nor 'Chinese SimpleQA' SimpleQA.
    """
    if _variants(a) != _variants(b):
        return False
    return same_name(a, b) or same_name(bare_name(a), bare_name(b))


def says_more_of(longer: str, name: str) -> bool:
    """Whether the words before and behind a set's name only say which it is: 'Lean 4 miniF2F test' for 'miniF2F'.

    A number behind a name is part of it ('MATH 500'), and so is a word that tells members of a family apart.
    """
    words, core = longer.split(), name.split()
    while words and words[-1].lower() in _OF_SETS and len(words) > len(core):
        words.pop()
    same_end = [w.casefold() for w in words[-len(core) :]] == [w.casefold() for w in core]
    return same_end and bool(core) and _variants(longer) == _variants(name)


def same_member(a: str | None, b: str | None) -> bool:
    """Whether two names may mean one member of a family, tuned or not: tuning leaves the number of parameters alone."""
    return _variants(a) - _TUNED == _variants(b) - _TUNED


@lru_cache(maxsize=4096)
def _variants(name: str | None) -> frozenset[str]:
    """The words that tell members of a family apart: Zeta-Small is not Zeta."""
    return _VARIANTS.intersection(_LETTERS.findall((name or "").lower()))


@lru_cache(maxsize=4096)
def bare_name(name: str | None) -> str:
    """The words of a name that have a capital or a digit, numbers alone left out; '' for a mere description."""
    words = [w for w in (name or "").split() if any(c.isupper() or c.isdigit() for c in w)]
    return " ".join(words) if any(any(c.isalpha() for c in w) and not _SIZE.fullmatch(w) for w in words) else ""


@lru_cache(maxsize=4096)
def why_no_benchmark(name: str, *models: str | None) -> str | None:
    """The reason code of a name that can't be a benchmark's, such as one of the `models` beside it; else None."""
    if any(find_known(name)):
        return None
    if not bare_name(name) or _SEVERAL.search(name.strip()):
        return "not_a_name"
    if is_model_family(name) or any(same_named(name, model) for model in models if model):
        return "model_as_benchmark"
    return None


def is_address(url: str) -> bool:
    """Whether the words look like an address: a scheme, or a host's name with a path."""
    return re.match(r"(?i)(?:https?|ftp)://\S+\.\S+|(?:[\w-]+\.)+[a-z]{2,}/\S+", url) is not None


def is_common_word(name: str, there: str) -> bool:
    """Whether a short name in capitals met only an ordinary word: DROP is not the 'drop' of a 'drop in accuracy'."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) <= 5 and "".join(letters).isupper() and there.islower()
