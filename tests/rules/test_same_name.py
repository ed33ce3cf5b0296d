import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.rules import is_model_family, same_name


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
        pytest.param("Zeta-7B", "Zeta", id="size"),
        pytest.param("Zeta (7B)", "Zeta 7B", id="size in brackets"),
        pytest.param("ZOQ (Zebra Olympiad Questions)", "Zebra Olympiad Questions", id="acronym first"),
        pytest.param("Zebra Network Reordering (ZNR)", "ZNR", id="acronym"),
        pytest.param("the zebra-aware tuner (ZaTuner)", "ZaTuner", id="coined name in brackets"),
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
        pytest.param("Zeta-R1", "Zeta-R1-Zero", id="suffix"),
        pytest.param("ZOQ (Chinese)", "ZOQ", id="bracketed word that is no acronym"),
        pytest.param("ZOQ (Chinese)", "Chinese", id="the bracketed word alone"),
        pytest.param("ZOQ (Chinese)", "ZOQ (French)", id="two bracketed words"),
        pytest.param("", "", id="nothing"),
        pytest.param(None, "MATH", id="no name"),
    ],
)
def test_other_names_are_not(a: str | None, b: str) -> None:
    assert not same_name(a, b)
    assert not same_name(b, a)


@given(st.text(max_size=30), st.text(max_size=30))
def test_sameness_goes_both_ways(a: str, b: str) -> None:
    assert same_name(a, b) == same_name(b, a)


@given(st.text(max_size=30).filter(str.strip))
def test_every_name_is_the_same_as_itself(name: str) -> None:
    assert same_name(name, name)


@pytest.mark.parametrize(
    "name",
    "Qwen2.5 LLaMA2 GPT4 GPT-4o GPTs YOLOv8 DINOv2 QwenVL2.5-72B DeepseekR1 DALL-E Llama BERT-large o1-mini".split(),
)
def test_a_family_of_models_may_go_on_with_a_version(name: str) -> None:
    assert is_model_family(name)


@pytest.mark.parametrize(
    "name", "Grokking Bloomberg Bartlett Palmyra Falconry GLAMOUR Whispering Solaris Optics BERTScore".split()
)
def test_a_word_that_begins_like_a_family_of_models_is_none(name: str) -> None:
    assert not is_model_family(name)
