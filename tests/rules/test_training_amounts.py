import pytest


@pytest.mark.parametrize(
    ("abstract", "amount", "unit"),
    [
        pytest.param("We pretrain it on 4.7T tokens.", 4_700_000_000_000, "tokens", id="tokens"),
        pytest.param("For this we gathered a dataset with three million riddle-answer pairs.", 3_000_000,
                     "riddle-answer pairs", id="pairs"),
        pytest.param("We collect a corpus of 45,000 samples.", 45_000, "samples", id="samples"),
        pytest.param("It is trained on 52,000 hours of audio.", 52_000, "hours", id="hours of sound"),
        pytest.param("We train on over 2.6 trillion tokens.", 26 * 10**11, "tokens", id="over"),
        pytest.param("Its context is long; it is pre-trained on 9T tokens.", 9 * 10**12, "tokens", id="context near"),
        pytest.param("We introduce FooSet, a 2,300-hour birdsong corpus.", 2300, "hours", id="hyphened hours"),
        pytest.param("We assemble a 48 billion token dataset.", 48 * 10**9, "tokens", id="token dataset"),
        pytest.param("With a dataset of 1.8 million dance recordings, FooNet learns waltzes.", 1_800_000, "recordings",
                     id="any piece of a dataset"),
        pytest.param("Our ranking model, trained on 3.6M samples, wins on all benchmarks.", 3_600_000, "samples",
                     id="trained on, beside benchmarks"),
        pytest.param("A model trained on only 6k short examples fails.", 6000, "examples", id="trained on only"),
        pytest.param("A fifth of its 3T training tokens are Latin.", 3 * 10**12, "tokens", id="its own"),
        pytest.param("It is trained on 70 million (song, lyrics) pairs.", 7 * 10**7, "pairs",
                     id="bracket before the noun"),
        pytest.param("With only 4M free song-lyrics pairs, FooNet wins.", 4_000_000, "song-lyrics pairs",
                     id="with only"),
        pytest.param("We pre-train tiny models (2K context) on 6B tokens.", 6 * 10**9, "tokens", id="context apart"),
        pytest.param("The corpus has 230 K well-worded captions.", 230_000, "captions", id="scale apart"),
        pytest.param("A modest set (18k) of graded essays suffices.", 18_000, "essays", id="in brackets"),
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
        pytest.param("Training takes 0.7% of the 2.3T tokens that others need.", id="a share of others' data"),
        pytest.param("We train on far fewer than the 34 million photos of others.", id="fewer than others'"),
        pytest.param("We train it on 3072 TPU chips.", id="hardware"),
        pytest.param("Our dataset covers 5,000 categories.", id="categories"),
        pytest.param("The corpus spans 250 languages.", id="languages"),
        pytest.param("We train models for 4K images.", id="resolution"),
        pytest.param("Training recall stays perfect for retrieval in 10M tokens.", id="tokens that are read"),
    ],
)
def test_other_counts_are_no_training_data(elements, abstract) -> None:
    assert elements("training_data", abstract) == []
