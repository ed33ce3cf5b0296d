import pytest

from summarise.rules import same_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("GPT-4", "GPT4", id="hyphen"),
        pytest.param("hellaswag", "HellaSwag", id="case"),
        pytest.param("MATH dataset", "MATH", id="dataset"),
        pytest.param("the MATH test set", "MATH benchmark", id="test set and benchmark"),
        pytest.param("Zebra Olympiad Questions (ZOQ)", "ZOQ", id="bracketed acronym"),
        pytest.param("Zebra Olympiad Questions (ZOQ)", "zebra-olympiad questions", id="outside the bracket"),
        pytest.param("Q2-Null", "Q2 Null", id="hyphen or blank"),
    ],
)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Solver-V1", "Solver-V1.5", id="version"),
        pytest.param("Q2", "Q2-Null", id="longer name"),
        pytest.param("MATH", "Zeta-MATH", id="name within a name"),
        pytest.param("Read/O", "Read/O++", id="plus signs"),
        pytest.param("Foo-7B", "Foo-70B", id="size"),
        pytest.param("", "", id="nothing"),
        pytest.param(None, "MATH", id="no name"),
    ],
)
def test_other_names_are_not(a: str | None, b: str) -> None:
    assert not same_name(a, b)
    assert not same_name(b, a)
