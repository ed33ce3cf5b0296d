"""Techniques that a title describes, where the paper coins no name."""

import pytest

ABSTRACT = "We propose a way to pick apples."


def introduced(elements, abstract, title) -> list[str]:
    return [m.name for m in elements("methods", abstract, title) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        pytest.param("Orchard-Guided Search for Ripe Apples", ["Orchard-Guided Search"], id="for"),
        pytest.param("Apple Picking via Latent Peel Distillation", ["Latent Peel Distillation"], id="via"),
        pytest.param("Counting Apples with a New Peel Memory Network", ["Peel Memory Network"], id="new"),
        pytest.param("Recurrent Peel Transformer", ["Recurrent Peel Transformer"], id="the whole title"),
        pytest.param("Deep Reinforcement Learning for Apples", [], id="a field"),
        pytest.param("Apple Picking with Graph Neural Networks", [], id="a class of models"),
        pytest.param("A Survey of Latent Peel Distillation", [], id="a survey"),
        pytest.param("Growing Peel Networks for Apples", [], id="a gerund"),
        pytest.param("Unconstrained Peel Alignment via Rules", [], id="the task before via"),
    ],
)
def test_the_technique_of_the_title_is_introduced(elements, title, names) -> None:
    assert names == introduced(elements, ABSTRACT, title)


def test_a_coined_name_makes_the_description_needless(elements) -> None:
    assert ["FooNet"] == introduced(elements, "We propose FooNet.", "Orchard-Guided Search for Ripe Apples")


def test_a_paper_that_proposes_nothing_has_no_technique(elements) -> None:
    assert [] == introduced(elements, "Apples are counted.", "Orchard-Guided Search for Ripe Apples")


def test_the_abstracts_shorter_wording_is_the_same_technique(elements) -> None:
    abstract = "We propose a guided search method for apples."
    assert ["Orchard-Guided Search"] == introduced(elements, abstract, "Orchard-Guided Search for Ripe Apples")
