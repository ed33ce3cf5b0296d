"""What a real model said of labelled papers: recorded replies, through the real reconciliation, against gold."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.asked import DEFAULT, form
from benchmarks.trust.labelled import Labelled, LabelledSet
from benchmarks.trust.measures import Scored
from benchmarks.trust.peers.asking import Claim, claim
from benchmarks.trust.right_replies import ASKED, EXAMPLES, proposal_of
from benchmarks.trust.trusting import trust_in_model
from summarise.errors import InvalidReply
from summarise.evaluating.gold import GoldPaper
from summarise.evaluating.joining import Joined
from summarise.evaluating.rightness import tell
from summarise.evaluating.rows import NUMERIC, ROW
from summarise.evaluating.witnesses import given_by
from summarise.inquiring.variants import Variant
from summarise.reconciling import reconcile
from summarise.reconciling.trust import Trust
from summarise.records import NUMBERS, Failure, Findings, Provenance, Record
from summarise.rules import VERSION as RULES_VERSION
from summarise.rules import find
from summarise.schemas.paper import Element
from summarise.schemas.reply import Asked, PaperReply
from summarise.version import __version__

_ROOT = Path(__file__).parent.parent.parent
SEEDS_REPLIES = _ROOT / "tests" / "replies" / "qwen2.5-coder-1.5b.compact.v3.jsonl"
REPLIES = (SEEDS_REPLIES, *sorted((_ROOT / "benchmarks" / "replies").glob("*.jsonl*")))
"""The recorded replies that are part of the project."""
FIELDS = ("model_sizes", "training_data", "results", "benchmarks")
"""The fields that are judged: pooled for the headline."""


_NUMBER_ROW = {
    "model_sizes": ROW["size"], "training_data": ROW["data"], "results": ROW["value"], "benchmarks": ROW["benchmark"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """A labelled paper, the model's reply to it and the record that they come to."""

    labelled: Labelled
    findings: Findings
    reply: PaperReply | None
    """None where the model's words were no reply."""
    record: Record

    @property
    def gold(self) -> GoldPaper:
        """What the paper states."""
        return self.labelled.gold


@dataclass(frozen=True, slots=True)
class ModelValue:
    """A value that the model gave, how far the tool trusts it, and what a peer is asked about it."""

    field: str
    scored: Scored
    by_number: Scored
    """The same, where a right number or name is enough: roles, kinds and benchmarks are not looked at."""
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class SummaryValue:
    """A value of the summary with its confidence."""

    field: str
    scored: Scored


def read_replies(paths: Sequence[Path]) -> dict[str, str]:
    """The recorded completions by paper: lines of {"id", "completion"}, the completion an object or its text."""
    found: dict[str, str] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                said: Any = row["completion"]
                found[row["id"]] = said["text"] if isinstance(said, dict) else said
    return found


def answered(papers: LabelledSet, replies: Mapping[str, str], variant: Variant = DEFAULT) -> list[Answered]:
    """The papers of a set that have a recorded reply to a prompt, each reconciled."""
    found = ((paper, replies.get(paper.paper.id)) for paper in papers.papers)
    return [_answered(paper, text, variant) for paper, text in found if text is not None]


def _answered(labelled: Labelled, text: str, variant: Variant) -> Answered:
    findings = find(labelled.paper)
    try:
        reply = form(text, variant)
    except InvalidReply as error:
        failure = Failure(kind=error.kind, message=str(error))
        return Answered(labelled, findings, None, _record(labelled, status="failed", error=failure))
    return Answered(labelled, findings, reply, reconciled_record(labelled, findings, reply))


def reconciled_record(labelled: Labelled, findings: Findings, reply: PaperReply, trust: Trust | None = None) -> Record:
    """The record that a run would write; with the priors where no trust is given."""
    outcome = reconcile(labelled.paper, reply, findings, EXAMPLES, trust=trust)
    status = "flagged" if outcome.flagged else "accepted"
    return _record(labelled, status=status, summary=outcome.summary, verdicts=outcome.verdicts)


def _record(labelled: Labelled, **what: Any) -> Record:
    provenance = Provenance(model="recorded", schema_="paper.v1", rules=RULES_VERSION, summarise=__version__)
    return Record(
        **{"id": labelled.paper.id, "paper": labelled.paper, "summary": None, "provenance": provenance, **what}
    )


