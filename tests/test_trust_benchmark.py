"""The trust benchmark: right replies, planted errors, real replies and peers, on a paper made by hand."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.asked import EXTRACT
from benchmarks.trust import __main__ as trust_benchmark
from benchmarks.trust.labelled import Labelled
from benchmarks.trust.peers import asking
from benchmarks.trust.peers.asking import claim
from benchmarks.trust.planting import KINDS, PER_PAPER, Planted, plant
from benchmarks.trust.public import Confirmed, confirmed
from benchmarks.trust.real import Answered, answered, flag_load, model_values, read_replies, summary_values
from benchmarks.trust.right_replies import ASKED, RightReply, right_reply
from benchmarks.trust.trials import judge_planted, judge_right
from benchmarks.trust.trusting import trust_in_model
from benchmarks.trust.wording import find_written, numerals, with_unit
from summarise import Paper
from summarise.evaluating.gold import read_gold
from summarise.records import Verdict
from summarise.schemas.paper import ModelSize
from summarise.schemas.reply import Asked, AskedBenchmark, AskedData, AskedMethod, AskedResult, AskedSize

TEXT = (
    "We present Otter, a mixture-of-experts model with 60B total parameters and 9B activated for each token. Otter is "
    "pre-trained on 3.1 trillion tokens. Otter reaches 71.5% accuracy on BirdBench and 40.2% accuracy on FishBench, "
    "and is 2.5 times faster than Heron-2, which reaches 38.7% accuracy on FishBench."
)
GOLD = {
    "id": "otter",
    "text": TEXT,
    "methods": [{"name": "Otter", "role": "introduced"}],
    "model_sizes": [{"model": "Otter", "total_params": 60e9, "active_params": 9e9, "role": "subject"}],
    "training_data": [{"amount": 3.1e12, "unit": "tokens", "what": "pre-training"}],
    "benchmarks": [{"name": "BirdBench", "role": "evaluated"}, {"name": "FishBench", "role": "evaluated"}],
    "results": [
        {"model": "Otter", "benchmark": "BirdBench", "metric": "accuracy", "value": 71.5, "unit": "%",
         "kind": "absolute", "role": "own"},
        {"model": "Otter", "benchmark": "FishBench", "metric": "accuracy", "value": 40.2, "unit": "%",
         "kind": "absolute", "role": "own"},
        {"model": "Otter", "benchmark": None, "metric": None, "value": 2.5, "unit": "x", "baseline": "Heron-2",
         "kind": "ratio", "role": "own"},
        {"model": "Heron-2", "benchmark": "FishBench", "metric": "accuracy", "value": 38.7, "unit": "%",
         "kind": "absolute", "role": "baseline"},
    ],
}  # fmt: skip
RESULT = {"metric": "accuracy", "baseline": None, "kind": "absolute"}


def otter(**changes: object) -> Labelled:
    """The labelled paper, with fields of its gold changed."""
    gold = GOLD | changes
    rows = {key: value for key, value in gold.items() if isinstance(value, list)}
    return Labelled(Paper(id="otter", abstract=TEXT), read_gold([json.dumps(gold)], "planted")[0], rows)


@pytest.fixture(scope="module")
def right() -> RightReply:
    return right_reply(otter())


def planted_of(right: RightReply, kind: str) -> list[Planted]:
    return [planted for planted in plant(right) if planted.kind == kind]


# ── right replies ────────────────────────────────────────────────────────────────────────────────
def test_a_right_reply_says_gold_in_the_words_of_the_abstract(right: RightReply) -> None:
    assert [
        ("methods", AskedMethod(name="Otter", role="introduced")),
        ("model_sizes", AskedSize(model="Otter", total="60B", active="9B", role="subject")),
        ("training_data", AskedData(amount="3.1 trillion", unit="tokens", what="pre-training")),
        ("benchmarks", AskedBenchmark(name="BirdBench", role="evaluated")),
        ("benchmarks", AskedBenchmark(name="FishBench", role="evaluated")),
        ("results", AskedResult(value="71.5%", model="Otter", benchmark="BirdBench", role="own", **RESULT)),
        ("results", AskedResult(value="40.2%", model="Otter", benchmark="FishBench", role="own", **RESULT)),
        ("results", AskedResult(value="2.5 times", model="Otter", baseline="Heron-2", kind="ratio", role="own")),
        ("results", AskedResult(value="38.7%", model="Heron-2", benchmark="FishBench", role="baseline", **RESULT)),
    ] == [(row.field, row.asked) for row in right.rows]


def test_the_tool_reads_every_row_of_a_right_reply_as_gold_has_it(right: RightReply) -> None:
    assert [True] * 9 == [row.reads_back for row in right.rows]


def test_a_number_that_the_abstract_does_not_write_is_left_out_and_said() -> None:
    computed = otter(model_sizes=[{"model": "Otter", "total_params": 69e9, "active_params": None, "role": "subject"}])
    assert (("model_sizes", "its number stands in no words of the abstract"),) == right_reply(computed).left_out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("with 671B total parameters", [("671B", 671 * 10**9)]),
        ("on 14.8 trillion tokens", [("14.8 trillion", 14_800_000_000_000)]),
        ("8,200 images", [("8,200", 8200)]),
        ("GSM8K and V1.5", []),
        ("a 7-billion model", [("7-billion", 7 * 10**9)]),
        ("63.5% on", [("63.5%", 63.5)]),
        ("Otter-13B", [("13B", 13 * 10**9)]),
    ],
)
def test_numerals_are_read_with_their_scale(text: str, found: list[tuple[str, float]]) -> None:
    assert found == [(n.words, float(n.value)) for n in numerals(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "words"),
    [
        ("needs 2.5M H800 GPU hours for", 2_500_000, "GPU hours", "2.5M H800 GPU hours"),
        ("4.1 points better", 4.1, "points", "4.1 points"),
        ("a ×1.6 gain", 1.6, "x", "×1.6"),
        ("30 fewer", 30, "ms", "30"),
        ("5 papers and 5% more", 5, "%", "5%"),
    ],
)
def test_a_number_is_said_with_its_unit(text: str, value: float, unit: str, words: str) -> None:
    written = find_written(text, Decimal(str(value)), unit, None)
    assert written is not None
    assert words == with_unit(text, written, unit)


# ── planting ─────────────────────────────────────────────────────────────────────────────────────
CHANGED = {
    "digit": {("total",), ("amount",), ("value",)},
    "scale": {("total",), ("amount",), ("value",)},
    "unit": {("unit",), ("value",)},
    "total/active": {("total", "active")},
    "role swap": {("role",)},
    "benchmark swap": {("benchmark",)},
}


@pytest.mark.parametrize("kind", CHANGED)
def test_a_planted_error_changes_one_row_in_what_its_kind_says(right: RightReply, kind: str) -> None:
    before = [(row.field, row.asked) for row in right.rows]
    for planted in planted_of(right, kind):
        changed = [(a, b) for (_, a), (_, b) in zip(before, planted.rows, strict=True) if a != b]
        assert 1 == len(changed)
        old, new = changed[0]
        assert isinstance(old, Asked)
        assert new == planted.row
        assert tuple(n for n in type(old).model_fields if getattr(old, n) != getattr(new, n)) in CHANGED[kind]


@pytest.mark.parametrize("kind", ["invented size", "example leak", "version as size", "tokens as size"])
def test_a_planted_row_stands_behind_the_right_ones(right: RightReply, kind: str) -> None:
    before = tuple((row.field, row.asked) for row in right.rows)
    found = planted_of(right, kind)
    assert found
    assert [(*before, (planted.field, planted.row)) for planted in found] == [planted.rows for planted in found]


def test_a_dropped_result_is_the_only_row_that_is_missing(right: RightReply) -> None:
    before = [(row.field, row.asked) for row in right.rows]
    results = [row for row in before if row[0] == "results"]
    dropped = [[row for row in before if row not in planted.rows] for planted in planted_of(right, "dropped result")]
    assert [[row] for row in results] == dropped


def test_one_digit_is_another_one(right: RightReply) -> None:
    old = {
        "model_sizes": ["60B"],
        "training_data": ["3.1 trillion"],
        "results": ["71.5%", "40.2%", "2.5 times", "38.7%"],
    }
    for planted in planted_of(right, "digit"):
        row = planted.row
        new = getattr(row, "total", None) or getattr(row, "amount", None) or getattr(row, "value", None)
        distances = [sum(a != b for a, b in zip(o, new, strict=True)) for o in old[planted.field] if len(o) == len(new)]
        assert 1 in distances


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("scale", ["60M", "3.1 billion"]),
        ("tokens as size", ["3.1 trillion"]),
        ("version as size", ["2", "2B"]),
        ("total/active", ["9B", "9B"]),
    ],
)
def test_planted_numbers_of_sizes_and_data_are_these(right: RightReply, kind: str, words: list[str]) -> None:
    rows = [p.row for p in planted_of(right, kind) if p.field != "results"]
    assert words == [getattr(row, "total", None) or getattr(row, "amount", None) for row in rows]


def test_an_invented_size_stands_nowhere(right: RightReply) -> None:
    assert [False] == [str(getattr(p.row, "total", "")) in TEXT for p in planted_of(right, "invented size")]


def test_planting_twice_gives_the_same(right: RightReply) -> None:
    assert list(plant(right)) == list(plant(right_reply(otter())))


def test_every_kind_strikes_this_paper_and_none_too_often(right: RightReply) -> None:
    counts = {kind: len(planted_of(right, kind)) for kind in KINDS}
    assert [] == [kind for kind, n in counts.items() if not 0 < n <= PER_PAPER]


# ── judging ──────────────────────────────────────────────────────────────────────────────────────
def test_a_right_reply_raises_no_false_alarm_where_the_rules_say_the_same(right: RightReply) -> None:
    assert [] == [alarm.row.asked for alarm in judge_right(right) if alarm.false]


@pytest.mark.parametrize("kind", KINDS)
def test_planted_errors_in_a_plain_abstract_are_caught(right: RightReply, kind: str) -> None:
    trials = [trial for planted in planted_of(right, kind) if (trial := judge_planted(right, planted))]
    assert trials
    assert [(True, False)] * len(trials) == [(trial.caught, trial.slips) for trial in trials]


def test_an_error_that_says_what_gold_says_is_no_trial(right: RightReply) -> None:
    harmless = Planted("digit", "results", right.rows[-1].asked, tuple((r.field, r.asked) for r in right.rows))  # type: ignore[arg-type]
    assert judge_planted(right, harmless) is None


def verdict(state: str, model: int | None, chosen: int | None, confidence: float = 0.9) -> Verdict:
    def size(total: int | None) -> ModelSize | None:
        return total and ModelSize(model="Otter", total_params=total, active_params=None, role="subject")  # type: ignore[return-value,arg-type]

    return Verdict(
        id="x", field="model_sizes", state=state, model=size(model), chosen=size(chosen),  # type: ignore[arg-type]
        confidence=confidence, flagged=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (verdict("agree", 7, 7), 0.9),
        (verdict("conflict", 7, 13), 0.05),
        (verdict("conflict", 7, None), 0.1),
        (verdict("ungrounded", 7, None), 0.1),
        (None, 0.0),
    ],
)
def test_a_models_value_is_trusted_as_the_summary_where_both_are_one_and_with_what_is_left_elsewhere(
    judged: Verdict | None, expected: float
) -> None:
    assert pytest.approx(expected) == trust_in_model(judged)


# ── a real model's replies ───────────────────────────────────────────────────────────────────────
REPLY = {
    "sizes": [{"model": "Otter", "total": "60B", "active": "9B", "role": "subject"}],
    "results": [
        {"value": "71.5%", "model": "Otter", "benchmark": "BirdBench", "kind": "absolute", "role": "own"},
        {"value": "99.9%", "model": "Otter", "benchmark": "BirdBench", "kind": "absolute", "role": "own"},
    ],
}


def heard(reply: object) -> list[Answered]:
    papers = trust_benchmark.LabelledSet("planted", (otter(),), read_by_us=True)
    return answered(papers, {"otter": json.dumps(reply)}, EXTRACT)


def test_each_value_of_the_model_is_right_or_wrong_by_gold_and_trusted_or_not() -> None:
    values = model_values(heard(REPLY))
    assert [("model_sizes", True, True), ("results", True, True), ("results", False, False)] == [
        (v.field, v.scored.right, v.scored.trust > 0.5) for v in values
    ]


def test_every_value_of_the_model_is_put_to_the_peers_in_the_models_words() -> None:
    values = model_values(heard(REPLY))
    assert ["60B", "71.5%", "99.9%"] == [v.claim.words for v in values if v.claim]


def test_a_wrong_role_is_no_error_where_a_right_number_is_enough() -> None:
    rival = {**REPLY["results"][0], "role": "baseline"}  # type: ignore[dict-item]
    [value] = model_values(heard({"results": [rival]}))
    assert (False, True) == (value.scored.right, value.by_number.right)


def test_what_the_summary_says_is_scored_with_its_confidence_and_flag() -> None:
    papers = heard(REPLY)
    values = summary_values(papers)
    assert {True} == {v.scored.right for v in values}
    load = flag_load(papers)
    assert (len(values), 0, 0, 0.05 * len(values)) == (load.values, load.wrong, load.missing, load.limit)


def test_nothing_is_scored_in_a_field_that_is_not_labelled() -> None:
    sizes_alone = otter()
    gold = read_gold([json.dumps({key: GOLD[key] for key in ("id", "text", "model_sizes")})], "planted")[0]
    papers = trust_benchmark.LabelledSet("planted", (Labelled(sizes_alone.paper, gold, {}),), read_by_us=True)
    heard_of = answered(papers, {"otter": json.dumps(REPLY)}, EXTRACT)
    assert ["model_sizes"] == [v.field for v in model_values(heard_of)]
    assert ["model_sizes"] == [v.field for v in summary_values(heard_of)]
    load = flag_load(heard_of)
    assert (0, 1, 0, 0) == (load.flags, load.values, load.wrong, load.missing)


def test_a_reply_that_is_none_counts_as_a_paper_that_failed() -> None:
    papers = trust_benchmark.LabelledSet("planted", (otter(),), read_by_us=True)
    [paper] = answered(papers, {"otter": "I can't say."})
    assert ("failed", None) == (paper.record.status, paper.reply)


def test_replies_are_read_packed_or_plain_as_object_or_text(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(json.dumps({"id": "a", "completion": {"text": "{}", "model": "m"}}) + "\n")
    packed.write_bytes(gzip.compress(json.dumps({"id": "b", "completion": "[]"}).encode()))
    assert {"a": "{}", "b": "[]"} == read_replies([plain, packed])


def test_a_value_that_public_labels_confirm_should_stand_without_a_flag(tmp_path: Path) -> None:
    label = {"class": "stated", "matched_mentions": ["60B"]}
    rows = [{"id": name, "abstract": TEXT, "gold": label} for name in ("a", "labelled", "no reply")]
    (tmp_path / "model_size_dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = json.dumps({"introduced": ["Otter"], "sizes": ["Otter with 60B parameters"]})
    replies = {"a": said, "labelled": said}
    found = confirmed("model_size_dev", tmp_path, replies, None, frozenset({"labelled"}))
    assert [Confirmed("model_sizes", stands=True, flagged=False)] == list(found)


def test_the_benchmark_prints_each_table_once_for_a_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, replies = trust_benchmark.LabelledSet("planted", (otter(),), read_by_us=True), tmp_path / "replies.jsonl"
    replies.write_text(json.dumps({"id": "otter", "completion": json.dumps(REPLY)}))
    monkeypatch.setattr(trust_benchmark, "labelled_sets", lambda data: [papers])
    monkeypatch.setattr(trust_benchmark, "same_everywhere", lambda: True)
    monkeypatch.setattr(asking, "ENVIRONMENT", tmp_path / "none")
    monkeypatch.setattr("sys.argv", ["trust", "--replies", str(replies)])
    trust_benchmark.main()
    printed = capsys.readouterr().out
    heads = ("(a) planted: 1 papers", "(b) planted: 1 papers", "  flags ", "records of the seeds byte-identical")
    assert [1] * 4 == [printed.count(head) for head in heads]
    assert 1 == printed.count("\n  digit                     1.000   ≥ 0.98   0.610–1.000     6   0 ")


# ── peers ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (AskedSize(total="671B"), ("671", "B")),
        (AskedData(amount="14.8 trillion", unit="tokens"), ("14800000000000", None)),
        (AskedResult(value="63.5%"), ("63.5", "%")),
        (AskedResult(value="2.788M H800 GPU hours"), ("2.788", "M H800 GPU hours")),
        (AskedResult(value="×1.59"), ("1.59", "×")),
        (AskedResult(value="8,200 images"), ("8200", "images")),
        (AskedBenchmark(name="GSM8K"), (None, None)),
    ],
)
def test_a_peer_is_given_the_number_as_it_reads_numbers(asked: Asked, number: tuple[str | None, str | None]) -> None:
    told = claim(Paper(id="a", abstract=TEXT), "results", asked)
    assert told is not None
    assert number == (told.value, told.unit)


@pytest.mark.parametrize("asked", [AskedResult(value="comparable performance"), AskedMethod(name="Otter"), "otters"])
def test_a_row_without_a_number_or_benchmark_is_put_to_no_peer(asked: Asked | str) -> None:
    assert claim(Paper(id="a", abstract=TEXT), "results", asked) is None


def test_without_their_environment_no_peer_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ENVIRONMENT", tmp_path)
    assert () == asking.available()


def test_every_field_that_is_asked_stands_in_the_reply() -> None:
    from summarise.schemas.reply import PaperReply

    assert [] == [key for key in ASKED.values() if key not in PaperReply.model_fields]
