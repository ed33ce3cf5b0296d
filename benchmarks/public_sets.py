"""The rules on public annotated sets, which are no part of the project: what is right of what they annotate."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from benchmarks.figures import Overlap, Ratio, Report
from summarise import Paper
from summarise.evaluating.amounts import near_number, same_number
from summarise.evaluating.naming import forms, near_name
from summarise.rules import find
from summarise.rules.sets.mentions import find_dataset_mentions, find_metric_mentions

_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12}
_MENTION = re.compile(r"(?i)(\d[\d.,]*)[ -]?(k|m|b|t|thousand|million|billion|trillion)\b")
Span = tuple[int, int]
NAME_THE_FOLDER = "--data FOLDER, or the environment variable SUMMARISE_DATA, names their folder"


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--data`: the folder of the public sets, None where neither the option nor SUMMARISE_DATA names one."""
    named = os.environ.get("SUMMARISE_DATA")
    parser.add_argument("--data", type=Path, default=Path(named) if named else None, help="folder of the public sets")


def read(folder: Path | None, name: str) -> list[dict[str, Any]]:
    """The lines of a public set; none where it is not there, or no folder is named."""
    if folder is None:
        return []
    path = folder / f"{name}.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def elements(row: dict[str, Any], text: str, wanted: str) -> list[Any]:
    """The elements of one field that the rules find."""
    paper = Paper(id=row["id"], title=row.get("title"), abstract=text)
    return [f.element for f in find(paper).elements if f.field == wanted]


def report_sizes(report: Report, rows: list[dict[str, Any]]) -> None:
    """Model sizes: one that is stated is found, where none is stated none is given."""
    near, exact, own, none, unmatched = Ratio(), Ratio(), Ratio(), Ratio(), Ratio()
    for row in rows:
        sizes, gold = elements(row, row["abstract"], "model_sizes"), row["gold"]
        said = f"{row['id']} {gold['matched_mentions']} given {[_size(s) for s in sizes]}"
        if gold["class"] == "stated":
            wanted = [n for n in map(_number, gold["matched_mentions"]) if n is not None]
            found = [n for s in sizes for n in (s.total_params, s.active_params)]
            subject = [n for s in sizes if s.role == "subject" for n in (s.total_params, s.active_params)]
            near.add(any(near_number(a, b) for a in wanted for b in found), said)
            exact.add(any(same_number(a, b) for a in wanted for b in found), said)
            own.add(any(near_number(a, b) for a in wanted for b in subject), said)
        else:
            (none if gold["class"] == "no_size_like_number" else unmatched).add(not sizes, said)
    report.head("model sizes (model_size_dev)", " share   target")
    report.ratio("stated size found, within 1 %", near, 0.92)
    report.ratio("stated size found, exact", exact)
    report.ratio("stated size found as the paper's own", own)
    report.ratio("none given where none stands", none, 0.97)
    report.ratio("none given where others' sizes stand", unmatched)


def _size(size: Any) -> str:
    return f"{size.model}: {size.total_params} {size.role} “{size.evidence.quote}”"


def _number(mention: str) -> Decimal | None:
    """'7b', '540-billion' → the number."""
    m = _MENTION.fullmatch(mention.strip())
    return Decimal(m[1].replace(",", "")).scaleb(_SCALES[m[2][0].lower()]) if m else None


def report_leaderboard(report: Report, rows: list[dict[str, Any]]) -> None:
    """Scores of leaderboards that stand in the abstract: found as a result, and with their dataset."""
    value, bound = Ratio(), Ratio()
    for row in rows:
        results = elements(row, row["abstract"], "results")
        pairs = {(t["score_in_abs"], t["dataset"]) for t in row["gold"]["tdms_grounded"] if t["match"] == "strong"}
        for written, dataset in sorted(pairs):
            score = _score(written)
            if score is None:
                continue
            hits = [r for r in results if score in (r.value, r.value_max)]
            said = f"{row['id']} {written} on {dataset}, bound to {[r.benchmark for r in hits]} | "
            at = row["abstract"].find(written)
            said += row["abstract"][max(0, at - 120) : at + 60]
            value.add(bool(hits), said)
            bound.add(any(_same_dataset(r.benchmark, dataset) for r in hits), said)
    report.head("leaderboard scores (leaderboard_dev)", " share   target")
    report.ratio("value found", value)
    report.ratio("value with its dataset, relaxed", bound, 0.80)


