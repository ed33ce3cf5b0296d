"""Values in a line for people, and text of papers made safe to show: no letter in it steers a terminal or hides."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarise.records import Verdict

# With marks of direction, and the invisible letters in which text can be smuggled.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\U000e0000-\U000e0fff]"
)
_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"))
_WITHIN_VALUE = frozenset({"evidence", "comparator", "value_max", "from_value"})
_SIGNS = {">=": "≥ ", "<=": "≤ ", "~": "≈ "}


def printable(text: str) -> str:
    """Text without control characters, escape codes and direction overrides; line breaks and tabs stay."""
    return _CONTROL.sub("", text)


def oneline(text: str) -> str:
    """`printable`, on one line."""
    return " ".join(printable(text).split())


def counted(count: int, noun: str) -> str:
    """'1 paper', '2,000 papers', '2 replies'."""
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("ly") else f"{noun}s"
    return f"{count:,} {noun}"


def masked(text: str) -> str:
    """Text of the same length, every code point that `printable` would take out replaced by one that shows."""
    return _CONTROL.sub("\ufffd", text)


def number(value: Decimal | None) -> str:
    """A number for people: 671B, 2.788M, 63.5."""
    if value is None:
        return ""
    for scale, letter in _SCALES:
        if abs(value) >= scale:
            return f"{(value / scale).normalize():f}{letter}"
    return f"{value.normalize():f}"


def brief(element: BaseModel | None) -> str:
    """One line for an element: its numbers and names, without its evidence."""
    if element is None:
        return "–"
    if type(element).__name__ == "OwnValue":
        return _own(element)
    parts = []
    for name in type(element).model_fields:
        value = getattr(element, name)
        if name == "value" and isinstance(value, Decimal):
            parts.append(_stated(element, value))
        elif value is None or name in _WITHIN_VALUE or name == "text" and type(element).__name__ != "Sentence":
            continue
        else:
            parts.append(number(value) if isinstance(value, Decimal) else str(value))
    return oneline(" · ".join(part for part in parts if part))


def label(verdict: Verdict) -> str:
    """What a verdict is about: its field, in a user's schema the one place in it."""
    return verdict.id if verdict.topic == "own" else verdict.field


def _own(element: Any) -> str:
    """A value of a user's schema, and the words from which it was read where they say it otherwise."""
    value = "–" if element.value is None else str(element.value)
    return oneline(value if element.written in (None, value) else f"{value} ({element.written})")


def _stated(element: BaseModel, value: Decimal) -> str:
    """A number as a result states it: '≤ 49.3', '71 → 75', '13–19'."""
    start, top = getattr(element, "from_value", None), getattr(element, "value_max", None)
    sign = _SIGNS.get(getattr(element, "comparator", "="), "")
    came = f"{number(start)} → " if start is not None else ""
    return f"{came}{sign}{number(value)}{f'–{number(top)}' if top is not None else ''}"
