"""Reply text → the reply that was asked for, or InvalidReply with one sentence a problem.

One reader for every endpoint: think blocks, fences, prose around the JSON, several JSON values, trailing commas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from summarise.errors import InvalidReply

R = TypeVar("R", bound=BaseModel)
MAX_REPLY_CHARS = 1_000_000
"""A reply beyond this is noise, and reading it would cost more than asking again."""
_END_OF_THINKING = re.compile(r"</(?:think|thinking|reasoning)>", re.I)
_LOOP_CHARS = 4000
_OBJECT = re.compile(r'\{(?=\s*["}])')
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_FAILED_READS = 200
_READ_LENGTHS = 8
"""Reading stops after so many starts that lead nowhere, or so many times the text's length: a reply full of open
braces must not cost quadratic time."""
_SENTENCES = 20
"""So many problems are told; a model does not mend more at once."""


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
    answer = text[_end_of_thinking(text) :]
    problems: list[str] = []
    for source in dict.fromkeys((answer, _without_trailing_commas(answer), text, _without_trailing_commas(text))):
        fit, misfits = _best_fit(source, schema)
        if fit is not None:
            return fit
        problems = problems or misfits
    raise InvalidReply(problems or [_no_object(text, schema)], text)


def _best_fit(text: str, schema: type[R]) -> tuple[R | None, list[str]]:
    """The object in `text` that gives most of the schema's keys, the first of equals; else the first one's problems."""
    problems: list[str] = []
    fits: list[R] = []
    for value in _json_objects(text, schema.model_fields.keys()):
        try:
            fits.append(schema.model_validate(value))
        except ValidationError as error:
            problems = problems or path_sentences(error)
    return max(fits, key=lambda fit: len(fit.model_fields_set), default=None), problems


def path_sentences(error: ValidationError) -> list[str]:
    """Each problem of a validation as a sentence that names the path: 'results[2].kind: should be …'."""
    problems = error.errors(include_url=False)
    sentences = [f"{_path(e['loc'])}: {_said(e['msg'])}, and is {_shown(e['input'])}" for e in problems[:_SENTENCES]]
    more = len(problems) - len(sentences)
    return [*sentences, f"and {more} more"] if more else sentences


def repeats_itself(text: str) -> bool:
    """Whether `text` ends in the same piece four times and more: a model in a loop, not one that ran out of room."""
    end, mark = text[-_LOOP_CHARS:], text[-40:]
    at = len(end) - len(mark)
    while (at := end.rfind(mark, 0, at + len(mark) - 1)) != -1:
        period = len(end) - len(mark) - at
        repeated = max(4 * period, 200)  # rows of results end alike, so the whole piece must be the same
        if repeated > len(end):
            return False
        if (end[-period:] * (repeated // period + 1))[-repeated:] == end[-repeated:]:
            return True
    return False


def _said(message: str) -> str:
    """Pydantic's words in those of JSON, to go on after a colon."""
    return (message[:1].lower() + message[1:]).replace("tuple", "list")


def _path(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".") or "the reply"


def _shown(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "nested too deeply"
    return text if len(text) <= 60 else text[:57] + "…"


def _no_object(text: str, schema: type[BaseModel]) -> str:
    if "{" not in text:
        return f"there is no JSON object in the reply, which begins {_shown(text.strip()[:60])}"
    return f"no JSON object in the reply has any of the keys {', '.join(schema.model_fields)}"


def _end_of_thinking(text: str) -> int:
    """Where the last think block ends, opened in the text or in the prompt; 0 where none does."""
    return max((mark.end() for mark in _END_OF_THINKING.finditer(text)), default=0)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", text)


def _json_objects(text: str, keys: Collection[str]) -> Iterator[dict[str, Any]]:
    """The JSON objects in `text` with any of the keys, from left to right, inside lists and other objects too."""
    at, spent, failed = 0, 0, 0
    while failed < _FAILED_READS and spent <= _READ_LENGTHS * len(text) and (start := _OBJECT.search(text, at)):
        try:
            value, end = _DECODER.raw_decode(text, start.start())
        except json.JSONDecodeError as error:
            at, failed, spent = start.end(), failed + 1, spent + error.pos - start.start()
            continue
        except RecursionError:
            return
        spent += end - start.start()
        wanted = any(key in value for key in keys)
        if wanted:
            yield value
        at = end if wanted else start.end()


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of its pairs; a key that comes again replaces what it said only where it says something."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key not in found or value not in (None, "", [], {}):
            found[key] = _sound(value)
    return found


def _sound(value: Any) -> Any:
    r"""`value` with text that UTF-8 can hold: JSON may escape half a character (\ud83d), which no file takes."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_sound(item) for item in value] if isinstance(value, list) else value


# Numbers stay as they are written (71.30, 1e400); NaN and Infinity, which are not JSON, say nothing.
_DECODER = json.JSONDecoder(
    strict=False, parse_int=str, parse_float=str, parse_constant=lambda _: None, object_pairs_hook=_object_of
)
