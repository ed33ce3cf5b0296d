"""When a judge takes two numbers, or two units, for one."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

# What a reader would still call the same number: 19.75 billion written as 20 billion is not, 671 as 670 is.
NEAR = Decimal("0.01")
_SIX_DIGITS = Context(prec=6)
_TIMES = frozenset({"x", "times", "×", "fold", "ratio"})
_LETTERS = re.compile(r"[^\W\d_]+")


def same_number(a: Decimal | None, b: Decimal | None) -> bool:
    """Whether two numbers agree in six digits; an absent number agrees with none."""
    return a is not None and b is not None and _six(a) == _six(b)


def near_number(a: Decimal | None, b: Decimal | None) -> bool:
    """Whether two numbers differ by at most 1 %."""
    if a is None or b is None:
        return False
    return abs(a - b) <= NEAR * max(abs(a), abs(b)) or same_number(a, b)


def _six(number: Decimal) -> Decimal:
    return _SIX_DIGITS.plus(number)


def same_scale(a: str | None, b: str | None) -> bool:
    """Whether two units measure on one scale: a percentage only with percentages and points, all else together.

    Two readers write '4.5', '4.5 BLEU' and '4.5x' with one meaning in mind; 4.5 % never is one of them.
    """
    return (unit_class(a) == "%") == (unit_class(b) == "%")


def same_unit(a: str | None, b: str | None) -> bool:
    """Whether two units are one, up to case, plural and describing words: 'H800 GPU hours' is 'GPU hours'."""
    ours, theirs = unit_class(a), unit_class(b)
    return ours == theirs or bool(_words(ours) & _words(theirs))


@lru_cache(maxsize=4096)
def unit_class(unit: str | None) -> str:
    """'%', 'x', '' for none, or the unit's own words in lower case."""
    folded = (unit or "").lower().strip()
    if "%" in folded or "percent" in folded or "point" in folded or folded == "pp":
        return "%"
    return "x" if folded in _TIMES else folded


def _words(unit: str) -> set[str]:
    return {w[:-1] if len(w) > 3 and w.endswith("s") else w for w in _LETTERS.findall(unit)}
