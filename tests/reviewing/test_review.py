"""The review of a run: its queue, orders and filters, decisions of every kind, and what makes them stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_support import HERON, OTTER, PAPERS, REPLIES, planted_run, records, written

from summarise.errors import DecisionRefused, InputError, UsageError
from summarise.reviewing import Decision, Decisions, Filter, Options, Review, Row, decisions_path, key_of
from summarise.schemas.paper import ModelSize, Result

CHOOSE = Decision("choose", candidate=1)
NOT_STATED = Decision("not_stated")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return planted_run(tmp_path)


@pytest.fixture
def review(run: Path) -> Review:
    return Review.open(run, "ada")


def places(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.paper.id, row.verdict.split(":")[0]) for row in rows]


def find(review: Review, paper: str, field: str, state: str | None = None) -> str:
    """The key of the first value of a paper's field."""
    return next(r.key for r in review.rows_of(paper) if r.field == field and state in (None, r.state))


# ── the queue ───────────────────────────────────────────────────────────────────────────────────
def test_the_queue_has_the_flagged_values_as_they_stand_in_the_papers(review: Review) -> None:
    assert [
        *(("otter", field) for field in ("model_sizes", "results", "results", "model_sizes", "results")),
        *(("heron", field) for field in ("model_sizes", "training_data", "results")),
        *(("wren", field) for field in ("model_sizes", "training_data", "results")),
    ] == places(review.queue())
    assert all(row.flagged for row in review.queue())


def test_the_order_by_impact_is_that_of_the_list_of_conflicts(review: Review, run: Path) -> None:
    from summarise.cli.open_values import Filter as Wanted
    from summarise.cli.open_values import open_values
    from summarise.runs import read_run

    listed = [(v.paper, v.verdict.id) for v in open_values(read_run(run), Wanted()).values]
    assert sorted(listed) == sorted(row.place for row in review.queue(order="impact"))
    impacts = [row.impact for row in review.queue(order="impact")]
    assert impacts == sorted(impacts, reverse=True)
    assert impacts == [v.impact for v in open_values(read_run(run), Wanted()).values]


def test_the_order_by_reason_has_the_most_frequent_reason_first_and_together(review: Review) -> None:
    firsts = [(row.reasons or (row.state,))[0] for row in review.queue(order="reason")]
    groups = list(dict.fromkeys(firsts))
    assert firsts == [group for group in groups for _ in range(firsts.count(group))]
    assert [firsts.count(group) for group in groups] == sorted((firsts.count(g) for g in groups), reverse=True)


def test_an_order_by_lot_is_the_same_for_the_same_seed_and_another_for_another(review: Review) -> None:
    assert review.queue(order="audit", seed=1) == review.queue(order="audit", seed=1)
    assert review.queue(order="audit", seed=1) != review.queue(order="audit", seed=2)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(field="training_data"), 2),
        (Filter(reason="digits_differ"), 1),
        (Filter(paper="wren"), 3),
        (Filter(text="gsm8k BASELINE"), 1),
        (Filter(text="2 trillion"), 1),
        (Filter(status="decided"), 0),
        (Filter(field="artifacts"), 0),
    ],
    ids=str,
)
def test_a_filter_leaves_what_is_asked_for(review: Review, wanted: Filter, count: int) -> None:
    assert count == len(review.queue(wanted))


def test_a_status_or_reason_that_no_value_can_have_is_an_error_and_not_an_empty_list() -> None:
    with pytest.raises(UsageError, match="the reason 'digit_differ' is not known"):
        Filter(reason="digit_differ")
    with pytest.raises(UsageError, match="the status 'done' is not known"):
        Filter(status="done")  # type: ignore[arg-type]


def test_what_is_skipped_comes_back_last_and_only_to_who_skipped_it(review: Review, run: Path) -> None:
    first, second, *rest = review.queue()
    review.act(second.key, Decision("skip"))
    review.act(first.key, Decision("skip"))
    assert [*rest, second, first] == review.queue()
    assert [first, second] == Review.open(run, "bob").queue()[:2]
    assert ["skipped", "open"] == [Review.open(run, who).standing(first.key).status for who in ("ada", "bob")]


