"""The model's reply → proposals: elements of the user's schema, each bound to its place in the abstract.

The numbers are read from the model's quotes by the same reader as the rules', and looked up in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from summarise.grounding import Span, ground, sentence_around, stands
from summarise.reconciling.naming import is_address, is_common_word, why_no_benchmark
from summarise.reconciling.placing import Placer
from summarise.reconciling.units import are_different
from summarise.records import Paper, Quantity
from summarise.rules import is_generic_name
from summarise.schemas.paper import (
    Artifact,
    Benchmark,
    Element,
    Evidence,
    Method,
    ModelSize,
    Result,
    Task,
    TrainingData,
)
from summarise.schemas.reply import (
    AskedArtifact,
    AskedBenchmark,
    AskedData,
    AskedMethod,
    AskedResult,
    AskedSize,
    PaperReply,
)


class Proposal(NamedTuple):
    """An element that the model proposes; `anchor` is its place in the abstract, None where it has none."""

    field: str
    element: Element
    anchor: Span | None
    reasons: tuple[str, ...] = ()
    """Why it can't be used, or what was taken out of it."""


class Proposer:
    """Reads one reply against one paper."""

    def __init__(self, paper: Paper, ledger: Sequence[Quantity], examples: frozenset[str]) -> None:
        self.paper = paper
        self._placer = Placer(paper, ledger, examples)

    def propose(self, reply: PaperReply) -> list[Proposal]:
        """The reply's elements in its own order; rows that say nothing, and exact repeats, are left out."""
        proposals: list[Proposal] = []
        for proposal in self._all(reply):
            if proposal not in proposals:
                proposals.append(proposal)
        return proposals

    def _all(self, reply: PaperReply) -> Iterator[Proposal]:
        yield from (self._task(name) for name in reply.tasks or () if name)
        yield from (self._method(method) for method in reply.methods or () if method.name)
        yield from (self._size(size) for size in reply.sizes or () if size.total or size.active)
        yield from (self._data(data) for data in reply.data or () if data.amount)
        yield from (self._benchmark(benchmark) for benchmark in reply.benchmarks or () if benchmark.name)
        yield from (self._result(result) for result in reply.results or () if result.value)
        yield from (self._artifact(artifact) for artifact in reply.artifacts or () if artifact.url)

    def _task(self, name: str) -> Proposal:
        """Tasks carry the field's usual names, which need not stand in the abstract."""
        at = ground(name, self.paper)
        leak = self._placer.leak(name)
        return Proposal("tasks", Task(name=name, evidence=at), _anchor(at), (leak,) if leak else ())

    def _method(self, asked: AskedMethod) -> Proposal:
        at, reasons = self._standing(asked.name or "")
        if at and is_generic_name(asked.name or ""):
            reasons = ("names_nothing",)
        element = Method(name=asked.name or "", role=asked.role or "used", evidence=at)
        return Proposal("methods", element, _anchor(at), reasons)

    def _benchmark(self, asked: AskedBenchmark) -> Proposal:
        at, reasons = self._standing(asked.name or "")
        if at and is_common_word(asked.name or "", at.quote):
            at, reasons = None, ("name_not_in_text",)
        if at and (why := why_no_benchmark(asked.name or "")):
            reasons = (why,)
        element = Benchmark(name=asked.name or "", role=asked.role or "mentioned", evidence=at)
        return Proposal("benchmarks", element, _anchor(at), reasons)

    def _artifact(self, asked: AskedArtifact) -> Proposal:
        at, reasons = self._standing(asked.url or "")
        if at and not is_address(asked.url or ""):
            reasons = ("not_an_address",)
        return Proposal("artifacts", Artifact(url=asked.url, kind=asked.kind, evidence=at), _anchor(at), reasons)

    def _standing(self, name: str) -> tuple[Evidence | None, tuple[str, ...]]:
        """Where a name stands, and why it can't be used where it stands nowhere."""
        at = ground(name, self.paper)
        return at, () if at else (self._placer.leak(name) or "name_not_in_text",)

    def _size(self, asked: AskedSize) -> Proposal:
        total, active = self._placer.number(asked.total), self._placer.number(asked.active)
        if total is not None and active is not None and total.value == active.value:
            active = None  # a dense model's parameters are all active
        of_total = self._placer.place(total, asked.total, (asked.model,), _SIZES)
        of_active = self._placer.place(active, asked.active, (asked.model,), _SIZES)
        at = of_total.at or of_active.at
        element = ModelSize(
            model=self._name_in_text(asked.model),
            total_params=_value(total),
            active_params=_value(active),
            role=asked.role or "subject",
            evidence=self._evidence(at, (asked.model,)),
        )
        reasons = [*self._placer.doubts(asked.total, total, of_total), *self._dropped_name(asked.model)]
        if active is not None:
            reasons += self._placer.doubts(asked.active, active, of_active)
        places = [place.at for place in (of_total, of_active) if place.at is not None]
        reasons += [_NOT_SIZE.get(q.role, "not_a_size") for q in places if q.role not in _SIZES]
        if element.total_params and element.active_params and element.active_params > element.total_params:
            reasons.append("active_exceeds_total")
        return Proposal("model_sizes", element, _span(at), _unique(reasons))

    def _data(self, asked: AskedData) -> Proposal:
        number = self._placer.number(asked.amount, asked.unit)
        place = self._placer.place(number, asked.amount, (asked.what,), _AMOUNTS)
        at = place.at
        element = TrainingData(
            amount=_value(number),
            unit=self._name_in_text(asked.unit) or (at.unit or None if at else None),
            what=self._name_in_text(asked.what),
            evidence=self._evidence(at, (asked.what,)),
        )
        reasons = self._placer.doubts(asked.amount, number, place)
        if at and at.role not in _AMOUNTS:
            reasons.append("not_an_amount")
        if asked.unit and not self._name_in_text(asked.unit):
            reasons.append("unit_differs" if at and are_different(asked.unit, at.unit) else "name_not_in_text")
        return Proposal("training_data", element, _span(at), _unique(reasons))

    def _result(self, asked: AskedResult) -> Proposal:
        number = self._placer.number(asked.value)
        names = (asked.benchmark, asked.model, asked.metric, asked.baseline)
        place = self._placer.place(number, asked.value, names, _OUTCOMES)
        at = place.at
        read = at or number
        no_benchmark = why_no_benchmark(asked.benchmark, asked.model, asked.baseline) if asked.benchmark else None
        element = Result(
            model=self._name_in_text(asked.model),
            benchmark=None if no_benchmark else self._name_in_text(asked.benchmark),
            metric=self._name_in_text(asked.metric),
            value=_value(read),
            value_max=read.value_max if read else None,
            unit=(read.unit or None) if read else None,
            comparator=read.comparator if read else "=",
            baseline=self._name_in_text(asked.baseline),
            kind=asked.kind or "absolute",
            role=asked.role or "own",
            evidence=self._evidence(at, (asked.benchmark, asked.metric)),
        )
        reasons = [
            *self._placer.doubts(asked.value, number, place),
            *self._dropped_name(asked.model, asked.benchmark, asked.baseline),
            *([no_benchmark] if no_benchmark else []),
        ]
        if at and at.role not in _OUTCOMES:
            reasons.append("not_a_result")
        return Proposal("results", element, _span(at), _unique(reasons))

    def _name_in_text(self, name: str | None) -> str | None:
        return name if name and stands(name, self.paper) else None

    def _dropped_name(self, *names: str | None) -> list[str]:
        return [
            self._placer.leak(name) or "name_not_in_text" for name in names if name and not stands(name, self.paper)
        ]

    def _evidence(self, at: Quantity | None, names: Sequence[str | None]) -> Evidence | None:
        """The number, stretched over the names that stand in its sentence: the shortest words that carry the fact."""
        if at is None:
            return None
        text = self.paper.abstract
        first, last = sentence_around(text, (at.start, at.end))
        start, end = at.start, at.end
        for name in names:
            place = ground(name, self.paper, near=at.start) if name else None
            if place and place.in_abstract and first <= place.start and place.end <= last:
                start, end = min(start, place.start), max(end, place.end)
        return Evidence(quote=text[start:end], start=start, end=end)


# Ledger roles in which a number may be what the model takes it for.
_SIZES = frozenset({"size", "unknown"})
_AMOUNTS = frozenset({"data", "count", "unknown"})
_OUTCOMES = frozenset({"result", "cost", "count", "unknown"})
_NOT_SIZE: dict[str, str] = {
    "data": "tokens_as_size",
    "count": "tokens_as_size",
    "context": "tokens_as_size",
    "version": "version_as_size",
    "name": "version_as_size",
    "year": "version_as_size",
}


def _value(quantity: Quantity | None) -> Decimal | None:
    return quantity.value if quantity else None


def _anchor(at: Evidence | None) -> Span | None:
    """A name's place in the abstract; one in the title or a variant anchors nothing there."""
    return (at.start, at.end) if at and at.in_abstract else None


def _span(quantity: Quantity | None) -> Span | None:
    return (quantity.start, quantity.end) if quantity else None


def _unique(reasons: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
