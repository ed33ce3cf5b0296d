"""Signs: what the words around a result tell of it, how calibrations learn what that is worth, and what follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.calibrating import Seen, learn, learned
from summarise.errors import ConfigurationError
from summarise.evaluating import GoldPaper, read_gold
from summarise.reconciling import Reconciled, reconcile, with_votes
from summarise.reconciling.trust import (
    SIGNS,
    Calibration,
    Count,
    Kind,
    Tally,
    Trust,
    built_in_calibration,
    default_policy,
    kind_of,
    read_calibration,
    read_policy,
    signs_of,
    write_calibration,
)
from summarise.records import Paper, Provenance, Record, Verdict, Vote
from summarise.rules import find
from summarise.schemas.reply import PaperReply

ALONE = Kind("results", "rules_only", rule="result_absolute")
CELLS = {ALONE: Count(100, 90)}
TALLY = Tally(40, 12, 4.0)


def told(abstract: str, reply: dict[str, object] | None = None, trust: Trust | None = None) -> Reconciled:
    paper = Paper(id="otter", abstract=abstract)
    asked = None if reply is None else PaperReply.model_validate(reply)
    return reconcile(paper, asked, find(paper), frozenset(), trust=trust)


def signs(abstract: str, reply: dict[str, object] | None = None) -> list[tuple[str, ...]]:
    """The signs of each result, in the order of the text."""
    verdicts = told(abstract, reply).verdicts
    found = signs_of(Paper(id="otter", abstract=abstract), verdicts)
    return [found[v.id] for v in verdicts if v.id in found]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Otter reaches 61.4% accuracy on GSM8K.", [("plain",)]),
        ("Otter reaches 61.4% accuracy on GSM8K. Of the pages 61.4% are blank.", [("number_twice",)]),
        ("Otter reaches 61.4% accuracy on GSM8K. Of the pages 161.4 are blank.", [("plain",)]),
        ("Otter, a rival of GPT-4, lowers the error by 4 points.", [("small_number",)]),
        ("Otter reaches over 61.4% accuracy on GSM8K.", [("not_exact",)]),
        ("For birds, fish, mice, and newts, Otter reaches 61.4% accuracy.", [("late_in_list",)]),
        ("For birds, Otter reaches 61.4% accuracy.", [("plain",)]),
        ("Unlike existing models, Otter reaches 61.4% accuracy.", [("behind_rival",)]),
        ("Otter reaches 61.4% accuracy on a new dataset.", [("set_unbound",)]),
        ("Otter reaches 61.4% accuracy. We release a dataset.", [("plain",)]),
        ("We study otters.", []),
    ],
)  # fmt: skip
def test_the_words_around_a_result_tell_its_signs(abstract: str, expected: list[tuple[str, ...]]) -> None:
    assert expected == signs(abstract)


def test_a_benchmark_that_the_model_gives_or_never_names_is_a_sign_where_a_model_was_asked() -> None:
    abstract = "Otter reaches 61.4% accuracy on GSM8K."
    row = {"value": "61.4%", "model": "Otter", "benchmark": "GSM8K"}
    assert [("set_by_model",)] == signs(abstract, {"results": [row], "benchmarks": [{"name": "GSM8K"}]})
    assert [("set_by_rules_alone",)] == signs(abstract, {"results": [{"value": "61.4%", "model": "Otter"}]})
    assert [("plain",)] == signs(abstract, None)


def test_every_sign_is_explained() -> None:
    assert [] == [sign for sign, words in SIGNS.items() if len(words) < 10]


def test_signs_are_the_same_whether_a_value_was_taken_or_left_out_for_its_chance() -> None:
    abstract = "Otter reaches over 61.4% accuracy on GSM8K."
    seldom = Trust(calibration=Calibration(cells={ALONE: Count(100, 1)}))
    taken, left = told(abstract), told(abstract, trust=seldom)
    assert (1, 0) == (len(taken.summary.results), len(left.summary.results))
    paper = Paper(id="otter", abstract=abstract)
    assert signs_of(paper, taken.verdicts) == signs_of(paper, left.verdicts) != {}


@pytest.mark.parametrize("place", ["9-2", "500-900", "0-0", f"{'9' * 5000}-1", "x"])
def test_a_record_with_a_place_that_is_none_is_read_all_the_same(place: str) -> None:
    (one,) = [v for v in told("Otter reaches 61.4% accuracy.").verdicts if v.field == "results"]
    odd = one.model_copy(update={"id": f"results:{place}"})
    assert len(signs_of(Paper(id="otter", abstract="Otter reaches 61.4% accuracy."), [odd])) <= 1


# ── what a sign is worth ─────────────────────────────────────────────────────────────────────────
def chance(calibration: Calibration, *its: str) -> float:
    return calibration.chance(ALONE, its).value


@given(st.lists(st.sampled_from(sorted(SIGNS)), unique=True).map(tuple))
def test_a_calibration_that_knows_no_signs_gives_the_chance_of_the_kind(its: tuple[str, ...]) -> None:
    calibration = Calibration(cells=CELLS)
    assert calibration.chance(ALONE) == calibration.chance(ALONE, its)


def test_a_sign_that_came_with_more_errors_than_its_kinds_expect_lowers_the_chance() -> None:
    often = Calibration(cells=CELLS, signs={"not_exact": TALLY})
    seldom = Calibration(cells=CELLS, signs={"not_exact": Tally(400, 5, 40.0)})
    assert chance(often, "not_exact") < chance(often) < chance(seldom, "not_exact")


def test_a_sign_that_was_never_seen_counts_as_it_is_believed_to() -> None:
    calibration = Calibration(cells=CELLS, signs={"not_exact": TALLY})
    assert chance(calibration, "small_number") < chance(calibration) < chance(calibration, "set_by_model")
    assert 1.5 == calibration.times_as_wrong("small_number")


@given(st.lists(st.sampled_from(sorted(SIGNS)), unique=True).map(tuple), st.integers(0, 50), st.floats(0, 50))
def test_a_chance_with_signs_stays_between_0_and_1(its: tuple[str, ...], wrong: int, expected: float) -> None:
    calibration = Calibration(cells=CELLS, signs={sign: Tally(50, wrong, expected) for sign in SIGNS})
    assert 0 < chance(calibration, *its) < 1


def test_signs_say_where_to_look_and_never_what_is_taken() -> None:
    doubtful = Calibration(cells={ALONE: Count(100, 60)}, signs={"not_exact": Tally(100, 100, 1.0)})
    (one,) = [
        v
        for v in told("Otter reaches over 61.4% accuracy.", trust=Trust(calibration=doubtful)).verdicts
        if v.field == "results"
    ]
    assert one.chosen is not None
    assert one.flagged
    assert one.confidence < default_policy()["results"].take_above


def test_a_vote_leaves_the_signs_as_they_are() -> None:
    trust = Trust(calibration=Calibration(cells=CELLS, signs={"not_exact": TALLY}))
    before = told("Otter reaches over 61.4% accuracy.", trust=trust)
    (one,) = [v for v in before.verdicts if v.field == "results"]
    after = with_votes(before, {one.id: Vote(witness="numbers", sides="rules")}, trust)
    again = next(v for v in after.verdicts if v.id == one.id)
    assert trust.chance(again).value > 0.88
    assert again.confidence == pytest.approx(one.confidence, abs=0.01)
    assert again.confidence < 0.81


# ── learning and files ───────────────────────────────────────────────────────────────────────────
def test_the_errors_that_a_sign_came_with_are_counted_against_those_its_kinds_expect() -> None:
    counts = {Seen(ALONE, ("plain",)): Count(900, 810), Seen(ALONE, ("not_exact", "small_number")): Count(100, 50)}
    calibration = learned(counts, "mine", "m", 7)
    assert {ALONE: Count(1000, 860)} == calibration.cells
    expected = round(100 * (1 - Calibration(cells=calibration.cells).chance(ALONE).value), 3)
    assert Tally(100, 50, expected) == calibration.signs["not_exact"] == calibration.signs["small_number"]
    assert 13 < expected < 16


def test_a_run_and_its_labels_teach_signs() -> None:
    abstract = "Otter reaches over 61.4% accuracy on GSM8K."
    outcome = told(abstract, {"results": [], "tasks": ["question answering"]})
    record = Record(
        id="a",
        paper=Paper(id="a", abstract=abstract),
        status="accepted",
        summary=outcome.summary,
        verdicts=outcome.verdicts,
        provenance=Provenance(model="m", schema_="paper.v1", rules="1", summarise="1"),
    )
    mine = learn([(labelled(abstract), record)], "mine")
    assert {"not_exact": (1, 1), "set_by_rules_alone": (1, 1)} == {s: t[:2] for s, t in mine.signs.items()}


def labelled(abstract: str) -> GoldPaper:
    return next(iter(read_gold([json.dumps({"id": "a", "text": abstract, "results": []})], "gold")))


def test_a_calibration_with_signs_reads_back_as_it_was_written(tmp_path: Path) -> None:
    mine = Calibration("mine", "m", 7, CELLS, {"not_exact": TALLY, "plain": Tally(9, 1, 0.123)})
    (tmp_path / "mine.toml").write_text(write_calibration(mine), encoding="utf-8")
    assert mine == read_calibration(tmp_path / "mine.toml")


def test_calibrations_that_differ_in_their_signs_alone_have_different_marks() -> None:
    marks = {Calibration("mine", "m", 7, CELLS, its).mark for its in ({}, {"plain": TALLY}, {"not_exact": TALLY})}
    assert 3 == len(marks)


SIGN = '[[sign]]\nname = "plain"\nseen = 4\nwrong = 1\nexpected = 0.5\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SIGN.replace("plain", "odd"), "sign.0.name: should be one of number_twice, "),
        (SIGN.replace("wrong = 1", "wrong = 5"), "5 of 4 can't be wrong"),
        (SIGN.replace("0.5", "4.5"), "4.5 of 4 can't be wrong"),
        (SIGN.replace("0.5", "inf"), "finite"),
        (2 * SIGN, "two tallies are of the sign plain"),
    ],
)
def test_tallies_that_can_not_be_used_say_why(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "bad.toml").write_text(f"papers = 1\n{text}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=problem):
        read_calibration(tmp_path / "bad.toml")


def test_the_shipped_calibrations_know_every_sign_that_their_witnesses_can_give() -> None:
    of_two = {"set_by_rules_alone", "set_by_model"}
    assert set(SIGNS) == set(built_in_calibration("qwen2.5-coder-1.5b").signs)
    assert set(SIGNS) - of_two == set(built_in_calibration(None).signs)


# ── what is left out ─────────────────────────────────────────────────────────────────────────────
def withheld(policy: str, tmp_path: Path) -> Verdict:
    """A result that its chance alone keeps out: with one of four it is a loss."""
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    abstract = "Otter reaches 61.4% accuracy."
    (one,) = [v for v in told(abstract).verdicts if v.field == "results"]
    trust = Trust(read_policy(tmp_path / "policy.toml"), Calibration(cells={kind_of(one): Count(1000, 250)}))
    return trust.weighed(one)


@pytest.mark.parametrize(
    ("policy", "flagged"),
    [("", False), ("[results]\nlost_below = 0.8\n", True), ("[results]\nlost_below = 0.8\nflag_below = 0\n", False)],
)
def test_what_is_left_out_for_its_chance_is_flagged_below_a_bound_of_its_own(
    tmp_path: Path, policy: str, flagged: bool
) -> None:
    one = withheld(policy, tmp_path)
    assert (None, flagged) == (one.chosen, one.flagged)
    assert 0.74 < one.confidence < 0.76


def test_min_confidence_holds_for_what_is_left_out_too() -> None:
    strict = default_policy().with_min_confidence(0.95)["results"]
    assert (0.95, 0.95) == (strict.look_below(withheld=True), strict.look_below(withheld=False))


def test_every_sign_is_documented_in_the_words_of_the_program() -> None:
    text = (Path(__file__).parent.parent / "docs" / "trust.md").read_text(encoding="utf-8")
    assert [] == [code for code, meaning in SIGNS.items() if f"| `{code}` | {meaning} |" not in text]
