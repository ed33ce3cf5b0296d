"""What must hold for any number: its way of writing, its wrapping and its neighbours change nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarise.records import Findings, Paper
from summarise.rules import find, read_numbers
from summarise.rules.numbers.quantities import read
from summarise.text import clean

TENTHS = st.integers(1, 999).map(lambda n: Decimal(n) / 10)


@given(
    TENTHS.filter(lambda n: n != 1), st.sampled_from([("thousand", "K", 3), ("million", "M", 6), ("billion", "B", 9)])
)
def test_a_scale_reads_equal_in_words_letters_digits_and_powers(number: Decimal, scale: tuple[str, str, int]) -> None:
    word, letter, power = scale
    value = number * 10**power
    plain = f"{value:,.0f}"
    forms = [f"{number} {word}", f"{number}{letter}", plain, plain.replace(",", "\u2009"), plain.replace(",", "{,}"),
             plain.replace(",", "\\,"), f"{number} \\times 10^{{{power}}}", f"${number}\\times10^{power}$",
             f"{number}e{power}"]  # fmt: skip
    assert [value] * len(forms) == [read_numbers(f"It has {form} images of cats.")[0].value for form in forms]


@given(TENTHS, st.sampled_from(["\\%", " \\%", "\\,\\%", "%", " %", " percent", "\u202f%", "\uff05"]))
def test_wrapping_in_latex_changes_no_number(number: Decimal, sign: str) -> None:
    forms = ["{}", "${}$", "\\textbf{{{}}}", "$\\mathbf{{{}}}$", "({})", "\\emph{{\\textbf{{{}}}}}", "~{}"]
    for form in forms:
        (quantity,) = read_numbers(
            f"It reaches{form.format(f'{number}{sign}')} accuracy.".replace("reaches", "reaches ")
        )
        assert (number, "%") == (quantity.value, quantity.unit)


@given(TENTHS)
def test_a_command_around_the_digits_alone_changes_nothing(number: Decimal) -> None:
    (quantity,) = read_numbers(f"It reaches \\textbf{{{number}}}\\% accuracy.")
    assert (number, "%", f"\\textbf{{{number}}}\\%") == (quantity.value, quantity.unit, quantity.text)


@given(st.integers(2, 99))
def test_words_and_digits_below_a_hundred_read_equal(number: int) -> None:
    ones = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    word = ones[number] if number < 20 else tens[number // 10 - 2] + (f"-{ones[number % 10]}" if number % 10 else "")
    for text in (word, word.capitalize(), f"{word} hundred", f"{word} million"):
        times = 100 if "hundred" in text else 10**6 if "million" in text else 1
        assert [Decimal(number * times)] == [q.value for q in read_numbers(f"{text} cats")]


@given(TENTHS, TENTHS, st.sampled_from([" → ", " -> ", " $\\rightarrow$ ", "$\\to$", " \\rightarrow "]))
def test_an_arrow_binds_what_was_to_what_is(old: Decimal, new: Decimal, arrow: str) -> None:
    first, second = read(clean(f"accuracy ({old}\\%{arrow}{new}\\%)").text)
    assert (old, new, old, "%", "%") == (first.value, second.value, second.from_value, first.unit, second.unit)


FACTS = st.sampled_from(
    """We introduce FooNet-7B, a model with 7B parameters.
    FooNet-7B reaches 61.2% on GSM8K and beats Llama-13B by 3.1%.
    It is trained on 2 trillion tokens in 3.5M GPU hours.
    Accuracy rises from 51.2% to 63.4%, twice as fast.
    We use (1) four tasks, (2) 12 datasets and (3) two languages.
    In 2023 we ran Python 3.11 on RTX 4090 cards for 5 epochs.
    Table 2 shows gains of 13%-19% and 1,234 errors.""".split("\n    ")
)
ASIDES = st.sampled_from(["Apples are often red.", "Such things are hard to know.", "Much was said of it in 1999."])


def told(findings: Findings, start: int, end: int) -> list[object]:
    """Elements and numbers whose place is in a span, without their places."""
    elements = [
        (f.field, f.rule, f.element.model_dump(exclude={"evidence": {"start", "end"}}))
        for f in findings.elements
        if start <= f.anchor[0] < end
    ]
    numbers = [(q.text, q.value, q.value_max, q.unit, q.role) for q in findings.ledger if start <= q.start < end]
    return [*elements, *numbers]


@settings(deadline=None)
@given(st.lists(FACTS, min_size=1, max_size=5, unique=True), ASIDES, ASIDES)
@example(["Table 2 shows gains of 13%-19% and 1,234 errors."], "Apples are often red.", "Apples are often red.")
def test_sentences_before_and_after_change_no_number_of_a_paper(facts: list[str], before: str, after: str) -> None:
    text = " ".join(facts)
    alone = find(Paper(id="p", abstract=text))
    among = find(Paper(id="p", abstract=f"{before} {text} {after}"))
    start = len(before) + 1
    assert told(alone, 0, len(text)) == told(among, start, start + len(text))


@settings(max_examples=500, deadline=None)
@given(st.text())
@example("reaches 45.2 ± 0.3 BLEU, $63.5^{+0.2}_{-0.1}$ and 7_{0.3}%")
@example("from 3% to 5%, 3% → 5%, 2-3 and two to three hundred, one in five, 3/4, 1,000B+ and 4-bit GPT-4-7B-A3B")
def test_no_text_breaks_the_reader_and_its_spans_rise(text: str) -> None:
    cleaned = clean(text)
    readings = read(cleaned.text)
    assert all(0 <= r.start < r.end <= len(cleaned.text) for r in readings)
    assert all(a.end <= b.start for a, b in pairwise(readings))
    assert all(r.token[0] <= r.start < r.end <= r.token[1] for r in readings)
