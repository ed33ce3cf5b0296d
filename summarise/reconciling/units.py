"""Units as papers and models write them: which are one, which may be, which are not."""

from __future__ import annotations


def same_unit(a: str, b: str) -> bool:
    """Whether two units mean one thing: '%' and 'percentage points', 'x' and 'times', 'hours' and 'hour'."""
    return _kind(a) == _kind(b) and (_kind(a) != "words" or _words(a) == _words(b))


def may_be_one(a: str, b: str) -> bool:
    """Whether two units may be one: none agrees with words, a percentage only with percentages and points."""
    kinds = {_kind(a), _kind(b)}
    return len(kinds) == 1 or kinds == {"", "words"}


def are_different(a: str, b: str) -> bool:
    """Whether both are words and share none: 'tokens' is not 'GPU hours', 'hours' may be."""
    return _kind(a) == _kind(b) == "words" and not _words(a) & _words(b)


def _kind(unit: str) -> str:
    folded = unit.lower()
    if "%" in folded or "percent" in folded or "point" in folded:
        return "%"
    if folded in ("x", "times", "×", "fold"):
        return "x"
    return "words" if folded else ""


def _words(unit: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in unit.lower().split())
