"""Plain text: labels, author pages, paragraphs; what a missing line breaks, and what it does not."""

from __future__ import annotations

import pytest

from summarise.records import Paper

from .reading_out_of_bytes import ABSTRACT, kinds_of, papers_of, read

LONG = [f"Abstract number {i} says something else. {ABSTRACT.replace('Windrose', f'Model{i}')}" for i in range(4)]


# ── labels ───────────────────────────────────────────────────────────────────────────────────────
def test_the_label_and_the_blanks_behind_it_are_not_part_of_the_abstract() -> None:
    assert [p.abstract for p in papers_of("Abstract:One.\nAbstract:  Two, 5\\%. \n\nABSTRACT: Three.")] == [
        "One.",
        "Two, 5\\%. ",
        "Three.",
    ]


def test_a_wrapped_abstract_goes_on_until_the_next_label() -> None:
    first, second = papers_of("Abstract: We present\na model that\nworks.\nAbstract: Another.")
    assert (first.abstract, first.sources[0].position) == ("We present\na model that\nworks.", "1-3")
    assert (second.abstract, second.sources[0].position) == ("Another.", "4")


def test_a_title_and_authors_may_be_labelled_too() -> None:
    (paper,) = papers_of("Title: On Windows\nAuthors: Lovelace, Ada, Turing, Alan\n\nAbstract: We look.")
    assert (paper.title, paper.authors) == ("On Windows", ("Ada Lovelace", "Alan Turing"))
    assert (paper.abstract, paper.sources[0].position) == ("We look.", "1-4")


def test_a_lost_label_does_not_join_two_papers() -> None:
    text = f"Abstract:{LONG[0]}\n{LONG[1]}\nAbstract:{LONG[2]}"
    assert kinds_of(text) == [("1", "paper"), ("2", "no_label"), ("3", "paper")]


UNLABELLED = {
    "before the first label": ("A heading of this file\n\nAbstract:One.", [("1", "no_label"), ("3", "paper")]),
    "an author's name at the top": ("Xu, Runxin\nAbstract:One.", [("2", "paper")]),
    "after a blank line": (
        "Abstract:One.\n\nA stray line.\nAbstract:Two.",
        [("1", "paper"), ("3", "no_label"), ("4", "paper")],
    ),
    "a label without text": ("Abstract:\nAbstract:Two.", [("1", "missing_abstract"), ("2", "paper")]),
    "a title without abstract": ("Title: T\nTitle: U\nAbstract: Two.", [("1", "missing_abstract"), ("2-3", "paper")]),
    "a title at the end": ("Abstract: One.\nTitle: T", [("1", "paper"), ("2", "missing_abstract")]),
}


@pytest.mark.parametrize(("text", "kinds"), UNLABELLED.values(), ids=UNLABELLED.keys())
def test_a_line_that_belongs_to_no_record_is_reported(text: str, kinds: list[tuple[str, str]]) -> None:
    assert kinds_of(text) == kinds


def test_a_broken_line_of_a_wrapped_abstract_breaks_that_abstract() -> None:
    data = b"Abstract: We present\na mod\xe9le\nthat works.\nAbstract: Another."
    assert kinds_of(data) == [("1-3", "not_utf8"), ("4", "paper")]


def test_a_broken_labelled_line_breaks_only_itself() -> None:
    assert kinds_of(b"Abstract: One.\nAbstract: mod\xe9le.\nAbstract: Three.") == [
        ("1", "paper"),
        ("2", "not_utf8"),
        ("3", "paper"),
    ]


# ── an author's page ─────────────────────────────────────────────────────────────────────────────
NAME = "Xu, Runxin"
TITLES = ["Reading Windows: A Study", "Attention, Please", "Is It Enough?", "Deep, Wide, and Long Models"]
AUTHORS = ["Xu, Runxin, Li, Y. K.", "DeepSeek-AI, null, Xu, Runxin", "Xu, Runxin", "van den Oord, Aaron, Xu, Runxin"]
PAGE = [NAME, *(line for record in zip(TITLES, AUTHORS, LONG, strict=True) for line in record)]


def without(*numbers: int) -> str:
    """The page without these lines, counted from 1."""
    return "\n".join(line for number, line in enumerate(PAGE, 1) if number not in numbers)


