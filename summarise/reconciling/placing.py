"""A number as the model wrote it → its place in the abstract's ledger, or why it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from summarise.grounding import locate, sentence_number, sentences_with, stands
from summarise.reconciling.units import are_different, may_be_one
from summarise.records import Paper, Quantity
from summarise.rules import read_numbers


class Place(NamedTuple):
    """Where a number stands."""

    at: Quantity | None
    """Its entry in the ledger, or one made for it; None where it stands nowhere."""
    sure: bool = True
    """Whether nothing speaks as well for another place with the same number."""


@dataclass(frozen=True, slots=True)
class Placer:
    """Looks numbers up in one paper."""

    paper: Paper
    ledger: Sequence[Quantity]
    examples: frozenset[str]
    """Strings of the prompt's worked examples, lower case."""

    def number(self, written: str | None, unit: str | None = None) -> Quantity | None:
        """The first number of the model's quote; parameters and data need their noun to be read as such."""
        return _first_number(written, unit) if written else None

    def place(
        self, number: Quantity | None, written: str | None, names: Sequence[str | None], wanted: frozenset[str]
    ) -> Place:
        """Where the ledger has a number: the same value and kind of unit; of several, one in a `wanted` role, then one
        in the sentence with most of the `names`, then the first.

        A number that the ledger does not know, and that stands in the abstract as written, gets an entry of its own.
        """
        if number is None:
            return Place(None)
        found = self._in_ledger(number, names, wanted)
        return found if found.at else self._as_written(number, written or "", names)

    def _as_written(self, number: Quantity, written: str, names: Sequence[str | None]) -> Place:
        found = locate(written, self.paper, beside=names)
        if not found or not found.evidence.in_abstract:
            return Place(None)
        at = found.evidence
        there = _first_number(at.quote, number.unit)
        if there is None or there.value != number.value:
            return Place(None)  # words that stand there say another number than the model's form of them, or none
        own = number.model_copy(update={"start": at.start, "end": at.end, "text": at.quote, "role": "unknown"})
        return Place(own, found.sure)

    def _in_ledger(self, number: Quantity, names: Sequence[str | None], wanted: frozenset[str]) -> Place:
        same = [q for q in self.ledger if q.value == number.value and may_be_one(q.unit, number.unit)]
        if not same and not number.unit:
            # '5.76' for '5.76 times': the word left out is in the text, if the number stands there only once.
            alike = [q for q in self.ledger if q.value == number.value]
            same = alike if len(alike) == 1 else []
        if len(same) < 2:
            return Place(same[0] if same else None)
        beside = [sentences_with(name, self.paper.abstract) for name in names if name]

        def rank(q: Quantity) -> tuple[bool, int]:
            sentence = sentence_number(self.paper.abstract, q.start)
            return q.role not in wanted, -sum(sentence in sentences for sentences in beside)

        best = min(map(rank, same))
        equal = [q for q in same if rank(q) == best]
        return Place(equal[0], len(equal) == 1)

    def doubts(self, written: str | None, number: Quantity | None, place: Place) -> list[str]:
        """Why a number can't be used, or which of its places is meant is not known; nothing where all is clear."""
        if not written:
            return []
        if place.at is not None:
            other = number is not None and are_different(number.unit, place.at.unit)
            return ["unit_differs"] if other else [] if place.sure else ["ambiguous_place"]
        if number is None:
            return [self.leak(written) or "no_number"]
        return [self.leak(written) or self._near_miss(number)]

    def _near_miss(self, number: Quantity) -> str:
        if any(q.value == number.value for q in self.ledger):
            return "unit_differs"
        digits = significant_digits(number.value)
        if any(significant_digits(q.value) == digits for q in self.ledger):
            return "scale_differs"
        if any(one_edit(significant_digits(q.value), digits) for q in self.ledger if len(digits) > 1):
            return "digits_differ"
        return "not_in_text"

    def leak(self, written: str) -> str | None:
        """'example_leak' for words of the prompt's examples that do not stand in the abstract."""
        return "example_leak" if written.lower() in self.examples and not stands(written, self.paper) else None


def _first_number(written: str, unit: str | None) -> Quantity | None:
    """The first number of `written`; `unit`, which may tell what the number is, gives none of its own."""
    quote = f"{written} {unit}" if unit and unit.lower() not in written.lower() else written
    found = read_numbers(f" {quote}")  # a sign is read as one behind a blank
    return found[0] if found and found[0].start <= len(written) else None


def significant_digits(value: Decimal) -> str:
    """The significant digits: '671' for 671 and for 671000000000."""
    return re.sub(r"\D", "", format(value, "f")).strip("0") or "0"


def one_edit(a: str, b: str) -> bool:
    """Whether two digit strings differ by one digit changed, dropped, added or swapped with its neighbour."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return (
        a[i + 1 :] == b[i + 1 :]
        or a[i:] == b[i + 1 :]
        or a[i + 1 :] == b[i:]
        or a[i : i + 2] == b[i : i + 2][::-1]
        and a[i + 2 :] == b[i + 2 :]
    )