def test_decided_unsure_and_escalated_values_wait_no_longer_and_are_found_by_status_and_reviewer(
    review: Review,
) -> None:
    rows = review.queue()
    for row, action in zip(rows, ("not_stated", "unsure", "escalate"), strict=False):
        review.act(row.key, Decision(action))  # type: ignore[arg-type]
    assert rows[3:] == review.queue()
    found = {status: review.rows(Filter(status=status)) for status in ("decided", "unsure", "escalated")}  # type: ignore[arg-type]
    assert {"decided": rows[:1], "unsure": rows[1:2], "escalated": rows[2:3]} == found
    assert rows[:3] == review.rows(Filter(reviewer="ada"))
    assert [] == review.rows(Filter(reviewer="bob"))


# ── deciding ────────────────────────────────────────────────────────────────────────────────────
def test_to_choose_records_the_element_who_had_said_so_and_what_it_rests_on(review: Review) -> None:
    key = find(review, "otter", "results", "conflict")
    unit = review.unit(key)
    assert [("model",), ("rules", "summary")] == [c.sources for c in unit.candidates]
    event = review.act(key, Decision("choose", candidate=2, note="the paper's own"), ms=1234)
    assert isinstance(event.element, Result)
    assert (event.element, ("rules", "summary"), 1234) == (unit.candidates[1].element, event.right, event.ms)
    assert (unit.row.marks, "the paper's own", "ada") == (event.marks, event.note, event.who)
    assert ("decided", event) == (review.standing(key).status, review.standing(key).event)


