"""Benchmarks that a number has from farther off: the clause before, the list before, the sentence before."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def pairs(elements, sentence, intro=INTRO):
    return [(float(r.value), r.benchmark) for r in elements("results", intro + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("On the BarBench benchmark, FooNet achieves a PSNR of 22.6 dB and an SSIM of 0.87, and on the "
                     "KiteSet dataset, it yields a PSNR of 24.4 dB.",
                     [(22.6, "BarBench"), (0.87, "BarBench"), (24.4, "KiteSet")], id="the next clause has its own"),
        pytest.param("FooNet achieves 77.2 on GSM8K and 70.4 on MATH, outperforming others by up to 10.3% and 6.5%.",
                     [(77.2, "GSM8K"), (70.4, "MATH"), (10.3, "GSM8K"), (6.5, "MATH")], id="a list behind a list"),
        pytest.param("FooNet surpasses Kite by 8.9% on GSM8K, and improves performance on MATH under noise by 7.1%.",
                     [(8.9, "GSM8K"), (7.1, "MATH")], id="what goes on is the sentence"),
        pytest.param("FooNet shows rapid gains: GSM8K accuracy rising from 63% to 80% and SVAMP reaching 46.7%.",
                     [(80, "GSM8K"), (46.7, "SVAMP")], id="the next name reaches its own"),
        pytest.param("We achieve the best result on GSM8K, an average gain of nearly 1.6, and we are near it on MATH.",
                     [(1.6, "GSM8K")], id="and we"),
        pytest.param("FooNet outperforms the prior best by 4.1% and even exceeding Kite on PubMedQA by 4.6%.",
                     [(4.1, None), (4.6, "PubMedQA")], id="and even exceeding"),
        pytest.param("Extensive experiments on GSM8K show that FooNet is accurate. Specifically, it achieves a 37.3% "
                     "reduction in errors.", [(37.3, "GSM8K")], id="the sentence before tells where"),
        pytest.param("Extensive experiments on GSM8K and other tasks show its worth. Specifically, it achieves a "
                     "37.3% reduction in errors.", [(37.3, None)], id="not where it was not the only one"),
        pytest.param("We evaluate on the GSM8K and MATH datasets. We also use BarBench benchmark. FooNet beats A and B "
                     "by 14% and 44%, respectively.", [(14, None), (44, None)], id="'respectively' skips no sentence"),
        pytest.param("We evaluate FooNet on the BarBench benchmark across six tasks. FooNet beats Kite by over 14.6%.",
                     [(14.6, "BarBench")], id="its name opens the next sentence"),
        pytest.param("FooNet achieves 6.3% improvement on planning tasks and 4.0% improvement on reasoning (MMLU).",
                     [(6.3, None), (4.0, "MMLU")], id="a place of its own"),
        pytest.param("FooNet improves accuracy by 8% across GSM8K, MATH and SVAMP.", [(8, None)],
                     id="one number across three sets"),
        pytest.param("FooNet improves accuracy by 8% and 9% on GSM8K and MATH.", [(8, "GSM8K"), (9, "MATH")],
                     id="two numbers on two sets"),
        pytest.param("FooNet achieves an SSIM of 0.89 and a PSNR of 16.1 on the GSM8K and MATH datasets.",
                     [(0.89, None), (16.1, None)], id="two metrics are no list of two sets"),
    ],
)  # fmt: skip
def test_a_number_has_the_benchmark_that_its_clause_or_list_leads_to(elements, sentence, expected) -> None:
    assert expected == pairs(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Using KITEMATH, we evaluated many models. We fine-tune some with LoRA. GPT-4 achieved an "
                     "accuracy of 88%.", "KITEMATH", id="measured on it"),
        pytest.param("We fine-tune models on KITEMATH. They reach an accuracy of 88%.", None, id="trained on it"),
    ],
)  # fmt: skip
def test_the_papers_own_data_are_a_benchmark_where_models_are_measured_on_them(elements, sentence, expected) -> None:
    assert pairs(elements, sentence, "We created KITEMATH, a dataset of 879 word problems. ") == [(88, expected)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet improves retrieval by 12.8% / 9.4% Recall@1 on HumanEval / MBPP.",
                     [(12.8, "HumanEval"), (9.4, "MBPP")], id="slashes between blanks"),
        pytest.param("It conducts experiments on a commonly used anomaly detection dataset, MVTec. The experiments "
                     "show that FooNet gains 5.8% in AU-PR.", [(5.8, "MVTec")], id="a set with an apposition"),
    ],
)  # fmt: skip
def test_lists_and_appositions_of_sets(elements, sentence, expected) -> None:
    assert expected == pairs(elements, sentence)


def test_a_title_that_speaks_of_no_data_gives_no_benchmark(elements) -> None:
    text = "We introduce mixture of retrievers. This mixture outperforms larger models by 10.8% on average."
    title = "FooR: Better Handling Queries with a Mixture of Retrievers"
    assert [r.benchmark for r in elements("results", text, title)] == [None]
