"""Copies of one abstract are joined; another paper with nearly the same words never is."""

from __future__ import annotations

import pytest

from .reading_out_of_bytes import ABSTRACT, json_lines, papers_of


def joined(some: str, other: str) -> bool:
    """Whether two abstracts, read from one document, are one paper; it may not depend on their order."""
    forwards, backwards = papers_of(json_lines(some, other)), papers_of(json_lines(other, some))
    assert len(forwards) == len(backwards)
    assert {p.id for p in forwards} == {p.id for p in backwards}
    return len(forwards) == 1


def changed(old: str, new: str) -> str:
    """The planted abstract with one thing changed."""
    assert old in ABSTRACT
    return ABSTRACT.replace(old, new)


COPIES = {
    "per cent escaped": changed("4.2%", r"4.2\%"),
    "in mathematics": changed("4.2%", r"$4.2\%$"),
    "emphasised": changed("Windrose", r"\textbf{Windrose}"),
    "wrapped": changed(". ", ".\n"),
    "other quotes, dashes": changed("windows and", "“windows” — and"),
    "other case": changed("Existing methods", "Existing Methods"),
    "code sentence more": ABSTRACT + " Code is available at https://github.com/windrose/windrose.",
    "code to come": ABSTRACT + " Our code and models will be released soon.",
    "short form more": changed("language models", "language models (LMs)"),
    "sentence less": changed("Existing methods, however, lose the order of events. ", ""),
    "clause less": changed(", e.g., on one consumer device", ""),
    "slip": changed("retrieval", "retreival"),
    "another form": changed("demonstrate", "demonstrated"),
    "another spelling": changed("accuracy", "acuracy"),
    "free word exchanged": changed("demonstrate", "show"),
    "adverb exchanged": changed("significantly", "considerably"),
    "hyphen": changed("small encoder", "small-encoder"),
}


@pytest.mark.parametrize("other", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_joined(other: str) -> None:
    assert joined(ABSTRACT, other)


OTHERS = {
    "another number": changed("4.2%", "4.3%"),
    "another size": changed("7B", "13B"),
    "another unit": changed("4.2%", "4.2"),
    "another sign": changed("by 4.2%", "by -4.2%"),
    "another name": changed("Windrose", "Compass"),
    "a name one letter off": changed("Windrose", "Windrise"),
    "a version more": changed("Windrose", "Windrose 2"),
    "a version in the name": changed("Windrose", "Windrose-V1.5"),
    "another data set": changed("NarrativeQA", "QuALITY"),
    "another language": changed("German", "French"),
    "a language more": changed("German", "German and French"),
    "another number word": changed("one consumer", "two consumer"),
    "a negation": changed("matters", "does not matter"),
    "the opposite": changed("improves", "decreases"),
    "another subject": changed("documents", "videos"),
    "one word of the subject": changed("retrieval", "compression"),
    "another prefix": changed("encoder", "decoder"),
    "a subject narrowed twice": changed("indows", "indows frames"),
    "part two": "This is Part II. " + ABSTRACT.replace("one", "two"),
    "another repository": ABSTRACT + " Code: https://github.com/b/c.",
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_paper_of_the_same_template_is_not_joined(other: str) -> None:
    first = ABSTRACT + " Code: https://github.com/a/b." if "https" in other else ABSTRACT
    assert not joined(first, other)


def test_an_address_and_what_arxiv_shows_in_its_place_are_the_same() -> None:
    code = ABSTRACT + " Code is available at "
    assert joined(code + "this https URL.", code + "https://github.com/windrose/windrose.")


def test_a_name_in_brackets_that_abbreviates_nothing_is_another_paper() -> None:
    assert not joined(ABSTRACT, changed("language models", "language models (XLM)"))


def test_parts_one_and_two_are_not_joined() -> None:
    assert not joined(ABSTRACT + " This is Part I.", ABSTRACT + " This is Part II.")


def test_short_texts_are_joined_only_when_their_words_are_the_same() -> None:
    assert joined("We train a model on text.", "We train a model on  text")
    assert not joined("We train a model on text.", "We trained a model on text.")


def test_two_papers_are_not_joined_by_a_third_that_resembles_both() -> None:
    clause = ", e.g., on one consumer device"
    middle, one, two = ABSTRACT.replace(clause, ""), ABSTRACT, changed(clause, ", e.g., on eight server nodes")
    for order in ([middle, one, two], [one, middle, two], [two, one, middle], [one, two, middle]):
        papers = papers_of(json_lines(*order))
        assert len(papers) == 2
        assert not any({one, two} <= {p.abstract, *(v.abstract for v in p.variants)} for p in papers)


def test_variants_hold_each_delivered_text_once() -> None:
    escaped = changed("4.2%", r"4.2\%")
    (paper,) = papers_of(json_lines(ABSTRACT, escaped, escaped, ABSTRACT))
    assert paper.abstract == ABSTRACT
    assert [(v.abstract, v.source.position) for v in paper.variants] == [(escaped, "2")]
    assert [s.position for s in paper.sources] == ["1", "2", "3", "4"]


def test_the_copy_with_most_words_is_the_abstract() -> None:
    fuller = ABSTRACT + " Code is available at https://github.com/windrose/windrose."
    (paper,) = papers_of(json_lines(ABSTRACT, fuller))
    assert (paper.abstract, [v.abstract for v in paper.variants]) == (fuller, [ABSTRACT])


def test_many_papers_of_one_template_stay_apart() -> None:
    texts = [ABSTRACT.replace("4.2", f"{i}.5").replace("Windrose", f"Model{i}") for i in range(150)]
    assert len(papers_of(json_lines(*texts))) == 150