def test_an_edit_is_read_as_people_type_it_and_validated_by_the_fields_class(review: Review) -> None:
    key = find(review, "otter", "model_sizes")
    typed = {"model": "Otter-3", "total_params": "7B", "active_params": "", "role": "subject", "quote": "7B parameters"}
    element = review.act(key, Decision("edit", value=typed)).element
    assert isinstance(element, ModelSize)
    assert (7_000_000_000, None, "7B parameters") == (
        element.total_params,
        element.active_params,
        element.evidence.quote if element.evidence else None,
    )


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("choose", candidate=7), "there is no candidate 7; its candidates are 1, 2"),
        (Decision("choose"), "there is no candidate None"),
        (Decision("edit"), "an edit needs a value"),
        (Decision("edit", value={"value": "many"}), "value: input should be a valid decimal|value: "),
        (Decision("edit", value={"value": "71,5", "kind": "absolute", "role": "own"}), "value: "),
        (Decision("edit", value={"value": "1e99999999", "kind": "absolute", "role": "own"}), "is no quantity"),
        (Decision("edit", value={"value": "5", "role": "own"}), "kind: "),
        (Decision("edit", value={"value": "5", "mood": "good"}), "results has no 'mood'"),
        (Decision("edit", value={"value": "5", "kind": "count", "role": "own", "quote": "no such words"}), "the quote"),
        (Decision("edit", value={"name": "x"}, into="cats"), "'cats' holds no value"),
        (Decision("undo"), "take back"),
        (Decision("note"), "the note is empty"),
        (Decision("unsure", note="x" * 10_001), "10,000 are kept at most"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_can_not_be_so_is_refused_and_not_recorded(review: Review, decision: Decision, said: str) -> None:
    key = find(review, "otter", "results", "conflict")
    with pytest.raises(UsageError, match=said):
        review.act(key, decision)
    assert [] == review.history(key)
    assert not decisions_path(review.run).exists()


def test_letters_that_no_file_can_hold_are_replaced_and_the_decision_counts(review: Review) -> None:
    key = find(review, "otter", "results")
    review.act(key, Decision("unsure", note="half \ud83d"))
    assert "unsure" == Review.open(review.run, "ada").standing(key).status


def test_undo_and_redo_go_all_the_way_and_survive_a_restart(review: Review, run: Path) -> None:
    rows = review.queue()
    for row in rows[:3]:
        review.act(row.key, NOT_STATED)
    assert [rows[2].verdict] == [event.verdict for event in review.undo()]
    assert [rows[1].verdict] == [event.verdict for event in Review.open(run, "ada").undo()]
    again = Review.open(run, "ada")
    assert rows[1:] == again.queue()
    assert [rows[1].verdict] == [event.verdict for event in again.redo()]
    assert [rows[1].verdict] == [event.verdict for event in again.last]
    again.act(rows[5].key, NOT_STATED)
    assert [] == again.redo()
    assert 3 == len([taken for _ in range(9) if (taken := again.undo())])
    assert (rows, []) == (again.queue(), again.last)


def test_a_decision_anew_replaces_the_earlier_one_and_its_undo_brings_that_back(review: Review) -> None:
    key = review.queue()[0].key
    first = review.act(key, CHOOSE)
    second = review.act(key, NOT_STATED)
    assert second == review.standing(key).event
    review.undo()
    assert first == review.standing(key).event


def test_reviewers_who_decide_differently_are_in_dispute_until_one_of_them_or_a_final_word_settles_it(
    review: Review, run: Path
) -> None:
    key, bob, eve = review.queue()[0].key, Review.open(run, "bob"), Review.open(run, "eve")
    review.act(key, CHOOSE)
    bob.act(key, NOT_STATED)
    eve.refresh()
    assert ("disputed", ("ada", "bob")) == (eve.standing(key).status, eve.standing(key).reviewers)
    assert key in {row.key for row in eve.queue()}
    final = eve.act(key, Decision("choose", candidate=1, final=True))
    assert ("decided", final) == (eve.standing(key).status, eve.standing(key).event)
    eve.undo()
    bob.act(key, CHOOSE)
    eve.refresh()
    assert "decided" == eve.standing(key).status


def test_a_value_that_is_escalated_after_a_decision_waits_for_somebody(review: Review, run: Path) -> None:
    key, bob = review.queue()[0].key, Review.open(run, "bob")
    review.act(key, CHOOSE)
    bob.act(key, Decision("escalate", note="look at table 3"))
    review.refresh()
    assert "escalated" == review.standing(key).status
    assert review.standing(key).is_open


def test_a_note_settles_nothing(review: Review) -> None:
    key = review.queue()[0].key
    review.act(key, Decision("note", note="ask the authors"))
    assert ("open", ["ask the authors"]) == (review.standing(key).status, [n.note for n in review.standing(key).notes])


def test_a_reviewer_needs_a_name(run: Path) -> None:
    for name in ("", " \n", "a\x1b[2J", "x" * 101):
        with pytest.raises(UsageError, match="needs a name"):
            Review.open(run, name)


def test_a_key_of_another_run_is_refused(review: Review) -> None:
    with pytest.raises(UsageError, match="has no value"):
        review.act(key_of("walrus", "results:1-2"), CHOOSE)


# ── a run that was made anew ────────────────────────────────────────────────────────────────────
def test_a_rerun_keeps_decisions_whatever_the_model_says_now(review: Review, run: Path, tmp_path: Path) -> None:
    key = find(review, "otter", "results", "conflict")
    review.act(key, Decision("choose", candidate=2))
    other = {"otter": {**REPLIES["otter"], "results": [{"value": "61.4%", "benchmark": "GSM8K", "role": "background"}]}}
    written(run, records(tmp_path, replies=other))
    again = Review.open(run, "ada")
    assert "decided" == again.standing(key).status
    assert "background" in again.unit(key).candidates[0].words
    outcome = Decisions.beside(run).applied(again.record("otter"))
    assert ("ada", ["own", "own"]) == (
        outcome.who(again.row(key).verdict),
        [result.role for result in outcome.record.summary.results],  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(
    ("paper", "changed"),
    [
        (OTTER.model_copy(update={"abstract": OTTER.abstract + " Code is out."}), ("the paper's text",)),
        (OTTER.model_copy(update={"title": "Otter-3 again"}), ("the paper's text",)),
    ],
    ids=["abstract", "title"],
)
def test_a_decision_goes_stale_when_the_text_changes_and_says_so(
    review: Review, run: Path, tmp_path: Path, paper: object, changed: tuple[str, ...]
) -> None:
    key = find(review, "otter", "results", "conflict")
    review.act(key, CHOOSE)
    written(run, records(tmp_path, (paper, *PAPERS[1:])))  # type: ignore[arg-type]
    again = Review.open(run, "ada")
    assert ("stale", changed) == (again.standing(key).status, again.standing(key).changed)
    assert key in {row.key for row in again.queue()}
    assert Decisions.beside(run).applied(again.record("otter")).who(again.row(key).verdict) is None
    again.act(key, CHOOSE)
    assert "decided" == again.standing(key).status


def test_a_decision_goes_stale_when_what_the_rules_read_changes_or_the_field_means_something_else(
    review: Review, run: Path
) -> None:
    import json

    key = find(review, "otter", "results", "conflict")
    event = review.act(key, CHOOSE)
    path = decisions_path(run)
    for mark, said in (("rules", "what the rules read there"), ("definition", "what the field means")):
        line = json.loads(event.to_line())
        path.write_text(json.dumps({**line, "marks": {**line["marks"], mark: "other"}}) + "\n")
        standing = Review.open(run, "ada").standing(key)
        assert ("stale", (said,)) == (standing.status, standing.changed)


def test_a_run_that_was_overwritten_while_it_was_under_review_is_not_mixed_up(review: Review, run: Path) -> None:
    run.write_text("".join(run.read_text().splitlines(keepends=True)[1:]))
    with pytest.raises(InputError, match="was changed while it was under review; open it anew"):
        review.unit(review.rows_of("heron")[0].key)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"id": 1, "paper": 2, "verdicts": [3], "provenance": 4}'])
def test_what_is_no_run_is_named_with_file_and_line(run: Path, line: str) -> None:
    with run.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=r"run\.jsonl:4: not a record of a run"):
        Review.open(run, "ada")
    with pytest.raises(InputError, match="can't read the run"):
        Review.open(run.with_name("none.jsonl"), "ada")