def test_a_page_holds_title_authors_and_abstract_of_each_paper() -> None:
    papers = papers_of("\n".join(PAGE))
    assert [p.title for p in papers] == TITLES
    assert [p.abstract for p in papers] == LONG
    assert [p.sources[0].position for p in papers] == ["2-4", "5-7", "8-10", "11-13"]
    assert [p.authors for p in papers] == [
        ("Runxin Xu", "Y. K. Li"),
        ("DeepSeek-AI", "Runxin Xu"),
        ("Runxin Xu",),
        ("Aaron van den Oord", "Runxin Xu"),
    ]


def test_the_page_needs_no_name_and_blank_lines_do_not_matter() -> None:
    assert [p.title for p in papers_of(without(1))] == TITLES
    assert [p.title for p in papers_of("\n\n" + "\n \n".join(PAGE))] == TITLES


MISSING = {
    "first abstract": ({4}, [("2-3", "missing_abstract"), ("4-6", "paper"), ("7-9", "paper"), ("10-12", "paper")]),
    "an abstract": ({7}, [("2-4", "paper"), ("5-6", "missing_abstract"), ("7-9", "paper"), ("10-12", "paper")]),
    "authors": ({6}, [("2-4", "paper"), ("5-6", "paper"), ("7-9", "paper"), ("10-12", "paper")]),
    "title": ({8}, [("2-4", "paper"), ("5-7", "paper"), ("8-9", "paper"), ("10-12", "paper")]),
    "authors and abstract": (
        {6, 7},
        [("2-4", "paper"), ("5", "missing_abstract"), ("6-8", "paper"), ("9-11", "paper")],
    ),
    "title and authors": ({5, 6}, [("2-4", "paper"), ("5", "no_title"), ("6-8", "paper"), ("9-11", "paper")]),
    "last abstract": ({13}, [("2-4", "paper"), ("5-7", "paper"), ("8-10", "paper"), ("11-12", "missing_abstract")]),
    "name and first abstract": (
        {1, 4},
        [("1-2", "missing_abstract"), ("3-5", "paper"), ("6-8", "paper"), ("9-11", "paper")],
    ),
}


@pytest.mark.parametrize(("lines", "kinds"), MISSING.values(), ids=MISSING.keys())
def test_a_missing_line_breaks_no_other_record(lines: set[int], kinds: list[tuple[str, str]]) -> None:
    assert kinds_of(without(*lines)) == kinds


def test_every_abstract_keeps_its_own_title_when_any_one_line_is_missing() -> None:
    own = dict(zip(LONG, TITLES, strict=True))
    for number in range(1, len(PAGE) + 1):
        papers = [item for item in read(without(number)) if isinstance(item, Paper)]
        assert all(p.title in (own[p.abstract], None) for p in papers), number


# ── neither ──────────────────────────────────────────────────────────────────────────────────────
NEITHER = {
    "one line": ("We trained a 7B model", ["We trained a 7B model"]),
    "a whole abstract a line": ("\n".join(LONG), LONG),
    "blank lines between": ("\n\n\n".join(LONG), LONG),
    "wrapped paragraphs": ("We trained\na model.\n\nWe did not.\n", ["We trained\na model.", "We did not."]),
    "a bracket first": ("[CLS] is a token.", ["[CLS] is a token."]),
    "a brace first": ("{\\bf We} present.", ["{\\bf We} present."]),
}


@pytest.mark.parametrize(("text", "abstracts"), NEITHER.values(), ids=NEITHER.keys())
def test_text_of_no_layout_is_one_abstract_a_paragraph(text: str, abstracts: list[str]) -> None:
    assert [p.abstract for p in papers_of(text)] == abstracts


def test_a_short_line_directly_above_an_abstract_is_its_title() -> None:
    papers = papers_of(f"On Windows\n{LONG[0]}\n\nOn Doors\n{LONG[1]}\n")
    assert [(p.title, p.abstract) for p in papers] == [("On Windows", LONG[0]), ("On Doors", LONG[1])]


def test_a_broken_line_breaks_its_paragraph_only() -> None:
    assert kinds_of(b"One.\n\nTwo \xe9\nand more.\n\nThree.") == [("1", "paper"), ("3-4", "not_utf8"), ("6", "paper")]