def _score(written: str) -> Decimal | None:
    try:
        return Decimal(written.strip("%").replace(",", ""))
    except InvalidOperation:
        return None


def _same_dataset(ours: str | None, theirs: str) -> bool:
    """Near names, or one name within the other ('MS-COCO' and 'COCO val2017')."""
    if not ours:
        return False
    return near_name(ours, theirs) or any(
        len(a) > 2 and len(b) > 2 and (a in b or b in a) for a in forms(ours) for b in forms(theirs)
    )


def report_mentions(report: Report, rows: list[dict[str, Any]]) -> None:
    """Mentions of datasets and metrics in single sentences, by overlap of their spans."""
    datasets, metrics, of_fields, of_results = Overlap(), Overlap(), Overlap(), Overlap()
    for row in rows:
        text = row["text"]
        found = find(Paper(id=row["id"], abstract=text)).elements
        sets: list[Any] = [f.element for f in found if f.field == "benchmarks"]
        results: list[Any] = [f.element for f in found if f.field == "results"]
        spans = [(b.evidence.start, b.evidence.end) for b in sets if b.evidence and not b.evidence.where]
        spans += _places(text, [b.name for b in sets] + [r.benchmark for r in results])
        _compare(row, datasets, "DATASET", [(start, end) for start, end, _ in find_dataset_mentions(text)])
        _compare(row, metrics, "METRIC", [(start, end) for start, end, _ in find_metric_mentions(text)])
        _compare(row, of_fields, "DATASET", spans)
        _compare(row, of_results, "METRIC", _places(text, [r.metric for r in results]))
    report.head("mentions in sentences (tdm_sentences_train)", "   F1   target")
    report.overlap("dataset", datasets, 0.60)
    report.overlap("metric", metrics, 0.60)
    report.overlap("dataset, only what is evaluated on", of_fields)
    report.overlap("metric, only of results", of_results)


def _places(text: str, names: Iterable[str | None]) -> list[Span]:
    """Every place where a name stands."""
    wanted = sorted({re.escape(name) for name in names if name}, key=len, reverse=True)
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", text)] if wanted else []


def _compare(row: dict[str, Any], overlap: Overlap, kind: str, found: list[Span]) -> None:
    gold = [(e["start"], e["end"]) for e in row["gold"]["entities"] if e["type"] == kind]
    for start, end in _apart(found):
        hit = any(a < end and start < b for a, b in gold)
        overlap.precision.add(
            hit, f"{row['id']} “{row['text'][start:end]}” | {row['text'][max(0, start - 80) : end + 60]}"
        )
    for start, end in gold:
        hit = any(a < end and start < b for a, b in found)
        overlap.recall.add(
            hit, f"{row['id']} “{row['text'][start:end]}” | {row['text'][max(0, start - 80) : end + 60]}"
        )


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that share no character: the longest of each place."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return kept


def report_entities(report: Report, rows: list[dict[str, Any]]) -> None:
    """Tasks and methods of abstracts, by their names, relaxed."""
    report.head("tasks and methods (scierc)", "   F1")
    for wanted, kind in (("tasks", "task"), ("methods", "method")):
        overlap = Overlap()
        for row in rows:
            gold = list(dict.fromkeys(row["gold"].get(kind, ())))
            found = list(dict.fromkeys(e.name for e in elements(row, row["text_detok"], wanted)))
            for name in found:
                overlap.precision.add(any(near_name(name, g) for g in gold), f"{row['id']} {name} (gold: {gold})")
            for name in gold:
                overlap.recall.add(any(near_name(name, f) for f in found), f"{row['id']} {name} (found: {found})")
        report.overlap(wanted, overlap)


SETS: dict[str, Callable[[Report, list[dict[str, Any]]], None]] = {
    "model_size_dev": report_sizes,
    "leaderboard_dev": report_leaderboard,
    "tdm_sentences_train": report_mentions,
    "scierc_train": report_entities,
}
"""Each set's file, and what reports on it."""
