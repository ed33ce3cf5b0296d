"""The purse: what is asked is counted, and with a limit nothing is asked that there is no money for."""

from __future__ import annotations

import asyncio
import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import Settings
from summarise.costing import Spending, before_request, cost_of, spending_of
from summarise.costing.prices import Price
from summarise.errors import CompletionError, ConfigurationError, CostReached, EndpointRefused
from summarise.records import Prompt, Usage

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
A_MILLIONTH = Price(host="h", prompt=Decimal(1), completion=Decimal(1), currency="EUR")
"""A millionth of a euro a token."""
PROMPT = Prompt(name="mine.v1", prefix="p" * 390, paper="a" * 390, schema_name="S", json_schema={}, max_tokens=9)


def purse(limit: str | None = None, price: Price | None = A_MILLIONTH) -> Spending:
    return Spending(price, None if limit is None else Decimal(limit), now=lambda: NOON)


async def ask(spending: Spending, usage: Usage | None, *, error: Exception | None = None) -> None:
    async with spending.question(PROMPT) as asked:
        await asyncio.sleep(0)
        if error is not None:
            raise error
        asked.usage = usage


def counted(tokens: int) -> Usage:
    return Usage(prompt_tokens=tokens, requests=1)


def test_what_is_answered_is_counted_and_costs_its_price() -> None:
    spending = purse()
    asyncio.run(ask(spending, Usage(prompt_tokens=200, completion_tokens=50, cached_tokens=7, requests=2)))
    assert Usage(prompt_tokens=200, completion_tokens=50, cached_tokens=7, requests=2) == spending.usage
    assert ("0.00025", "0.00025 EUR", 0) == (spending.spent.exact, str(spending.spent), spending.in_flight)


def test_a_failed_paper_costs_what_its_requests_were_counted_and_a_refused_one_nothing() -> None:
    spending = purse()
    invalid = CompletionError("invalid", "no JSON")
    invalid.usage = counted(30)
    for error in (invalid, CompletionError("refused", "no"), OSError("gone")):
        with pytest.raises(type(error)):
            asyncio.run(ask(spending, None, error=error))
    assert (30, 1, "0.00003") == (spending.usage.prompt_tokens, spending.usage.requests, spending.spent.exact)


def test_a_paper_whose_endpoint_gives_out_costs_what_was_answered_before() -> None:
    spending = purse()
    for usage in (counted(30), Usage(), None):
        gone = EndpointRefused("no credit left", "no_credit")
        gone.usage = usage
        with pytest.raises(EndpointRefused):
            asyncio.run(ask(spending, None, error=gone))
    assert (30, 1, "0.00003") == (spending.usage.prompt_tokens, spending.usage.requests, spending.spent.exact)


def test_where_the_endpoint_counts_no_tokens_the_expected_ones_stand_in() -> None:
    spending = purse()
    expected = spending.expected(PROMPT)
    asyncio.run(ask(spending, Usage(requests=2)))
    assert 1 == spending.estimated
    assert expected.model_copy(update={"requests": 2}) == spending.usage
    assert spending.usage.prompt_tokens > 0


def test_without_a_price_tokens_are_counted_and_money_is_unknown_not_nothing() -> None:
    spending = purse(price=None)
    asyncio.run(ask(spending, counted(5)))
    spending.spare(counted(7))
    assert (5, "unknown", "unknown") == (spending.usage.prompt_tokens, str(spending.spent), str(spending.saved))


def test_what_the_cache_spared_is_told_at_the_price_of_now() -> None:
    spending = purse()
    spending.spare(counted(1000), PROMPT)
    spending.spare(counted(500))
    assert (1500, "0.0015", 0) == (spending.spared.prompt_tokens, spending.saved.exact, spending.usage.requests)
    assert spending.expected(PROMPT).prompt_tokens == 1000, "and teaches what such a question costs"


def test_nothing_is_asked_that_there_is_no_money_for() -> None:
    spending = purse("0.0001")
    with pytest.raises(CostReached, match=r"limit of 0\.00010 EUR is reached: 0 EUR are spent"):
        asyncio.run(ask(spending, counted(1)))
    assert (0, 0) == (spending.usage.requests, spending.in_flight)


