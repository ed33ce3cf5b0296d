"""Numbers as other countries, scripts and hands write them, and numbers too large for any paper."""

from decimal import Decimal

import pytest

from summarise.rules import read_numbers


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("a corpus of 3,5 million images", "3500000", "images", id="decimal comma before a scale word"),
        pytest.param("4,5M parameters", "4500000", "params", id="decimal comma before a letter"),
        pytest.param("it reaches 91,25% here", "91.25", "%", id="decimal comma before per cent"),
        pytest.param("some 2.345,67 units", "2345.67", "units", id="points for thousands, a decimal comma"),
        pytest.param("34,56,789 rows", "3456789", "rows", id="Indian groups"),
        pytest.param("2’500 rows", "2500", "rows", id="apostrophe for thousands"),
        pytest.param("3_000_000 images", "3000000", "images", id="underscores for thousands"),
        pytest.param("2 million million tokens", "2000000000000", "tokens", id="scale upon scale"),
        pytest.param("4·10^6 images", "4000000", "images", id="dot before a power"),
        pytest.param(r"$4 \cdot 10^{6}$ images", "4000000", "images", id="cdot before a power"),
        pytest.param("it gains (7±0.2)% more", "7", "%", id="per cent behind the bracket"),
        pytest.param("a change of minus 6%", "-6", "%", id="minus in words"),
        pytest.param("a mean of negative 4", "-4", "", id="negative in words"),
        pytest.param("it costs €2.5m", "2500000", "EUR", id="millions of money"),
        pytest.param("٤٢% of them", "42", "%", id="Arabic digits"),
        pytest.param("७ rows", "7", "rows", id="Devanagari digits"),
    ],
)
def test_a_number_of_another_hand_is_one_number(text: str, value: str, unit: str) -> None:
    assert [(q.value, q.unit) for q in read_numbers(text)] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("layers 1,2,3%", [1, 2, 3], id="a list before per cent"),
        pytest.param("our 7,13B models", [7 * 10**9, 13 * 10**9], id="a list of sizes"),
        pytest.param("a box (1,5) here", [1, 5], id="a pair without a unit"),
        pytest.param("45,000 images", [45_000], id="a comma for thousands"),
        pytest.param("take 9 minus 4 of them", [9, 4], id="a subtraction"),
        pytest.param("a wire of 5 m", [5], id="metres are no money"),
    ],
)
def test_lists_and_lengths_are_read_as_before(text: str, values: list[int]) -> None:
    assert [q.value for q in read_numbers(text)] == values


def test_a_power_that_no_paper_counts_to_is_context() -> None:
    assert [(q.value, q.role) for q in read_numbers("10^{35} parameters")] == [(Decimal("1e35"), "context")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("10^{400} parameters", ">= 1E+300", id="parameters"),
        pytest.param("1e400 tokens", ">= 1E+300", id="tokens"),
        pytest.param("it gains 10^{999999} points", ">= 1E+300", id="points"),
        pytest.param("it gains 3×10^{-500}%", "<= 1E-300", id="small"),
    ],
)
def test_a_power_that_json_cannot_hold_is_context_beyond_a_bound(text: str, bound: str) -> None:
    assert [(f"{q.comparator} {q.value:.0E}", q.role) for q in read_numbers(text)] == [(bound, "context")]
