from decimal import Decimal

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, abstract):
    return [(float(r.value), r.kind, r.role) for r in elements("results", abstract)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet reaches 47.3% on BarBench.", [(47.3, "absolute", "own")], id="level"),
        pytest.param("FooNet improves accuracy by 3.2%.", [(3.2, "delta", "own")], id="by"),
        pytest.param("FooNet brings a 12.6% absolute accuracy gain.", [(12.6, "delta", "own")], id="gain behind"),
        pytest.param("FooNet saves 37.5% of training costs.", [(37.5, "delta", "own")], id="saving"),
        pytest.param("FooNet is 3.1x faster than before.", [(3.1, "ratio", "own")], id="times faster"),
        pytest.param("FooNet matches it with only 4% of the tokens.", [(4, "ratio", "own")], id="share of a resource"),
        pytest.param("Its training requires only 2.8M GPU hours.", [(2_800_000, "cost", "own")], id="cost"),
        pytest.param("FooNet solved 7 out of 160 problems.", [(7, "count", "own")], id="count"),
        pytest.param("FooNet obtains 28.4 BLEU.", [(28.4, "absolute", "own")], id="metric behind"),
        pytest.param("FooNet has an FID of 2.15.", [(2.15, "absolute", "own")], id="metric before"),
        pytest.param("FooNet beats all others by 2.3 mAP.", [(2.3, "delta", "own")], id="bare change"),
        pytest.param("FooNet reaches 80.1%, surpassing the baseline GPT-4 at 21.0%.",
                     [(80.1, "absolute", "own"), (21, "absolute", "baseline")], id="what is surpassed"),
        pytest.param("FooNet reaches 80.1% accuracy, compared to 71.4% for ResNet.",
                     [(80.1, "absolute", "own"), (71.4, "absolute", "baseline")], id="compared to"),
        pytest.param("FooNet achieves state-of-the-art results of 43.8% on BarBench.", [(43.8, "absolute", "own")],
                     id="a state of the art of its own"),
        pytest.param("FooNet has an F1 of 0.52, improving on 0.33 (baseline) and 0.41 (Kite).",
                     [(0.52, "absolute", "own"), (0.33, "absolute", "baseline"), (0.41, "absolute", "baseline")],
                     id="improving on"),
        pytest.param("FooNet gains 8.7% in Welsh (over SVM baseline 0.74), and 9.1% in Irish.",
                     [(8.7, "delta", "own"), (0.74, "absolute", "baseline"), (9.1, "delta", "own")],
                     id="a baseline in passing"),
        pytest.param("FooNet wins (ours 0.830, second-best 0.741).",
                     [(0.83, "absolute", "own"), (0.741, "absolute", "baseline")], id="ours, second-best"),
        pytest.param("FooNet keeps 99% of the accuracy, while the baseline diverges and only retains 95% of accuracy.",
                     [(99, "ratio", "own"), (95, "ratio", "baseline")], id="what the baseline retains"),
        pytest.param("FooNet beats Kite in Dice (46.3 v.s. 44.9).",
                     [(46.3, "absolute", "own"), (44.9, "absolute", "baseline")], id="v.s."),
        pytest.param("It lifts accuracy by 3.1% (71.2% → 74.3%).",
                     [(3.1, "delta", "own"), (71.2, "absolute", "baseline"), (74.3, "absolute", "own")], id="arrow"),
    ],
)  # fmt: skip
def test_a_claim_has_its_kind_and_role(elements, sentence, expected) -> None:
    assert expected == rows(elements, INTRO + sentence)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We compile 12 datasets and compare 19 models from three families.", id="counts"),
        pytest.param("It sets a new state of the art on 9 datasets of 3 tasks.", id="datasets it wins on"),
        pytest.param("It extends the context from 8K to 64K.", id="capability"),
        pytest.param("We support languages from 40 to 112.", id="languages"),
        pytest.param("We report the 95% confidence interval.", id="confidence"),
        pytest.param("We train it on 10% of the labeled data.", id="setting"),
        pytest.param("We repeat this 5 times.", id="repetitions"),
        pytest.param("Images of 640 x 480 pixels are read.", id="resolution"),
        pytest.param("We run it on a 24 GB GPU.", id="hardware"),
        pytest.param("(1) We build it; (2) we test it.", id="enumerators"),
    ],
)
def test_numbers_that_claim_nothing_are_no_results(elements, abstract) -> None:
    assert elements("results", abstract) == []


def test_a_number_before_the_paper_speaks_of_itself_is_background(elements) -> None:
    abstract = "Large models reach 91.7% accuracy on GSM8K already. We study why."
    assert rows(elements, abstract) == [(91.7, "absolute", "background")]


@pytest.mark.parametrize(
    ("sentence", "benchmarks"),
    [
        pytest.param("It reaches 61.2% on GSM8K and 35.0% on MATH.", ["GSM8K", "MATH"], id="one behind each"),
        pytest.param("It reaches 61.2% and 35.0% on GSM8K and MATH, respectively.", ["GSM8K", "MATH"],
                     id="respectively"),
        pytest.param("On GSM8K and MATH, it reaches 61.2% and 35.0%.", ["GSM8K", "MATH"], id="names first"),
        pytest.param("New best results on GSM8K (61.2%) and MATH (35.0%).", ["GSM8K", "MATH"], id="in brackets"),
        pytest.param("FooNet-A and FooNet-B reach 61.2% and 65.0% on MATH.", ["MATH", "MATH"], id="one for both"),
        pytest.param("A GSM8K accuracy of 61.2% and a MATH accuracy of 35.0% are reached.", ["GSM8K", "MATH"],
                     id="name of the metric"),
        pytest.param("It gains 5.4% on average across 12 diverse tasks.", [None], id="unnamed tasks"),
        pytest.param("It cuts memory by 30%.", [None], id="none"),
    ],
)  # fmt: skip
def test_a_number_goes_to_its_benchmark(elements, sentence, benchmarks) -> None:
    assert benchmarks == [r.benchmark for r in elements("results", INTRO + sentence)]


def test_a_change_from_one_level_to_another_keeps_both(elements) -> None:
    _, result = elements("results", INTRO + "It improves accuracy from 50.1% to 53.2% on GSM8K.")
    assert (Decimal("53.2"), Decimal("50.1"), "absolute") == (result.value, result.from_value, result.kind)


def test_a_range_keeps_both_ends(elements) -> None:
    (result,) = elements("results", INTRO + "It wins with 11%-17% absolute improvements.")
    assert (result.value, result.value_max, result.unit) == (11, 17, "percentage points")
