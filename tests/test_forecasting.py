"""A forecast asks nothing, and says what the run then does."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from summarise import Paper, Settings, tag
from summarise.completing import EndpointIdentity
from summarise.completing.completer import Completer
from summarise.costing import Spending, spending_of
from summarise.endpoints import ChosenEndpoint
from summarise.errors import ConfigurationError
from summarise.forecasting import forecast
from summarise.records import Completion, Prompt, Source, Unreadable, Usage

REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})
PAPERS = [
    Paper(id=f"p{i}", abstract=f"We present Falconet-{i}, a language model. " + "It counts birds. " * (i % 7))
    for i in range(80)
]
WHO = EndpointIdentity("https://api.deepseek.com", "deepseek-flash")


class Counting:
    """Counts tokens as an endpoint with a tokenizer of its own would: 3.1 characters a token, 500 a reply or so."""

    def __init__(self) -> None:
        self.asked = 0

    async def complete(self, prompt: Prompt) -> Completion:
        self.asked += 1
        read = len(prompt.prefix + prompt.paper) * 10 // 31
        cached = len(prompt.prefix) * 10 // 31 if self.asked > 2 else 0
        usage = Usage(
            prompt_tokens=read, completion_tokens=480 + len(prompt.paper) % 41, cached_tokens=cached, requests=1
        )
        return Completion(text=REPLY, model="served", mode="plain", usage=usage)

    async def aclose(self) -> None: ...


def endpoint(completer: Counting | None = None) -> ChosenEndpoint:
    def connect() -> Completer:
        assert completer is not None, "a forecast connects to nothing"
        return completer

    return ChosenEndpoint(WHO, connect)


def settings(folder: Path, **more: object) -> Settings:
    return Settings(cache_dir=folder, prompt="extract.v1", concurrency=2, **more)  # type: ignore[arg-type]


def spent(papers: list[Paper], folder: Path) -> Spending:
    """What the run really costs."""
    spending = spending_of(settings(folder), WHO.endpoint, WHO.model)
    list(tag(papers, settings(folder), endpoint=endpoint(Counting()), spending=spending))
    return spending


def test_a_forecast_asks_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    expected = forecast(PAPERS, settings(tmp_path / "cache"), endpoint=endpoint())
    assert (80, 0, 80, 0) == (expected.papers, expected.cached, expected.usage.requests, expected.learned_from)
    assert not (tmp_path / "cache").exists()


def test_after_a_first_part_the_forecast_is_within_a_tenth_of_the_bill_of_the_rest(tmp_path: Path) -> None:
    spent(PAPERS[:20], tmp_path)
    expected = forecast(PAPERS, settings(tmp_path), endpoint=endpoint())
    assert (20, 60, 20) == (expected.cached, expected.usage.requests, expected.learned_from)
    bill = spent(PAPERS, tmp_path)
    assert (60, bill.spared) == (bill.usage.requests, expected.spared)
    assert expected.cost.amount is not None
    assert bill.spent.amount is not None
    assert abs(expected.cost.amount / bill.spent.amount - 1) < Decimal("0.1")
    assert expected.saved.currency == "USD"


def test_what_all_is_cached_costs_nothing_more_and_refresh_asks_it_all_again(tmp_path: Path) -> None:
    spent(PAPERS[:5], tmp_path)
    cached = forecast(PAPERS[:5], settings(tmp_path), endpoint=endpoint())
    assert (5, Usage(), "0") == (cached.cached, cached.usage, cached.cost.exact)
    again = forecast(PAPERS[:5], settings(tmp_path, refresh=True), endpoint=endpoint())
    assert (0, 5) == (again.cached, again.usage.requests)


def test_pieces_that_are_no_papers_are_counted_apart_and_rules_alone_cost_nothing(tmp_path: Path) -> None:
    torn = Unreadable(source=Source(document="d", position="1"), kind="broken", message="no JSON")
    expected = forecast([torn, PAPERS[0]], settings(tmp_path), endpoint=endpoint())
    assert (1, 1, 1) == (expected.papers, expected.unreadable, expected.usage.requests)
    alone = forecast([torn, PAPERS[0]], settings(tmp_path, rules_only=True))
    assert (1, 1, 0) == (alone.papers, alone.unreadable, alone.usage.requests)


def test_the_price_of_the_other_hours_is_told_where_there_are_such(tmp_path: Path) -> None:
    expected = forecast(PAPERS, settings(tmp_path), endpoint=endpoint())
    assert expected.cost.amount is not None
    assert expected.other_cost is not None
    assert expected.other_cost.amount is not None
    dear, cheap = sorted((expected.cost.amount, expected.other_cost.amount), reverse=True)
    assert (2 * cheap, expected.cost.amount == dear) == (dear, expected.is_peak)


def test_the_first_questions_find_no_prefix_in_the_endpoints_cache(tmp_path: Path) -> None:
    found = [
        forecast(PAPERS[:number], settings(tmp_path), endpoint=endpoint()).usage.cached_tokens for number in (1, 2, 3)
    ]
    assert [0, 0] == found[:2]
    assert found[2] > 0


def test_an_unknown_price_is_unknown_and_with_a_limit_refused(tmp_path: Path) -> None:
    unknown = ChosenEndpoint(EndpointIdentity("https://llm.example.org/v1", "otter-9"), lambda: None)  # type: ignore[arg-type, return-value]
    expected = forecast(PAPERS, settings(tmp_path), endpoint=unknown)
    assert ("unknown", None) == (str(expected.cost), expected.cost.amount)
    with pytest.raises(ConfigurationError, match="no price is known"):
        forecast(PAPERS, settings(tmp_path, max_cost=Decimal(1)), endpoint=unknown)


def test_a_run_keeps_its_own_purse_where_none_is_given(tmp_path: Path) -> None:
    asked = Counting()
    records = list(tag(PAPERS[:3], settings(tmp_path, max_cost=Decimal(1)), endpoint=endpoint(asked)))
    assert (3, 3) == (len(records), asked.asked)


def test_the_time_is_told_only_as_far_as_limits_a_minute_set_it(tmp_path: Path) -> None:
    free = forecast(PAPERS, settings(tmp_path), endpoint=endpoint())
    limited = forecast(PAPERS, settings(tmp_path, rpm=40, tpm=10**9), endpoint=endpoint())
    assert (None, 120.0) == (free.least_s, limited.least_s)


def test_papers_with_the_same_question_are_counted_as_one_request(tmp_path: Path) -> None:
    twins = [PAPERS[0], PAPERS[0].model_copy(update={"id": "twin"})]
    one = forecast(PAPERS[:1], settings(tmp_path), endpoint=endpoint())
    both = forecast(twins, settings(tmp_path), endpoint=endpoint())
    assert (2, 1) == (both.papers, both.usage.requests)
    assert one.usage == both.usage
