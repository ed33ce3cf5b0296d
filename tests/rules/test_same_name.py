import pytest

from summarise.rules import same_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("GPT-4", "GPT4", id="hyphen"),
        pytest.param("minif2f", "miniF2F", id="case"),
        pytest.param("MATH dataset", "MATH", id="dataset"),
        pytest.param("the MATH test set", "MATH benchmark", id="test set and benchmark"),
        pytest.param("Zebra Olympiad Questions (ZOQ)", "ZOQ", id="bracketed acronym"),
        pytest.param("Zebra Olympiad Questions (ZOQ)", "zebra-olympiad questions", id="outside the bracket"),
        pytest.param("R1-Zero", "R1 Zero", id="hyphen or blank"),
    ],
)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Prover-V1", "Prover-V1.5", id="version"),
        pytest.param("R1", "R1-Zero", id="longer name"),
        pytest.param("MATH", "Omni-MATH", id="name within a name"),
        pytest.param("CodeI/O", "CodeI/O++", id="plus signs"),
        pytest.param("Foo-7B", "Foo-70B", id="size"),
        pytest.param("", "", id="nothing"),
        pytest.param(None, "MATH", id="no name"),
    ],
)
def test_other_names_are_not(a: str | None, b: str) -> None:
    assert not same_name(a, b)
    assert not same_name(b, a)
