import pytest


@pytest.mark.parametrize(
    ("abstract", "amount", "unit"),
    [
        pytest.param("We pretrain it on 9.3T tokens.", 9_300_000_000_000, "tokens", id="tokens"),
        pytest.param("We build a dataset comprising over two million question-answer pairs.", 2_000_000,
                     "question-answer pairs", id="pairs"),
        pytest.param("We collect a corpus of 45,000 samples.", 45_000, "samples", id="samples"),
        pytest.param("It is trained on 680,000 hours of speech.", 680_000, "hours", id="hours of speech"),
        pytest.param("A small set (25k) of written feedbacks suffices.", 25_000, "feedbacks", id="in brackets"),
    ],
)  # fmt: skip
def test_amounts_of_data_are_found(elements, abstract, amount, unit) -> None:
    assert [(amount, unit)] == [(d.amount, d.unit) for d in elements("training_data", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("The benchmark has 5120 problems.", id="benchmark's size"),
        pytest.param("It reads a context of 1M tokens.", id="context"),
        pytest.param("We sample 64 images at test time.", id="few"),
    ],
)
def test_other_counts_are_no_training_data(elements, abstract) -> None:
    assert elements("training_data", abstract) == []
