"""Whose number it is: the paper's own, a rival's, or what was known before; and which model it belongs to."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, sentence, intro=INTRO):
    return [(float(r.value), r.role) for r in elements("results", intro + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet reaches 71.2% accuracy while Kite scores 66.1%.", [(71.2, "own"), (66.1, "baseline")],
                     id="while, an unknown name"),
        pytest.param("FooNet reaches 71.2% accuracy, whereas GPT-4 gets only 66.1%.",
                     [(71.2, "own"), (66.1, "baseline")],
                     id="whereas"),
        pytest.param("FooNet reaches 71.2% accuracy, compared to 61.2% for the best baseline.",
                     [(71.2, "own"), (61.2, "baseline")], id="compared to"),
        pytest.param("FooNet reaches 71.2 BLEU vs. 66.1 for Kite.", [(71.2, "own"), (66.1, "baseline")], id="vs."),
        pytest.param("FooNet reaches 52.0% accuracy over the previous best of 50.1%.",
                     [(52, "own"), (50.1, "baseline")],
                     id="over the previous best"),
        pytest.param("FooNet reaches 52.0% accuracy against 40.3% for prior methods.",
                     [(52, "own"), (40.3, "baseline")],
                     id="against"),
        pytest.param("FooNet obtains 3.9 perplexity vs Kite's 11.6.", [(3.9, "own"), (11.6, "baseline")],
                     id="possessive"),
        pytest.param("FooNet reaches 52.0% accuracy, outperforming Kite (49.1%) and Lark (48.2%).",
                     [(52, "own"), (49.1, "baseline"), (48.2, "baseline")], id="brackets behind rivals"),
        pytest.param("FooNet has an average score of 58.3, surpassing larger models (e.g., Kite-72B, "
                     "42.6) and others (Lark, 47.1).",
                     [(58.3, "own"), (42.6, "baseline"), (47.1, "baseline")], id="bare numbers behind rivals"),
        pytest.param("FooNet outperforms Kite (26.9%) by +23.3% and Lark (29.8%) by +20.4%.",
                     [(26.9, "baseline"), (23.3, "own"), (29.8, "baseline"), (20.4, "own")], id="rival, then the gain"),
        pytest.param("FooNet beats an older method which has an accuracy of 46.7%.", [(46.7, "baseline")],
                     id="relative clause"),
        pytest.param("FooNet gets 41.0% accuracy, up from 38.2%.", [(41, "own"), (38.2, "baseline")], id="up from"),
        pytest.param("FooNet gains 4.2 points on GSM8K (71.0 vs 66.8).",
                     [(4.2, "own"), (71, "own"), (66.8, "baseline")], id="both levels behind a gain"),
        pytest.param("FooNet reaches 71.2% accuracy, outdoing its base model, which scores 63.9%.",
                     [(71.2, "own"), (63.9, "baseline")], id="which scores"),
        pytest.param("Human experts reach 94.2% accuracy.", [(94.2, "baseline")], id="humans"),
    ],
)  # fmt: skip
def test_a_rivals_number_is_a_baseline(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("FooNet achieves the state-of-the-art accuracy of 75.1% on MathVista.",
                     id="achieves the state of the art"),
        pytest.param("FooNet attains a still better state-of-the-art error rate of 7.9 on LibriSpeech.",
                     id="still better"),
        pytest.param("FooNet outperforms a baseline ranker by achieving an AUC of 0.83.", id="by achieving"),
        pytest.param("FooNet surpasses state-of-the-art methods and achieves 40.1 mAP on COCO.", id="and achieves"),
        pytest.param("FooNet outperforms existing methods in fidelity (highest PSNR of 23.7).", id="highest"),
        pytest.param("FooNet is the first to surpass an accuracy of 90%.", id="surpasses a level"),
        pytest.param("FooNet needs less than 10% of its training data.", id="less than"),
        pytest.param("FooNet beats all others on benchmarks like ARC-AGI (32.8%).", id="bracket behind a benchmark"),
        pytest.param("Our strongest baseline reaches 68.2% accuracy.", id="our baseline"),
        pytest.param("FooNet recovers 94.2% of the performance of the original model.", id="share of the original"),
    ],
)  # fmt: skip
def test_the_papers_own_number_is_no_baseline(elements, sentence) -> None:
    assert ["own"] == [role for _, role in rows(elements, sentence)]


def test_in_a_benchmark_paper_the_measured_models_scores_are_its_own(elements) -> None:
    intro = "We introduce ZooQuiz, a benchmark of animals. "
    assert rows(elements, "State-of-the-art models reach only 23.1% accuracy.", intro) == [(23.1, "own")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet-2B and 9B score 33.4% and 47.9% on GSM8K, respectively.", ["FooNet-2B", "FooNet-9B"],
                     id="a bare size keeps the name"),
        pytest.param("FooNet-S, FooNet-B and FooNet-L reach 80.1, 82.2 and 84.0 AP on COCO.",
                     ["FooNet-S", "FooNet-B", "FooNet-L"], id="three models"),
        pytest.param("FooNet-S and FooNet-B reach 84.0 AP on COCO.", ["FooNet-B"], id="one number for two models"),
        pytest.param("FooNet reaches 71.2% accuracy while Kite scores 66.1%.", ["FooNet", "Kite"], id="the subject"),
        pytest.param("FooNet obtains 71.2% accuracy, compared to 61.2% for Kite.", ["FooNet", "Kite"],
                     id="named behind"),
    ],
)  # fmt: skip
def test_a_number_goes_to_its_model(elements, sentence, expected) -> None:
    assert expected == [r.model for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet obtains precision, recall and F1 of 81.2, 83.4 and 82.3.", ["precision", "recall", "F1"],
                     id="one metric each"),
        pytest.param("FooNet obtains F1 scores of 81.2, 83.4 and 82.3.", ["F1", "F1", "F1"], id="one metric for all"),
    ],
)  # fmt: skip
def test_a_number_goes_to_its_metric(elements, sentence, expected) -> None:
    assert expected == [r.metric for r in elements("results", INTRO + sentence)]
