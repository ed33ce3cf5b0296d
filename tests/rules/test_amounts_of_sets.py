"""How much a set holds or a model learns from, in the ways that papers list it; and what is not trained on."""

import pytest


def amounts(elements, abstract):
    return [(float(d.amount), d.unit) for d in elements("training_data", abstract)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We build a dataset containing 10,862 data tables, 85K charts, and 170K good captions.",
                     [(10862, "tables"), (85000, "charts"), (170000, "captions")], id="a list"),
        pytest.param("We build a dataset containing 4,178 stories derived from 52,016 kite photos.",
                     [(4178, "stories"), (52016, "photos")], id="a participle ends the noun"),
        pytest.param("We train it on 2.61 million instruction tuning pairs.", [(2610000, "pairs")],
                     id="a noun of three words"),
        pytest.param("We beat eight benchmarks using only 11k training samples.", [(11000, "samples")],
                     id="benchmarks before"),
        pytest.param("It wins on diverse benchmarks while requiring only 45K synthetic instructions.",
                     [(45000, "instructions")], id="needs only"),
        pytest.param("We build a dataset comprising over 21,000 coding tasks.", [(21000, "tasks")], id="many tasks"),
        pytest.param("We release KiteSet, 26 hours of outdoor footage.", [(26, "hours")], id="few hours"),
        pytest.param("We introduce KITE, a dataset of winds. KITE comprises 634 MEs and 2,890 trials.",
                     [(634, "MEs"), (2890, "trials")], id="a set by its name"),
        pytest.param("To train and evaluate models, we build KiteHall, a dataset comprising 6.9k outputs.",
                     [(6900, "outputs")], id="for both"),
        pytest.param("We build a corpus composed by more than 300K kites.", [(300000, "kites")], id="composed by"),
    ],
)  # fmt: skip
def test_an_amount_of_data_is_read_with_its_unit(elements, abstract, expected) -> None:
    assert expected == amounts(elements, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("However, sets with more than 100k samples cost much to train on. We propose FooNet.",
                     id="what others' data costs"),
        pytest.param("We build a dataset spanning 100 outdoor activities.", id="what it spans"),
        pytest.param("We test it on a dataset of 160 kite tasks.", id="few tasks"),
        pytest.param("We introduce KiteMark, a benchmark. It comprises 2,264 video pairs.", id="a benchmark's own"),
        pytest.param("We use a 16k training sequence length.", id="a length"),
        pytest.param("We release a dataset for 8B RMs.", id="models"),
    ],
)  # fmt: skip
def test_what_is_not_learnt_from_is_no_amount_of_data(elements, abstract) -> None:
    assert [] == amounts(elements, abstract)
