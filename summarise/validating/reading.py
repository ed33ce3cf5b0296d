"""Of the objects in a reply's text the one that fits the schema best, and whether another fits as well."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from summarise.errors import InvalidReply
from summarise.validating.decoding import Object, as_written
from summarise.validating.problems import no_object, path_sentences
from summarise.validating.scanning import MOST_OBJECTS, Scan, unquoted

R = TypeVar("R", bound=BaseModel)
MAX_REPLY_CHARS = 1_000_000
"""A reply beyond this is noise, and reading it would cost more than asking again."""
_LATEST = 16
"""So many readings are kept: a reply is read where it is asked for, and again where its record is made."""
_MENDABLE = 1000
"""A reply with more problems is wrong in other ways than that its numbers should be texts."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """A reply, and the fields in which its text can be read in another way that is as good."""

    reply: R
    ambiguous: tuple[str, ...] = ()


def read_reply(text: str, schema: type[R]) -> R:
    """The reply in `text`; see `read`."""
    return read(text, schema).reply


def read(text: str, schema: type[R], *, cut: bool = False) -> Reading[R]:
    """The JSON object in `text` that fits `schema` best, the first of equals.

    What is said behind thoughts counts, not a draft in them; where only thoughts hold JSON, their last best draft does,
    but not for a reply that was `cut` off at its limit: it had not come to its answer.
    Raises InvalidReply: kind 'blank' for no text, 'invalid' for text without JSON or JSON that does not fit.
    """
    return _read(text, schema, cut)


@lru_cache(maxsize=_LATEST)
def _read(text: str, schema: type[R], cut: bool) -> Reading[R]:
    if not text.strip():
        raise InvalidReply(["the reply is blank"], text, kind="blank")
    if len(text) > MAX_REPLY_CHARS:
        raise InvalidReply(
            [f"the reply has {len(text):,} characters; at most {MAX_REPLY_CHARS:,} are read"], text[:2000]
        )
    scan = Scan(text, _keys(schema)).run()
    if scan.answers:
        return _best(scan.answers, schema, text)
    if scan.thoughts and not cut:
        return _best(scan.thoughts[::-1], schema, text)
    if rows := list(_rows(scan, schema)):
        return _best(rows, schema, text)
    if (inner := unquoted(text)) is not None:
        return read(inner, schema, cut=cut)
    raise InvalidReply([no_object(text, schema, scan.malformed)], text)


def _best(objects: Iterable[Object], schema: type[R], text: str) -> Reading[R]:
    """The reading of the object that says most; raises InvalidReply with the fullest one's problems."""
    fits: list[tuple[R, Object]] = []
    misfits: list[tuple[int, ValidationError]] = []
    for value in objects:
        try:
            fits.append((_validated(value, schema), value))
        except ValidationError as error:
            misfits.append((sum(key in value for key in _keys(schema)), error))
    if not fits:
        raise InvalidReply(path_sentences(max(misfits, key=lambda one: one[0])[1]), text)
    best, value = max(fits, key=lambda one: _fullness(one[0]))
    rivals = [fit for fit, _ in fits if fit is not best and len(fit.model_fields_set) >= len(best.model_fields_set)]
    other = {name for fit in rivals for name in schema.model_fields if getattr(fit, name) != getattr(best, name)}
    return Reading(best, tuple(name for name in schema.model_fields if name in other or name in value.doubled))


def _validated(value: Object, schema: type[R]) -> R:
    """`value` as the schema; numbers that stand where it wants text are taken as they are written."""
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        if error.error_count() > _MENDABLE or all(one["type"] != "string_type" for one in error.errors()):
            raise
        try:
            return schema.model_validate(as_written(value))
        except ValidationError:
            raise error from None


def _fullness(fit: BaseModel) -> tuple[bool, int]:
    """Whether it says anything, and how many of the schema's keys it gives."""
    says = any(getattr(fit, name) not in (None, "", (), [], {}) for name in fit.model_fields_set)
    return says, len(fit.model_fields_set)


@lru_cache(maxsize=_LATEST)
def _keys(schema: type[BaseModel]) -> frozenset[str]:
    """The names under which the schema's fields may come."""
    given = {key for one in schema.model_fields.values() for key in (one.alias, one.validation_alias)}
    return frozenset([*schema.model_fields, *(key for key in given if isinstance(key, str))])


def _rows(scan: Scan, schema: type[BaseModel]) -> Iterator[Object]:
    """Bare lists as objects of a schema that has but one list and needs nothing else."""
    lists = [name for name, one in schema.model_fields.items() if _is_list_of_objects(one.annotation)]
    if len(lists) == 1 and not any(one.is_required() for name, one in schema.model_fields.items() if name != lists[0]):
        for count, rows in enumerate(scan.lists()):
            if count == MOST_OBJECTS:
                return
            yield Object({lists[0]: rows})


def _is_list_of_objects(annotation: Any) -> bool:
    """Whether a field is a list or tuple of models, or that or nothing."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _is_list_of_objects(inner[0])
    if origin in (typing.Union, types.UnionType):
        return any(_is_list_of_objects(one) for one in inner)
    return origin in (list, tuple) and any(isinstance(one, type) and issubclass(one, BaseModel) for one in inner)
