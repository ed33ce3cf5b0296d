"""'Failed to solve any' beside a count of what another solved is a result of 0."""

from __future__ import annotations

import pytest

INTRO = "We introduce Heron, a planner for puzzles. "


def counts(elements, abstract):
    return [(r.model, int(r.value), r.unit, r.role) for r in elements("results", abstract) if r.kind == "count"]


def test_a_rival_that_fails_to_solve_any_has_a_count_of_none(elements) -> None:
    abstract = INTRO + "Heron solved 12 out of 90 puzzles, while Stork-2 failed to solve any."
    assert [("Heron", 12, "puzzles", "own"), ("Stork-2", 0, "puzzles", "baseline")] == counts(elements, abstract)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Stork-2 failed to solve any. Heron is quick.", id="nothing is counted"),
        pytest.param("Heron solved 12 out of 90 puzzles and did not find any better order.", id="not of these"),
        pytest.param("Heron solved 12 out of 90 puzzles without any help.", id="no failure"),
    ],
)
def test_any_elsewhere_is_no_count_of_none(elements, sentence: str) -> None:
    assert 0 not in [value for _, value, _, _ in counts(elements, INTRO + sentence)]
