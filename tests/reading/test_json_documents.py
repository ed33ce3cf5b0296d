"""JSON Lines, arrays and pretty-printed objects; keys, types and identifiers."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from summarise.reading import read_papers
from summarise.records import Paper

from .reading_out_of_bytes import kinds_of, papers_of, read

RECORDS: list[dict[str, str | int]] = [
    {"id": "a", "abstract": 'First [one] {x} \\ "q".'},
    {"id": 2, "abstract": "Second.\nLine two."},
]
LAYOUTS = {
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "lines and blank lines": "\n\n".join(map(json.dumps, RECORDS)) + "\n\n",
    "array": json.dumps(RECORDS),
    "pretty array": json.dumps(RECORDS, indent=2),
    "pretty objects": "\n".join(json.dumps(r, indent=2) for r in RECORDS),
    "objects with open brace on the first line": '{"id": "a",\n ' + "\n".join(map(json.dumps, RECORDS))[12:],
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_objects_are_read_wherever_their_lines_end(text: str) -> None:
    assert [(p.id, p.abstract) for p in papers_of(text)] == [
        ("a", RECORDS[0]["abstract"]),
        ("2", RECORDS[1]["abstract"]),
    ]


def test_an_object_over_several_lines_has_a_range_of_lines() -> None:
    text = json.dumps(RECORDS, indent=2)
    assert [p.sources[0].position for p in papers_of(text)] == ["2-5", "6-9"]


def test_a_broken_object_in_an_array_does_not_hide_the_next() -> None:
    text = '[{"abstract": "One."},\n {"abstract": oops},\n 7,\n {"abstract": "Two."},\n {"abstract": "cut'
    assert kinds_of(text) == [
        ("1", "paper"),
        ("2", "not_json"),
        ("3", "not_an_object"),
        ("4", "paper"),
        ("5", "not_json"),
    ]


def test_an_array_far_over_the_line_limit_is_read() -> None:
    text = json.dumps([{"id": i, "abstract": f"Paper number {i}. " + "x" * 3000} for i in range(1000)])
    assert len(papers_of(text)) == 1000


def test_an_object_over_the_limit_in_an_array_is_one_unreadable() -> None:
    text = '[{"abstract": "One."},\n{"abstract": "' + "x" * 3_000_000 + '"},\n{"abstract": "Two."}]'
    assert kinds_of(text) == [("1", "paper"), ("2", "too_long"), ("3", "paper")]


def test_a_first_line_that_is_broken_does_not_change_the_layout() -> None:
    assert kinds_of('{"abstract": "cut o\n{"abstract": "Two."}') == [("1", "not_json"), ("2", "paper")]


def test_the_ending_jsonl_decides_where_the_content_does_not(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("garbage\n")
    (item,) = read_papers([str(path)])
    assert not isinstance(item, Paper)
    assert item.kind == "not_json"


def test_text_with_labels_is_read_as_such_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("Abstract:One.\nAbstract:Two.\n")
    assert [item.abstract for item in read_papers([str(path)]) if isinstance(item, Paper)] == ["One.", "Two."]


def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"Abstract:One.",))
    writer.start()
    (item,) = read_papers([str(pipe)])
    writer.join()
    assert isinstance(item, Paper)


KEYS = {
    "capitals": {"Abstract": "A.", "Title": "T"},
    "arXiv's summary": {"summary": "A.", "title": "T"},
    "other keys": {"abstract": "A.", "title": "T", "year": 2024, "tags": [1], "summary": {"tldr": "x"}},
    "nulls": {"abstract": "A.", "title": "T", "id": None, "authors": None, "doi": None},
}


@pytest.mark.parametrize("record", KEYS.values(), ids=KEYS.keys())
def test_keys_are_read_in_the_usual_spellings(record: dict[str, object]) -> None:
    (paper,) = papers_of(json.dumps(record))
    assert (paper.abstract, paper.title) == ("A.", "T")


AUTHORS = {
    "list": (["Ada Lovelace", "Alan Turing"], ("Ada Lovelace", "Alan Turing")),
    "list with a repeat": (["Ada Lovelace", "Ada Lovelace"], ("Ada Lovelace",)),
    "objects": ([{"name": "Ada Lovelace", "authorId": "1"}], ("Ada Lovelace",)),
    "commas": ("Ada Lovelace, Alan Turing", ("Ada Lovelace", "Alan Turing")),
    "commas and and": ("Ada Lovelace, Alan Turing and Emmy Noether", ("Ada Lovelace", "Alan Turing", "Emmy Noether")),
    "BibTeX": ("Lovelace, Ada and Turing, Alan", ("Ada Lovelace", "Alan Turing")),
    "semicolons": ("Lovelace, Ada; Turing, Alan", ("Lovelace, Ada", "Turing, Alan")),
    "one": ("Ada Lovelace", ("Ada Lovelace",)),
}


@pytest.mark.parametrize(("given", "names"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors_are_read_in_the_usual_shapes(given: object, names: tuple[str, ...]) -> None:
    (paper,) = papers_of(json.dumps({"abstract": "A.", "authors": given}))
    assert paper.authors == names


def test_identifiers_are_collected_under_their_usual_names() -> None:
    record = {
        "abstract": "A.",
        "DOI": " 10.1000/x ",
        "arxiv_id": "2401.00001v2",
        "externalIds": {"PubMed": 123, "DOI": "10.1000/other", "CorpusId": 1},
        "url": "https://example.org",
    }
    (paper,) = papers_of(json.dumps(record))
    expected = {"doi": "10.1000/x", "arxiv": "2401.00001v2", "pmid": "123", "url": "https://example.org"}
    assert paper.identifiers == expected


def test_an_abstract_is_kept_as_delivered() -> None:
    text = "  We present\nLaTeX $\\alpha$ \u00a0and \\textbf{bold}. \n"
    (paper,) = papers_of(json.dumps({"abstract": text}))
    assert paper.abstract == text


def test_the_iterator_deletes_its_files_when_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with read(LAYOUTS["lines"]) as reading:
        next(reading)
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []
