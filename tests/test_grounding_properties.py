"""Whatever the text: what stands there is found there, in any form; what was changed by a digit or a unit never is."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from summarise.grounding import ground, locate, places
from summarise.grounding.spelling import INSIDE, spell
from summarise.records import Paper
from summarise.text import clean

# Words that no neighbour goes on with, each with forms of it that differ in no letter, digit, sign or unit. Where a
# form has more to it than the place that is meant, brackets stand around that.
FORMS = {
    "gains": ["gains", "Gains", "[gains]\u200b", "ga\u00adins"],
    "efficient": ["e\ufb03cient", "Efficient", "efficient"],
    "self-attention": ["self\u2010attention", "self\u2011attention", "self-\nattention", "self attention"],
    "benchmark": ["bench-\nmark", "bench\u00admark", "bench\u00ad\n mark", "benchmarks"],
    "naïve": ["nai\u0308ve", "naive", 'na\\"ive'],
    "Math-Otter": [r"\textbf{[Math-Otter]}", "Math\u2011Otter", "math-otter", r"\emph{Math}-Otter"],
    "GSM8K": [r"\textsc{[GSM8K]}", "𝐆𝐒𝐌𝟖𝐊", "gsm8k"],
    "R&D": [r"R\&D", "R&amp;D"],
    "V1.5": ["V1.5", "v1.5", "{[V1.5]}"],
    "63.5%": [r"63.5\%", r"$[63.5\%]$", "63.5 %", "63.5\u202f%", "63.5 percent", "63.5&#37;", r"$63.5$\%"],
    "-3": ["\u22123", "$[-3]$", "&minus;3"],
    "37B": ["37B", "37b", "$37$B", "37\u00a0B"],
    "2.1×": [r"2.1$\times$", "2.1x", "2.1 ×", "2.1&times;"],
    "1,319": ["1319", r"1\,319", "1{,}319", "1\u2009319"],
    "10^9": ["10\u2079", "$[10^{9}]$", r"10\textsuperscript{9}", "10<sup>9</sup>"],
    "13-19%": ["13\u201319%", r"13--19\%", "13 – 19%"],
    "71.5% → 74.9%": [r"71.5\% $\rightarrow$ 74.9\%", "71.5% -> 74.9%"],
    "模型": ["模型", "模\u200b型"],
}
PLAIN = list(FORMS)
FORM = st.sampled_from([(piece, form) for piece, forms in FORMS.items() for form in forms])


@st.composite
def abstracts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text, and the places of its pieces."""
    text, spans = "", []
    for piece in draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=12)):
        spans.append((len(text), len(text) + len(piece)))
        text += piece + draw(st.sampled_from([", and ", " and ", "; so ", " (or) ", ",\nbut "]))
    return text, spans


def spelt(text: str) -> str:
    """Letters, digits and the signs that count, in one form."""
    return re.sub(r"[^\w%×→^.+-]", "", clean(text).text.casefold())


@given(abstracts(), st.data())
def test_any_words_of_an_abstract_are_found_where_they_stand_or_at_an_equal_place(
    abstract: tuple[str, list[tuple[int, int]]], data: st.DataObject
) -> None:
    text, spans = abstract
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    start, end = spans[first][0], spans[last][1]
    chosen = locate(text[start:end], Paper(id="p", abstract=text), near=start)
    assert chosen is not None
    places = [(chosen.evidence.start, chosen.evidence.end), *chosen.others]
    # Places never overlap: in "gains, and gains, and gains" the last two stand where the first two do.
    assert (start, end) in places or any(there < end and start < to for there, to in places)
    assert spelt(text[start:end]) == spelt(chosen.evidence.quote)


@given(FORM, st.sampled_from([("we see ", " there"), ("(", ")"), ("see\n", "."), ("", "")]))
def test_another_form_of_the_same_words_is_found_at_its_exact_span(
    written: tuple[str, str], around: tuple[str, str]
) -> None:
    piece, form = written
    evidence = ground(piece, Paper(id="p", abstract=form.replace("[", "").replace("]", "").join(around)))
    assert evidence is not None
    before, meant, _ = re.split(r"[\[\]]", form) if "[" in form else ("", form, "")
    assert (meant, len(around[0]) + len(before)) == (evidence.quote, evidence.start)


@given(FORM)
def test_the_plain_words_are_found_for_a_quote_in_another_form(written: tuple[str, str]) -> None:
    piece, form = written
    evidence = ground(form.replace("[", "").replace("]", ""), Paper(id="p", abstract=f"we see {piece} there"))
    assert evidence is not None
    assert piece == evidence.quote


