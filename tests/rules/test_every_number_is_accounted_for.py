"""Nothing silent: each run of digits stands in a number of the ledger, in an address, or is longer than any measure."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarise.records import Paper
from summarise.rules import find
from summarise.rules.numbers.numerals import MOST_DIGITS
from summarise.rules.numbers.quantities import ADDRESS, read
from summarise.rules.scene import lay_out
from summarise.text import clean

NUMBERS = st.sampled_from(
    """7 7B 63.5% 1,234 1,23 12.5 .5 3/4 5/148 24/7 10:30 2-3 2–3 ± → x × 10^6 10⁻³ 1e-5 v1.2.3 GPT-4o Foo-7B 1.2.3 ½ 3½
    5-shot 5.3× 2x 640x480 2024 2024-05-01 May (1) [2] 1) $5 €4 US$ 40k 3M+ 900+ million two twenty-three half
    third a of dozen https://a.b/1 a1@b2.org 1_2 _5 é5 5é 1..2 1.2. -5 +5 (+ ~9 5'6
    4th F1@5 x=3 {3}
    1\\,000 \\frac{1}{2} 3\\% $5$ 1\n2""".split(" ")
)
TEXTS = st.lists(st.one_of(NUMBERS, st.sampled_from([" ", ", ", ". ", "-", "/", " to ", " and "]), st.text(max_size=4)))


def unaccounted(text: str) -> list[str]:
    """The runs of digits of cleaned text that no reading and no address holds."""
    spans = [(r.start, r.end) for r in read(text)] + [m.span() for m in ADDRESS.finditer(text)]
    runs = [m for m in re.finditer("[0-9]+", text) if len(m[0]) <= MOST_DIGITS]
    return [m[0] for m in runs if not any(start <= m.start() and m.end() <= end for start, end in spans)]


@settings(max_examples=1000, deadline=None)
@given(TEXTS.map("".join))
@example("1.5.3 of 2.0.1")
@example("the (2022)-based 5½ and 1,2,3,45")
def test_each_run_of_digits_is_read_or_stands_in_an_address(source: str) -> None:
    assert [] == unaccounted(clean(source).text)


@pytest.mark.parametrize(
    "word", "two seven eleven forty twenty-six ninety-nine dozen half twice tenfold two-thirds".split()
)
def test_a_number_word_that_stands_free_is_read(word: str) -> None:
    words = "a dozen" if word == "dozen" else word
    (reading,) = read(f"This holds for {words} of the papers.")
    assert words == f"This holds for {words} of the papers."[reading.start : reading.end]


@settings(deadline=None)
@given(TEXTS.map("".join))
def test_the_ledger_holds_every_reading_with_a_role(source: str) -> None:
    scene = lay_out(Paper(id="p", abstract=source))
    ledger = find(Paper(id="p", abstract=source)).ledger
    assert [scene.source.to_source(r.start, r.end) for r in scene.readings] == [(q.start, q.end) for q in ledger]
