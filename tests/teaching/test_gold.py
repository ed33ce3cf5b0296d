"""Decisions become gold that `evaluate` and `calibrate` read, end to end on the seeds with planted decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run as summarise
from replayed import ROOT, frozen_run
from review_support import called, planted_run

from summarise.calibrating import learn
from summarise.evaluating import GoldPaper, evaluate, join, judge_verdicts, read_gold
from summarise.evaluating.rows import RIGHT
from summarise.records import Record
from summarise.reviewing import Decided, Decision, Decisions, Review, Unit
from summarise.runs import read_run
from summarise.schemas.paper import LIST_FIELDS
from summarise.teaching import gold_of

SEEDS_GOLD = ROOT / "seeds" / "gold" / "seeds.jsonl"


def labels_of(run: Path) -> dict[str, GoldPaper]:
    """The seeds' labels by the ids of the run."""
    labels = read_gold(SEEDS_GOLD.read_text(encoding="utf-8").splitlines(), "seeds")
    return {record.id: paper for paper, record in join(read_run(run), labels).pairs}


def by_the_gold(unit: Unit, labelled: GoldPaper, used: set[int]) -> Decision:
    """What somebody decides who knows the labels: each of them is chosen once."""
    row = RIGHT[unit.verdict.field]
    for candidate in unit.candidates:
        for one in labelled.fields[unit.verdict.field]:
            if id(one) not in used and row.exact(one.element, candidate.element):  # type: ignore[arg-type]
                used.add(id(one))
                return Decision("choose", candidate=candidate.number)
    return Decision("not_stated")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' run, every value of which is decided as the seeds' labels say."""
    run = frozen_run(tmp_path_factory.mktemp("seeds"))
    review, labels = Review.open(run, "ada"), labels_of(run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda number: None)
        for paper in review.papers():
            used: set[int] = set()
            labelled = labels.get(paper.id)
            for row in review.rows_of(paper.id) if labelled else ():
                if labelled and row.field in labelled.fields:
                    review.act(row.key, by_the_gold(review.unit(row.key), labelled, used))
    return run


def decided(run: Path) -> Iterator[tuple[Record, Decided]]:
    decisions = Decisions.beside(run)
    return ((record, decisions.applied(record)) for record in read_run(run))


def gold(run: Path, **options: Any) -> list[dict[str, Any]]:
    return [line for record, outcome in decided(run) if (line := gold_of(record, outcome, **options))]


def as_gold(lines: list[dict[str, Any]]) -> tuple[GoldPaper, ...]:
    return read_gold(map(json.dumps, lines), "decided")


def test_the_decided_summaries_are_all_right_by_the_gold_that_is_made_of_them(run: Path) -> None:
    records = [outcome.record for _, outcome in decided(run)]
    scores = evaluate(join(records, as_gold(gold(run))), "reconciled").witnesses[0]
    assert {1.0} == {row.exact.f1 for row in scores.rows if row.exact.f1 is not None}
    assert scores.f1("tuple") == scores.f1("size+role") == 1.0


def test_what_it_says_of_the_runs_values_is_what_the_labels_say_by_which_was_decided(run: Path) -> None:
    labels, made = labels_of(run), {paper.id: paper for paper in as_gold(gold(run))}
    compared = other = 0
    for record in read_run(run):
        if record.id not in made:
            continue
        known = GoldPaper(record.id, "", None, {f: labels[record.id].fields[f] for f in made[record.id].fields})
        said = {v.id: right for v, right in judge_verdicts(made[record.id], record) if v.chosen is not None}
        told = {v.id: right for v, right in judge_verdicts(known, record) if v.chosen is not None}
        compared += len(told)
        other += sum(said[name] != right for name, right in told.items())
    assert compared > 150
    assert other <= 0.05 * compared  # a name may be like two others that are not like each other


def test_a_calibration_is_learned_from_it(run: Path) -> None:
    learned = learn(join(read_run(run), as_gold(gold(run))).pairs, "mine")
    labels = labels_of(run)
    of_labels = learn([(labels[record.id], record) for record in read_run(run) if record.id in labels], "theirs")
    count = sum(cell.seen for cell in learned.cells.values())
    assert ("qwen2.5-coder-1.5b", True) == (learned.model, count > 150)
    assert count <= sum(cell.seen for cell in of_labels.cells.values())


def test_the_commands_go_from_decisions_to_a_calibration(run: Path) -> None:
    folder = run.parent
    made = summarise("decisions", "gold", "seeds.jsonl", "-o", "gold.jsonl", folder=folder)
    assert (0, "") == (made.code, made.out), made.err
    calibrated = called("calibrate", "seeds.jsonl", "gold.jsonl", "-o", str(folder / "mine.toml"), folder=folder)
    assert 0 == calibrated.code, calibrated.err
    assert "replies of qwen2.5-coder-1.5b" in calibrated.err
    assert (folder / "mine.toml").read_text().count("[[") > 10


def test_worked_examples_of_a_paper_are_other_papers(run: Path) -> None:
    first = next(read_run(run)).id
    ended = called("decisions", "examples", "seeds.jsonl", first, "-n", "2", folder=run.parent)
    shown = [json.loads(line)["id"] for line in ended.out.splitlines()]
    assert (2, False) == (len(shown), first in shown)


# ── what is labelled ────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review.open(planted_run(tmp_path), "ada")


def fields(review: Review, **options: Any) -> dict[str, set[str]]:
    return {line["id"]: set(line) & set(LIST_FIELDS) for line in gold(review.run, **options)}


def test_a_field_is_labelled_only_where_all_its_values_are_decided(review: Review) -> None:
    sizes = [row for row in review.rows_of("otter") if row.field == "model_sizes"]
    review.act(sizes[0].key, Decision("choose", candidate=1))
    assert {} == fields(review)
    review.act(sizes[1].key, Decision("not_stated"))
    assert {"otter": {"model_sizes"}} == fields(review)
    (line,) = gold(review.run)
    assert [(7_000_000_000, "7B")] == [
        (size["total_params"], size["verbatim"][-13:][:2]) for size in line["model_sizes"]
    ]
    review.undo()
    assert {} == fields(review)


def test_values_that_nobody_was_asked_about_count_only_on_request(review: Review) -> None:
    for row in review.queue():
        if row.paper.id == "heron":
            review.act(row.key, Decision("choose", candidate=2 if row.state == "conflict" else 1))
    methods = next(row for row in review.rows_of("otter") if row.field == "methods")
    review.act(methods.key, Decision("choose", candidate=1))
    assert {"heron": {"model_sizes", "training_data", "results"}, "otter": {"methods"}} == fields(review)
    assert fields(review) == fields(review, trust_unflagged=True)


def test_disputed_stale_and_unsure_values_label_nothing(review: Review) -> None:
    key = next(row.key for row in review.rows_of("heron") if row.field == "model_sizes")
    review.act(key, Decision("choose", candidate=1))
    Review.open(review.run, "bob").act(key, Decision("not_stated"))
    assert {} == fields(review)


def test_a_field_that_is_decided_to_be_empty_is_labelled_so(review: Review) -> None:
    key = next(row.key for row in review.rows_of("wren") if row.field == "results")
    review.act(key, Decision("not_stated"))
    assert [[]] == [line["results"] for line in gold(review.run)]


def test_without_any_field_that_is_decided_as_a_whole_the_command_says_what_to_do(tmp_path: Path) -> None:
    planted_run(tmp_path)
    ended = called("decisions", "gold", "run.jsonl", folder=tmp_path)
    assert (4, True) == (ended.code, "decide the rest of one" in ended.err)