def joined(papers: Sequence[Answered]) -> Joined:
    """The pairs that `summarise evaluate` looks at."""
    return Joined(tuple((p.gold, p.record) for p in papers), not_in_run=(), not_in_gold=0, by_text=0, other_text=())


def model_values(papers: Sequence[Answered]) -> list[ModelValue]:
    """Every value that the model gave in a labelled field, right or wrong."""
    found = []
    for paper in papers:
        said = given_by("model", paper.record) or {}
        claims = dict(_claims(paper))
        for field in _labelled(paper.gold):
            for given, right in tell(field, paper.gold.fields[field], said.get(field, [])).given:
                scored = Scored(
                    paper.gold.id, trust_in_model(given.verdict), right, bool(given.verdict and given.verdict.flagged)
                )
                in_number = trust_in_model(given.verdict, _NUMBER_ROW)
                by_number = replace(scored, trust=in_number, right=right or _stated(paper.gold, field, given.element))
                told = claims.get((field, given.element.model_dump_json()))
                found.append(ModelValue(field, scored, by_number, told))
    return found


def _labelled(gold: GoldPaper) -> list[str]:
    """The judged fields that gold speaks of: of the others nobody knows what is right."""
    return [field for field in FIELDS if field in gold.fields]


def _stated(gold: GoldPaper, field: str, element: Element) -> bool:
    """Whether gold states this number in this field at all."""
    return any(_NUMBER_ROW[field].exact(g.element, element) for g in gold.fields.get(field, ()))


def _claims(paper: Answered) -> Iterator[tuple[tuple[str, str], Claim]]:
    """What a peer is asked about each row of the reply, by the element that the tool read in it."""
    if paper.reply is None:
        return
    benchmarks = [b.name for b in paper.reply.benchmarks or () if b.name]
    for field in FIELDS:
        for asked in getattr(paper.reply, ASKED[field]) or ():
            assert isinstance(asked, Asked)
            proposal = proposal_of(paper.labelled.paper, paper.findings, field, asked)
            told = claim(paper.labelled.paper, field, asked, benchmarks)
            if proposal and told:
                yield (field, proposal.element.model_dump_json()), told


def summary_values(papers: Sequence[Answered]) -> list[SummaryValue]:
    """Every value of the summaries in a labelled field."""
    found = []
    for paper in papers:
        said = given_by("reconciled", paper.record) or {}
        for field in _labelled(paper.gold):
            for given, right in tell(field, paper.gold.fields[field], said.get(field, [])).given:
                verdict = given.verdict
                assert verdict is not None
                found.append(SummaryValue(field, Scored(paper.gold.id, verdict.confidence, right, verdict.flagged)))
    return found


@dataclass(frozen=True, slots=True)
class FlagLoad:
    """How many flags a reviewer gets, and for how much that is wrong."""

    flags: int
    values: int
    wrong: int
    missing: int

    @property
    def limit(self) -> float:
        """1.5 flags for each wrong or missing value, and 5 for 100 values."""
        return 1.5 * (self.wrong + self.missing) + 0.05 * self.values


def flag_load(papers: Sequence[Answered]) -> FlagLoad:
    """Every flag on a judged field or an unaccounted number, against what is wrong in the summary or missing there."""
    flags = values = wrong = missing = 0
    for paper in papers:
        labelled = _labelled(paper.gold)
        judged = (*labelled, NUMBERS) if all(field in labelled for field in NUMERIC) else labelled
        flags += sum(v.flagged for v in paper.record.verdicts if v.field in judged)
        said = given_by("reconciled", paper.record) or {}
        for field in labelled:
            told = tell(field, paper.gold.fields[field], said.get(field, []))
            values += len(told.given)
            wrong += len(told.wrong)
            missing += len(told.missing)
    return FlagLoad(flags, values, wrong, missing)


def cpu_ms(papers: Sequence[Answered], rounds: int = 5) -> float:
    """CPU milliseconds that reconciliation takes for a paper, the rules' reading not counted."""
    heard = [p for p in papers if p.reply is not None]
    started = time.process_time()
    for _ in range(rounds):
        for p in heard:
            reconcile(p.labelled.paper, p.reply, p.findings, EXAMPLES)
    return (time.process_time() - started) * 1000 / (rounds * len(heard)) if heard else 0.0
