"""Planted gold and planted runs: a few lines make a labelled paper, a verdict, a record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from summarise.evaluating import Evaluation, GoldPaper, Joined, Witness, evaluate, join, read_gold
from summarise.records import Failure, Paper, Provenance, Record, Variant, Verdict
from summarise.records import Source as Place
from summarise.schemas.paper import LIST_FIELDS, Element, PaperSummary

TEXT = "We present Otter, a model with 7B parameters. It reaches 61.4% on GSM8K, and 56.8% is what Heron reaches."


def element(field: str, **values: Any) -> Element:
    """An element; what is not given is null, or the field's most usual word."""
    usual: dict[str, Any] = {
        "results": {"kind": "absolute", "role": "own"},
        "model_sizes": {"role": "subject"},
        "methods": {"role": "introduced"},
        "benchmarks": {"role": "evaluated"},
    }.get(field, {})
    kind = LIST_FIELDS[field]
    absent = {name: None for name, info in kind.model_fields.items() if info.is_required()}
    return kind.model_validate({**absent, **usual, **values})


def gold_line(paper_id: str, text: str = TEXT, **fields: list[dict[str, Any]]) -> str:
    """A line of gold; the fields that are not given are labelled as empty."""
    rows: dict[str, Any] = {field: [] for field in LIST_FIELDS if field != "tags"}
    for field, elements in fields.items():
        rows[field] = [_labelled(field, e) for e in elements]
    return json.dumps({"id": paper_id, "text": text, **rows})


def _labelled(field: str, values: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in values.items() if name in LIST_FIELDS[field].model_fields}
    return {**json.loads(element(field, **known).model_dump_json()), **values}


def gold(*lines: str) -> tuple[GoldPaper, ...]:
    """The labelled papers of some lines."""
    return read_gold(lines, "gold.jsonl")


def verdict(field: str, **sides: Any) -> Verdict:
    """A verdict; `chosen` is what the model or the rules say unless it is given."""
    values: dict[str, Any] = {"state": "agree", "confidence": 0.9, "flagged": False, "id": f"{field}:{id(sides)}"}
    values |= sides
    values.setdefault("chosen", values.get("rules") or values.get("model"))
    return Verdict(field=field, **values)


def record(paper_id: str, verdicts: Iterable[Verdict] = (), text: str = TEXT, **more: Any) -> Record:
    """A record of a run that asked a model (`model=None`: asked none)."""
    found = list(verdicts)
    chosen = {f: tuple(v.chosen for v in found if v.field == f and v.chosen is not None) for f in LIST_FIELDS}
    variants = tuple(
        Variant(abstract=copy, source=Place(document="d", position="1")) for copy in more.pop("variants", ())
    )
    failed = more.pop("failed", False)
    made_by = {"schema_": "s", "rules": "1", "summarise": "1", "model": more.pop("model", "m")}
    return Record(
        id=paper_id,
        paper=Paper(id=paper_id, abstract=text, variants=variants),
        status="failed" if failed else "accepted",
        summary=None if failed else PaperSummary.model_validate(chosen),
        verdicts=() if failed else tuple(found),
        error=Failure(kind="invalid", message="no JSON") if failed else None,
        provenance=Provenance(**made_by),
    )


def joined(lines: Iterable[str], records: Iterable[Record]) -> Joined:
    """Gold and run, paired."""
    return join(records, gold(*lines))


def evaluated(lines: Iterable[str], records: Iterable[Record], wanted: Witness | None = None) -> Evaluation:
    """Gold against a run."""
    return evaluate(joined(lines, records), wanted)


def row(found: Evaluation, witness: Witness, name: str) -> tuple[int, int, int]:
    """A row's (right, given, gold) for a witness, exact."""
    scores = next(scores for scores in found.witnesses if scores.witness == witness)
    exact = next(r.exact for r in scores.rows if r.row == name)
    return exact.right, exact.given, exact.gold
