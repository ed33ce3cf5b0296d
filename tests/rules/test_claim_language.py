"""What a number claims, class by class of language, and what claims nothing."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, sentence):
    return [(float(r.value), r.kind) for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet improves accuracy by 11.6% / 8.9% / 6.0%.",
                     [(11.6, "delta"), (8.9, "delta"), (6, "delta")],
                     id="changes with slashes"),
        pytest.param("FooNet achieves 2.1% and 1.4% better accuracy.", [(2.1, "delta"), (1.4, "delta")],
                     id="one 'better' for two"),
        pytest.param("FooNet brings a further enhancement in accuracy to 52.6%.", [(52.6, "absolute")],
                     id="to a level"),
        pytest.param("FooNet wins by a large margin - with an F1 score of 81.4%.", [(81.4, "absolute")],
                     id="level behind a margin"),
        pytest.param("FooNet delivers a 37% acceleration.", [(37, "delta")], id="acceleration"),
        pytest.param("FooNet reaches 93.5% of accuracy.", [(93.5, "absolute")], id="'of accuracy' is no share"),
        pytest.param("FooNet retains 93.5% of the accuracy.", [(93.5, "ratio")],
                     id="'retains … of the accuracy' is one"),
        pytest.param("FooNet needs only 36% of Kite's.", [(36, "ratio")], id="share of a rival's"),
        pytest.param("It is trained with 0.4% of 1.3T tokens.", [(0.4, "ratio")], id="share of an amount"),
        pytest.param("FooNet needs only 15% of the adapter weights.", [(15, "ratio")], id="share of what is spared"),
        pytest.param("FooNet is within 2.3% of Kite's accuracy.", [(2.3, "delta")], id="within"),
        pytest.param("FooNet has an average inference time of 0.6 seconds.", [(0.6, "cost")], id="time is spent"),
        pytest.param("FooNet shows 3x and 2.8x speedups.", [(3, "ratio"), (2.8, "ratio")], id="two speedups"),
        pytest.param("It beats rivals by 4.3 and 8.7 absolute percentage points.", [(4.3, "delta"), (8.7, "delta")],
                     id="absolute percentage points"),
        pytest.param("FooNet cuts the memory by half.", [(50, "delta")], id="by half"),
        pytest.param("FooNet cuts training time in half.", [(50, "delta")], id="in half"),
        pytest.param("FooNet reaches 80.1%, halving the error rate of Kite.", [(80.1, "absolute"), (50, "delta")],
                     id="halving"),
        pytest.param("It is faster, doubling the throughput of Kite.", [(2, "ratio")], id="doubling"),
        pytest.param("FooNet matches it with only half of the parameters.", [(0.5, "ratio")], id="half of a resource"),
        pytest.param("FooNet matches it using 1/8 of the memory.", [(0.125, "ratio")], id="fraction of a resource"),
        pytest.param("FooNet enables training with an 8x larger batch size.", [(8, "ratio")], id="enabled scale"),
        pytest.param("Its overhead is small (only 0.23% updated).", [(0.23, "ratio")], id="share that is updated"),
        pytest.param("FooNet is 4.6 smaller and 4.7 faster than Kite.", [(4.6, "ratio"), (4.7, "ratio")],
                     id="a sign lost in copying"),
        pytest.param("FooNet reaches 70.3% accuracy with only 2.9 GFLOPs.", [(70.3, "absolute"), (2.9, "cost")],
                     id="operations are spent"),
        pytest.param("FooNet discovered 19 new vulnerabilities, 6 of which were confirmed.",
                     [(19, "count"), (6, "count")], id="found, and of these"),
        pytest.param("FooNet secured four gold medals.", [(4, "count")], id="won"),
        pytest.param("Its scores correlate well with people's (r = 0.91).", [(0.91, "absolute")], id="correlation"),
        pytest.param("It names the author correctly 69% of the time.", [(69, "absolute")], id="share of the time"),
        pytest.param("FooNet ranks it first in 72% of cases.", [(72, "absolute")], id="share of cases"),
        pytest.param("FooNet improves by 8.4 points on GSM8K, 6.7 on MATH, and 5.2 on SVAMP.",
                     [(8.4, "delta"), (6.7, "delta"), (5.2, "delta")], id="the unit written once"),
        pytest.param("FooNet predicts lengths with R2 = 0.94 and 0.83 (RMSE = 1.62 and 0.35).",
                     [(0.94, "absolute"), (0.83, "absolute"), (1.62, "absolute"), (0.35, "absolute")],
                     id="a list in brackets"),
        pytest.param("FooNet achieves a scene consistency of 23.42.", [(23.42, "absolute")], id="achieves an X of"),
        pytest.param("FooNet has a mean absolute error of 5.63 years.", [(5.63, "absolute")], id="error in years"),
        pytest.param("FooNet obtains an mIoU of 51.3.", [(51.3, "absolute")], id="metric of"),
        pytest.param("FooNet obtains a 2.31 FID.", [(2.31, "absolute")], id="metric behind"),
        pytest.param("FooNet reaches pass@1 of 61.2%.", [(61.2, "absolute")], id="pass@1"),
    ],
)  # fmt: skip
def test_a_number_has_the_kind_that_its_words_give_it(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)


def test_a_level_that_is_not_exceeded_is_an_upper_bound(elements) -> None:
    (result,) = elements("results", INTRO + "Its accuracy does not exceed 10%.")
    assert (result.value, result.comparator) == (10, "<=")


def test_a_range_of_signed_changes_keeps_both_ends(elements) -> None:
    (result,) = elements("results", INTRO + "FooNet brings improvements between +1.3 and +6.9 in F1-score.")
    assert (float(result.value), float(result.value_max), result.kind) == (1.3, 6.9, "delta")


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("It runs on one RTX 3090 GPU.", id="device"),
        pytest.param("Rates are compared at 0.4% false positive rate.", id="operating point"),
        pytest.param("It achieves robustness to up to 30% malicious clients.", id="attack setting"),
        pytest.param("It is robust at SNRs from -6 dB to 3 dB.", id="noise setting"),
        pytest.param("With failure rates (5-10%), training goes on.", id="failure setting"),
        pytest.param("Its fame is owed to a 52k-hour training set.", id="hours of data"),
        pytest.param("FooNet uses an 8x larger batch.", id="scaled setting"),
        pytest.param("Half of the users are students.", id="half of people"),
        pytest.param("We double the batch size and halve the learning rate.", id="doubled setting"),
        pytest.param("If the width doubles, so does the depth.", id="supposed"),
        pytest.param("We identified 12 themes and found 30 papers.", id="counts of material"),
        pytest.param("We use 5 smaller models and 3 more datasets.", id="counts, no lost sign"),
        pytest.param("The effect is small (r = 0.91).", id="no correlation spoken of"),
        pytest.param("Text makes up 69% of the time of a call.", id="share of time, no outcome"),
        pytest.param("Weights are stored at a 2x compression.", id="compression setting"),
        pytest.param("We report results for mAP50:95.", id="name of a metric"),
        pytest.param("We reach gains with Foo 3.1-8B.", id="name of a model"),
        pytest.param("The model has 12 layers and 8 heads and is trained for 30 epochs.", id="architecture"),
        pytest.param("We survey 148 papers of 2019 in 12 languages.", id="survey"),
    ],
)
def test_settings_and_names_claim_nothing(elements, sentence) -> None:
    assert [] == rows(elements, sentence)


def test_a_relative_change_beside_an_absolute_one_keeps_its_unit(elements) -> None:
    found = elements("results", INTRO + "FooNet brings error rate reductions of 2.3% absolute (21% relative).")
    assert [(2.3, "percentage points"), (21, "%")] == [(float(r.value), r.unit) for r in found]
