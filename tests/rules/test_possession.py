"""Whose a number is by the words around it, and what is said of things withheld, never used or merely set."""

import pytest


def results(elements, text):
    return [(float(r.value), r.role, r.model) for r in elements("results", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("GPT-4 is costly and reaches 81.3% on MMLU, while our 2.7B rho-mini gets 64%.",
                     [(81.3, "baseline", "GPT-4"), (64, "own", "rho-mini")], id="set against ours"),
        pytest.param("We study GPT-4. GPT-4 reaches 81.3% on MMLU, while Claude 3 gets 64%.",
                     [(81.3, "own", "GPT-4"), (64, "own", "Claude 3")], id="a study of others has no own model"),
        pytest.param("We report accuracy on MMLU, compared with 73.2% for GPT-4o and 61.5% for our model.",
                     [(73.2, "baseline", "GPT-4o"), (61.5, "own", None)], id="for our model"),
        pytest.param("We introduce FooNet, a new model. We see an accuracy of 73.2% for GPT-4o and 61.5% for FooNet.",
                     [(73.2, "baseline", "GPT-4o"), (61.5, "own", "FooNet")], id="for the paper's own by name"),
        pytest.param("We release ZooBench, a benchmark of animals; the best of 9 LLMs tested answers just 41.5% of "
                     "questions correctly.", [(41.5, "own", None)], id="a benchmark has no scores of its own"),
        pytest.param("We introduce FooNet, a new model. No existing model, including Gemini, exceeds 40% on MMLU.",
                     [(40, "baseline", "Gemini")], id="no existing model"),
    ],
)  # fmt: skip
def test_a_number_belongs_to_whom_the_words_around_it_name(elements, text, expected) -> None:
    assert expected == results(elements, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("No existing model, including Gemini, exceeds 40% accuracy on MMLU.", "<=", id="none exceeds"),
        pytest.param("Our model exceeds 40% accuracy on MMLU.", ">=", id="ours exceeds"),
        pytest.param("With no extra data, our model reaches an accuracy that exceeds 40% on MMLU.", ">=",
                     id="'no' of another phrase"),
    ],
)  # fmt: skip
def test_what_nothing_exceeds_is_a_bound_from_above(elements, text, expected) -> None:
    assert [expected] == [r.comparator for r in elements("results", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We do not release the model weights, but the code is at https://github.com/a/b.", ["code"],
                     id="weights withheld"),
        pytest.param("The dataset cannot be released for privacy, but code is available upon request.", ["code"],
                     id="data withheld"),
        pytest.param("We release the dataset and the code at https://github.com/a/b.", ["code+data"], id="both given"),
        pytest.param("We release not only the code but also the data at https://github.com/a/b.", ["code+data"],
                     id="not only"),
    ],
)  # fmt: skip
def test_what_is_withheld_is_no_artifact(elements, text, expected) -> None:
    assert expected == [a.kind for a in elements("artifacts", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FooNet does not use any of the 12 trillion tokens that Llama 3 was trained on.", [],
                     id="never used"),
        pytest.param("FooNet was trained on 12 trillion tokens.", [12 * 10**12], id="used"),
    ],
)  # fmt: skip
def test_data_that_is_not_used_is_no_training_data(elements, text, expected) -> None:
    assert expected == [int(d.amount) for d in elements("training_data", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FooNet is fine-tuned on 10% of ImageNet.", [], id="a share of a set"),
        pytest.param("FooNet uses a dropout of 10%.", [], id="dropout of"),
        pytest.param("By adding only 0.5% extra parameters, FooNet improves accuracy.", [], id="by adding"),
        pytest.param("With 100x less data, FooNet matches BERT.", [], id="with less data"),
        pytest.param("FooNet needs 100x less data than BERT.", [(100, "ratio")], id="needs less data"),
        pytest.param("FooNet needs only 10% of the data.", [(10, "ratio")], id="needs a share"),
        pytest.param("FooNet reaches 76% of GPT-4's accuracy.", [(76, "ratio")], id="a share of a rival's score"),
    ],
)  # fmt: skip
def test_a_setting_is_no_result(elements, text, expected) -> None:
    assert expected == [(float(r.value), r.kind) for r in elements("results", text)]
