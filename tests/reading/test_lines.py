"""Bytes to lines: ends, marks, encodings, and lines of any length."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from summarise.reading import read_papers
from summarise.records import Paper, Unreadable

from .reading_out_of_bytes import kinds_of, papers_of

TEXT = "Abstract:First one, naïve.\nAbstract:Second one."
DELIVERIES = {
    "as it is": TEXT.encode(),
    "final newline": (TEXT + "\n").encode(),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "lone CR": TEXT.replace("\n", "\r").encode(),
    "UTF-8 mark": TEXT.encode("utf-8-sig"),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
}


@pytest.mark.parametrize("data", DELIVERIES.values(), ids=DELIVERIES.keys())
def test_line_ends_and_encodings_do_not_change_the_text(data: bytes) -> None:
    assert [p.abstract for p in papers_of(data)] == ["First one, naïve.", "Second one."]


def test_only_line_feeds_end_lines() -> None:
    (paper,) = papers_of("Abstract:One\u2028two\x0bthree\x0cfour\x85five.\n")
    assert paper.abstract == "One\u2028two\x0bthree\x0cfour\x85five."


def test_utf_16_that_ends_within_a_character_breaks_one_line() -> None:
    assert kinds_of(TEXT.encode("utf-16")[:-1]) == [("1", "paper"), ("2", "not_utf8")]


def test_a_line_of_10_mb_is_skipped_without_being_held() -> None:
    data = b'{"abstract": "First."}\n' + b"x" * 10_000_000 + b'\n{"abstract": "Last."}'
    tracemalloc.start()
    kinds = [
        (item.source.position, item.kind) if isinstance(item, Unreadable) else item.abstract
        for item in read_papers(["-"], stdin=io.BytesIO(data))
    ]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds == ["First.", ("2", "too_long"), "Last."]
    assert peak < 5_000_000


def test_a_line_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    wrapping = len('{"id": 1, "abstract": "A.", "x": ""}')
    at = '{"id": 1, "abstract": "A.", "x": "' + "x" * (1_000_000 - wrapping) + '"}'
    over = at.replace('"id": 1', '"id": 22')
    assert kinds_of(at + "\r\n" + over) == [("1", "paper"), ("2", "too_long")]


def test_lone_surrogates_become_replacement_characters_and_offsets_stay() -> None:
    items = list(read_papers(["-"], stdin=io.BytesIO(rb'{"abstract": "a\ud800b", "title": "\udfff", "id": "\ud83d"}')))
    (paper,) = [item for item in items if isinstance(item, Paper)]
    assert (paper.abstract, paper.title, paper.id) == ("a\ufffdb", "\ufffd", "\ufffd")
    assert paper.model_dump_json()


def test_control_characters_are_kept_as_delivered() -> None:
    (paper,) = papers_of(r'{"abstract": "a\u0000\u001b[31mb\u0007"}')
    assert paper.abstract == "a\0\x1b[31mb\a"


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(b"Abstract:One.")
    list(read_papers(["-"], stdin=stream))
    assert not stream.closed
