"""How far a review is, what error is left, how far reviewers agree, and who was right."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_support import planted_run

from summarise.reviewing import Decision, Filter, Options, Review, Share

NOT_STATED = Decision("not_stated")
FIRST = Decision("choose", candidate=1)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return planted_run(tmp_path)


# Wilson's interval by hand: 0 of 100 has (0, z²/(n + z²)); 8 of 10 is the textbook's 49 to 94 %.
@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        (Share(0, 100), 0.0, 3.70),
        (Share(8, 10), 49.02, 94.33),
        (Share(10, 10), 72.25, 100.0),
        (Share(0, 0), 0.0, 100.0),
    ],
)
def test_the_interval_is_wilsons(share: Share, low: float, high: float) -> None:
    assert (low, high) == tuple(round(bound, 2) for bound in share.interval)


def test_progress_counts_what_is_settled_and_what_waits(run: Path) -> None:
    review = Review.open(run, "ada")
    start = review.progress()
    assert (11, 0, 11, None) == (start.values, start.settled, start.waiting, start.minutes_left)
    rows = review.queue()
    for row, decision, ms in zip(
        rows, (NOT_STATED, FIRST, Decision("unsure"), Decision("skip")), (3000, 9000, 1, 1), strict=False
    ):
        review.act(row.key, decision, ms=ms)
    now = review.progress()
    assert (11, 2, 8) == (now.values, now.settled, now.waiting)
    assert {"decided": 2, "unsure": 1, "skipped": 1, "open": 7} == {
        k: v for k, v in now.by_status.items() if k != "unflagged"
    }
    assert 8 * 6000 / 60_000 == now.minutes_left  # what waits, times the median of 3 and 9 seconds


def test_the_error_that_is_left_is_the_sum_of_the_chances_of_error_of_what_is_not_decided(run: Path) -> None:
    review = Review.open(run, "ada")
    rows = review.rows()
    assert sum(1 - row.confidence for row in rows) == pytest.approx(review.progress().residual_errors)
    first = review.queue()[0]
    review.act(first.key, NOT_STATED)
    now = review.progress()
    assert sum(1 - row.confidence for row in rows if row != first) == pytest.approx(now.residual_errors)
    assert now.residual_errors / len(rows) == pytest.approx(now.residual_share)
    of_wren = review.progress(Filter(paper="wren"))
    assert sum(1 - r.confidence for r in rows if r.paper.id == "wren") == pytest.approx(of_wren.residual_errors)


def test_the_pace_is_that_of_the_reviewer_and_of_decisions_one_by_one(run: Path) -> None:
    ada, bob = Review.open(run, "ada"), Review.open(run, "bob")
    rows = ada.queue()
    bob.act(rows[0].key, NOT_STATED, ms=1_000_000)
    ada.refresh()
    assert ada.progress().minutes_left is None
    size = next(row for row in rows if row.paper.id == "heron" and row.field == "model_sizes")
    ada.decide_class(ada.preview_class(size.key, FIRST, "kind"), ms=900_000)
    ada.act(ada.queue()[0].key, NOT_STATED, ms=6000)
    assert len(ada.queue()) * 6000 / 60_000 == ada.progress().minutes_left


def test_agreement_is_the_share_of_the_same_decisions_among_those_of_both(run: Path) -> None:
    ada, bob = Review.open(run, "ada"), Review.open(run, "bob")
    rows = ada.queue()
    for row in rows[:4]:
        ada.act(row.key, FIRST)
    bob.act(rows[0].key, FIRST)
    bob.act(rows[1].key, NOT_STATED)
    bob.act(rows[2].key, Decision("unsure"))
    bob.act(rows[5].key, FIRST)
    (found,) = bob.agreement()
    assert (("ada", "bob"), Share(1, 2), Share(0, 0)) == (found.reviewers, found.same, found.blind)
    assert 50.0 == found.same.percent
    bob.undo()
    bob.undo()
    bob.undo()
    assert [Share(1, 1)] == [one.same for one in bob.agreement()]


# ── blind-first ─────────────────────────────────────────────────────────────────────────────────
def test_blindly_sources_are_hidden_until_chosen_and_others_decisions_do_not_show(run: Path) -> None:
    ada, bob = (Review.open(run, who, Options(blind=True)) for who in ("ada", "bob"))
    key = next(row.key for row in ada.queue() if row.state == "conflict")
    assert ada.unit(key).hides_sources
    ada.act(key, FIRST)
    assert not ada.unit(key).hides_sources
    bob.refresh()
    assert ("open", True) == (bob.standing(key).status, bob.unit(key).hides_sources)
    assert key in {row.key for row in bob.queue()}
    bob.act(key, FIRST)
    ada.refresh()
    assert ada.agreement()[0].blind.of == 1


def test_the_blind_order_is_shuffled_and_the_same_again_for_the_same_reviewer(tmp_path: Path) -> None:
    from review_support import OTTER, records, written

    twins = tuple(OTTER.model_copy(update={"id": f"otter{n}"}) for n in range(12))
    run = written(tmp_path / "run.jsonl", records(tmp_path, twins))

    def orders(who: str) -> list[tuple[str, ...]]:
        review = Review.open(run, who, Options(blind=True))
        rows = [row for row in review.queue() if row.state == "conflict"]
        return [review.unit(row.key).candidates[0].sources for row in rows]

    assert orders("ada") == orders("ada")
    assert {("model",), ("rules", "summary")} == set(orders("ada"))
    assert orders("ada") != orders("bob")


def test_the_blind_score_counts_who_had_said_what_was_decided_blindly(run: Path) -> None:
    blind, open_eyed = Review.open(run, "ada", Options(blind=True)), Review.open(run, "bob")
    conflicts = [row for row in blind.queue() if row.state == "conflict"]
    for row in conflicts[:3]:
        model = next(c.number for c in blind.unit(row.key).candidates if "model" in c.sources)
        blind.act(row.key, Decision("choose", candidate=model))
    vetoed = next(row for row in blind.queue() if row.state == "vetoed")
    blind.act(vetoed.key, NOT_STATED)  # so said the rules by saying nothing, and the summary
    open_eyed.act(conflicts[3].key, Decision("choose", candidate=1))
    open_eyed.refresh()
    assert {"model": Share(3, 4), "rules": Share(1, 4), "summary": Share(1, 4)} == open_eyed.blind_score()


# ── audit ───────────────────────────────────────────────────────────────────────────────────────
def test_the_audit_sample_is_drawn_from_what_is_not_flagged_and_grows_without_another_lot(run: Path) -> None:
    review = Review.open(run, "ada")
    sample = review.audit_sample(6, seed=3)
    assert (6, False) == (len(sample), any(row.flagged for row in sample))
    assert sample[:4] == review.audit_sample(4, seed=3)
    assert sample != review.audit_sample(6, seed=4)


def test_the_audit_bounds_the_error_from_what_was_decided_of_the_sample(run: Path) -> None:
    review = Review.open(run, "ada")
    sample = review.audit_sample(6)
    assert (0, 0) == (review.audit(6).part, review.audit(6).of)
    for row in sample[:4]:
        number = next(c.number for c in review.unit(row.key).candidates if "summary" in c.sources)
        review.act(row.key, Decision("choose", candidate=number))
    review.act(sample[4].key, NOT_STATED)
    assert Share(1, 5) == review.audit(6)
    assert review.audit(6).interval[1] > 20
    assert sample == review.audit_sample(6)
