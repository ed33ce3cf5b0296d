"""A record with decided values: the summary follows from them, and it is said who decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_support import PAPERS, REPLIES, WREN, planted_run, records, written

from summarise.errors import DecisionRefused, UsageError
from summarise.records import Paper, Record
from summarise.reviewing import Decided, Decision, Decisions, Options, Review, decisions_path
from summarise.reviewing.own_values import path_of, with_own_values
from summarise.runs import read_run
from summarise.schemas.own import OwnSummary
from summarise.schemas.paper import PaperSummary


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review.open(planted_run(tmp_path), "ada")


def key(review: Review, paper: str, field: str, state: str | None = None) -> str:
    return next(r.key for r in review.rows_of(paper) if r.field == field and state in (None, r.state))


def decided(review: Review, paper: str) -> Decided:
    return Decisions.beside(review.run).applied(review.record(paper))


def summary_of(record: Record) -> PaperSummary:
    assert isinstance(record.summary, PaperSummary)
    return record.summary


def test_without_decisions_the_record_is_the_same_object(review: Review) -> None:
    assert decided(review, "otter").record is review.record("otter")


def test_a_chosen_value_stands_in_the_summary_is_no_longer_flagged_and_says_who_decided(review: Review) -> None:
    wanted = key(review, "otter", "results", "conflict")
    review.act(wanted, Decision("choose", candidate=1))
    outcome, place = decided(review, "otter"), review.row(wanted).verdict
    verdict = next(v for v in outcome.record.verdicts if v.id == place)
    assert ("baseline", False, 1.0) == (summary_of(outcome.record).results[0].role, verdict.flagged, verdict.confidence)
    assert "ada" == outcome.who(place)
    assert "flagged" == outcome.record.status


def test_not_stated_takes_the_value_out_and_a_vetoed_one_can_be_put_in(review: Review) -> None:
    review.act(key(review, "otter", "model_sizes", "rules_only"), Decision("not_stated"))
    review.act(key(review, "otter", "model_sizes", "vetoed"), Decision("choose", candidate=1))
    assert [9_000_000_000] == [s.total_params for s in summary_of(decided(review, "otter").record).model_sizes]


def test_a_paper_of_which_everything_is_settled_is_accepted(review: Review) -> None:
    for row in review.queue():
        if row.paper.id == "wren":
            review.act(row.key, Decision("choose", candidate=1))
    assert "accepted" == decided(review, "wren").record.status


def test_the_sentence_can_be_edited(review: Review) -> None:
    review.act(key(review, "heron", "tldr"), Decision("edit", value={"text": "A 3B model."}))
    assert "A 3B model." == summary_of(decided(review, "heron").record).tldr


def test_a_number_that_nobody_accounts_for_becomes_a_value_of_its_field(tmp_path: Path) -> None:
    text = "Finch has 4711 widgets and reaches 33."
    made = records(tmp_path, (Paper(id="finch", title="Finch", abstract=text),), {"finch": {"tasks": ["ornithology"]}})
    review = Review.open(written(tmp_path / "run.jsonl", made), "ada")
    numbers = [row for row in review.rows_of("finch") if row.field == "numbers"]
    unit = review.unit(numbers[0].key)
    assert ((), ["33"]) == (unit.candidates, [s.text for s in unit.abstract if s.candidates])
    typed = {"amount": "33", "unit": "birds", "quote": "reaches 33"}
    review.act(unit.key, Decision("edit", value=typed, into="training_data"))
    outcome = decided(review, "finch").record
    assert [(33, "birds")] == [(d.amount, d.unit) for d in summary_of(outcome).training_data]
    assert outcome == Record.model_validate_json(outcome.to_line())


def test_what_a_later_run_no_longer_speaks_of_stays_decided_while_the_text_is_the_same(tmp_path: Path) -> None:
    run = planted_run(tmp_path)
    review = Review.open(run, "ada")
    review.act(key(review, "otter", "tasks", "model_only"), Decision("choose", candidate=1))
    written(run, records(tmp_path, replies={"otter": {**REPLIES["otter"], "tasks": []}}))
    assert () == tuple(r for r in Review.open(run, "ada").rows_of("otter") if r.field == "tasks")
    outcome = Decisions.beside(run).applied(next(iter(read_run(run))))
    assert (["mathematical reasoning"], ()) == ([t.name for t in summary_of(outcome.record).tasks], outcome.lost)
    changed = next(iter(read_run(run))).model_copy(update={"paper": WREN.model_copy(update={"id": "otter"})})
    lost = Decisions.beside(run).applied(changed)
    assert ([], 1) == ([t.name for t in summary_of(lost.record).tasks], len(lost.lost))


def test_a_stale_or_disputed_value_is_the_runs_own_and_is_flagged(review: Review) -> None:
    wanted = key(review, "heron", "model_sizes")
    review.act(wanted, Decision("choose", candidate=1))
    Review.open(review.run, "bob").act(wanted, Decision("not_stated"))
    outcome, place = decided(review, "heron"), review.row(wanted).verdict
    assert (None, "disputed") == (outcome.who(place), outcome.standing[place].status)
    assert review.record("heron").summary == outcome.record.summary


def test_evidence_that_is_not_the_papers_is_left_out(review: Review) -> None:
    event = review.act(key(review, "heron", "model_sizes"), Decision("choose", candidate=1))
    line = json.loads(event.to_line())
    for evidence in ({"quote": "3B", "start": 0, "end": 2}, {"quote": "x", "start": 0, "end": 1, "variant": 7}):
        line["to"]["evidence"] = evidence
        decisions_path(review.run).write_text(json.dumps(line) + "\n")
        assert [None] == [s.evidence for s in summary_of(decided(review, "heron").record).model_sizes]


@given(data=st.data())
@settings(max_examples=40)
def test_decided_records_are_records_whatever_is_decided(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    review = _opened(tmp_path_factory)
    decisions_path(review.run).unlink(missing_ok=True)
    review.refresh()
    for row in data.draw(st.lists(st.sampled_from(review.rows()), max_size=6)):
        numbers = [c.number for c in review.unit(row.key).candidates]
        chosen = data.draw(st.sampled_from([None, *numbers]))
        review.act(row.key, Decision("choose", candidate=chosen) if chosen else Decision("not_stated"))
    for paper in PAPERS:
        outcome = decided(review, paper.id).record
        assert outcome == Record.model_validate_json(outcome.to_line())
        chosen_now = [v.chosen for v in outcome.verdicts if v.chosen is not None and v.field == "results"]
        assert chosen_now == list(summary_of(outcome).results)


_KEPT: dict[str, Review] = {}


def _opened(factory: pytest.TempPathFactory) -> Review:
    if "review" not in _KEPT:
        _KEPT["review"] = Review.open(planted_run(factory.mktemp("any")), "ada")
    return _KEPT["review"]


# ── a user's own schema ─────────────────────────────────────────────────────────────────────────
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ABSTRACT = (
    "In a phase 3 trial, 412 adults with hives were randomised to lerivastine 25 mg (n=208) or placebo (n=204) for "
    "12 weeks. Wheals cleared in 58.3% and 21.4%."
)
ARMS = [
    {"treatment": "nothing", "dose_mg": "9 mg", "participants": "13"},
    {"treatment": "lerivastine", "dose_mg": "25 mg", "participants": "208"},
    {"treatment": "placebo", "dose_mg": None, "participants": "240"},
]
REPLY = {"condition": "hives", "phase": "3", "participants": 412, "arms": ARMS, "conclusion": "Lerivastine clears it."}


@pytest.fixture
def own(tmp_path: Path) -> Review:
    """A run in a user's schema: the first arm is invented, the third has a wrong number."""
    paper = Paper(id="hives", title="Hives", abstract=ABSTRACT)
    schema = {"own_schema": f"{EXAMPLES / 'trials.py'}:Trial", "prompt": None}
    made = records(tmp_path, (paper,), {"hives": REPLY}, **schema)
    return Review.open(written(tmp_path / "run.jsonl", made), "ada")


