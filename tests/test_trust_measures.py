"""Measures of trust, on tables made by hand."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.trust.measures import (
    Scored,
    accuracy_at,
    auroc,
    calibration_error,
    never_opened,
    over_papers,
    reliability,
    risk_coverage,
    wilson,
)


def table(*rows: tuple[float, bool]) -> list[Scored]:
    return [Scored(f"p{i}", trusted, right) for i, (trusted, right) in enumerate(rows)]


FOUR = table((0.9, True), (0.8, False), (0.7, True), (0.1, False))


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert 0.75 == auroc(FOUR)


def test_ties_count_half() -> None:
    assert 0.5 == auroc(table((0.5, True), (0.5, False)))


def test_auroc_of_one_class_is_none() -> None:
    assert auroc(table((0.5, True))) is None


SCORES = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.booleans()), max_size=30)


@given(SCORES)
def test_auroc_is_that_of_all_pairs_counted_one_by_one(rows: list[tuple[float, bool]]) -> None:
    pairs = [(a, b) for (a, x), (b, y) in product(rows, rows) if x and not y]
    counted = sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs) if pairs else None
    assert counted == pytest.approx(auroc(table(*rows)))


@given(SCORES.filter(bool))
def test_at_full_coverage_the_risk_is_the_share_wrong(rows: list[tuple[float, bool]]) -> None:
    assert (1.0, pytest.approx(sum(not right for _, right in rows) / len(rows))) == risk_coverage(table(*rows))[-1]


def test_accuracy_at_half_coverage_looks_at_the_most_trusted_half() -> None:
    assert 0.5 == accuracy_at(FOUR, 0.5)


def test_the_errors_of_a_tie_are_spread_over_it() -> None:
    assert 0.5 == accuracy_at(table((0.9, True), (0.9, False), (0.9, True), (0.9, False)), 0.25)


def test_never_opened_is_cut_between_degrees_of_trust_and_not_inside_one() -> None:
    tied = table(*[(0.9, True)] * 3, (0.5, True), (0.5, False))
    assert 0.6 == never_opened(tied)


def test_nothing_is_left_unopened_where_the_most_trusted_are_wrong() -> None:
    assert 0.0 == never_opened(table((0.9, False), (0.1, True)))


def test_calibration_error_is_the_mean_distance_over_tenths() -> None:
    scored = table((0.9, True), (0.9, False), (0.1, False), (0.1, False))
    assert pytest.approx((2 * 0.4 + 2 * 0.1) / 4) == calibration_error(scored)
    assert [(0.1, 0.0, 2), (0.9, 0.5, 2)] == reliability(scored)


@pytest.mark.parametrize(
    ("hits", "total", "interval"),
    [(8, 10, (0.4902, 0.9433)), (10, 10, (0.7225, 1.0)), (0, 0, (0.0, 1.0)), (0, 20, (0.0, 0.1611))],
)
def test_wilson_intervals_are_those_of_the_tables(hits: int, total: int, interval: tuple[float, float]) -> None:
    assert pytest.approx(interval, abs=1e-4) == wilson(hits, total)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_the_share(case: tuple[int, int]) -> None:
    low, high = wilson(*case)
    assert 0 <= low <= case[0] / case[1] + 1e-12
    assert case[0] / case[1] - 1e-12 <= high <= 1


def test_an_interval_over_papers_is_the_same_each_time_and_holds_the_figure() -> None:
    low, high = over_papers(FOUR, auroc) or (1.0, 0.0)
    assert low <= 0.75 <= high
    assert (low, high) == over_papers(FOUR, auroc)
