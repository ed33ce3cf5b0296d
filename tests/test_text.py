"""Cleaning takes the form away and leaves every digit, sign and letter, each with its place in the source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.text import LONGEST_READ, clean, cleaned, head

LATEX = st.lists(
    st.sampled_from(
        [
            "$",
            "\\%",
            "{",
            "}",
            "\\textbf{",
            "\\textsuperscript{",
            "\\frac{",
            "\\times",
            "\\,",
            "\\!",
            "~",
            "63.5",
            " ",
            "a",
            "\n",
            "\\",
            "\ufb01",
            "\u00ad",
            "\u2009",
            "½",
            "²",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"miniF2F ($63.5\%$) and", "miniF2F (63.5%) and"),
        (r"71.5\% $\rightarrow$ 74.9\%", "71.5% → 74.9%"),
        (r"\textbf{Otter}, $\textit{a b}$", "Otter, a b"),
        (r"2.1$\times$ faster, top-$K$", "2.1× faster, top-K"),
        (r"a~b at http://x.org/~me is ~10\%", "a b at http://x.org/~me is ~10%"),
        ("1.6~9.8x in Table~2", "1.6~9.8x in Table 2"),
        ("costs $5 to $10 a paper", "costs $5 to $10 a paper"),
        ("e\ufb03cient\u2009state\u2010of\u2010the-art", "efficient state-of-the-art"),
        ("two\r\n  lines\t here ", "two lines here"),
        ("10² and 3½ and \u22125", "10² and 3½ and -5"),
        (r"R\&D \#1 a\_b {x}", "R&D #1 a_b x"),
        (r"5\!000", "5000"),
        (r"10\textsuperscript{9} and $\frac{1}{2}$", "10^9 and 1/2"),
        (r"at 360{\deg} or 69.1$\pm$1.7", "at 360° or 69.1±1.7"),
        (
            "GPT-\n4 and state-of-\n  the-art, pre-\nand post-training",
            "GPT-4 and state-of-the-art, pre- and post-training",
        ),
        (
            "GPT- \n4 and self- \nattention, pre- \nand post-training - \nhere",
            "GPT-4 and self-attention, pre- and post-training - here",
        ),
        ("768 \\times\n1280 and 1 \n\n 2", "768 × 1280 and 1 2"),
        (r"95.2\textsubscript{0.3}\% at {3}{4}", "95.2_0.3% at 3 4"),
        ("bench\u00ad\n  mark and soft\u00adly", "benchmark and softly"),
        ("10① and ② runs", "10① and ② runs"),
        (
            "no\x00thing \x1b[31mis\x7f r\U000e0065ed, 7\u200d1 \u202eand\u202c \u2066so\ufe0f",
            "nothing [31mis red, 71 and so",
        ),
        ("", ""),
    ],
)
def test_latex_and_unicode_forms_become_plain_text(source: str, text: str) -> None:
    assert text == clean(source).text


@given(st.one_of(st.text(max_size=120), LATEX))
def test_every_code_point_comes_from_somewhere_and_places_never_go_back(source: str) -> None:
    cleaned = clean(source)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    for i in range(len(cleaned.text)):
        start, end = cleaned.to_source(i, i + 1)
        assert 0 <= start < end <= len(source)
    assert list(cleaned.starts) == sorted(cleaned.starts)


@given(LATEX)
def test_the_digits_and_letters_are_those_of_the_source_in_its_order(source: str) -> None:
    digits = [c for c in source if c in "0123456789"]
    assert digits == [c for c in clean(source).text if c in "0123456789"]


@settings(max_examples=500)
@given(LATEX)
def test_no_number_is_made_of_two(source: str) -> None:
    """A run of digits in the cleaned text is one in the source too: dropping LaTeX never joins '10' and '9'."""
    for run in re.findall(r"[0-9]+", clean(source).text):
        # A thin negative space and a soft hyphen show nothing: they stand inside one number.
        assert run in re.findall(r"[0-9]+", source.replace("\\!", "").replace("\u00ad", ""))


@given(st.text(max_size=80))
def test_cleaning_clean_text_of_words_changes_nothing(source: str) -> None:
    once = clean(source.replace("\\", "").replace("$", "").replace("{", "").replace("}", "").replace("~", "")).text
    assert once == clean(once).text


def test_a_span_of_the_source_of_the_cleaned_text_maps_to_the_source() -> None:
    source = r"We reach $63.5\%$ on MATH."
    cleaned = clean(source)
    start, end = cleaned.text.index("63.5%"), cleaned.text.index("63.5%") + 5
    assert r"63.5\%" == source[slice(*cleaned.to_source(start, end))]


@pytest.mark.parametrize(
    ("source", "part", "quote"),
    [
        pytest.param(r"a rate of $10^{-3}$ holds", "10^-3", "10^{-3}", id="brace behind"),
        pytest.param(r"\textbf{63.5}\% of all", "63.5%", r"\textbf{63.5}\%", id="command before"),
        pytest.param(r"\textbf{63.5\%} of all", "63.5%", r"63.5\%", id="braces around"),
        pytest.param(r"with 9$k$ images", "9k", "9$k$", id="dollar behind"),
        pytest.param(r"costs $5 or $6 each", "$5", "$5", id="money"),
    ],
)
def test_a_span_holds_both_halves_of_a_pair_or_none(source: str, part: str, quote: str) -> None:
    cleaned = clean(source)
    start = cleaned.text.index(part)
    assert quote == source[slice(*cleaned.to_source(start, start + len(part)))]


def test_the_head_of_a_text_is_all_of_an_abstract_and_whole_words_of_what_is_longer() -> None:
    assert "We sing. " == head("We sing. ")
    words = "sing " * 2_000
    assert words[: LONGEST_READ - 1] == head(words)
    assert LONGEST_READ == len(head("x" * 9_000))
    assert "12.345" not in head("a" * (LONGEST_READ - 5) + " 12.345%" + " b" * 50)


@given(
    st.lists(st.sampled_from([*" aF7%$\\{}~-\n\té\u00ad^_|.#[]", "  ", "10^", "\\%", "\x7f"]), max_size=9).map("".join)
)
def test_text_that_is_cleaned_at_once_is_cleaned_as_with_its_places(source: str) -> None:
    assert clean(source).text == cleaned(source)
