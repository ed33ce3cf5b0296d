"""A quote is found where it stands, in whatever form, and never where a digit, sign, scale or unit differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.grounding import ground, places, sentence_around
from summarise.records import Paper, Source, Variant
from summarise.text import clean

ABSTRACT = (
    r"Ostrea has 671B parameters, 37B of them active, and \textbf{Math-Otter} gains ($63.5\%$) over 71.5\% "
    "$\\rightarrow$ 74.9\\%. It loses -3 points, takes 2.788M hours, 2 million samples,\nan e\ufb03cient state\u2010of"
    "\u2010the-art run at $5, and 1,000 GPUs. V1.5 follows V1."
)
PAPER = Paper(
    id="p",
    title="Ostrea: 9 lessons",
    abstract=ABSTRACT,
    variants=(Variant(abstract="Code is at https://example.org/ostrea.", source=Source(document="d", position="2")),),
)


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("37B of them active", "37B of them active"),
        ("37b Of Them", "37B of them"),
        ("63.5%", r"63.5\%"),
        ("71.5% → 74.9%", r"71.5\% $\rightarrow$ 74.9\%"),
        ("Math-Otter", "Math-Otter"),
        ("efficient state-of-the-art", "e\ufb03cient state\u2010of\u2010the-art"),
        ("2 million samples, an", "2 million samples,\nan"),
        ("-3 points", "-3 points"),
        ("1,000 GPUs", "1,000 GPUs"),
    ],
)
def test_a_quote_is_found_under_latex_ligatures_hyphens_case_and_line_breaks(quote: str, there: str) -> None:
    evidence = ground(quote, PAPER)
    assert evidence is not None
    assert there == evidence.quote == ABSTRACT[evidence.start : evidence.end]


@pytest.mark.parametrize(
    "quote",
    [
        "37",
        "671",
        "63.5",
        "8.2%",
        "3 points",
        "2.788",
        "2.788B hours",
        "2",
        "2 samples",
        "000 GPUs",
        "1000 GPUs",
        "V1.6",
    ],
)
def test_a_number_that_goes_on_in_the_source_or_differs_is_never_found(quote: str) -> None:
    assert ground(quote, PAPER) is None


def test_what_only_the_title_or_a_variant_says_keeps_its_place() -> None:
    title, variant = ground("9 lessons", PAPER), ground("https://example.org/ostrea", PAPER)
    assert title is not None
    assert (title.where, title.quote) == ("title", "9 lessons")
    assert variant is not None
    assert (variant.variant, variant.quote) == (0, "https://example.org/ostrea")


def test_of_several_places_the_nearest_is_taken() -> None:
    paper = Paper(id="p", abstract="7B is small. On MATH we use 7B.")
    first, last = ground("7B", paper), ground("7B", paper, near=25)
    assert first is not None
    assert last is not None
    assert (0, 28) == (first.start, last.start)


def test_a_sentence_does_not_end_inside_a_number_or_an_abbreviation_before_a_small_letter() -> None:
    text = "We gain 3.5 points, i.e. much. The rest stays."
    assert "We gain 3.5 points, i.e. much." == text[slice(*sentence_around(text, (8, 11)))]


@given(st.text(max_size=200), st.data())
def test_any_piece_of_any_text_that_is_found_slices_back_to_the_source(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    evidence = ground(text[start:end], Paper(id="p", abstract=text))
    if evidence is not None:
        assert evidence.quote == text[evidence.start : evidence.end]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["", "%", "B", " million", "x"]))
def test_a_number_is_found_only_as_itself(there: int, sought: int, unit: str) -> None:
    found = places(f"{sought}{unit}", clean(f"we reach {there}{unit} here"))
    assert bool(found) == (there == sought)
