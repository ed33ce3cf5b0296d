"""JSON as models write it → values. What stands there is read; nothing that is missing is made up.

Strict JSON first. Where that fails, its spelling is mended and read again: trailing commas, comments, single quotes,
bare keys, Python's None and True, LaTeX's backslashes. A value that breaks off stays unread: no bracket or quote is
ever added, and no word is turned into a text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from summarise.records import encodable

_TOKEN = re.compile(
    r"""(?P<skipped>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/)
    |(?P<open>[{\[])|(?P<close>[}\]])|(?P<comma>,)|(?P<colon>:)
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<single>'(?:[^'\\]|\\.)*')
    |(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])
    |(?P<word>[A-Za-z_$][\w$-]*)""",
    re.X | re.S,
)
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_STRAY_BACKSLASH = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)')
_QUOTES = re.compile(r'\\.|"', re.S)
_WORDS = {
    **{"true": "true", "True": "true", "false": "false", "False": "false", "null": "null", "None": "null"},
    **dict.fromkeys(("undefined", "NaN", "nan", "Infinity"), "null"),
}
_MAY_FOLLOW = {
    "open": ("open", "close", "value"),
    "close": ("close", "comma"),
    "value": ("close", "comma", "colon"),
    "colon": ("open", "value"),
    "comma": ("open", "close", "value"),
}
_CLOSING = {"{": "}", "[": "]"}
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
"""May be an escaped half of a character (\\ud83d)."""
_RUNS_ON = ('"', "'", "/*")
"""What begins here and does not end here ends nowhere in the text."""
_INT_DIGITS = 300


class Malformed(ValueError):
    """No value begins here.

    `at` is where reading failed and `says` what was expected there; `resume` is where another value may begin: all
    before it was read as parts of this one. `cost` counts the characters that were looked at.
    """

    def __init__(self, at: int, says: str, resume: int, cost: int) -> None:
        super().__init__(says)
        self.at = at
        self.says = says
        self.resume = resume
        self.cost = cost


class Object(dict[str, Any]):
    """A JSON object. `doubled` holds its keys that are given two different values, here or in objects below."""

    doubled: frozenset[str] = frozenset()


class Written(float):
    """A number that is not lost when it is made a text again: 71.30 stays '71.30', 1e400 stays '1e400'."""

    text: str

    def __new__(cls, text: str) -> Written:
        """The number that a text of JSON writes."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text


def is_sound(text: str) -> bool:
    """Whether UTF-8 can hold all text that JSON in `text` may say; nearly always, and then reading it is quick."""
    return encodable(text) == text and not _HALF_ESCAPED.search(text)


def decode(text: str, start: int, *, sound: bool) -> tuple[Any, int, int]:
    """The JSON object or list that begins at `start`, where it ends, and what reading it cost; `sound` as `is_sound`
    has it. Raises Malformed.
    """
    deep = Malformed(start, "it is nested too deeply", start + 1, 1000)
    try:
        value, end = _strict(text, start, sound=sound)
        return value, end, end - start
    except json.JSONDecodeError as error:
        at, says = error.pos, error.msg
        lines = at // 64  # the error counts the lines before it
    except RecursionError:
        raise deep from None
    mended, end = _mended(text, start)
    try:
        return _DECODER.raw_decode(mended)[0], end, lines + 2 * (end - start)
    except json.JSONDecodeError:
        raise Malformed(at, says, start + 1, lines + 2 * (end - start)) from None
    except RecursionError:
        raise deep from None


def _strict(text: str, start: int, *, sound: bool) -> tuple[Any, int]:
    """The value of strict JSON at `start`, and where it ends."""
    if sound:
        try:
            return _PLAIN_DECODER.raw_decode(text, start)
        except _Doubled:
            pass
    return _DECODER.raw_decode(text, start)


