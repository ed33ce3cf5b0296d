"""A co-author's decisions are merged: what is new is taken, what is known counted, what does not fit refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from review_support import OTTER, PAPERS, planted_run, records, written

from summarise.reviewing import Decision, Event, Review, TakenIn, decisions_path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return planted_run(tmp_path)


@pytest.fixture
def theirs(tmp_path: Path) -> Review:
    """The co-author's review of their copy of the run."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    return Review.open(planted_run(folder), "bob")


def lines(review: Review) -> list[str]:
    return decisions_path(review.run).read_text().splitlines()


def key(review: Review, paper: str, field: str) -> str:
    return next(r.key for r in review.rows_of(paper) if r.field == field and r.flagged)


def test_what_a_co_author_decided_is_taken_in_once_with_undo_and_class_decisions(run: Path, theirs: Review) -> None:
    rows = theirs.queue()
    theirs.act(rows[0].key, Decision("choose", candidate=1), ms=800)
    size = key(theirs, "heron", "model_sizes")
    theirs.decide_class(theirs.preview_class(size, Decision("choose", candidate=1), "kind"))
    theirs.act(rows[2].key, Decision("not_stated"))
    theirs.undo()
    review = Review.open(run, "ada")
    assert TakenIn(taken=5, known=0) == review.take_in(lines(theirs), "bob.jsonl")
    assert TakenIn(taken=0, known=5) == review.take_in(lines(theirs), "bob.jsonl")
    assert [row.key for row in theirs.queue()] == [row.key for row in review.queue()]
    assert [theirs.standing(row.key).event for row in theirs.rows()] == [
        review.standing(row.key).event for row in review.rows()
    ]


def test_a_decision_about_another_paper_or_value_is_refused(run: Path, theirs: Review) -> None:
    event = theirs.act(theirs.queue()[0].key, Decision("not_stated"))
    foreign = [
        event.model_copy(update={"paper": "walrus"}).to_line(),
        event.model_copy(update={"verdict": "results:0-1"}).to_line(),
        "not json",
        "[]",
        '{"id": "x", "action": "undo", "at": "2026-01-01T00:00:00Z", "who": "bob", "undoes": "y"}',
    ]
    review = Review.open(run, "ada")
    outcome = review.take_in([*foreign, event.to_line()], "bob.jsonl")
    assert (1, 5) == (outcome.taken, len(outcome.refused))
    for n, said in enumerate(("has no value", "has no value", "Expecting value", "not a JSON object"), 1):
        assert any(one.startswith(f"bob.jsonl:{n}: ") and said in one for one in outcome.refused), outcome.refused
    assert any("undo of something that bob did not decide here" in one for one in outcome.refused)
    assert [event] == review.history(theirs.queue()[0].key or "") or [event.id] == [e.id for e in review._folded.events]


def test_a_decision_that_rests_on_another_text_is_refused_as_stale(run: Path, theirs: Review, tmp_path: Path) -> None:
    event = theirs.act(key(theirs, "otter", "results"), Decision("choose", candidate=1))
    changed = OTTER.model_copy(update={"abstract": OTTER.abstract + " It is new."})
    written(run, records(tmp_path, (changed, *PAPERS[1:])))
    outcome = Review.open(run, "ada").take_in([event.to_line()], "bob.jsonl")
    assert TakenIn(0, 0, ("bob.jsonl:1: stale: the paper's text changed since it was made",)) == outcome
    assert not decisions_path(run).exists() or "" == decisions_path(run).read_text()


def test_a_part_of_a_class_decision_is_refused_with_the_rest_of_it(run: Path, theirs: Review) -> None:
    size = key(theirs, "heron", "model_sizes")
    theirs.decide_class(theirs.preview_class(size, Decision("choose", candidate=1), "kind"))
    one, other = (json.loads(line) for line in lines(theirs))
    outcome = Review.open(run, "ada").take_in([json.dumps(one), json.dumps({**other, "paper": "walrus"})], "b")
    assert (0, 2) == (outcome.taken, len(outcome.refused))


def test_an_edit_may_hold_what_was_typed_and_is_validated_here(run: Path, theirs: Review) -> None:
    event = json.loads(theirs.act(key(theirs, "heron", "model_sizes"), Decision("not_stated")).to_line())
    typed = {"model": "Heron", "total_params": "3.1B", "active_params": "", "role": "subject"}
    review = Review.open(run, "ada")
    bad = {**event, "id": "bad", "action": "edit", "to": {**typed, "role": "boss"}}
    good = {**event, "id": "good", "action": "edit", "to": typed}
    outcome = review.take_in([json.dumps(bad), json.dumps(good)], "b")
    assert (1, 1) == (outcome.taken, len(outcome.refused))
    assert "b:1: forged: model_sizes:29-31 of heron: role: input" in outcome.refused[0]
    element = review.standing(key(review, "heron", "model_sizes")).event.element  # type: ignore[union-attr]
    assert 3_100_000_000 == element.total_params  # type: ignore[union-attr]


def test_who_was_right_is_counted_here_and_not_believed(run: Path, theirs: Review) -> None:
    wanted = key(theirs, "heron", "model_sizes")
    event = json.loads(theirs.act(wanted, Decision("choose", candidate=1)).to_line())
    review = Review.open(run, "ada")
    review.take_in([json.dumps({**event, "right": ["rules", "summary"], "field": "tasks"})], "b")
    taken = review.history(wanted)[0]
    assert (("model",), "model_sizes") == (taken.right, taken.field)
    assert isinstance(taken, Event)
