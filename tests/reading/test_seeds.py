"""The delivered documents: 36 records of 24 papers, every copy found and nothing else joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise.reading import read_papers
from summarise.records import Paper

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

# The papers with copies, by the first words of their abstract: document and lines of each, in reading order.
COPIES = {
    "We present DeepSeek-V3": ["000:1", "001:3", "003:8-10"],
    "We introduce DeepSeek-Prover-V1.5": ["000:2", "002:1"],
    "We present DeepSeek-Coder-V2": ["000:3", "001:9", "002:2", "003:23-25"],
    "Reasoning is a fundamental": ["001:2", "003:2-4"],
    "Recent advancements in large": ["001:4", "003:11-13"],
    "Parameter-efficient fine-tuning": ["001:6", "003:17-19"],
    "Mathematical verfier": ["001:7", "001:8", "003:14-16"],
    "Large vision-language models": ["001:10", "003:26-28"],
}


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    items = list(read_papers([str(path) for path in SEEDS]))
    assert all(isinstance(item, Paper) for item in items)
    return [item for item in items if isinstance(item, Paper)]


def places(paper: Paper) -> list[str]:
    return [f"{Path(s.document).name[:3]}:{s.position}" for s in paper.sources]


def paper_with(papers: list[Paper], beginning: str) -> Paper:
    (found,) = [p for p in papers if p.abstract.startswith(beginning)]
    return found


def test_36_records_are_24_papers(papers: list[Paper]) -> None:
    assert (len(papers), sum(len(p.sources) for p in papers)) == (24, 36)


def test_exactly_the_known_copies_are_joined(papers: list[Paper]) -> None:
    assert sorted(COPIES.values()) == sorted(places(p) for p in papers if len(p.sources) > 1)


def test_reading_counts_records_and_joined_copies() -> None:
    reading = read_papers([str(path) for path in SEEDS])
    assert len(list(reading)) == 24
    assert (reading.records, reading.joined, reading.near_copies_joined) == (36, 12, True)


def test_papers_come_in_the_order_of_their_first_copy(papers: list[Paper]) -> None:
    firsts = [(place[:3], int(place[4:].split("-")[0])) for place in (places(p)[0] for p in papers)]
    assert firsts == sorted(firsts)


def test_the_fullest_copy_is_the_abstract_and_the_others_are_variants(papers: list[Paper]) -> None:
    paper = paper_with(papers, "We present DeepSeek-V3")
    assert paper.abstract.endswith("available at https://github.com/deepseek-ai/DeepSeek-V3.")
    (variant,) = paper.variants
    assert variant.source.position == "8-10"
    assert variant.title == "DeepSeek-V3 Technical Report"
    assert "github.com" not in variant.abstract


def test_a_copy_with_the_same_text_is_only_a_source(papers: list[Paper]) -> None:
    paper = paper_with(papers, "We present DeepSeek-Coder-V2")
    assert (len(paper.sources), paper.variants) == (4, ())


def test_copies_that_differ_only_by_latex_are_joined_and_kept_as_delivered(papers: list[Paper]) -> None:
    paper = paper_with(papers, "Recent advancements in large")
    (variant,) = paper.variants
    assert ("94.8% on" in paper.abstract, r"94.8\% on" in variant.abstract) == (True, True)


def test_title_and_authors_come_from_the_copy_that_has_them(papers: list[Paper]) -> None:
    paper = paper_with(papers, "Reasoning is a fundamental")
    assert paper.title == "CodeI/O: Condensing Reasoning Patterns via Code Input-Output Prediction"
    assert paper.authors == ("Junlong Li", "Daya Guo", "Dejian Yang", "Runxin Xu", "Yu Wu", "Junxian He")


def test_a_collective_author_has_no_first_name_and_repeats_are_dropped(papers: list[Paper]) -> None:
    authors = paper_with(papers, "We introduce our first-generation").authors
    assert authors[:3] == ("DeepSeek-AI", "Daya Guo", "Dejian Yang")
    assert len(authors) == len(set(authors))
    assert not any("null" in name for name in authors)


def test_latex_is_kept_as_delivered(papers: list[Paper]) -> None:
    assert "top-$K$ out of $N$ experts" in paper_with(papers, "In the era of large language").abstract


def test_ids_do_not_depend_on_the_order_of_documents(papers: list[Paper]) -> None:
    backwards = list(read_papers([str(path) for path in reversed(SEEDS)]))
    ids = {p.id for p in backwards if isinstance(p, Paper)}
    assert ids == {p.id for p in papers}
    assert len(ids) == 24
