from collections import Counter

import pytest

from summarise.rules.methods.known_methods import _spellings, find_known_methods, is_known_method


def found(text: str) -> list[tuple[str, str]]:
    return [(text[k.start : k.end], k.name) for k in find_known_methods(text)]


def test_every_spelling_of_the_list_is_found_as_its_own_method() -> None:
    table = [s for spellings in _spellings().values() for s in spellings]
    assert [] == [s.written for s in table if found(f"the {s.written} here")[:1] != [(s.written, s.name)]]
    assert [] == [written for written, n in Counter(s.written for s in table).items() if n > 1]


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        pytest.param("Low Rank adaptation", [("Low Rank adaptation", "Low-Rank Adaptation")], id="case and hyphen"),
        pytest.param("on Qwen2.5-Math-7B.", [("Qwen2.5-Math-7B", "Qwen")], id="version, variant and size"),
        pytest.param("on Llama 7B models", [("Llama 7B", "LLaMA")], id="size behind a blank"),
        pytest.param("adam and lion, a sac", [], id="ordinary words"),
        pytest.param("LoRA+ and MoCo++", [], id="plus signs make other names"),
        pytest.param("Omni-BERT and DPO-like", [], id="a part of a longer name"),
        pytest.param("GPT-4 86.5%", [("GPT-4", "GPT")], id="a score is no size"),
    ],
)
def test_names_are_found_whole(text: str, methods: list[tuple[str, str]]) -> None:
    assert methods == found(text)


@pytest.mark.parametrize(
    ("name", "known"), [("LoRA", True), ("Low-Rank Adaptation (LoRA)", True), ("FooLoRA", False), ("GPT-4", False)]
)
def test_a_whole_name_is_known_or_not(name: str, known: bool) -> None:
    assert known == is_known_method(name)
