import pytest


@pytest.mark.parametrize(
    ("abstract", "amount", "unit"),
    [
        pytest.param("We pretrain it on 9.3T tokens.", 9_300_000_000_000, "tokens", id="tokens"),
        pytest.param("We build a dataset comprising over two million question-answer pairs.", 2_000_000,
                     "question-answer pairs", id="pairs"),
        pytest.param("We collect a corpus of 45,000 samples.", 45_000, "samples", id="samples"),
        pytest.param("It is trained on 680,000 hours of speech.", 680_000, "hours", id="hours of speech"),
        pytest.param("We train on over 1.4 trillion tokens.", 14 * 10**11, "tokens", id="over"),
        pytest.param("Its context is long; it is pre-trained on 9T tokens.", 9 * 10**12, "tokens", id="context near"),
        pytest.param("We introduce FooSet, a 1,800-hour speech corpus.", 1800, "hours", id="hyphened hours"),
        pytest.param("We construct a 363 billion token dataset.", 363 * 10**9, "tokens", id="token dataset"),
        pytest.param("By collecting a dataset of 2.5 million reasoning traces, we improve.", 2_500_000, "traces",
                     id="any piece of a dataset"),
        pytest.param("Our retrieval model, trained on 1.2M samples, wins on all benchmarks.", 1_200_000, "samples",
                     id="trained on, beside benchmarks"),
        pytest.param("Models trained on only 8k long examples lose.", 8000, "examples", id="trained on only"),
        pytest.param("It spends a tenth of its 2T training tokens on Latin.", 2 * 10**12, "tokens", id="its own"),
        pytest.param("We learn from a dataset of 400 million (image, text) pairs.", 4 * 10**8, "pairs",
                     id="bracket before the noun"),
        pytest.param("With only 7M public video-text pairs, FooNet wins.", 7_000_000, "video-text pairs",
                     id="with only"),
        pytest.param("We pre-train small models (8K context) on 9B tokens.", 9 * 10**9, "tokens", id="context apart"),
        pytest.param("The corpus has 170 K high-quality captions.", 170_000, "captions", id="scale apart"),
        pytest.param("A small set (25k) of written feedbacks suffices.", 25_000, "feedbacks", id="in brackets"),
    ],
)  # fmt: skip
def test_amounts_of_data_are_found(elements, abstract, amount, unit) -> None:
    assert [(amount, unit)] == [(d.amount, d.unit) for d in elements("training_data", abstract)]


def test_data_said_twice_is_given_once(elements) -> None:
    abstract = "We train FooNet on 300M images. BarNet is trained on 300M images too."
    assert [(300_000_000, "images")] == [(d.amount, d.unit) for d in elements("training_data", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("The benchmark has 5120 problems.", id="benchmark's size"),
        pytest.param("It reads a context of 1M tokens.", id="context"),
        pytest.param("We sample 64 images at test time.", id="few"),
        pytest.param("FooBench comprises 1,200 annotated questions.", id="a benchmark by its name"),
        pytest.param("Training drops 300B tokens that a filter dislikes.", id="dropped"),
        pytest.param("In training, 300B tokens are discarded.", id="discarded"),
        pytest.param("Training takes 0.4% of the 1.4T tokens that others need.", id="a share of others' data"),
        pytest.param("We train on far fewer than the 11 million images of others.", id="fewer than others'"),
        pytest.param("We train it on 6144 TPU chips.", id="hardware"),
        pytest.param("Our dataset covers 5,000 categories.", id="categories"),
        pytest.param("The corpus spans 250 languages.", id="languages"),
        pytest.param("We train models for 4K images.", id="resolution"),
        pytest.param("Training recall stays perfect for retrieval in 10M tokens.", id="tokens that are read"),
    ],
)
def test_other_counts_are_no_training_data(elements, abstract) -> None:
    assert elements("training_data", abstract) == []
