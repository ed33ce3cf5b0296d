"""How right the rules are: on the seeds' gold, on gold of your own, and on public annotated sets.

    python -m benchmarks.rule_quality [--gold FILE …] [--data FOLDER] [--errors]

Each figure stands beside its target. `--gold` adds files as docs/evaluate.md describes them. The public sets are not
part of the project: where FOLDER does not hold one, its figures are left out. `--errors` lists every miss, for study.
Nothing here may become a rule, a list of names or a test: the rules are judged on papers that nobody has seen.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from summarise import Paper, Settings, read_papers, tag
from summarise.evaluating.amounts import near_number, same_number
from summarise.evaluating.fields import none_stated, score_rows
from summarise.evaluating.gold import GoldPaper, read_gold
from summarise.evaluating.joining import join
from summarise.evaluating.naming import forms, near_name
from summarise.rules import find
from summarise.rules.metrics import METRIC

ROOT = Path(__file__).parent.parent
SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))
SEEDS_GOLD = ROOT / "seeds" / "gold" / "seeds.jsonl"
TARGETS = {
    "size": 0.97, "value": 0.95, "value+role+kind": 0.90, "value+benchmark": 0.85,
    "benchmark": 0.92, "introduced-method": 0.90,
}  # fmt: skip
_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12}
_MENTION = re.compile(r"(?i)(\d[\d.,]*)[ -]?(k|m|b|t|thousand|million|billion|trillion)\b")
_METRIC = re.compile(rf"(?<![\w-]){METRIC}(?![\w-])")
Span = tuple[int, int]


@dataclass
class Ratio:
    """`hits` of `total`, and what was missed."""

    hits: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, miss: str) -> None:
        """Counts one case."""
        self.hits += hit
        self.total += 1
        if not hit:
            self.misses.append(miss)

    @property
    def share(self) -> float:
        """Hits among all."""
        return self.hits / self.total if self.total else 0.0


@dataclass
class Overlap:
    """Precision and recall of what is found against what is there."""

    precision: Ratio = field(default_factory=Ratio)
    recall: Ratio = field(default_factory=Ratio)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        p, r = self.precision.share, self.recall.share
        return 2 * p * r / (p + r) if p + r else 0.0


class Report:
    """Prints figures as they come."""

    def __init__(self, *, errors: bool) -> None:
        self._errors = errors

    def head(self, title: str, columns: str = "") -> None:
        """Prints the line above a set's figures."""
        print(f"\n{title:44} {columns}")

    def ratio(self, name: str, ratio: Ratio, target: float | None = None) -> None:
        """Prints a share."""
        print(f"  {name:42} {ratio.share:6.3f}   {_beside(ratio.share, target)}   {ratio.hits} of {ratio.total}")
        self.misses(ratio.misses)

    def overlap(self, name: str, found: Overlap, target: float | None = None) -> None:
        """Prints precision, recall and F1."""
        p, r = found.precision, found.recall
        print(f"  {name:42} {found.f1:6.3f}   {_beside(found.f1, target)}   P {p.share:.3f}  R {r.share:.3f}")
        self.misses([*(f"not gold  {m}" for m in p.misses), *(f"missed    {m}" for m in r.misses)])

    def misses(self, misses: list[str]) -> None:
        """Prints what was missed, if that is wanted."""
        for miss in misses if self._errors else ():
            print(f"      {' '.join(miss.split())[:400]}")


def _beside(value: float, target: float | None) -> str:
    """The target, and a sign whether it is reached."""
    return "          " if target is None else f"{'≥' if value >= target else '<'} {target:.2f}  {' ' * 2}"


# ── hand-labelled gold ───────────────────────────────────────────────────────────────────────────
def report_gold(report: Report, name: str, gold: tuple[GoldPaper, ...], papers: Iterable[Paper]) -> None:
    """The rows of `summarise evaluate` for the rules alone."""
    joined = join(tag(papers, Settings(rules_only=True)), gold, name)
    labelled = [paper for paper, _ in joined.pairs]
    given = [
        {f: list(getattr(record.summary, f)) for f in type(record.summary).model_fields if f != "tldr"}
        for _, record in joined.pairs
    ]
    report.head(f"{name}: {len(labelled)} papers", "   F1   target      P     R     95 % of F1   gold  relaxed F1")
    for row in score_rows(labelled, given):
        e = row.exact
        numbers = f"{e.precision or 0:.3f} {e.recall or 0:.3f}   {e.f1_low or 0:.2f}–{e.f1_high or 0:.2f}   {e.gold:5}"
        target = _beside(e.f1 or 0, TARGETS.get(row.row))
        print(f"  {row.row:42} {e.f1 or 0:6.3f}   {target} {numbers}  {row.relaxed.f1 or 0:.3f}")
    for none in none_stated(labelled, given):
        print(f"  {f'{none.field} given where none is stated':42} {len(none.given_anyway):6}   = 0  of {none.papers}")
        report.misses(list(none.given_anyway))


def papers_of(gold: tuple[GoldPaper, ...]) -> Iterator[Paper]:
    """Labelled papers as the rules meet them."""
    return (Paper(id=g.id, title=g.title, abstract=g.text) for g in gold)


# ── public sets ──────────────────────────────────────────────────────────────────────────────────
def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a public set; none where it is not there."""
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
    report.ratio("value found", value, 0.80)
    report.ratio("value with its dataset, relaxed", bound)


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
    datasets, of_results, metrics = Overlap(), Overlap(), Overlap()
    for row in rows:
        text = row["text"]
        found = find(Paper(id=row["id"], abstract=text)).elements
        sets: list[Any] = [f.element for f in found if f.field == "benchmarks"]
        results: list[Any] = [f.element for f in found if f.field == "results"]
        spans = [(b.evidence.start, b.evidence.end) for b in sets if b.evidence and not b.evidence.where]
        spans += _places(text, [b.name for b in sets] + [r.benchmark for r in results])
        _compare(row, datasets, "DATASET", spans)
        _compare(row, of_results, "METRIC", _places(text, [r.metric for r in results]))
        _compare(row, metrics, "METRIC", [m.span() for m in _METRIC.finditer(text)])
    report.head("mentions in sentences (tdm_sentences_train)", "   F1   target")
    report.overlap("dataset", datasets, 0.60)
    report.overlap("metric, by the rules' list of metrics", metrics, 0.60)
    report.overlap("metric, of results only", of_results)


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


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="more gold files")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--errors", action="store_true", help="list every miss")
    chosen = parser.parse_args()
    report, started = Report(errors=chosen.errors), time.process_time()
    seeds = read_gold(SEEDS_GOLD.read_text(encoding="utf-8").split("\n"), SEEDS_GOLD.name)
    report_gold(report, SEEDS_GOLD.name, seeds, (p for p in read_papers(SEEDS) if isinstance(p, Paper)))
    for path in chosen.gold:
        gold = read_gold(path.read_text(encoding="utf-8").split("\n"), path.name)
        report_gold(report, path.name, gold, papers_of(gold))
    sets = {
        "model_size_dev": report_sizes,
        "leaderboard_dev": report_leaderboard,
        "tdm_sentences_train": report_mentions,
        "scierc_train": report_entities,
    }
    for name, show in sets.items():
        if rows := read(chosen.data, name):
            show(report, rows)
        else:
            print(f"\n{name}.jsonl is not in {chosen.data}: left out")
    print(f"\n{time.process_time() - started:.1f} s of CPU time")


if __name__ == "__main__":
    main()