def arms(outcome: Decided) -> list[dict[str, object]]:
    assert isinstance(outcome.record.summary, OwnSummary)
    return outcome.record.summary.values["arms"]  # type: ignore[return-value]


def test_values_of_a_users_schema_are_put_where_they_belong_and_rows_move(own: Review) -> None:
    before = arms(decided(own, "hives"))
    assert ["lerivastine", "placebo"] == [arm["treatment"] for arm in before]
    by_id = {row.verdict: row.key for row in own.rows_of("hives")}
    own.act(by_id["arms[2].participants"], Decision("edit", value={"value": "204"}))
    own.act(by_id["arms[0].dose_mg"], Decision("choose", candidate=1))
    outcome = decided(own, "hives")
    assert [(9, None), (25, 208), (None, 204)] == [(a["dose_mg"], a["participants"]) for a in arms(outcome)]
    places = {v.id: v.chosen.path for v in outcome.record.verdicts if v.id.startswith("arms") and v.chosen}  # type: ignore[union-attr]
    assert ("arms[0].dose_mg", "arms[1].treatment") == (places["arms[0].dose_mg"], places["arms[1].treatment"])
    assert outcome.record == Record.model_validate_json(outcome.record.to_line())
    own.undo()
    assert ["lerivastine", "placebo"] == [arm["treatment"] for arm in arms(decided(own, "hives"))]


