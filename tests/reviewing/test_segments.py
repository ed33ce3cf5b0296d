"""A text cut at the borders of spans: nothing lost, nothing nested, every span found again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarise.reviewing.segments import Segment, Span, segments_of

SPANS = st.lists(st.builds(Span, st.integers(-3, 30), st.integers(-3, 30), st.integers(1, 9)), max_size=8)


@given(st.text(max_size=25), SPANS)
def test_the_pieces_join_to_the_text(text: str, spans: list[Span]) -> None:
    assert text == "".join(piece.text for piece in segments_of(text, spans))


@given(st.text(max_size=25), SPANS)
def test_every_letter_is_covered_by_just_the_spans_that_hold_it(text: str, spans: list[Span]) -> None:
    letters = [piece.candidates for piece in segments_of(text, spans) for _ in piece.text]
    holding = [tuple(sorted({s.candidate for s in spans if s.start <= i < s.end})) for i in range(len(text))]
    assert holding == letters


@given(st.text(min_size=1, max_size=25), SPANS)
def test_no_piece_is_empty(text: str, spans: list[Span]) -> None:
    assert all(piece.text for piece in segments_of(text, spans))


def test_spans_that_cross_are_cut_where_they_cross() -> None:
    pieces = segments_of("one two three", [Span(0, 7, 1), Span(4, 13, 2)])
    assert (Segment("one ", (1,)), Segment("two", (1, 2)), Segment(" three", (2,))) == pieces


def test_a_text_without_spans_is_one_piece_and_no_text_none() -> None:
    assert (Segment("plain"),) == segments_of("plain", [])
    assert () == segments_of("", [Span(0, 5, 1)])
