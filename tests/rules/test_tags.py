"""Tags: entries of the vocabulary that fit a paper, each with the words that say so, and none without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Elements = Callable[..., list[Any]]


def ids(elements: Elements, abstract: str, title: str | None = None) -> set[str]:
    return {tag.id for tag in elements("tags", abstract, title)}


@pytest.mark.parametrize(
    ("title", "abstract", "tags"),
    [
        (
            "Puffin: a diffusion model for speech synthesis",
            "We propose Puffin, a diffusion model. Puffin speaks.",
            {"diffusion-model", "speech-synthesis"},
        ),
        (
            "A survey of graph neural networks in chemistry",
            "This survey reviews graph neural networks for molecules in chemistry.",
            {"survey", "graph-neural-network", "chemistry"},
        ),
        (
            "Auk",
            "We introduce Auk, a benchmark for instruction tuning. Instruction tuning needs data.",
            {"benchmark", "instruction-tuning"},
        ),
    ],
)
def test_task_method_kind_stage_and_domain_are_tagged(
    elements: Elements, title: str, abstract: str, tags: set[str]
) -> None:
    assert tags <= ids(elements, abstract, title)


@pytest.mark.parametrize(
    ("abstract", "absent"),
    [
        ("We propose Skua. Unlike diffusion models, Skua is a pump. It has no diffusion model.", "diffusion-model"),
        ("We propose Skua, a pump. It outperforms LSTM and LSTM variants.", "recurrent-network"),
        ("We evaluate pumps on a benchmark of others. Benchmarks are old.", "benchmark"),
        ("We propose Skua, a pump.", "machine-translation"),
    ],
)  # fmt: skip
def test_what_is_set_aside_compared_with_or_used_by_others_is_no_tag(
    elements: Elements, abstract: str, absent: str
) -> None:
    assert absent not in ids(elements, abstract, "Skua")


def test_a_parent_is_no_tag_on_account_of_its_child(elements: Elements) -> None:
    tags = ids(elements, "We study aspect-based sentiment analysis.", "Aspect-based sentiment analysis")
    assert "aspect-based-sentiment-analysis" in tags
    assert not {"sentiment-analysis", "text-classification"} & tags


def test_every_tag_shows_the_words_of_abstract_or_title(elements: Elements) -> None:
    title = "Razorbill for image captioning"
    tags = elements("tags", "We propose Razorbill for image captioning of photos. Images matter.", title)
    assert tags
    for tag in tags:
        assert tag.evidence is not None
        assert tag.evidence.quote


def test_a_paper_has_at_most_twelve_tags(elements: Elements) -> None:
    title = (
        "A survey and benchmark of diffusion models, transformers, GANs, RNNs, VAEs for parsing, summarization, "
        "machine translation, image captioning, speech recognition of text, images, video, audio in law and finance "
        "by pre-training and fine-tuning"
    )
    assert 12 == len(elements("tags", f"We present {title}.", title))
