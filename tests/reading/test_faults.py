"""Broken input is reported with its place, and what is not broken is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise.errors import InputError
from summarise.reading import read_papers
from summarise.records import Unreadable

from .reading_out_of_bytes import ABSTRACT, kinds_of, read

GOOD = json.dumps({"abstract": ABSTRACT}).encode()

LINES = {
    "not UTF-8": (b'{"abstract": "caf\xe9"}', "not_utf8"),
    "not JSON": (b'{"abstract": "text"', "not_json"),
    "words": (b"plain words", "not_json"),
    "a number": (b"42", "not_an_object"),
    "text": (b'"text"', "not_an_object"),
    "null": (b"null", "not_an_object"),
    "a list": (b'["text"]', "not_an_object"),
    "no abstract": (b'{"title": "Title"}', "missing_abstract"),
    "null abstract": (b'{"abstract": null}', "missing_abstract"),
    "blank abstract": (b'{"abstract": " \\n"}', "missing_abstract"),
    "abstract is a number": (b'{"abstract": 7}', "wrong_type"),
    "title is a list": (b'{"abstract": "a", "title": ["t"]}', "wrong_type"),
    "id is true": (b'{"abstract": "a", "id": true}', "wrong_type"),
    "id is a fraction": (b'{"abstract": "a", "id": 1.5}', "wrong_type"),
    "authors is a number": (b'{"abstract": "a", "authors": 3}', "wrong_type"),
    "authors holds a number": (b'{"abstract": "a", "authors": ["A", 3]}', "wrong_type"),
    "doi is an object": (b'{"abstract": "a", "doi": {}}', "wrong_type"),
    "too long": (b'{"abstract": "' + b"x" * 1_000_001 + b'"}', "too_long"),
    "nested too deeply": (b'{"abstract": ' + b"[" * 200_000, "not_json"),
    "endless number": (b'{"abstract": "a", "id": ' + b"9" * 5000 + b"}", "not_json"),
}


@pytest.mark.parametrize(("line", "kind"), LINES.values(), ids=LINES.keys())
def test_a_broken_line_is_reported_and_the_others_are_read(line: bytes, kind: str) -> None:
    other = json.dumps({"abstract": "Another abstract."}).encode()
    data = b"\n".join([GOOD, line, other])
    assert kinds_of(data) == [("1", "paper"), ("2", kind), ("3", "paper")]


@pytest.mark.parametrize(("line", "kind"), LINES.values(), ids=LINES.keys())
def test_a_message_is_short_and_says_what_to_do(line: bytes, kind: str) -> None:
    (fault,) = [item for item in read(GOOD + b"\n" + line) if isinstance(item, Unreadable)]
    assert 30 < len(fault.message) <= 200
    assert ";" in fault.message
    assert fault.message.endswith(".")


def test_a_message_carries_no_escape_codes() -> None:
    bomb = json.dumps({"title": "\x1b[2J\x1b]0;owned\x07\x9b31m evil\r\n\u202e" + "x" * 300}).encode()
    (fault,) = [item for item in read(GOOD + b"\n" + bomb) if isinstance(item, Unreadable)]
    assert fault.message.isprintable()
    assert "owned" not in fault.message
    assert len(fault.message) < 160


def test_a_json_error_names_its_column() -> None:
    (fault,) = [item for item in read(GOOD + b'\n{"abstract": text}') if isinstance(item, Unreadable)]
    assert "column 14" in fault.message


DOCUMENTS = {
    "no bytes": (b"", "empty"),
    "blank lines": (b"\n \r\n\t\n", "empty"),
    "byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "empty array": (b"[]", "empty"),
    "NUL bytes": (b"\x7fELF\0\0\0 Abstract:text\n" * 3, "binary"),
    "UTF-16 without mark": ("Abstract:text".encode("utf-16-le"), "binary"),
}


@pytest.mark.parametrize(("data", "kind"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_without_records_is_one_unreadable(data: bytes, kind: str) -> None:
    assert kinds_of(data) == [("1", kind)]


def test_nul_bytes_far_down_break_their_line_only() -> None:
    filler = b"".join(json.dumps({"id": i, "abstract": f"{i} {ABSTRACT}"}).encode() + b"\n" for i in range(200))
    kinds = kinds_of(filler + b"\0\0\0\n" + GOOD)
    assert kinds[-2:] == [("201", "binary"), ("202", "paper")]


@pytest.mark.parametrize("name", ["missing.txt", "."], ids=["missing", "folder"])
def test_a_document_that_cannot_be_opened_stops_before_anything_is_read(tmp_path: Path, name: str) -> None:
    good = tmp_path / "good.jsonl"
    good.write_bytes(GOOD)
    with pytest.raises(InputError, match=r"; \w+"):
        read_papers([str(good), str(tmp_path / name)])


def test_standard_input_cannot_be_read_twice() -> None:
    with pytest.raises(InputError, match="twice"):
        read_papers(["-", "-"])


def test_an_unreadable_stands_where_it_was_met(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_bytes(GOOD)
    second.write_bytes(b"broken\n" + json.dumps({"abstract": "Another one."}).encode())
    items = list(read_papers([str(first), str(second)]))
    assert [isinstance(item, Unreadable) for item in items] == [False, True, False]
    assert isinstance(items[1], Unreadable)
    assert (items[1].source.document, items[1].source.position) == (str(second), "1")


def test_a_document_that_breaks_off_while_read_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    (item,) = read_papers(["-"], stdin=Failing())  # type: ignore[arg-type]
    assert isinstance(item, Unreadable)
    assert item.kind == "read_error"
