"""Progress is counted on as events come, and is what a count of everything gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from replayed import frozen_records

from summarise.reviewing import Decision, Options, Review


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    lines = [record.to_line() for record in frozen_records(folder / "cache")]
    path = folder / "run.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_progress_after_any_acts_of_two_reviewers_is_that_of_a_fresh_count(
    run: Path, tmp_path: Path, seed: int, blind: bool
) -> None:
    lot, options = random.Random(seed), Options(decisions=tmp_path / "d.jsonl", blind=blind)
    reviews = [Review.open(run, who, options) for who in ("ada", "grace")]
    keys = [row.key for row in reviews[0].rows()]
    for _ in range(25):
        one = lot.choice(reviews)
        act = lot.choice(["choose", "not_stated", "skip", "unsure", "escalate", "undo", "redo", "class"])
        if act in ("undo", "redo"):
            getattr(one, act)()
        elif act == "class" and not blind:
            wanted = one.preview_class(lot.choice(keys), Decision("unsure"), "kind")
            one.decide_class(wanted) if wanted.rows else None
        elif act != "class":
            key = lot.choice(keys)
            number = 1 if act == "choose" and one.unit(key).candidates else None
            one.act(key, Decision(act if act != "choose" or number else "skip", candidate=number), ms=1000)  # type: ignore[arg-type]
        one.refresh()
        fresh = Review.open(run, one.who, options).progress()
        assert one.progress().by_status == fresh.by_status
        assert one.progress().residual_errors == pytest.approx(fresh.residual_errors)
        assert (one.progress().settled, one.progress().minutes_left) == (fresh.settled, fresh.minutes_left)
        recount = [one.standing(key).status for key in keys]
        assert {status: recount.count(status) for status in set(recount)} == one.progress().by_status
