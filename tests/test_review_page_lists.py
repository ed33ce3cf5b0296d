"""Pages of many values: the list with its filters, papers, what was decided, the overview at the end, an audit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from replayed import frozen_records
from review_page_support import Place, key_in, opened, serving, written

from summarise.records import Record
from summarise.review_page import Wanted, page_of
from summarise.reviewing import Filter, Review


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    return frozen_records(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def place(records: list[Record], tmp_path: Path) -> Iterator[Place]:
    run = written(records, tmp_path / "run.jsonl")
    with serving(page_of(Review.open(run, "ada"))) as server:
        yield Place(run, opened(server))


def test_the_list_filters_sorts_searches_and_has_pages(place: Place) -> None:
    review = place.review()
    assert "Values 57" in place.go("/list").words
    everything = place.go("/list?status=all")
    assert f"Values {len(review.rows())}" in everything.words
    assert 50 == len(re.findall(r"<tr>\s*<td", everything.text))
    keys = []
    for number in range(1, 20):
        text = place.go(f"/list?order=impact&page={number}").text
        keys += re.findall(r'<td class="main"><a href="/unit/([\w-]+)"', text)
        if number * 50 >= 57:
            break
    wanted = [row.key for row in review.rows(order="impact") if row.flagged]
    assert wanted == keys
    found = place.go("/list?q=gpu+hours&field=results&status=all")
    assert len(review.rows(Filter(text="gpu hours", field="results"))) == len(re.findall(r"<tr>\s*<td", found.text))
    assert "No value is like that" in place.go("/list?q=no-such-word-anywhere").words


@pytest.mark.parametrize("query", ["reason=nonsense", "status=nonsense"])
def test_a_list_of_what_no_value_can_have_says_so(place: Place, query: str) -> None:
    answer = place.go(f"/list?{query}")
    assert (400, True) == (answer.status, "is not known; it is one of" in answer.words)


@pytest.mark.parametrize("query", ["page=0", "page=999999999", "page=x", "order=nonsense", "page=-1"])
def test_a_list_of_a_page_that_there_is_not_is_the_nearest_one(place: Place, query: str) -> None:
    assert 200 == place.go(f"/list?{query}").status


def test_the_papers_and_all_values_of_one(place: Place) -> None:
    review = place.review()
    assert "Papers 24" in place.go("/papers").words
    paper = review.papers()[0]
    answer = place.go(f"/paper/{paper.number}")
    assert {row.key for row in review.rows_of(paper.id)} == set(re.findall(r'href="/unit/([\w-]+)"', answer.text))
    assert 404 == place.client.get("/paper/9999").status


def test_what_was_decided_shows_in_the_list_and_the_paper(place: Place) -> None:
    row = place.review().queue()[0]
    place.send(place.at(), act="not_stated")
    for path in ("/list?status=decided", f"/paper/{row.paper.number}"):
        answer = place.go(path)
        assert re.search(rf'href="/unit/{row.key}"><bdi>not stated</bdi>', answer.text), path


def test_a_walk_to_the_end_leads_to_the_overview(records: list[Record], tmp_path: Path) -> None:
    run = written(records[:1], tmp_path / "run.jsonl")
    with serving(page_of(Review.open(run, "ada"))) as server:
        place = Place(run, opened(server))
        skipped, answer = key_in(place.at()), place.send(place.at(), act="skip")
        while 'action="/unit/' in answer.text and key_in(answer) != skipped:
            answer = place.send(answer, choose="1")
        assert skipped == key_in(answer), "what was skipped comes back at the end"
        answer = place.send(answer, act="unsure")
        assert "Nothing waits for you" in answer.words


def test_an_audit_shows_values_that_are_trusted_and_bounds_their_error(records: list[Record], tmp_path: Path) -> None:
    run = written(records, tmp_path / "run.jsonl")
    with serving(page_of(Review.open(run, "ada"), Wanted(audit=5))) as server:
        place = Place(run, opened(server))
        answer = place.at()
        assert key_in(answer) == place.review().audit_sample(5)[0].key
        for _ in range(5):
            answer = place.send(answer, act="not_stated")
        wrong = place.review().audit(5)
        assert 5 == wrong.of
        assert f"{wrong.part} of 5 values that were looked at are wrong" in answer.words
        assert f"{wrong.interval[1]:.1f} % of all that are trusted" in answer.words
