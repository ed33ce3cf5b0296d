"""What the compact prompts ask for: lists of words instead of rows with keys, and each role said once, by its list.

Such a reply costs fewer tokens than a `PaperReply`, and a small model finds more sizes where it only has to copy
"Name 13B". What the words say is read in `summarise/inquiring/`. Addresses are not asked for: the rules read each that
stands in an abstract, and a small model writes some that do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Generic, Literal, TypeAlias, TypeVar

from pydantic import Field

from summarise.schemas.reply import (
    Asked,
    AskedData,
    AtMost,
    Name,
    NoneWords,
    Sentence,
    Written,
    text_up_to,
)

if TYPE_CHECKING:
    Words: TypeAlias = str | None
    Line: TypeAlias = str | None
    Metric: TypeAlias = str | None
else:
    Words, Line, Metric = text_up_to(60, or_null=False), text_up_to(160, or_null=False), text_up_to(40)

Row = TypeVar("Row")


class AskedOutcome(Asked):
    """A number that is an outcome; whose it is tells its role."""

    value: Written = None
    model: Name = None
    benchmark: Name = None
    metric: Metric = None
    what: Annotated[Literal["score", "gain", "ratio", "cost", "count"] | None, NoneWords] = Field(None, alias="is")


class FactsReply(Asked):
    """A paper's numbers."""

    sizes: Annotated[tuple[Words, ...], AtMost(8)] | None = None
    data: Annotated[tuple[AskedData, ...], AtMost(4)] | None = None
    results: Annotated[tuple[AskedOutcome, ...], AtMost(9)] | None = None


class NamesReply(Asked):
    """What a paper is about, and what it names."""

    tasks: Annotated[tuple[Words, ...], AtMost(2)] | None = None
    introduced: Annotated[tuple[Words, ...], AtMost(4)] | None = None
    parts: Annotated[tuple[Words, ...], AtMost(3)] | None = None
    base: Annotated[tuple[Words, ...], AtMost(2)] | None = None
    rivals: Annotated[tuple[Words, ...], AtMost(4)] | None = None
    benchmarks: Annotated[tuple[Words, ...], AtMost(8)] | None = None
    tldr: Sentence = None


class ListsReply(Asked, Generic[Row]):
    """Both in one reply; `sizes` stands before `results`, so that a size is no longer at hand for a result."""

    tasks: Annotated[tuple[Words, ...], AtMost(2)] | None = None
    introduced: Annotated[tuple[Words, ...], AtMost(4)] | None = None
    parts: Annotated[tuple[Words, ...], AtMost(3)] | None = None
    base: Annotated[tuple[Words, ...], AtMost(2)] | None = None
    rivals: Annotated[tuple[Words, ...], AtMost(4)] | None = None
    sizes: Annotated[tuple[Words, ...], AtMost(8)] | None = None
    data: Annotated[tuple[AskedData, ...], AtMost(4)] | None = None
    benchmarks: Annotated[tuple[Words, ...], AtMost(8)] | None = None
    results: Annotated[tuple[Row, ...], AtMost(9)] | None = None
    tldr: Sentence = None


class CompactReply(ListsReply[AskedOutcome]):
    """Its results are rows."""


class QuotesReply(ListsReply[Line]):
    """Its results are clauses of the abstract."""


class AskedNumber(Asked):
    """A number that stood below the abstract, and what it is."""

    number: Written = None
    what: Annotated[
        Literal["size", "active size", "data", "score", "gain", "ratio", "cost", "count", "other"] | None, NoneWords
    ] = Field(None, alias="is")
    of: Name = None
    on: Name = None


class SortedReply(NamesReply):
    """Its numbers are sorted one by one: a row for each that was shown."""

    numbers: Annotated[tuple[AskedNumber, ...], AtMost(24)] | None = None
