"""Ids that are the same on every platform, in every order, for every copy."""

from __future__ import annotations

import re

import pytest

from .reading_out_of_bytes import ABSTRACT, json_lines, papers_of


def id_of(**record: object) -> str:
    (paper,) = papers_of(json_lines({"abstract": ABSTRACT, **record}))
    return paper.id


def test_a_made_id_is_a_slug_of_the_title_and_a_hash_of_the_abstract() -> None:
    assert id_of(title="On Überlong Windows: $\\alpha$!") == "on-uberlong-windows-" + id_of().rsplit("-", 1)[1]


def test_without_a_title_the_first_words_of_the_abstract_are_used() -> None:
    assert re.fullmatch(r"long-documents-remain-difficult-for-lan-[0-9a-f]{8}", id_of())


def test_a_made_id_does_not_change_from_release_to_release() -> None:
    (paper,) = papers_of("Abstract:We present one model.")
    assert paper.id == "we-present-one-model-37e15bda"


@pytest.mark.parametrize("own", ["Ab/c d", "ü", " 7 ", "a" * 200], ids=["signs", "accent", "blanks", "long"])
def test_an_own_id_is_kept_verbatim(own: str) -> None:
    assert id_of(id=own) == own


def test_a_whole_number_is_an_id_and_a_blank_is_none() -> None:
    assert (id_of(id=0), id_of(id=-12), id_of(id=" ")) == ("0", "-12", id_of())


def test_ids_are_short_ascii_slugs() -> None:
    for title in ["中文标题", "T" * 300, "-" * 80, "a-" * 60, "🙂"]:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made := id_of(title=title)), title
        assert len(made) <= 48


def test_latex_and_white_space_do_not_change_an_id() -> None:
    assert id_of(abstract=ABSTRACT.replace("4.2%", r"$4.2\%$").replace(" ", "\n")) == id_of()
