"""Which variant of a set a name speaks of, and names that a list, a bracket or the sentence makes a set's."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def pairs(elements, sentence):
    return [(float(r.value), r.benchmark) for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet reaches an FID of 2.41 on ImageNet 512x512.", [(2.41, "ImageNet 512x512")],
                     id="resolution"),
        pytest.param("FooNet reaches an accuracy of 82.4% on ImageNet with 24 layers.", [(82.4, "ImageNet")],
                     id="another number is no variant"),
        pytest.param("FooNet obtains 31.2 BLEU on WMT 2016 German-English.", [(31.2, "WMT 2016 German-English")],
                     id="languages with a hyphen"),
        pytest.param("FooNet obtains 31.2 BLEU on WMT14 English to French.", [(31.2, "WMT14 English to French")],
                     id="languages with 'to'"),
        pytest.param("FooNet obtains 31.2 BLEU on WMT14 English sentences.", [(31.2, "WMT14")],
                     id="one language is no pair"),
        pytest.param("FooNet ranks first on the Massive Text Embedding Benchmark (MTEB) with a score of 71.25.",
                     [(71.25, "Massive Text Embedding Benchmark (MTEB)")], id="its acronym"),
        pytest.param("FooNet attains a score of 61.38 on 12 clustering tasks of the MTEB benchmark.",
                     [(61.38, "MTEB")], id="some tasks of one set"),
        pytest.param("FooNet attains a score of 61.38 on 12 clustering tasks, and beats Kite on MTEB.",
                     [(61.38, None)], id="some tasks beside a set"),
        pytest.param("FooNet improves accuracy by 3.4% on Nimbus and 5.6% on the OrchardQA dataset.",
                     [(3.4, "Nimbus"), (5.6, "OrchardQA")], id="a plain word in a parallel place"),
        pytest.param("We show the effectiveness of FooNet using the Apple-in-the-Yard (AitY) dataset. It reaches a "
                     "success rate of 61.2%.", [(61.2, "Apple-in-the-Yard (AitY)")], id="a device within a name"),
        pytest.param("FooNet runs at an accuracy of 61.2% on Apple M1.", [(61.2, None)], id="a device"),
        pytest.param("Experiments were conducted on the balanced half of the known Annotated Forum Corpus (AFC2.0) "
                     "irony dataset. FooNet reaches an accuracy of 0.71.",
                     [(0.71, "Annotated Forum Corpus (AFC2.0)")], id="an acronym with a version, far behind 'on'"),
        pytest.param("FooNet is fine-tuned on the Annotated Forum Corpus (AFC2.0) irony dataset. It has an accuracy "
                     "of 0.71.", [(0.71, None)], id="what it is trained on"),
        pytest.param("On GSM8K, FooNet improves accuracy by 7%. Ablations show that the loss brings the largest gain "
                     "(9% accuracy).", [(7, "GSM8K"), (9, "GSM8K")], id="a change of the only set, once measured on"),
        pytest.param("We take traces from GSM8K. FooNet brings a 9% gain in accuracy.", [(9, None)],
                     id="a change where nothing was measured on the only set"),
    ],
)  # fmt: skip
def test_a_number_goes_to_the_variant_that_the_words_name(elements, sentence, expected) -> None:
    assert expected == pairs(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooBench is built from the comprehensive SQuAD.", [], id="source of another set"),
        pytest.param("We evaluate FooNet on the comprehensive SQuAD.", ["SQuAD"], id="what it is evaluated on"),
        pytest.param(
            "Built from the large OrchardKG, SQuAD asks questions.", ["SQuAD"], id="source before a known set"
        ),
        pytest.param(
            "FooNet gains 3.4% on English and 5.6% on the OrchardQA dataset.",
            ["OrchardQA"],
            id="a language in a parallel place",
        ),
    ],
)
def test_what_a_set_is_built_from_is_no_benchmark_of_the_paper(elements, sentence, expected) -> None:
    assert expected == [b.name for b in elements("benchmarks", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet allows two orders of magnitude lower latency.", [(100, "x", "own")],
                     id="orders of magnitude"),
        pytest.param("FooNet needs half the parameters and half the computational cost of Kite.",
                     [(0.5, "x", "own"), (0.5, "x", "own")], id="half, twice"),
        pytest.param("FooNet trains on half the images and tests on the other.", [], id="half of the data"),
        pytest.param("It is 8 times faster (1.25 vs. 10.00 hours).",
                     [(8, "x", "own"), (1.25, "hours", "own"), (10, "hours", "baseline")], id="a pair of times"),
        pytest.param("We recorded talks (1.25 vs. 10.00 hours).", [], id="a pair of lengths"),
        pytest.param("FooNet loses as little as 1.5 BLEU points relative to its teacher.", [(1.5, "points", "own")],
                     id="points of a metric"),
        pytest.param("FooNet surpasses not only Kite (8.5%) but also the prior best method based on cloning (57.8%).",
                     [(8.5, "%", "baseline"), (57.8, "%", "baseline")], id="not only, but also"),
        pytest.param("FooNet reaches an FID of 1.9, similar to the training data's FID (1.7).",
                     [(1.9, None, "own"), (1.7, None, "baseline")], id="similar to another's"),
        pytest.param("FooNet raises the Variety-Score to 0.84.", [(0.84, None, "own")], id="a coined score"),
        pytest.param("FooNet reaches the best F1-score, measured at 0.83.", [(0.83, None, "own")], id="measured at"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_unit_and_whose_it_is(elements, sentence, expected) -> None:
    assert expected == [(float(r.value), r.unit, r.role) for r in elements("results", INTRO + sentence)]


def test_a_baseline_never_ends_in_a_full_stop(elements) -> None:
    results = elements("results", INTRO + "FooNet raises accuracy by 4.1% compared to their original baselines.")
    assert ["their original baselines"] == [r.baseline for r in results]
