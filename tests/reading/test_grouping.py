"""Which records are one paper where ids, titles and identifiers speak too."""

from __future__ import annotations

import io
import json

import pytest

from summarise.reading import grouping, papers
from summarise.records import Paper, Unreadable

from .reading_out_of_bytes import ABSTRACT, json_lines, papers_of, read

OTHER = ABSTRACT.replace("4.2", "9.9").replace("Windrose", "Compass")
REVISED = ABSTRACT.replace("4.2%", "5.1%")
UNRELATED = " ".join(f"word{i}" for i in range(60))
TITLE = "Reading in Overlapping Windows"

# Two records, and how many papers they are.
PAIRS = {
    "same text, no ids": ({"abstract": ABSTRACT}, {"abstract": ABSTRACT}, 1),
    "same text, two own ids": ({"id": "a", "abstract": ABSTRACT}, {"id": "b", "abstract": ABSTRACT}, 2),
    "same text, one own id": ({"abstract": ABSTRACT}, {"id": "b", "abstract": ABSTRACT}, 1),
    "same id, same text": ({"id": 1, "abstract": ABSTRACT}, {"id": "1", "abstract": ABSTRACT}, 1),
    "same text, two titles": (
        {"title": TITLE, "abstract": ABSTRACT},
        {"title": "Reply", "abstract": ABSTRACT},
        2,
    ),
    "same title, other case": (
        {"title": TITLE, "abstract": ABSTRACT},
        {"title": TITLE.upper() + ".", "abstract": ABSTRACT},
        1,
    ),
    "revised, same title": ({"title": TITLE, "abstract": ABSTRACT}, {"title": TITLE, "abstract": REVISED}, 1),
    "revised, a title that tells nothing": (
        {"title": "Vicuna Model Card", "abstract": ABSTRACT},
        {"title": "Vicuna Model Card", "abstract": REVISED},
        2,
    ),
    "revised, no title": ({"abstract": ABSTRACT}, {"abstract": REVISED}, 2),
    "unrelated, same title": ({"title": TITLE, "abstract": ABSTRACT}, {"title": TITLE, "abstract": UNRELATED}, 2),
    "revised, same DOI": (
        {"doi": "10.1000/ab", "abstract": ABSTRACT},
        {"doi": "https://doi.org/10.1000/AB", "abstract": REVISED, "title": TITLE},
        1,
    ),
    "two versions on arXiv": (
        {"arxiv": "2401.00001v1", "abstract": ABSTRACT},
        {"arxiv_id": "arXiv:2401.00001v2", "abstract": REVISED},
        1,
    ),
    "arXiv id and arXiv DOI": (
        {"arxiv": "2401.00001", "abstract": ABSTRACT},
        {"doi": "10.48550/arXiv.2401.00001", "abstract": REVISED},
        1,
    ),
    "two arXiv ids": ({"arxiv": "2401.00001", "abstract": ABSTRACT}, {"arxiv": "2401.00002", "abstract": ABSTRACT}, 2),
    "unrelated, same DOI": (
        {"doi": "10.1000/ab", "abstract": ABSTRACT},
        {"doi": "10.1000/ab", "abstract": UNRELATED},
        2,
    ),
    "a DOI that is none": ({"doi": "unknown", "abstract": ABSTRACT}, {"doi": "unknown", "abstract": REVISED}, 2),
}


@pytest.mark.parametrize(("some", "other", "count"), PAIRS.values(), ids=PAIRS.keys())
def test_ids_titles_and_identifiers_decide(some: dict[str, object], other: dict[str, object], count: int) -> None:
    assert len(papers_of(json_lines(some, other))) == count
    assert len(papers_of(json_lines(other, some))) == count


def test_an_own_id_that_comes_again_with_another_abstract_is_a_fault_naming_the_first() -> None:
    items = list(read(json_lines({"id": "a", "abstract": ABSTRACT}, "Between.", {"id": "a", "abstract": OTHER})))
    assert [isinstance(item, Unreadable) for item in items] == [False, False, True]
    fault = items[2]
    assert isinstance(fault, Unreadable)
    assert (fault.kind, fault.source.position) == ("duplicate_id", "3")
    assert "stdin, line 1" in fault.message


def test_title_authors_and_identifiers_come_from_whichever_copy_has_them() -> None:
    (paper,) = papers_of(
        json_lines(
            {"abstract": ABSTRACT, "doi": "10.1000/a"},
            {"abstract": ABSTRACT, "title": TITLE, "doi": "10.1000/b"},
            {"abstract": ABSTRACT, "authors": ["Ada Lovelace"], "url": "https://example.org", "id": 7},
        )
    )
    assert (paper.id, paper.title, paper.authors) == ("7", TITLE, ("Ada Lovelace",))
    assert paper.identifiers == {"doi": "10.1000/a", "url": "https://example.org"}


def test_a_limit_counts_papers_and_reads_no_further_than_needed() -> None:
    data = json_lines("One.", "One.", {"title": "no abstract"}, "Two.", "Three.", "One.")
    reading = papers.read_papers(["-"], stdin=io.BytesIO(data.encode()), limit=2)
    items = list(reading)
    assert [item.kind if isinstance(item, Unreadable) else item.abstract for item in items] == [
        "One.",
        "missing_abstract",
        "Two.",
    ]
    assert (reading.records, reading.joined) == (3, 1)


@pytest.mark.parametrize("limit", [0, 1], ids=["none", "one"])
def test_no_more_papers_come_than_the_limit(limit: int) -> None:
    data = json_lines("One.", "Two.").encode()
    assert len(list(papers.read_papers(["-"], stdin=io.BytesIO(data), limit=limit))) == limit


def test_beyond_the_limit_of_near_copies_only_the_same_wording_is_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "NEAR_COPY_RECORDS", 2)
    near = ABSTRACT + " Code is available at https://github.com/windrose/windrose."
    reading = read(json_lines(ABSTRACT, "Two.", near, ABSTRACT))
    assert len(list(reading)) == 3
    assert (reading.records, reading.joined) == (4, 1)
    assert (reading.near_copies_joined, reading.beyond_near) == (False, 2)


def test_the_same_abstract_under_two_titles_has_two_ids() -> None:
    long = "A Title of Many Words That Are the Same for Longer than an Id: Part"
    data = json_lines({"abstract": ABSTRACT, "title": f"{long} One"}, {"abstract": ABSTRACT, "title": f"{long} Two"})
    first, second = (p.id for p in papers_of(data))
    assert second == f"{first}-2"


def test_a_made_id_never_takes_the_own_id_of_another_record() -> None:
    (made,) = papers_of(json_lines(ABSTRACT))
    first, second = papers_of(json_lines(ABSTRACT, {"id": made.id, "abstract": OTHER}))
    assert (first.id, second.id) == (f"{made.id}-2", made.id)


def test_papers_have_distinct_ids() -> None:
    rows = [{"id": i % 7 if i % 3 else None, "abstract": f"Text {i % 11}.", "title": f"T{i % 2}"} for i in range(60)]
    ids = [item.id for item in read("\n".join(map(json.dumps, rows))) if isinstance(item, Paper)]
    assert len(ids) == len(set(ids))
