"""Turns of phrase that make a name an evaluation set's, and which numbers then go to it."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def pairs(elements, abstract):
    return [(float(r.value), r.benchmark) for r in elements("results", abstract)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param('It has the "BAZ-39k" restricted test. FooNet lowers the MAE on the BAZ-39k restricted test '
                     "to 5.61.", "BAZ-39k", id="in quotes"),
        pytest.param("FooNet retrieves keys on needle tasks from KITER. It reaches an accuracy of 97.4%.", "KITER",
                     id="tasks from"),
        pytest.param("KARMA (Kites And Rural Music Audio) data set is chosen. FooNet reaches an accuracy of 79.1%.",
                     "KARMA", id="is chosen"),
        pytest.param("KiteSet-2k is hard. Under wild data, FooNet reaches 71.3% recall on KiteSet-2k.", "KiteSet-2k",
                     id="on"),
    ],
)  # fmt: skip
def test_a_phrase_names_the_set_of_a_number(elements, abstract, expected) -> None:
    assert [expected] == [name for _, name in pairs(elements, INTRO + abstract)]


def test_the_benchmark_that_a_paper_introduces_leaves_numbers_to_the_set_nearer_by(elements) -> None:
    abstract = (
        'We propose the Overall Kite Benchmark, with the wild test "KITE-20k". Under the wild data of KITE-20k, '
        "FooNet keeps 0.991 recall."
    )
    assert [(0.991, "KITE-20k")] == pairs(elements, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We compare them by the Wilcoxon test and the Turing test.", id="statistics"),
        pytest.param("The KARMA dataset was used to train it.", id="training"),
        pytest.param('We call this effect "KiteDrift" here.', id="other quotes"),
    ],
)
def test_other_names_are_no_sets(elements, abstract) -> None:
    assert [] == [b.name for b in elements("benchmarks", INTRO + abstract)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet reaches 70.3% mIoU on Cityscapes with only 2.9 GFLOPs at 140 FPS.",
                     [(70.3, "Cityscapes"), (2.9, None), (140, None)], id="behind the score"),
        pytest.param("On Cityscapes, FooNet cuts memory by 30%.", [(30, "Cityscapes")], id="scope of the clause"),
        pytest.param("FooNet reaches 70.3% mIoU on Cityscapes, using 51% fewer parameters.",
                     [(70.3, "Cityscapes"), (51, None)], id="fewer parameters"),
        pytest.param("FooNet improves Kite on GSM8K by 3.82% and keeps its parameters as they are.", [(3.82, "GSM8K")],
                     id="parameters that are not changed"),
        pytest.param("FooNet runs at 71.5 FPS on Cityscapes.", [(71.5, "Cityscapes")], id="said of the figure itself"),
    ],
)  # fmt: skip
def test_a_figure_of_efficiency_has_a_benchmark_only_as_its_scope(elements, sentence, expected) -> None:
    assert expected == pairs(elements, INTRO + sentence)


def test_a_dataset_that_the_paper_gives_baselines_for_is_what_they_are_measured_on(elements) -> None:
    abstract = (
        "We introduce KiteQA, a dataset of 2,000 questions about kites. We fine-tune several retrieval models. "
        "Our best baseline reaches 68.2% recall."
    )
    assert [(68.2, "KiteQA")] == pairs(elements, abstract)


def names_of_sets(elements, abstract):
    return [b.name for b in elements("benchmarks", abstract)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Our experiments on the Welsh subset of KiteSet-2k show that FooNet helps.", ["KiteSet-2k"],
                     id="a part of a set"),
        pytest.param("FooNet keeps its accuracy on queries from the Barn Owl query set.", ["Barn Owl"],
                     id="a query set"),
        pytest.param("On a small dataset KARMA, our model generalises well.", ["KARMA"], id="the head stands before"),
        pytest.param("Results on KiteSet-2k, BarnSet-9, OwlNet, and MudNet further demonstrate its use.",
                     ["KiteSet-2k", "BarnSet-9", "OwlNet", "MudNet"], id="sets that are called nets"),
        pytest.param("We evaluate FooNet on the WMT16 En<->Ro task with a BLEU of 31.2.", ["WMT16 En<->Ro"],
                     id="both ways"),
        pytest.param("We train on a large dataset of KITERs.", [], id="what a set is made of"),
        pytest.param("Results with baselines such as OwlNet, MudNet on KiteSet-2k show its use.", ["KiteSet-2k"],
                     id="networks before 'on'"),
        pytest.param("Results on KiteSet-2k show that OwlNet, and MudNet too, are slow.", ["KiteSet-2k"],
                     id="whose results"),
    ],
)  # fmt: skip
def test_where_a_set_is_named(elements, sentence, expected) -> None:
    assert expected == names_of_sets(elements, INTRO + sentence)
