"""Which benchmark a number goes to, by where the names stand."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def pairs(elements, sentence):
    return [(float(r.value), r.benchmark) for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet obtains 83.1% linear accuracy and 88.2% fine-tuning accuracy on ImageNet.",
                     [(83.1, "ImageNet"), (88.2, "ImageNet")], id="two metrics, one set behind"),
        pytest.param("FooNet achieves 25.1 PQ, 16.2 AP, and 33.3 mIoU on ADE20K, 18.4 PQ and 27.5 mIoU on Cityscapes.",
                     [(25.1, "ADE20K"), (16.2, "ADE20K"), (33.3, "ADE20K"), (18.4, "Cityscapes"), (27.5, "Cityscapes")],
                     id="several metrics on each of two"),
        pytest.param("On ImageNet, FooNet achieves 81.3% top-1 and 95.1% top-5.",
                     [(81.3, "ImageNet"), (95.1, "ImageNet")], id="one set before"),
        pytest.param("FooNet scores 81.4/86.9 on MNLI.", [(81.4, "MNLI"), (86.9, "MNLI")], id="slash"),
        pytest.param("USMLE: 60.1%, MedMCQA: 62.9% and PubMedQA: 78.8% accuracy are reached.",
                     [(60.1, "USMLE"), (62.9, "MedMCQA"), (78.8, "PubMedQA")], id="colon"),
        pytest.param("It pushes SQuAD F1 to 93.3 and raises MultiNLI accuracy to 86.8%.",
                     [(93.3, "SQuAD"), (86.8, "MultiNLI")], id="name of the metric, 'to'"),
        pytest.param("FooNet achieves a new best 79.2% ImageNet top-1 accuracy.", [(79.2, "ImageNet")],
                     id="directly behind"),
        pytest.param("FooNet sets new records on CIFAR-10 (97.1%), CIFAR-100 (84.2%) and SVHN (98.0%).",
                     [(97.1, "CIFAR-10"), (84.2, "CIFAR-100"), (98.0, "SVHN")], id="brackets"),
        pytest.param("On the GSM8K, MATH and SVAMP datasets, FooNet reaches accuracies of 71.2, 35.5 and "
                     "80.1, respectively.",
                     [(71.2, "GSM8K"), (35.5, "MATH"), (80.1, "SVAMP")], id="respectively, names first"),
        pytest.param("We use two sets, GSM8K and MATH. FooNet yields 71.2% and 35.5% accuracy respectively.",
                     [(71.2, "GSM8K"), (35.5, "MATH")], id="respectively, names in the sentence before"),
        pytest.param("It improves results on GSM8K and MATH to 61.1 and 34.3 accuracy respectively, "
                     "and those on COCO and "
                     "LVIS to 51.9 and 41.8 AP respectively.",
                     [(61.1, "GSM8K"), (34.3, "MATH"), (51.9, "COCO"), (41.8, "LVIS")], id="two lists in one sentence"),
        pytest.param("On GSM8K, FooNet reaches 71.2% accuracy, and on MATH it yields 35.5% accuracy.",
                     [(71.2, "GSM8K"), (35.5, "MATH")], id="a new 'on' begins a new statement"),
        pytest.param("FooNet reaches 71.2% accuracy compared with 68.0% of Kite on GSM8K.",
                     [(71.2, "GSM8K"), (68.0, "GSM8K")], id="a comparison shares the set"),
        pytest.param("FooNet reaches 14.2 perplexity on WikiText-103 (a 3.1 point improvement), and helps on LAMBADA.",
                     [(14.2, "WikiText-103"), (3.1, "WikiText-103")], id="bracket behind the set"),
        pytest.param("A test accuracy of 99.1% is achieved for the COCO dataset.", [(99.1, "COCO")], id="passive"),
        pytest.param("We test on GSM8K. On this dataset, FooNet reaches 71.2% accuracy.", [(71.2, "GSM8K")],
                     id="this dataset"),
        pytest.param("FooNet obtains 84.1% top-1 accuracy on ImageNet. With larger images it reaches 86.3% accuracy.",
                     [(84.1, "ImageNet"), (86.3, "ImageNet")], id="the metric of the sentence before"),
        pytest.param("FooNet obtains 71.2% accuracy on a large dataset (GSM8K).", [(71.2, "GSM8K")],
                     id="named in brackets"),
    ],
)  # fmt: skip
def test_a_number_goes_to_the_benchmark_that_the_language_gives_it(elements, sentence, expected) -> None:
    assert expected == pairs(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet cuts memory by 30% and reaches 71.2% accuracy on GSM8K.", [(30, None), (71.2, "GSM8K")],
                     id="another verb shares nothing"),
        pytest.param("FooNet gains 5.4% on average across 12 tasks, and 71.2% accuracy on GSM8K.",
                     [(5.4, None), (71.2, "GSM8K")], id="unnamed tasks"),
        pytest.param("FooNet beats rivals on STL10, a variant of ImageNet, by 8.1% accuracy.", [(8.1, "STL10")],
                     id="what a set derives from"),
        pytest.param("FooNet needs only 300 GPU hours and reaches 71.2% accuracy on GSM8K.",
                     [(300, None), (71.2, "GSM8K")], id="a cost has none"),
    ],
)  # fmt: skip
def test_a_number_takes_no_benchmark_of_another_statement(elements, sentence, expected) -> None:
    assert expected == pairs(elements, sentence)
