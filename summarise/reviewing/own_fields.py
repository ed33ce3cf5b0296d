"""A user's schema at one of its values: what the field means, and whether an edit is one of its values."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue, ValidationError

from summarise.errors import DecisionRefused
from summarise.own_schemas import OwnSchema
from summarise.own_schemas.forms import Form, Leaf, Many, Row
from summarise.own_schemas.reading import Path, value_stated
from summarise.reviewing.definitions import Attribute, Definition
from summarise.reviewing.own_values import path_of

_READ = frozenset({"number", "integer", "date"})
"""Kinds of which people may write the words of a paper: '45 %', 'March 2024'."""
_TRUTHS: dict[str, JsonValue] = {"true": True, "yes": True, "false": False, "no": False}


def own_definition(schema: OwnSchema, field: str, path: str) -> Definition | None:
    """What the class says of a field; None where it has no such value."""
    leaf = _leaf(schema.form, path_of(path))
    if leaf is None:
        return None
    attribute = Attribute(name="value", meaning=leaf.about, choices=tuple(map(str, leaf.choices)), required=True)
    return Definition(field=field, meaning=leaf.about, attributes=(attribute,))


def own_value(schema: OwnSchema, path: str, given: JsonValue) -> JsonValue:
    """What somebody typed, as the class takes it. Raises DecisionRefused with what the class says of it."""
    place = path_of(path)
    leaf = _leaf(schema.form, place)
    if leaf is None:
        raise DecisionRefused(f"{path}: the schema has no such value")
    value = _read(leaf, place, given)
    try:
        schema.cls.model_validate(_around(place, value), by_alias=True, by_name=True)
    except ValidationError as error:  # what is missing around it is no fault of the value
        for one in error.errors(include_url=False, include_input=False):
            if one["loc"][: len(place)] == place:
                raise DecisionRefused(f"{path}: {one['msg'][:1].lower()}{one['msg'][1:]}") from None
    return value


def _read(leaf: Leaf, place: Path, given: JsonValue) -> JsonValue:
    if not isinstance(given, str):
        return given
    if leaf.kind == "boolean":
        return _TRUTHS.get(given.strip().casefold(), given)
    if leaf.kind in _READ:
        name = next(str(part) for part in reversed(place) if isinstance(part, str))
        return given if (read := value_stated(leaf, name, given)) is None else read
    same = (choice for choice in leaf.choices if str(choice) == given.strip())
    return next(same, given.strip())


def _leaf(form: Form, place: Path) -> Leaf | None:
    for part in place:
        if isinstance(form, Many) and isinstance(part, int):
            form = form.item
        elif isinstance(form, Row) and part in form.fields:
            form = form.fields[str(part)].form
        else:
            return None
    return form if isinstance(form, Leaf) else None


def _around(place: Path, value: JsonValue) -> Any:
    """The value alone in the shape of the class; rows before its own are empty."""
    found: Any = value
    for part in reversed(place):
        found = [{}] * part + [found] if isinstance(part, int) else {part: found}
    return found