def test_a_row_of_which_nothing_is_left_goes(own: Review) -> None:
    for row in own.rows_of("hives"):
        if row.verdict.startswith("arms[1]"):
            own.act(row.key, Decision("not_stated"))
    assert ["placebo"] == [arm["treatment"] for arm in arms(decided(own, "hives"))]


def test_a_decision_about_a_row_goes_stale_when_the_model_gives_another_row_there(own: Review) -> None:
    wanted = next(row for row in own.rows_of("hives") if row.verdict == "arms[1].participants")
    own.act(wanted.key, Decision("choose", candidate=1))
    lines = own.run.read_text().replace("arms[1]", "arms[9]").replace("arms[2]", "arms[1]")
    own.run.write_text(lines)
    assert "stale" == Review.open(own.run, "ada").standing(wanted.key).status


def test_values_built_anew_from_unchanged_choices_are_the_same(own: Review) -> None:
    record = own.record("hives")
    assert isinstance(record.summary, OwnSummary)
    summary, verdicts = with_own_values(record.summary, record.verdicts, record.verdicts)
    assert (record.summary, list(record.verdicts)) == (summary, verdicts)


def test_a_path_is_read_as_it_is_shown() -> None:
    assert ("arms", 0, "dose_mg") == path_of("arms[0].dose_mg")
    assert ("grid", 1, 12) == path_of("grid[1][12]")


@pytest.fixture
def with_class(own: Review) -> Review:
    """The same run, with its class at hand."""
    return Review.open(own.run, "ada", Options(schema=f"{EXAMPLES / 'trials.py'}:Trial"))


def test_with_the_class_an_edit_is_read_and_validated_by_it_and_its_words_define_the_field(with_class: Review) -> None:
    by_id = {row.verdict: row.key for row in with_class.rows_of("hives")}
    assert ("1", "2", "3", "4") == with_class.unit(by_id["phase"]).definition.attributes[0].choices
    event = with_class.act(by_id["arms[2].participants"], Decision("edit", value={"value": "two hundred and four"}))
    assert 204 == event.element.value  # type: ignore[union-attr]
    for wrong in ({"value": "many"}, {"value": "-4.5"}):
        with pytest.raises(DecisionRefused, match=r"arms\[2\]\.participants: input should be"):
            with_class.act(by_id["arms[2].participants"], Decision("edit", value=wrong))


def test_without_the_class_an_edit_stays_of_the_kind_that_the_value_was(own: Review) -> None:
    key = next(row.key for row in own.rows_of("hives") if row.verdict == "arms[2].participants")
    with pytest.raises(DecisionRefused, match="is no number, as this field holds"):
        own.act(key, Decision("edit", value={"value": "many"}))
    assert 1204 == own.act(key, Decision("edit", value={"value": "1,204"})).element.value  # type: ignore[union-attr]


def test_another_class_than_the_runs_is_refused(own: Review) -> None:
    with pytest.raises(UsageError, match=r"was made with the schema .*Trial@.*, and this is .*Arm@"):
        Review.open(own.run, "ada", Options(schema=f"{EXAMPLES / 'trials.py'}:Arm"))
