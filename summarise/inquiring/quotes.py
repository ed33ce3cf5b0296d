"""A reply of quotes alone, read into the form: the model says where a result stands, our reader what the number is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarise.inquiring.compact import form_of, role_of_number
from summarise.rules import read_numbers
from summarise.schemas.compact_reply import QuotesReply
from summarise.schemas.reply import AskedResult, PaperReply

_NO_RESULT = frozenset({"size", "version", "name", "year", "enumerator", "context", "data"})

_LONGEST = 60
"""Characters; a number that is longer is none that a paper states."""


def read_quotes(reply: QuotesReply) -> PaperReply:
    """The form of a compact reply whose results are clauses of the abstract."""
    return form_of(reply, [row for quote in reply.results or () if quote for row in _results(quote, reply)])


def _results(quote: str, reply: QuotesReply) -> Iterator[AskedResult]:
    """A row for each number of the clause, with the names of the reply that stand in it."""
    model = _named(quote, (reply.introduced, reply.base, reply.rivals))
    for number in read_numbers(quote):
        if number.role not in _NO_RESULT and len(number.text) <= _LONGEST:
            yield AskedResult.model_validate(
                {
                    "value": number.text,
                    "model": model,
                    "benchmark": _named(quote, (reply.benchmarks,)),
                    "role": role_of_number(model, reply),
                }
            )


def _named(quote: str, lists: Iterable[tuple[str | None, ...] | None]) -> str | None:
    """The longest of the names that stands in the clause."""
    standing = [name for names in lists for name in names or () if name and name.lower() in quote.lower()]
    return max(standing, key=len, default=None)
