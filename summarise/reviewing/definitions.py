"""What a field means, in the words of its class in schemas/paper.py."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from summarise.records import NUMBERS, PASSAGES, TLDR, TLDR_WORDS, Flow
from summarise.schemas.paper import LIST_FIELDS

_OTHERS = {
    TLDR: f"One sentence of at most {TLDR_WORDS} words; every number in it stands in the abstract.",
    NUMBERS: "A number of the abstract that no value accounts for: is a value missing, or is nothing lost? "
    "'Not stated' says that nothing is; an edit gives the missing value in its own field.",
    PASSAGES: "Words that seem to be written for a program, not for readers. To choose them says that they are; "
    "'not stated' says that they are harmless. The summary stays as it is.",
}


class Attribute(Flow):
    """One attribute of a field's elements."""

    name: str
    meaning: str = ""
    choices: tuple[str, ...] = ()
    """The words that it can be, where only some can."""
    required: bool = False


class Definition(Flow):
    """What a field means, and what its elements hold."""

    field: str
    meaning: str
    attributes: tuple[Attribute, ...] = ()


def definition_of(field: str) -> Definition:
    """The definition of a field; of a user's schema only its name is known without the class."""
    kind = LIST_FIELDS.get(field)
    if kind is None:
        return Definition(field=field, meaning=_OTHERS.get(field, ""))
    attributes = tuple(_attribute(name, info) for name, info in kind.model_fields.items() if name != "evidence")
    return Definition(field=field, meaning=_doc(kind), attributes=attributes)


def _attribute(name: str, info: Any) -> Attribute:
    return Attribute(
        name=name,
        meaning=info.description or "",
        choices=tuple(map(str, get_args(info.annotation))) if get_origin(info.annotation) is Literal else (),
        required=info.is_required(),
    )


def _doc(kind: type[BaseModel]) -> str:
    return " ".join((kind.__doc__ or "").split())
