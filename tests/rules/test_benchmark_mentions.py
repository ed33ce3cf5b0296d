import pytest


def names(elements, abstract, title=None):
    return [(b.name, b.role) for b in elements("benchmarks", abstract, title)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We evaluate on GSM8K and MATH.", [("GSM8K", "evaluated"), ("MATH", "evaluated")], id="known"),
        pytest.param("We evaluate on CIFAR10.", [("CIFAR10", "evaluated")], id="known, other spelling"),
        pytest.param("We achieve 40.1% on the ZooQuiz benchmark.", [("ZooQuiz", "evaluated")], id="called a benchmark"),
        pytest.param("We achieve 40.1% on ZooQuiz.", [("ZooQuiz", "evaluated")], id="scored on"),
        pytest.param("We introduce ZooQuiz, a benchmark of animals.", [("ZooQuiz", "introduced")], id="introduced"),
        pytest.param(
            "On ZooQuiz-6, it reaches 93.9% accuracy.", [("ZooQuiz-6", "evaluated")], id="begins the sentence"
        ),
        pytest.param(
            "Our method: for Abc-Def, we reach an F1 of 94.2.", [("Abc-Def", "evaluated")], id="'for X, we reach'"
        ),
        pytest.param(
            "We evaluate on Zoo-A, Barn and MNIST.",
            [("Zoo-A", "evaluated"), ("MNIST", "evaluated")],
            id="in one list with a known one",
        ),
        pytest.param(
            "We test it on three datasets, DRIVE, CHASE-DB1, and STARE.",
            [("DRIVE", "evaluated"), ("CHASE-DB1", "evaluated"), ("STARE", "evaluated")],
            id="words in a list",
        ),
        pytest.param(
            "We score 43.7% on the 2009 Foo2b Clinical Events challenge.",
            [("2009 Foo2b Clinical Events", "evaluated")],
            id="with a year",
        ),
        pytest.param(
            "We evaluate on the Google headline compression dataset.",
            [("Google headline compression dataset", "evaluated")],
            id="a publisher's data",
        ),
        pytest.param(
            "We evaluate on the Herlot Smear (7-class) dataset.",
            [("Herlot Smear (7-class)", "evaluated")],
            id="with a bracket",
        ),
        pytest.param(
            "Our model, trained on ImageNet, achieves 78.4% top-1 accuracy.",
            [("ImageNet", "evaluated")],
            id="trained on, and scored",
        ),
        pytest.param("We reach 85.2% accuracy on Spider.", [("Spider", "evaluated")], id="a word beside its score"),
        pytest.param("We reach scores of 0.9 on text8.", [("text8", "evaluated")], id="written small"),
        pytest.param("We reach 40.1% on the Windows Zoo Arena benchmark.", [("Windows Zoo Arena", "evaluated")],
                     id="made for a system"),
        pytest.param("We reach 40.1% on the Linux benchmark, 30.2% on Apple M1 and 25.3% on Android 13.", [],
                     id="systems themselves"),
        pytest.param("Existing benchmarks like GSM8K are saturated.", [("GSM8K", "mentioned")], id="only mentioned"),
    ],
)  # fmt: skip
def test_benchmarks_are_found_with_their_role(elements, abstract, expected) -> None:
    assert expected == names(elements, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We like math and we drop a race.", id="ordinary words"),
        pytest.param("We evaluate on various benchmarks.", id="no name"),
        pytest.param("We run it on A100 and achieve 40 ms.", id="hardware"),
        pytest.param("Models are trained on ImageNet.", id="trained on"),
        pytest.param("We study Olympiad-related benchmarks.", id="adjective"),
        pytest.param("We test on several QA tasks.", id="task"),
        pytest.param("It reaches 70.1% accuracy on GPT-4.", id="model"),
        pytest.param("It reaches 70.1% accuracy on NER and 60.2% on VQA.", id="tasks by acronym"),
        pytest.param("It gains 16.2% on NDCG and 21.1% on MRR.", id="metrics"),
        pytest.param(
            "It gains 3.1% on re-identification (ReID) and 2.2% on ReID again.", id="an acronym of small words"
        ),
        pytest.param("It speeds up by 1.9x on B200.", id="chip"),
        pytest.param("Experiments on DiT-XL/2 and Wan2.1 save 30% of the time.", id="generators"),
        pytest.param("It saw an 8.3% reduction in MAL and rose by 2% in Q1 2023.", id="'in' a metric or a quarter"),
        pytest.param("Code: https://github.com/Foo-Bar/ZooQuiz and data.", id="address"),
        pytest.param("Control experiments and a spider are shown.", id="words spelt like names"),
        pytest.param("Previous benchmarks fall short.", id="sentence word"),
    ],
)
def test_other_names_are_no_benchmarks(elements, abstract) -> None:
    assert names(elements, abstract) == []


def test_a_longer_name_is_not_the_shorter_one(elements) -> None:
    assert [n for n, _ in names(elements, "We report 40.1% accuracy on the Zeta-MATH benchmark.")] == ["Zeta-MATH"]


def test_a_benchmark_may_stand_in_the_title_alone(elements) -> None:
    (benchmark,) = elements("benchmarks", "We propose a hard benchmark.", "ZooQuiz: A Benchmark of Animals")
    assert (benchmark.name, benchmark.role, benchmark.evidence.where) == ("ZooQuiz", "introduced", "title")
