"""What a decision about a value rests on: the paper's words, the field's definition, what the rules read there.

The model's side is none of it: another model may say what it likes, what a person decided stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from summarise.records import Record, Verdict
from summarise.reviewing.candidates import bare, bare_data
from summarise.reviewing.definitions import definition_of
from summarise.reviewing.events import Marks, mark_of
from summarise.schemas.own import OwnValue

Place = tuple[str, str]
"""A paper's id and a verdict's id."""
NOTHING_READ = mark_of(None)
"""The mark of rules that read nothing there."""


class Grounded(Protocol):
    """A value that people decide about: a row of a run, or a verdict of a record."""

    @property
    def place(self) -> Place:
        """The ids of paper and verdict."""

    @property
    def field(self) -> str:
        """The verdict's field."""

    @property
    def flagged(self) -> bool:
        """Whether a person should look."""

    @property
    def marks(self) -> Marks:
        """What a decision about it rests on now."""


class Ground(NamedTuple):
    """A verdict of a record, as far as decisions rest on it."""

    place: Place
    field: str
    flagged: bool
    marks: Marks


def grounds_of(record: Record) -> list[Ground]:
    """The grounds of a record's verdicts, in its order."""
    paper = record.paper
    text = text_mark(paper.title, paper.abstract, (copy.abstract for copy in paper.variants))
    schema = record.provenance.schema_
    return [Ground((record.id, v.id), v.field, v.flagged, _marks(v, text, schema)) for v in record.verdicts]


def text_mark(title: str | None, abstract: str, copies: Iterable[str]) -> str:
    """The mark of a paper's words."""
    return mark_of([title, abstract, *copies])


@lru_cache(maxsize=1024)
def definition_mark(field: str) -> str:
    """The mark of what a field asks for; `field` is a user's schema's 'module:Class@hash' where it is of one."""
    return mark_of([field, definition_of(field).model_dump(mode="json")])


def rules_mark(element: dict[str, Any] | None) -> str:
    """The mark of what the rules read, as JSON data, wherever it stands."""
    return NOTHING_READ if element is None else mark_of(bare_data(element))


def _marks(verdict: Verdict, text: str, schema: str) -> Marks:
    is_own = isinstance(verdict.model, OwnValue)
    witness = verdict.model if is_own else verdict.rules
    return Marks(
        text=text, definition=definition_mark(schema if is_own else verdict.field), rules=mark_of(bare(witness))
    )