def test_of_several_records_with_one_id_the_first_counts_and_it_is_said(run: Path) -> None:
    run.write_text(run.read_text() * 2)
    review = Review.open(run, "ada")
    assert ("3 further records with the id of an earlier one: the first counts",) == review.problems
    assert 11 == len(review.queue())


# ── a class of values ───────────────────────────────────────────────────────────────────────────
TWINS = tuple(OTTER.model_copy(update={"id": f"otter{n}"}) for n in range(4))


def test_one_decision_settles_a_class_as_it_was_previewed_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    review = Review.open(written(tmp_path / "run.jsonl", records(tmp_path, (*TWINS, HERON))), "ada")
    key = find(review, "otter1", "results", "conflict")
    preview = review.preview_class(key, Decision("choose", candidate=1))
    assert ("model", {f"otter{n}" for n in range(4)}) == (preview.source, {row.paper.id for row in preview.rows})
    assert {("own", "baseline")} == {(c.before.split(" · ")[-1], c.after.split(" · ")[-1]) for c in preview.changes}
    waiting = review.queue()
    assert 4 == len(review.decide_class(preview, ms=4000))
    assert [row for row in waiting if row not in preview.rows] == review.queue()
    again = Review.open(review.run, "ada")
    assert 4 == len(again.last)
    again.undo()
    assert waiting == again.queue()
    again.redo()
    assert {"decided"} == {again.standing(row.key).status for row in preview.rows}


def test_a_class_by_kind_is_wider_than_one_of_the_same_values(tmp_path: Path) -> None:
    review = Review.open(planted_run(tmp_path), "ada")
    key = find(review, "heron", "model_sizes")
    choose = Decision("choose", candidate=2)
    assert ["heron"] == [row.paper.id for row in review.preview_class(key, choose).rows]
    assert ["heron", "wren"] == [row.paper.id for row in review.preview_class(key, choose, "kind").rows]


def test_what_was_settled_already_is_not_decided_again_with_its_class(tmp_path: Path) -> None:
    review = Review.open(planted_run(tmp_path), "ada")
    review.act(find(review, "wren", "model_sizes"), NOT_STATED)
    preview = review.preview_class(find(review, "heron", "model_sizes"), Decision("choose", candidate=1), "kind")
    assert ["heron"] == [row.paper.id for row in preview.rows]


def test_a_class_is_not_edited_nor_decided_blindly(tmp_path: Path) -> None:
    run = planted_run(tmp_path)
    review = Review.open(run, "ada")
    with pytest.raises(DecisionRefused, match="for one value"):
        review.preview_class(review.queue()[0].key, Decision("edit", value={"role": "own"}))
    blind = Review.open(run, "ada", Options(blind=True))
    with pytest.raises(DecisionRefused, match="blind-first"):
        blind.preview_class(blind.queue()[0].key, CHOOSE)
