"""Planted numbers in the forms in which papers write them: value, upper end, origin, unit, comparator, role, place."""

from __future__ import annotations

import pytest

from summarise.records import Paper
from summarise.rules import read_numbers
from summarise.rules.scene import lay_out


def told(text: str) -> str:
    """The numbers of a text, one after the other: 'quote = value..max <- from unit comparator role'."""
    readings = lay_out(Paper(id="p", abstract=text)).readings
    out = []
    for q, r in zip(read_numbers(text), readings, strict=True):
        high = "" if q.value_max is None else f"..{q.value_max.normalize():f}"
        origin = "" if r.from_value is None else f" <- {r.from_value.normalize():f}"
        comparator = "" if q.comparator == "=" else f" {q.comparator}"
        unit = f" {r.unit}" if r.unit else ""
        assert q.text == text[q.start : q.end]
        # Whether a number is claimed is not the reader's to say: that has tests of its own.
        role = "claim" if q.role in ("result", "unknown") else q.role
        out.append(f"{q.text} = {q.value.normalize():f}{high}{origin}{unit}{comparator} {role}")
    return "; ".join(out)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("We release 1,234,567 images", "1,234,567 = 1234567 data"),
        ("We release 1\u2009234\u2009567 images", "1\u2009234\u2009567 = 1234567 data"),
        ("We release 1\u00a0234\u00a0567 images", "1\u00a0234\u00a0567 = 1234567 data"),
        ("We release 1{,}234 images", "1{,}234 = 1234 data"),
        ("a rate of 1e-3 is set", "1e-3 = 0.001 context"),
        ("a rate of $2.5\\times10^{-3}$ is set", "2.5\\times10^{-3} = 0.0025 context"),
        ("a rate of 10⁻³.", "10⁻³ = 0.001 context"),
        ("with $2^{20}$ states", "2^{20} = 1048576 count"),
        ("p < 10^-5.", "10^-5 = 0.00001 <= context"),
        ("over 10**4 nodes", "10**4 = 10000 >= count"),
        ("340 K well-kept map legends", "340 K = 340000 count"),
        ("60K+ questions in all", "60K+ = 60000 >= count"),
        ("700+ million edges", "700+ million = 700000000 >= count"),
    ],
)
def test_digits_are_read_in_every_way_of_writing_them(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("on twenty-three tasks", "twenty-three = 23 count"),
        ("on one hundred and twenty tasks", "one hundred and twenty = 120 count"),
        ("on two dozen tasks", "two dozen = 24 count"),
        ("a million pictures", "a million = 1000000 count"),
        ("half a million pictures", "half a million = 500000 count"),
        ("two to three tasks", "two to three = 2..3 count"),
        ("six percent of it", "six percent = 6 % claim"),
        ("wins by two points.", "two points = 2 points claim"),
        ("two to three hundred tasks", "two to three hundred = 200..300 count"),
        ("two or three dozen tasks", "two or three dozen = 24..36 count"),
        ("two to three hundred thousand pictures", "two to three hundred thousand = 200000..300000 count"),
        ("ten to one hundred tasks", "ten to one hundred = 10..100 count"),
        ("two hundred to three thousand tasks", "two hundred to three thousand = 200..3000 count"),
        ("two dozen to fifty dozen tasks", "two dozen to fifty dozen = 24..600 count"),
    ],
)
def test_numbers_are_read_from_words(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "several hundred papers and a few thousand users",
        "hundreds of thousands of users",
        "the first and the second half of the year",
        "a two-stage, three-dimensional, zero-shot method",
        "no one but the authors",
        "a third party",
        "knowledge triples and a double-blind review",
        "stages (i) and (ii)",
        "see https://example.org/12/34, www.a.org/5 and arXiv:2401.00001",
        "mail a1@b2.org or see github.com/a/b2?c=3",
    ],
)
def test_vague_words_ordinals_and_addresses_are_no_numbers(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("½ of the time", "½ = 0.5 context"),
        ("for 3½ hours", "3½ = 3.5 context"),
        ("3/4 of the tasks", "3/4 = 0.75 context"),
        ("two-thirds of them", "two-thirds = 0.6667 context"),
        ("a quarter of them", "a quarter = 0.25 context"),
        ("at less than half the cost", "half = 0.5 <= claim"),
        ("one in five papers", "one in five = 0.2 context"),
        ("one in 20 papers", "one in 20 = 0.05 context"),
        ("One in 0 cases fail", "0 = 0 count"),
        ("1/10th of the cost", "1/10th = 0.1 context"),
        ("$\\frac{1}{2}$ of the cost", "\\frac{1}{2} = 0.5 context"),
    ],
)
def test_parts_of_a_whole_are_fractions(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("solves 5/148 of them", "5 = 5 count; 148 = 148 count"),
        ("scores of 72.4/79.8% on both", "72.4 = 72.4 % claim; 79.8% = 79.8 % claim"),
        ("support day and night, 24/7", "24 = 24 context; 7 = 7 context"),
        ("a screen of 16:9 at 10:30", "16 = 16 context; 9 = 9 context; 10 = 10 context; 30 = 30 context"),
        ("a 3 x 3 x 3 grid", "3 = 3 context; 3 = 3 context; 3 = 3 context"),
        ("resized to 256×256.", "256 = 256 context; 256 = 256 context"),
        ("built with version 1.2.3", "1 = 1 version; 2 = 2 version; 3 = 3 version"),
        ("on March 14, 2019", "14 = 14 year; 2019 = 2019 year"),
        ("as of 2024-05-01", "2024-05-01 = 2024 year"),
        ("diaries (1871-1878)", "1871-1878 = 1871..1878 year"),
        ("a total of 2417 clips", "2417 = 2417 count"),
        ("inputs of length 2048", "2048 = 2048 context"),
        ("(Foo, 2024a; 2024b)", "2024 = 2024 year; 2024 = 2024 year"),
    ],
)
def test_set_forms_are_told_from_fractions_and_counts(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("runs twice as fast", "twice = 2 x claim"),
        ("halves the memory", "halves = 0.5 x claim"),
        ("reduces it by a factor of two", "two = 2 claim"),
        ("a tenfold reduction", "tenfold = 10 x claim"),
        ("is 3.47 times faster", "3.47 times = 3.47 x claim"),
        ("is faster by 2.6$\\times$.", "2.6$\\times$ = 2.6 x claim"),
        ("a twenty three-fold reduction", "twenty three-fold = 23 x claim"),
        ("a hundred-fold reduction", "a hundred-fold = 100 x claim"),
        ("is two to three times faster", "two to three times = 2..3 x claim"),
        ("an order of magnitude faster", "an order of magnitude = 1 orders of magnitude claim"),
        ("2-3 orders of magnitude faster", "2-3 orders of magnitude = 2..3 orders of magnitude claim"),
        ("our contributions are threefold:", "threefold = 3 count"),
    ],
)
def test_multiples_are_read_from_words_and_signs(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("reaches 45.2 ± 0.3 BLEU", "45.2 ± 0.3 = 45.2 claim"),
        ("reaches 63.5$_{\\pm 0.2}$ BLEU", "63.5$_{\\pm 0.2}$ = 63.5 claim"),
        ("reaches $63.5^{+0.2}_{-0.1}$", "63.5^{+0.2}_{-0.1} = 63.5 claim"),
        ("a gain of 9% on X from 57% to 66%", "9% = 9 % claim; 57% = 57 % claim; 66% = 66 <- 57 % claim"),
        ("from 3 minutes to 12 seconds", "3 = 3 context; 12 = 12 context"),
        ("reaches 0.8 $\\pm$ 0.1.", "0.8 $\\pm$ 0.1 = 0.8 claim"),
        ("a change of −2.3 points", "−2.3 points = -2.3 points claim"),
        ("reaches 79.3 F1 (+ 3.7)", "79.3 = 79.3 claim; 1 = 1 name; + 3.7 = 3.7 claim"),
        ("gains of 3.5x-4.2x", "3.5x-4.2x = 3.5..4.2 x claim"),
        ("improves accuracy from 61% (zero-shot) to 70%", "61% = 61 % claim; 70% = 70 <- 61 % claim"),
        ("recall rose 71.5\\% $\\rightarrow$ 74.9\\%", "71.5\\% = 71.5 % claim; 74.9\\% = 74.9 <- 71.5 % claim"),
        ("trains on 350-700M tokens", "350-700M = 350000000..700000000 data"),
        ("our 7B-70B models", "7B = 7000000000 size; 70B = 70000000000 size"),
        ("10 or fewer tasks", "10 = 10 <= count"),
        ("as little as 5% of labels", "5% = 5 % >= claim"),
    ],
)
def test_ranges_changes_and_margins_keep_both_numbers(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("costs US$ 0.14 each", "US$ 0.14 = 0.14 USD cost"),
        ("costs \\$2.3M in all", "\\$2.3M = 2300000 USD cost"),
        ("costs USD 7 or 5 dollars", "USD 7 = 7 USD cost; 5 dollars = 5 USD cost"),
        ("clips of 12 ms on 80GB cards", "12 = 12 context; 80 = 80 context"),
        ("takes 2.5M H800 GPU hours", "2.5M = 2500000 cost; 800 = 800 name"),
        ("scans at 3T in MRI", "3 = 3 name"),
    ],
)
def test_money_and_measures_have_their_units(text: str, numbers: str) -> None:
    assert numbers == told(text)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Table 2 and Figure 1 of Section 3", "enumerator enumerator enumerator"),
        ("in Layers 10, 11, and 12", "enumerator enumerator enumerator"),
        ("as [12] shows, for the 2nd time", "enumerator enumerator"),
        ("when a shift (such as 1) is small", "context"),
        ("on RTX 4090 cards and Python 3.11", "name version"),
        ("tuning Llama 3.1-8B and LLaMA 2-7B-chat", "version size version size"),
        ("with ViT-L/14 and the group SO(2)", "name context"),
        ("BLEU-4, ROUGE-1, pass@8 and CO2", "name name name name"),
        ("trained for 5 epochs with batch size 64", "count context"),
        ("with 4-bit weights and 5-shot prompts", "context context"),
        ("n=120 adults, k = 5 folds", "count count"),
        ("a 95% CI of [0.5, 0.7]", "context context context"),
        ("of these, 99 were wrong", "count"),
        ("we kept 12 features out of 77.", "count count"),
        ("415K 6D object poses", "count name"),
    ],
)
def test_roles_follow_from_the_words_around(text: str, roles: str) -> None:
    assert roles == " ".join(q.role for q in read_numbers(text))
