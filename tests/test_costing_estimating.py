"""Tokens told from characters: near to what a real endpoint counted, and nearer once it has answered."""

from __future__ import annotations

import pytest

from benchmarks.costs import ROOT, TARGET, Counted, a_number, errors, row, rows
from summarise.costing import Estimator
from summarise.costing.estimating import (
    A_NUMBER,
    ANY_COMPLETION,
    CHARS_A_TOKEN,
    USUAL_COMPLETION,
    USUAL_NUMBERS,
    Size,
    size_of,
)
from summarise.costing.prices import price_of, read_prices
from summarise.records import Usage

FLASH = price_of("https://api.deepseek.com", "deepseek-flash", read_prices())
SIZE = Size("mine.v1", prefix_chars=3000, chars=4000)


@pytest.fixture(scope="module")
def seeds() -> dict[str, list[Counted]]:
    """What llama.cpp counted for the 24 seeds, by the prompt's name."""
    return dict(rows(None))


@pytest.mark.parametrize("name", ["seeds, extract.v1", "seeds, compact.v3"])
def test_without_any_cached_reply_the_bill_of_the_seeds_is_told_within_the_target(
    seeds: dict[str, list[Counted]], name: str
) -> None:
    found = errors([], seeds[name])
    assert 24 == len(seeds[name])
    assert abs(found.money) < TARGET, found


@pytest.mark.parametrize("name", ["seeds, extract.v1", "seeds, compact.v3"])
def test_a_model_that_writes_twice_as_much_is_told_twice_as_well_after_the_first_half(
    seeds: dict[str, list[Counted]], name: str
) -> None:
    longer = [
        Counted(one.prompt, one.usage.model_copy(update={"completion_tokens": 2 * one.usage.completion_tokens}))
        for one in seeds[name]
    ]
    known, rest = longer[::2], longer[1::2]
    bare, learned = errors([], rest), errors(known, rest)
    assert abs(bare.money) > 2 * TARGET, "the defaults alone don't know it"
    assert abs(learned.money) < abs(bare.money) / 2, "of twelve papers chance is left: benchmarks.costs has more"


def test_prompts_of_another_template_teach_nothing_of_this_one() -> None:
    estimator = Estimator()
    estimator.learn(SIZE._replace(name="other.v1"), Usage(prompt_tokens=9999, completion_tokens=9999, requests=1))
    expected = estimator.expect(SIZE)
    assert (round(4000 / CHARS_A_TOKEN), ANY_COMPLETION) == (expected.prompt_tokens, expected.completion_tokens)
    assert (0, 1) == (estimator.learned_from("mine.v1"), estimator.learned_from("other.v1"))


def test_an_endpoint_that_counts_nothing_teaches_nothing() -> None:
    estimator = Estimator()
    estimator.learn(SIZE, Usage(requests=1))
    assert 0 == estimator.learned_from("mine.v1")
    assert estimator.expect(SIZE).completion_tokens == ANY_COMPLETION


def test_the_prefix_counts_as_cached_where_the_price_says_so_and_questions_went_before() -> None:
    expected = [Estimator().expect(SIZE, price, warm=warm).cached_tokens for price in (FLASH, None) for warm in (1, 0)]
    assert [round(3000 / CHARS_A_TOKEN), 0, 0, 0] == expected


def test_a_prompt_that_is_too_short_to_be_kept_is_not_expected_in_the_cache() -> None:
    openai = price_of("https://api.openai.com/v1", "gpt-4o-mini", read_prices())
    short, long = Size("mine.v1", 3000, 3900), Size("mine.v1", 5000, 6000)
    cached = [Estimator().expect(size, openai).cached_tokens for size in (short, long)]
    assert [0, round(5000 / CHARS_A_TOKEN)] == cached


def test_what_the_endpoint_really_found_in_its_cache_counts_more_than_what_it_should_find() -> None:
    estimator = Estimator()
    for cached in (0, 0, 640, 640, 640):
        estimator.learn(SIZE, Usage(prompt_tokens=1000, cached_tokens=cached, completion_tokens=10, requests=1))
    assert [640, 0] == [estimator.expect(SIZE, FLASH, warm=warm).cached_tokens for warm in (True, False)]


@pytest.mark.parametrize("name", ["seeds, extract.v1", "seeds, compact.v3"])
def test_the_page_shows_what_the_benchmark_prints(seeds: dict[str, list[Counted]], name: str) -> None:
    assert row(name, seeds[name]) in (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")


def test_the_defaults_are_what_the_stored_replies_come_to_in_the_mean(seeds: dict[str, list[Counted]]) -> None:
    for name in ("compact.v3", "extract.v1"):
        replies = [one.usage.completion_tokens for one in seeds[f"seeds, {name}"]]
        assert round(sum(replies) / len(replies)) == USUAL_COMPLETION[name]


def test_numbers_make_replies_longer_by_what_the_stored_replies_say(seeds: dict[str, list[Counted]]) -> None:
    counted = seeds["seeds, compact.v3"]
    numbers = [size_of(one.prompt).numbers for one in counted]
    assert USUAL_NUMBERS == round(sum(numbers) / len(numbers), 1)
    assert round(a_number(counted), 3) == A_NUMBER


def test_a_paper_with_more_numbers_is_expected_to_be_dearer_but_not_without_end() -> None:
    expected = [Estimator().expect(SIZE._replace(numbers=many)).completion_tokens for many in (0, 20, 40, 10_000)]
    assert expected[0] < ANY_COMPLETION < expected[1] < expected[2] == expected[3]
    assert expected[0] > ANY_COMPLETION / 2


def test_replies_to_papers_with_few_numbers_tell_of_papers_with_many() -> None:
    estimator = Estimator()
    for _ in range(200):
        estimator.learn(SIZE._replace(numbers=0), Usage(prompt_tokens=1000, completion_tokens=400, requests=1))
    few, many = (estimator.expect(SIZE._replace(numbers=count)).completion_tokens for count in (0, 30))
    assert 400 == pytest.approx(few, rel=0.01)
    assert many > 1.5 * few
