"""Tasks: planted ones are found by their usual names, and methods, examples and what is set aside are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.records import Paper
from summarise.rules import find

Elements = Callable[..., list[Any]]


def names(elements: Elements, abstract: str, title: str | None = None) -> list[str]:
    return [task.name for task in elements("tasks", abstract, title)]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "Pelican: fast heron networks for semantic segmentation",
            "We propose Pelican, a network for semantic segmentation of street scenes.",
            ["Semantic segmentation"],
        ),
        (
            "Marsh Networks",
            "Named-entity recognition is hard in old letters. We introduce Marsh, a tagger for NER.",
            ["Named entity recognition"],
        ),
        (
            "Reed-warbler attention",
            "In this paper we address the task of machine translation. Our model translates well.",
            ["Machine translation"],
        ),
        (
            "Detecting fake news in village gossip",
            "Gossip spreads. We present a graph that helps to detect fake news early.",
            ["Misinformation detection"],
        ),
    ],
)
def test_a_known_task_bears_its_usual_name(elements: Elements, title: str, abstract: str, expected: list[str]) -> None:
    assert expected == names(elements, abstract, title)


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "A heron for beak sound restoration",
            "We propose Heron, a model for beak sound restoration. Beak sound restoration is slow.",
            "Beak sound restoration",
        ),
        ("Compression of owl pellets", "Owl pellets are large. We propose a scheme to compress owl pellets.",
         "Owl pellet compression"),
        ("Forecasting nest arrivals with clocks", "We present a clock that helps in forecasting nest arrivals.",
         "Nest arrival forecasting"),
    ],
)  # fmt: skip
def test_a_task_that_no_vocabulary_knows_is_named_in_the_papers_words(
    elements: Elements, title: str, abstract: str, expected: str
) -> None:
    assert expected == names(elements, abstract, title)[0]


def test_both_tasks_of_a_coordination_are_found(elements: Elements) -> None:
    title = "A tern network for image classification and segmentation"
    abstract = "We propose Tern, a network for image classification and segmentation."
    assert {"Image classification", "Image segmentation"} == set(names(elements, abstract, title))


def test_the_narrower_task_stands_for_the_broader_one(elements: Elements) -> None:
    abstract = "Reasoning is hard. We propose Finch for mathematical reasoning, the hardest reasoning."
    assert ["Mathematical reasoning"] == names(elements, abstract, "Finch for mathematical reasoning")


def test_a_method_is_the_means_and_not_the_task(elements: Elements) -> None:
    title = "Summarization of long letters via reinforcement learning"
    abstract = "We propose a summarization system. It is trained by reinforcement learning."
    assert ["Summarization"] == names(elements, abstract, title)


def test_a_process_is_the_task_where_a_paper_is_about_it(elements: Elements) -> None:
    abstract = (
        "Federated learning leaks. We study federated learning under noise and give bounds for federated learning."
    )
    assert ["Federated learning"] == names(elements, abstract, "On the limits of federated learning")


@pytest.mark.parametrize(
    "abstract",
    [
        "Unlike machine translation, our topic needs no words. We propose Gannet, a network of pumps.",
        "We propose Gannet without any question answering. Pumps are nice.",
        "Pumps are used in many applications such as speech recognition, and summarization. We propose Gannet.",
    ],
)
def test_what_is_set_aside_or_merely_an_example_is_no_task(elements: Elements, abstract: str) -> None:
    assert [] == names(elements, abstract, "Gannet: a network of pumps")


def test_who_presents_a_language_model_works_on_language_modeling(elements: Elements) -> None:
    abstract = "We present Gull, an open and sparse language model with 3B parameters."
    assert ["Language modeling"] == names(elements, abstract, "Gull Technical Report")


def test_a_tool_for_language_models_is_no_language_model(elements: Elements) -> None:
    abstract = "We present Gull, a benchmark that tests the manners of a language model in kitchens."
    assert "Language modeling" not in names(elements, abstract, "Gull: manners in kitchens")


def test_there_are_never_more_than_three(elements: Elements) -> None:
    title = "Parsing, summarization, machine translation, image captioning and speech recognition"
    assert 3 == len(names(elements, f"We address {title}.", title))


def test_no_task_is_named_twice(elements: Elements) -> None:
    title = "Text-to-speech: speech synthesis with TTS"
    assert ["Speech synthesis"] == names(elements, "We propose a TTS system for speech synthesis.", title)


def test_the_evidence_is_the_words_of_the_abstract_before_the_titles(elements: Elements) -> None:
    (task,) = elements("tasks", "We propose Ibis for\nquestion-answering.", "Ibis: Question Answering")
    assert ("question-answering", None) == (task.evidence.quote, task.evidence.where)
    (task,) = elements("tasks", "We propose Ibis.", "Ibis: Question Answering")
    assert ("Question Answering", "title") == (task.evidence.quote, task.evidence.where)


PIECES = st.sampled_from(
    ["We propose ", "a language model ", "for ", "question-answering", "detection ", "of ", "and segmentation",
     "to detect ", "images", ". ", ", ", ": ", "via ", "unlike ", "such as ", "tasks", "MT",
     "\\textbf{", "}", "$", "é", "ß", "ﬁ"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=25).map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_gives_tasks_and_tags_whose_evidence_slices_back(abstract: str, title: str) -> None:
    paper = Paper(id="p", title=title, abstract=abstract)
    found = [f for f in find(paper).elements if f.field in ("tasks", "tags")]
    for finding in found:
        at = finding.element.evidence
        source = title if at.where == "title" else abstract
        assert at.quote == source[at.start : at.end] != ""
    assert 3 >= sum(f.field == "tasks" for f in found)
