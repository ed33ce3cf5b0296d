"""The prompts by name: which templates are asked, what reads their replies, and what becomes of these.

docs/prompts.md compares them; `python -m benchmarks.prompts` makes the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from summarise.errors import ConfigurationError
from summarise.inquiring.compact import read_compact
from summarise.inquiring.quotes import read_quotes
from summarise.inquiring.sorting import read_sorted
from summarise.prompting import load_template
from summarise.records import Findings
from summarise.schemas.compact_reply import CompactReply, FactsReply, NamesReply, QuotesReply, SortedReply
from summarise.schemas.reply import PaperReply
from summarise.text import clean

MOST_NUMBERS = 24
"""So many numbers are shown to an assisted model."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request to the model: a template in prompts/, and the schema of the reply to it."""

    template: str
    reply: type[BaseModel]
    against_loops: bool = True
    """Whether repetition may be penalised where the endpoint's profile says how: it spoils rows with many keys."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to ask for the form of a paper."""

    name: str
    questions: tuple[Question, ...]
    read: Callable[[Sequence[Any]], PaperReply]
    """The form, from the replies to the questions in their order."""
    shows_numbers: bool = False
    """Whether the model is shown the numbers that the rules found; then its agreement on a number confirms nothing."""


def _only(replies: Sequence[Any]) -> Any:
    return replies[0]


def _compact(replies: Sequence[Any]) -> PaperReply:
    return read_compact(_only(replies))


def _quotes(replies: Sequence[Any]) -> PaperReply:
    return read_quotes(_only(replies))


def _sorted(replies: Sequence[Any]) -> PaperReply:
    return read_sorted(_only(replies))


def _joined(replies: Sequence[Any]) -> PaperReply:
    facts, names = replies
    return read_compact(CompactReply(**facts.model_dump(by_alias=True), **names.model_dump(by_alias=True)))


_ALL = (
    Variant("extract.v1", (Question("extract.v1", PaperReply, against_loops=False),), _only),
    Variant("compact.v3", (Question("compact.v3", CompactReply),), _compact),
    Variant("bare.v3", (Question("bare.v3", CompactReply),), _compact),
    Variant("quotes.v3", (Question("quotes.v3", QuotesReply),), _quotes),
    Variant("twice.v3", (Question("facts.v3", FactsReply), Question("names.v3", NamesReply)), _joined),
    Variant("assisted.v4", (Question("assisted.v4", SortedReply),), _sorted, shows_numbers=True),
)
VARIANTS: dict[str, Variant] = {variant.name: variant for variant in _ALL}
"""Every variant by its name; a name with its version is API, as caches and records hold it."""


def examples_of(variant: Variant) -> list[dict[str, Any]]:
    """The forms of the worked examples that a variant shows."""
    texts = [load_template(question.template).examples for question in variant.questions]
    forms = []
    for parts in zip(*texts, strict=True):
        replies = [q.reply.model_validate(reply) for q, (_, reply) in zip(variant.questions, parts, strict=True)]
        forms.append(variant.read(replies).model_dump(mode="json"))
    return forms


def numbers_shown(findings: Findings) -> list[str]:
    """The numbers that the rules found, as the abstract writes them: what an assisted model is shown, and no more."""
    return [clean(n.text).text for n in findings.ledger if n.role not in ("name", "enumerator")][:MOST_NUMBERS]


def variant_of(name: str) -> Variant:
    """The variant called `name`; raises ConfigurationError where there is none."""
    try:
        return VARIANTS[name]
    except KeyError:
        raise ConfigurationError(f"there is no prompt {name!r}; there are {', '.join(VARIANTS)}") from None