UNITS = [
    "",
    "%",
    "x",
    "K",
    "M",
    "B",
    "T",
    " points",
    " percentage points",
    " ms",
    " s",
    " hours",
    " million",
    " billion",
]
AMOUNT = st.tuples(st.sampled_from(["", "-", "$"]), st.decimals(0, 9999, places=1).map(str), st.sampled_from(UNITS))


@given(AMOUNT, AMOUNT)
def test_an_amount_is_found_only_as_itself(there: tuple[str, str, str], sought: tuple[str, str, str]) -> None:
    found = ground("".join(sought), Paper(id="p", abstract=f"we see {''.join(there)} here"))
    no_unit_asked = sought[2] == "" and there[2] in (" points", " ms", " s", " hours") and there[:2] == sought[:2]
    assert (found is not None) == (there == sought or no_unit_asked)


@given(AMOUNT, st.data())
def test_one_changed_digit_is_never_found(there: tuple[str, str, str], data: st.DataObject) -> None:
    sign, number, unit = there
    at = data.draw(st.sampled_from([i for i, c in enumerate(number) if c.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789"))
    change = data.draw(st.sampled_from([number[:at] + digit + number[at + 1 :], number[:at] + digit + number[at:]]))
    assume(change != number)
    assert ground(sign + change + unit, Paper(id="p", abstract=f"we see {''.join(there)} here")) is None


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["", "%", "B", " million", "x"]))
def test_a_whole_number_is_found_only_as_itself(there: int, sought: int, unit: str) -> None:
    found = places(f"{sought}{unit}", clean(f"we reach {there:,}{unit} here"))
    assert bool(found) == (there == sought)


PIECES = (
    "63.5|5|%| |\\%|$|{|}|\\textbf{|^|_|-|−|\u00ad|\n|&lt;|&|<sup>|</sup>|e\u0301|\u0301|模|Otter|a|x|×|,|.|½|²|①|'s|+"
)
ODD = st.lists(st.sampled_from([*PIECES.split("|"), "\u2009", "\ud800"]), max_size=30).map("".join)


@given(st.one_of(st.text(max_size=200), ODD), st.data())
def test_any_piece_of_any_text_that_is_found_slices_back_to_the_source(text: str, data: st.DataObject) -> None:
    paper = Paper(id="p", abstract=text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    chosen = locate(text[start:end], paper, near=data.draw(st.none() | st.integers(0, len(text))))
    if chosen is not None:
        assert chosen.evidence.quote == paper.abstract[chosen.evidence.start : chosen.evidence.end] != ""
        assert (chosen.evidence.start, chosen.evidence.end) not in chosen.others


@given(ODD, ODD)
def test_what_is_found_has_the_digits_of_the_quote_in_their_order(quote: str, text: str) -> None:
    evidence = ground(quote, Paper(id="p", abstract=text))
    if evidence is not None:
        digits = [re.sub(r"\D", "", clean(t.replace("\ud800", "")).text) for t in (quote, evidence.quote)]
        assert digits[0] == digits[1]


WRITTEN = [
    "per cent",
    "percent",
    "x",
    "7",
    "3.5",
    "B",
    "$",
    "%",
    "model's",
    "-",
    "naïve",
    "β",
    "ß",
    "models",
    "Foo",
    "±",
    "10^9",
]


@given(st.lists(st.sampled_from([*WRITTEN, " ", " ", ", "]), max_size=14).map("".join))
def test_words_in_a_row_are_spelt_as_words_one_by_one(text: str) -> None:
    alone, rows = spell(text), spell(text, in_rows=True)
    ends = range(len(alone.letters) + 1)
    assert (alone.letters, alone.joints) == (rows.letters, rows.joints)
    assert [(alone.begins(at), alone.closes(at)) for at in ends] == [(rows.begins(at), rows.closes(at)) for at in ends]
    assert all(alone.joints[at] != INSIDE for at in ends[:-1] if alone.begins(at) is not None)


def test_words_that_overlap_with_themselves_are_found_at_places_that_do_not() -> None:
    text = "gains, and gains, and gains, and so on"
    chosen = locate("gains, and gains", Paper(id="p", abstract=text), near=11)
    assert chosen is not None
    assert [(0, 16)] == [(chosen.evidence.start, chosen.evidence.end), *chosen.others]