def as_written(value: Any) -> Any:
    """`value` with its numbers as the texts that they were."""
    if isinstance(value, dict):
        return {key: as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _mended(text: str, start: int) -> tuple[str, int]:
    """The object or list at `start` in strict JSON's spelling, and where it ends. Raises Malformed."""
    parts: list[str] = []
    closing: list[str] = []
    at, resume, before = start, start + 1, "comma"
    while token := _TOKEN.match(text, at):
        kind, said = str(token.lastgroup), token[0]
        if kind != "skipped":
            role = kind if kind in _MAY_FOLLOW else "value"
            spelled = _spelled(kind, said, text, token.end())
            if role not in _MAY_FOLLOW[before] or spelled is None or (kind == "close" and closing.pop() != said):
                break
            if kind == "open":
                closing.append(_CLOSING[said])
            elif kind == "close" and before == "comma":
                parts.pop()
            elif kind in ("text", "single"):
                resume = at
            parts.append(spelled)
            before = role
        at = token.end()
        if not closing:
            return "".join(parts), at
    looked = len(text) if text.startswith(_RUNS_ON, at) else at
    if at >= len(text):
        raise Malformed(at, "it breaks off", at, 2 * (at - start))
    raise Malformed(at, "something else is expected", max(resume, start + 1), looked + at - 2 * start)


def _spelled(kind: str | None, said: str, text: str, end: int) -> str | None:
    """A token in JSON's spelling; None for a word that is neither a value of JSON or Python nor a key."""
    if kind == "text":
        return _STRAY_BACKSLASH.sub(lambda m: m[0] if m[1] else "\\\\", said)
    if kind == "single":
        inside = _QUOTES.sub(lambda m: {"\\'": "'", '"': '\\"'}.get(m[0], m[0]), said[1:-1])
        return _STRAY_BACKSLASH.sub(lambda m: m[0] if m[1] else "\\\\", f'"{inside}"')
    if kind == "number":
        return said if _JSON_NUMBER.fullmatch(said) else json.dumps(said)
    if kind == "word":
        return _WORDS.get(said) or (json.dumps(said) if _COLON.match(text, end) else None)
    return said


class _Doubled(Exception):
    """An object has a key twice."""


def _plain_object_of(pairs: list[tuple[str, Any]]) -> Object:
    """The object of pairs with different keys and sound values, as nearly all are. Raises _Doubled."""
    found = Object(pairs)
    if len(found) < len(pairs):
        raise _Doubled
    return found


_COLON = re.compile(r"\s*:")


def _object_of(pairs: list[tuple[str, Any]]) -> Object:
    """The object of its pairs; a key that comes again replaces what it said only where it says something."""
    found, doubled = Object(), set()
    for name, given in pairs:
        key, value = _sound(name), _sound(given)
        if not isinstance(value, str) and _has_doubled(value):
            doubled.add(key)
        if key in found:
            if _says(found[key]) and _says(value) and found[key] != value:
                doubled.add(key)
            if not _says(value):
                continue
        found[key] = value
    if doubled:
        found.doubled = frozenset(doubled)
    return found


def _says(value: Any) -> bool:
    return value not in (None, "", [], {})


def _has_doubled(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, Object) and one.doubled for one in value)
    return isinstance(value, Object) and bool(value.doubled)


def _sound(value: Any) -> Any:
    r"""`value` with text that UTF-8 can hold: JSON may escape half a character (\ud83d), which no file takes."""
    if isinstance(value, str):
        return value if value.isascii() else encodable(value)
    if isinstance(value, list) and not all(isinstance(item, Object) for item in value):
        return [_sound(item) for item in value]
    return value


def _int(text: str) -> int | Written | str:
    """An integer, or what keeps it as it is written: Python refuses to read thousands of digits."""
    if len(text) > _INT_DIGITS:
        return text
    return int(text) if str(int(text)) == text else Written(text)


# NaN and Infinity, which are not JSON, say nothing.
_DECODER, _PLAIN_DECODER = (
    json.JSONDecoder(
        strict=False, parse_int=_int, parse_float=Written, parse_constant=lambda _: None, object_pairs_hook=hook
    )
    for hook in (_object_of, _plain_object_of)
)
