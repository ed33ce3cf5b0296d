from decimal import Decimal

import pytest

from summarise.rules import read_numbers


def only(text: str):
    quantities = read_numbers(text)
    assert len(quantities) == 1, quantities
    return quantities[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("640B total parameters", "640000000000", id="letter B beside parameters"),
        pytest.param("1.5 billion parameters", "1500000000", id="scale word"),
        pytest.param("a 1.5-billion-parameter model", "1500000000", id="hyphens"),
        pytest.param("1,500M parameters", "1500000000", id="thousands separator and letter"),
        pytest.param("3.125M chip hours", "3125000", id="M beside hours"),
        pytest.param("two million question pairs", "2000000", id="number word"),
        pytest.param("45,000 images", "45000", id="thousands separator"),
        pytest.param(r"45\,000 images", "45000", id="LaTeX thin space"),
        pytest.param(r"$58.5\%$ of them", "58.5", id="escaped per cent in mathematics"),
        pytest.param("about 3.2 × 10^6 samples", "3200000", id="power of ten"),
        pytest.param("a rate of 5e-4 was set", "0.0005", id="exponent"),
        pytest.param("0.1000000000000000055 nats", "0.1000000000000000055", id="more digits than a float holds"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str) -> None:
    assert Decimal(value) == only(text).value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("rose by 3.5%", "%", id="per cent sign"),
        pytest.param("rose by 3.5 percent", "%", id="per cent word"),
        pytest.param("rose by 3.5 percentage points", "percentage points", id="percentage points"),
        pytest.param("rose by 3.5% points", "percentage points", id="per cent sign and points"),
        pytest.param("rose by 3.5 points", "points", id="points"),
        pytest.param("is 4.25 times faster", "x", id="times"),
        pytest.param("is 3x faster", "x", id="x"),
        pytest.param("a 10-fold reduction", "x", id="fold"),
        pytest.param("is 2.5× cheaper", "x", id="multiplication sign"),
    ],
)
def test_percent_points_and_times_are_kept_apart(text: str, unit: str) -> None:
    assert unit == only(text).unit


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        pytest.param("saves up to 9% of time", "<=", id="up to"),
        pytest.param("gains more than 11% accuracy", ">=", id="more than"),
        pytest.param("at least 2x faster", ">=", id="at least"),
        pytest.param("over 45,000 samples", ">=", id="over"),
        pytest.param("with never less than 90% accuracy", ">=", id="never less than"),
        pytest.param("with not fewer than 90 tasks", ">=", id="not fewer than"),
        pytest.param("an accuracy not below 90%", ">=", id="not below"),
        pytest.param("with never more than 90% of it", "<=", id="never more than"),
        pytest.param("with about 35% of compute", "~", id="about"),
        pytest.param("covers 100+ languages", ">=", id="plus sign"),
        pytest.param("reaches 40% accuracy", "=", id="plain"),
        pytest.param("turnover 40% higher", "=", id="a word that ends in 'over'"),
    ],
)
def test_words_before_a_number_make_its_comparator(text: str, comparator: str) -> None:
    assert comparator == only(text).comparator


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("gains of 11%-17% on average", "11", "17", id="unit twice"),
        pytest.param("gains of 5--10 points", "5", "10", id="two hyphens"),
        pytest.param("between 5 and 10% higher", "5", "10", id="between"),
        pytest.param("gains ranging from 2% to 5%", "2", "5", id="ranging from"),
        pytest.param("a corpus of 10-20K images", "10000", "20000", id="scale once"),
    ],
)
def test_a_range_is_one_quantity(text: str, low: str, high: str) -> None:
    quantity = only(text)
    assert (Decimal(low), Decimal(high)) == (quantity.value, quantity.value_max)


def test_a_range_that_falls_is_two_numbers() -> None:
    assert [q.text for q in read_numbers("an 80-20 split")] == ["80", "20"]


def test_a_list_writes_its_unit_once() -> None:
    assert [(q.text, q.unit) for q in read_numbers("scores of 72.4/79.1% on both")] == [("72.4", "%"), ("79.1%", "%")]


def test_a_list_of_sizes_writes_its_scale_once() -> None:
    assert [Decimal(7 * 10**9), Decimal(13 * 10**9)] == [q.value for q in read_numbers("our 7 and 13B models")]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("GPT-4 and H800", ["name", "name"], id="digits in names"),
        pytest.param("pass@1 and top-5", ["name", "name"], id="metric names"),
        pytest.param("3D scans in a 5-shot setting", ["name", "context"], id="names that begin with a digit"),
        pytest.param("the x1-0412 release", ["name", "name"], id="date stamp"),
        pytest.param("as shown in 2019", ["year"], id="year"),
        pytest.param("2000 images", ["count"], id="a count that could be a year"),
        pytest.param("(1) first; (2) second", ["enumerator", "enumerator"], id="enumerators"),
        pytest.param("frames of 640 x 480 pixels", ["context", "context"], id="resolution"),
        pytest.param("we use Rocq 8 here", ["version"], id="version"),
        pytest.param("such as Zebra 2.5 Pro", ["version"], id="decimal version"),
        pytest.param("Foo2.5-72B", ["name", "size"], id="a name that holds a size"),
        pytest.param("11.2 trillion tokens for training", ["data"], id="tokens are data"),
        pytest.param("five domains", ["count"], id="number word"),
    ],
)
def test_a_number_has_the_role_that_its_text_tells(text: str, roles: list[str]) -> None:
    assert roles == [q.role for q in read_numbers(text)]


def test_an_address_holds_no_numbers() -> None:
    assert read_numbers("see https://example.org/v2/1234 for it") == ()


def test_digits_beyond_any_measure_are_passed_over() -> None:
    assert read_numbers("9" * 5000) == ()
