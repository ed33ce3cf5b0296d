"""Reply text → the reply that was asked for, or InvalidReply with one sentence a problem.

One reader for every endpoint: think blocks, fences, prose around the JSON, several JSON values, trailing commas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from summarise.errors import InvalidReply

R = TypeVar("R", bound=BaseModel)
MAX_REPLY_CHARS = 1_000_000
"""A reply beyond this is noise, and reading it would cost more than asking again."""
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.S | re.I)
_OPEN_THINKING = re.compile(r"^\s*<(?:think|thinking|reasoning)>|^.*?</(?:think|thinking|reasoning)>", re.S | re.I)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_CANDIDATES = 50


def read_reply(text: str, schema: type[R]) -> R:
    """The first JSON object in `text` that fits `schema` best, validated.

    Raises InvalidReply: kind 'blank' for no text, 'invalid' for text without JSON or JSON that does not fit.
    """
    if not text.strip():
        raise InvalidReply(["the reply is blank"], text, kind="blank")
    if len(text) > MAX_REPLY_CHARS:
        raise InvalidReply(
            [f"the reply has {len(text):,} characters; at most {MAX_REPLY_CHARS:,} are read"], text[:2000]
        )
    problems: list[str] = []
    fits: list[R] = []
    for value in _json_objects(_without_thinking(text)):
        if not value.keys() & schema.model_fields.keys():
            continue  # an object of another kind, such as an example in the prose
        try:
            fits.append(schema.model_validate(value))
        except ValidationError as error:
            problems = problems or path_sentences(error)
    if fits:
        return max(fits, key=lambda fit: len(fit.model_fields_set))
    raise InvalidReply(problems or [_no_object(text, schema)], text)


def path_sentences(error: ValidationError) -> list[str]:
    """Each problem of a validation as a sentence that names the path: 'results[2].kind: should be …'."""
    return [
        f"{_path(e['loc'])}: {e['msg'][:1].lower()}{e['msg'][1:]}, and is {_shown(e['input'])}" for e in error.errors()
    ]


def repeats_itself(text: str) -> bool:
    """Whether the end of `text` is one piece over and over: a model in a loop, not one that ran out of room."""
    tail = text[-1200:]
    return any(tail.count(tail[-size:]) >= 5 for size in (40, 80, 160) if len(tail) >= 5 * size)


def _path(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".") or "the reply"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _no_object(text: str, schema: type[BaseModel]) -> str:
    if "{" not in text:
        return f"there is no JSON object in the reply, which begins {_shown(text.strip()[:60])}"
    return f"no JSON object in the reply has any of the keys {', '.join(schema.model_fields)}"


def _without_thinking(text: str) -> str:
    """The reply without its think blocks; an unclosed block ends where its JSON begins, so only the mark is dropped."""
    return _OPEN_THINKING.sub("", _THINKING.sub("", text), count=1)


def _json_objects(text: str) -> Iterator[dict[str, object]]:
    """The JSON objects in `text` from left to right, outermost ones only; a list's objects one by one."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_CANDIDATES):  # a bound, so that a megabyte of braces stays cheap
        at = text.find("{", at)
        if at == -1:
            return
        value, at = _decode(decoder, text, at)
        if isinstance(value, dict):
            yield value


def _decode(decoder: json.JSONDecoder, text: str, at: int) -> tuple[object, int]:
    """The JSON value at `at` and its end; (None, next place to look) where there is none."""
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError:
        pass
    except RecursionError:
        return None, len(text)
    tidied = _TRAILING_COMMA.sub(r"\1", text[at:])
    try:
        value, end = decoder.raw_decode(tidied)
    except (json.JSONDecodeError, RecursionError):
        return None, at + 1
    # The end in the tidied text is at or before the end in the text: looking from there finds nothing twice.
    return value, at + end
