"""What holds of every evaluation: gold is right by itself, order is nothing, a wrong value never helps."""

from __future__ import annotations

import random
from typing import Any

from evaluate_support import element
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.evaluating import GoldElement, GoldPaper
from summarise.evaluating.fields import score_rows
from summarise.evaluating.matching import match
from summarise.evaluating.scores import Counts, resample, score
from summarise.schemas.paper import Element

NAMES = st.sampled_from(["Otter", "Otter 7B", "Heron (HRN)", "HRN", "GSM8K", "MATH", "Omni-MATH", "MATH benchmark"])
NUMBERS = st.sampled_from([0, 1, 7, 61.4, 56.8, 7e9, 48e9, -3.2])
UNITS = st.sampled_from([None, "%", "points", "x", "tokens", "GPU hours"])


def strategy(field: str) -> st.SearchStrategy[Element]:
    values: dict[str, dict[str, Any]] = {
        "results": {
            "value": NUMBERS, "unit": UNITS, "benchmark": st.none() | NAMES,
            "role": st.sampled_from(["own", "baseline"]), "kind": st.sampled_from(["absolute", "delta"]),
        },
        "model_sizes": {"total_params": NUMBERS, "active_params": st.none() | NUMBERS},
        "training_data": {"amount": NUMBERS, "unit": UNITS},
        "benchmarks": {"name": NAMES},
        "methods": {"name": NAMES, "role": st.sampled_from(["introduced", "used"])},
        "tasks": {"name": NAMES},
        "artifacts": {"url": st.sampled_from([None, "https://github.com/a/b", "github.com/a/b.git", "https://x.org"])},
    }  # fmt: skip
    return st.fixed_dictionaries(values[field]).map(lambda chosen: element(field, **chosen))


FIELDS = ("results", "model_sizes", "training_data", "benchmarks", "methods", "tasks", "artifacts")
PAPER = st.fixed_dictionaries({field: st.lists(strategy(field), max_size=5) for field in FIELDS})
NONSENSE = {
    "results": element("results", value=123456, unit="parsecs"),
    "model_sizes": element("model_sizes", total_params=123456),
    "training_data": element("training_data", amount=123456),
    "benchmarks": element("benchmarks", name="Qwrtz"),
    "methods": element("methods", name="Qwrtz"),
    "tasks": element("tasks", name="Qwrtz"),
    "artifacts": element("artifacts", url="https://qwrtz.example"),
}


def as_gold(fields: dict[str, list[Element]]) -> GoldPaper:
    return GoldPaper("p", "", None, {f: tuple(map(GoldElement, its)) for f, its in fields.items()})


@given(st.lists(PAPER, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_gold_is_right_by_itself(papers: list[dict[str, list[Element]]]) -> None:
    for row in score_rows([as_gold(p) for p in papers], papers):
        for scored in (row.exact, row.relaxed):
            assert scored.right == scored.given == scored.gold
            assert {scored.precision, scored.recall, scored.f1} <= {1.0, None}


@given(PAPER, PAPER, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_elements_is_nothing(
    gold: dict[str, list[Element]], said: dict[str, list[Element]], chance: random.Random
) -> None:
    def shuffled(fields: dict[str, list[Element]]) -> dict[str, list[Element]]:
        return {field: chance.sample(its, len(its)) for field, its in fields.items()}

    assert score_rows([as_gold(gold)], [said]) == score_rows([as_gold(shuffled(gold))], [shuffled(said)])


@given(PAPER, PAPER)
@settings(max_examples=25, deadline=None)
def test_a_wrong_element_never_raises_precision_or_f1_and_leaves_recall(
    gold: dict[str, list[Element]], said: dict[str, list[Element]]
) -> None:
    more = {field: [*its, NONSENSE[field]] for field, its in said.items()}
    before, after = (score_rows([as_gold(gold)], [fields]) for fields in (said, more))
    for a, b in zip(before, after, strict=True):
        assert a.exact.recall == b.exact.recall
        assert (b.exact.precision or 0) <= (1 if a.exact.precision is None else a.exact.precision)
        assert (b.exact.f1 or 0) <= (1 if a.exact.f1 is None else a.exact.f1)


@given(PAPER, PAPER)
@settings(max_examples=25, deadline=None)
def test_relaxed_is_never_stricter_than_exact(gold: dict[str, list[Element]], said: dict[str, list[Element]]) -> None:
    for row in score_rows([as_gold(gold)], [said]):
        assert row.exact.right <= row.relaxed.right


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), max_size=6))
@settings(deadline=None)
def test_as_many_pairs_as_can_be_are_made_and_nothing_is_used_twice(same: list[list[bool]]) -> None:
    from itertools import permutations

    pairs = match(range(len(same)), range(6), lambda i, j: same[i][j])
    best = max(sum(same[i][j] for i, j in enumerate(order[: len(same)])) for order in permutations(range(6)))
    assert best == len(pairs) == len(set(pairs.values()))
    assert all(same[i][j] for i, j in pairs.items())


def test_thousands_of_equal_elements_are_paired_without_a_deep_stack() -> None:
    assert 1_500 == len(match(range(2_000), range(1_500), lambda i, j: True))


# ── intervals ────────────────────────────────────────────────────────────────────────────────────
COUNTS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).map(
    lambda n: Counts(right=min(n), given=n[1], gold=n[2])
)


@given(st.lists(COUNTS, min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_an_interval_lies_between_0_and_1_and_is_the_same_each_time(papers: list[Counts]) -> None:
    scored = score(papers, resample(len(papers)))
    assert scored == score(papers, resample(len(papers)))
    if scored.f1 is None:
        assert (None, None) == (scored.f1_low, scored.f1_high)
    else:
        assert scored.f1_low is not None
        assert scored.f1_high is not None
        assert 0 <= scored.f1_low <= scored.f1_high <= 1


def test_papers_that_are_all_alike_leave_no_doubt() -> None:
    scored = score([Counts(right=1, given=2, gold=2)] * 20, resample(20))
    assert 0.5 == scored.f1 == scored.f1_low == scored.f1_high


def test_the_interval_holds_the_score_and_narrows_with_more_papers() -> None:
    few = [Counts(right=i % 2, given=1, gold=1) for i in range(10)]
    narrow, wide = score(few * 20, resample(200)), score(few, resample(10))
    for scored in (narrow, wide):
        assert (scored.f1_low or 0) < 0.5 < (scored.f1_high or 0)
    assert (narrow.f1_high or 0) - (narrow.f1_low or 0) < ((wide.f1_high or 0) - (wide.f1_low or 0)) / 2


def test_the_interval_is_that_of_the_binomial_where_papers_are_coins() -> None:
    coins = [Counts(right=i < 50, given=1, gold=1) for i in range(100)]
    scored = score(coins, resample(100))
    assert 0.402 - 0.03 <= (scored.f1_low or 0) <= 0.402 + 0.03
    assert 0.598 - 0.03 <= (scored.f1_high or 0) <= 0.598 + 0.03


def test_nothing_given_and_nothing_there_is_no_score() -> None:
    nothing = score([Counts(right=0, given=0, gold=0)], resample(1))
    assert (None, None, None, None) == (nothing.precision, nothing.recall, nothing.f1, nothing.f1_low)
    silent = score([Counts(right=0, given=0, gold=3)], resample(1))
    assert (None, 0.0, 0.0) == (silent.precision, silent.recall, silent.f1)
