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
        pytest.param("Existing benchmarks like GSM8K are saturated.", [("GSM8K", "mentioned")], id="only mentioned"),
    ],
)
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
    ],
)
def test_other_names_are_no_benchmarks(elements, abstract) -> None:
    assert names(elements, abstract) == []


def test_a_longer_name_is_not_the_shorter_one(elements) -> None:
    assert [n for n, _ in names(elements, "We report 40.1% accuracy on the Zeta-MATH benchmark.")] == ["Zeta-MATH"]


def test_a_benchmark_may_stand_in_the_title_alone(elements) -> None:
    (benchmark,) = elements("benchmarks", "We propose a hard benchmark.", "ZooQuiz: A Benchmark of Animals")
    assert (benchmark.name, benchmark.role, benchmark.evidence.where) == ("ZooQuiz", "introduced", "title")