def test_a_question_waits_for_money_that_others_hold_and_is_asked_when_they_turn_out_cheap() -> None:
    spending = purse("0.0010")  # the first two are expected at 450 millionths each, and cost 100

    async def all_of_them() -> list[object]:
        asked = (ask(spending, counted(100)) for _ in range(9))
        return await asyncio.gather(*asked, return_exceptions=True)

    ended = asyncio.run(all_of_them())
    assert [None] * 8 == ended[:8]
    assert Decimal("0.0008") <= (spending.spent.amount or 0) <= Decimal("0.0010")


def test_once_the_limit_is_reached_all_who_wait_are_told_and_nobody_is_asked_any_more() -> None:
    spending = purse("0.0005")

    async def all_of_them() -> list[object]:
        asked = (ask(spending, counted(480)) for _ in range(5))
        return await asyncio.gather(*asked, return_exceptions=True)

    ended = asyncio.run(all_of_them())
    assert [None, CostReached, CostReached, CostReached, CostReached] == [e and type(e) for e in ended]
    assert 1 == spending.usage.requests
    with pytest.raises(CostReached):
        asyncio.run(ask(spending, counted(1)))


def test_who_is_cancelled_while_waiting_takes_nobodys_money() -> None:
    spending = purse("0.0006")

    async def play() -> None:
        holds = asyncio.create_task(ask(spending, counted(450)))
        await asyncio.sleep(0)
        waits = asyncio.create_task(ask(spending, counted(1)))
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.gather(holds, waits, return_exceptions=True)

    asyncio.run(play())
    assert (1, "0.00045") == (spending.usage.requests, spending.spent.exact)


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=40), st.integers(1, 12), st.integers(100, 20_000))
def test_the_limit_is_passed_by_no_more_than_the_requests_in_flight_cost(
    tokens: list[int], at_once: int, limit: int
) -> None:
    spending = purse(str(Decimal(limit).scaleb(-6)))
    most_at_once = 0

    async def one(slots: asyncio.Semaphore, number: int) -> None:
        nonlocal most_at_once
        async with slots, spending.question(PROMPT) as asked:
            most_at_once = max(most_at_once, spending.in_flight)
            for _ in range(number % 3):
                await asyncio.sleep(0)
            asked.usage = counted(number)

    async def all_of_them() -> None:
        slots = asyncio.Semaphore(at_once)
        await asyncio.gather(*(one(slots, number) for number in tokens), return_exceptions=True)

    asyncio.run(all_of_them())
    dearest = sorted(cost_of(counted(number), A_MILLIONTH, NOON) for number in tokens)
    assert spending.spent.amount is not None
    assert spending.spent.amount - Decimal(limit).scaleb(-6) <= sum(dearest[len(dearest) - most_at_once :])
    assert (0, 0) == (spending.in_flight, spending._held), "what was set aside is given back to the last digit"


def test_a_limit_without_a_price_is_refused_and_names_where_to_write_one(tmp_path: Path) -> None:
    settings = Settings(max_cost=Decimal(5), cache_dir=tmp_path)
    with pytest.raises(ConfigurationError, match=r"otter-9.*llm\.example\.org.*prices\.toml.*--prices FILE"):
        spending_of(settings, "https://llm.example.org/v1", "otter-9")
    assert spending_of(settings, "https://api.deepseek.com", "deepseek-flash").limit == Decimal(5)
    assert spending_of(Settings(cache_dir=tmp_path), "https://llm.example.org/v1", "otter-9").price is None


def test_a_question_that_waited_for_its_turn_is_not_sent_when_the_money_is_gone_meanwhile() -> None:
    spending, sent = purse("0.0010"), []

    async def one(number: int, tokens: int) -> None:
        async with spending.question(PROMPT) as asked:  # both are let in: 450 millionths each are expected
            await asyncio.sleep(0.0 if number == 0 else 0.01)
            before_request()
            sent.append(number)
            before_request()  # a re-ask of what was begun
            asked.usage = counted(tokens)

    async def both() -> list[object]:
        return await asyncio.gather(one(0, 10**6), one(1, 1), return_exceptions=True)

    ended = asyncio.run(both())
    assert ([0], CostReached, 1) == (sent, type(ended[1]), spending.usage.requests)


def test_a_request_outside_of_any_question_costs_nobody_anything() -> None:
    before_request()
