"""A right extraction: gold as the reply that a model without fault would give, in the abstract's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.asked import examples
from benchmarks.trust.labelled import Labelled
from benchmarks.trust.wording import find_written, with_unit
from summarise.evaluating.gold import GoldElement
from summarise.evaluating.rows import RIGHT
from summarise.grounding import ground
from summarise.reconciling.proposals import Proposal, Proposer
from summarise.records import Findings, Paper
from summarise.rules import find
from summarise.schemas.paper import Artifact, Benchmark, Element, Method, ModelSize, Result, Task, TrainingData
from summarise.schemas.reply import (
    Asked,
    AskedArtifact,
    AskedBenchmark,
    AskedData,
    AskedMethod,
    AskedResult,
    AskedSize,
    PaperReply,
)
from summarise.text import clean

ASKED = {
    "tasks": "tasks", "methods": "methods", "model_sizes": "sizes", "training_data": "data",
    "benchmarks": "benchmarks", "results": "results", "artifacts": "artifacts",
}  # fmt: skip
"""Where the reply holds each field."""
EXAMPLES = examples()


@dataclass(frozen=True, slots=True)
class Right:
    """One row of a right reply, and the gold that it says."""

    field: str
    asked: Asked | str
    gold: GoldElement
    reads_back: bool
    """Whether the tool reads the gold values in these words; errors are planted only where it does."""


@dataclass(frozen=True, slots=True)
class RightReply:
    """A paper with a reply that says what gold says."""

    labelled: Labelled
    findings: Findings
    rows: tuple[Right, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """Gold rows that no reply can say: (field, why)."""

    @property
    def paper(self) -> Paper:
        """The paper as the tool meets it."""
        return self.labelled.paper

    def reply(self, rows: Sequence[Right] | None = None) -> PaperReply:
        """The reply of these rows, or of all."""
        return reply_of([(row.field, row.asked) for row in (self.rows if rows is None else rows)])


@dataclass
class Expressed:
    """How much of gold a reply can say."""

    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    misread: Counter[str] = field(default_factory=Counter)

    def add(self, reply: RightReply) -> None:
        """Counts one paper."""
        self.rows.update(row.field for row in reply.rows)
        self.left_out.update(reply.left_out)
        self.misread.update(row.field for row in reply.rows if not row.reads_back)


def reply_of(rows: Sequence[tuple[str, Asked | str]]) -> PaperReply:
    """The reply that holds rows, each given with its field."""
    return PaperReply(**{ASKED[f]: tuple(asked for of, asked in rows if of == f) for f in ASKED})  # type: ignore[arg-type]


def proposal_of(paper: Paper, findings: Findings, of: str, asked: Asked | str) -> Proposal | None:
    """What the tool reads in one row of a reply; None where it reads nothing."""
    found = Proposer(paper, findings.ledger, EXAMPLES).propose(reply_of([(of, asked)]))
    return found[0] if found else None


def right_reply(labelled: Labelled) -> RightReply:
    """The right reply for a labelled paper."""
    paper, findings = labelled.paper, find(labelled.paper)
    rows: list[Right] = []
    left_out: list[tuple[str, str]] = []
    for of in ASKED:
        for element, raw in zip(labelled.gold.fields.get(of, ()), labelled.rows.get(of, ()), strict=True):
            asked = _asked(paper, element.element, raw)
            if asked is None or isinstance(asked, _Unsaid):
                left_out.append((of, asked.why if asked else "gold states no number"))
                continue
            read = proposal_of(paper, findings, of, asked)
            reads_back = read is not None and RIGHT[of].exact(element.element, read.element)
            rows.append(Right(of, asked, element, reads_back))
    return RightReply(labelled, findings, tuple(rows), tuple(left_out))


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """Why a gold row can't be said in the abstract's words."""

    why: str


def _asked(paper: Paper, gold: Element, raw: dict[str, Any]) -> Asked | str | _Unsaid | None:
    name = _Names(paper, raw.get("verbatim"))
    match gold:
        case Task():
            return gold.name
        case Method():
            return AskedMethod(name=name(gold.name) or gold.name, role=gold.role)
        case Benchmark():
            said = name(gold.name)
            return AskedBenchmark(name=said, role=gold.role) if said else _Unsaid("its name stands nowhere")
        case Artifact():
            return AskedArtifact(url=gold.url, kind=gold.kind) if gold.url else _Unsaid("no address is written")
        case ModelSize():
            return _size(paper, gold, raw, name)
        case TrainingData():
            return _data(paper, gold, raw)
        case Result():
            return _result(paper, gold, raw, name)
    return None


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as the paper writes them."""

    paper: Paper
    verbatim: str | None

    def __call__(self, name: str | None) -> str | None:
        """The name, where it stands in the paper; else the words that gold points to; else None."""
        for words in (name, self.verbatim):
            if words and len(words) <= 60 and ground(words, self.paper):
                return words
        return None


def _size(paper: Paper, gold: ModelSize, raw: dict[str, Any], name: _Names) -> AskedSize | _Unsaid | None:
    if gold.total_params is None and gold.active_params is None:
        return None
    model = gold.model if gold.model and ground(gold.model, paper) else None
    total = _words(paper, gold.total_params, "params", (raw.get("verbatim"), model))
    active = _words(paper, gold.active_params, "params", (raw.get("verbatim"), model))
    if (gold.total_params is not None and not total) or (gold.active_params is not None and not active):
        return _Unsaid("its number stands in no words of the abstract")
    return AskedSize(model=model, total=total, active=active, role=gold.role)


def _data(paper: Paper, gold: TrainingData, raw: dict[str, Any]) -> AskedData | _Unsaid | None:
    if gold.amount is None:
        return None
    amount = _words(paper, gold.amount, None, (raw.get("verbatim"), gold.what))
    if not amount:
        return _Unsaid("its number stands in no words of the abstract")
    return AskedData(amount=amount, unit=gold.unit, what=(gold.what or "")[:60] or None)


def _result(paper: Paper, gold: Result, raw: dict[str, Any], name: _Names) -> AskedResult | _Unsaid | None:
    if gold.value is None:
        return None
    names = {n: _standing(paper, getattr(gold, n)) for n in ("model", "benchmark", "metric", "baseline")}
    if gold.benchmark and not names["benchmark"]:
        return _Unsaid("its benchmark's name stands nowhere")
    near = (raw.get("verbatim"), names["benchmark"], names["model"])
    value = _words(paper, gold.value, gold.unit, near, gold.value_max)
    if not value:
        return _Unsaid("its number stands in no words of the abstract")
    return AskedResult(value=value, kind=gold.kind, role=gold.role, **names)


def _standing(paper: Paper, name: str | None) -> str | None:
    return name if name and len(name) <= 60 and ground(name, paper) else None


def _words(
    paper: Paper, value: Decimal | None, unit: str | None, near: Sequence[str | None], value_max: Decimal | None = None
) -> str | None:
    """The words of a number: within gold's own words where it gives them, else in the abstract near a name."""
    if value is None:
        return None
    text = clean(paper.abstract).text
    verbatim, *names = near
    for part in (clean(verbatim).text if verbatim else "", text):
        written = find_written(part, value, unit, next((n for n in names if n and n in part), None))
        if written is None:
            continue
        upper = find_written(part[written.end : written.end + 12], value_max, unit, None) if value_max else None
        if upper:
            return part[written.start : written.end + upper.end].strip()
        return written.words if unit == "params" else with_unit(part, written, unit)
    return None
