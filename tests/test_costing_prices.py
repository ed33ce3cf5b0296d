"""Prices: which one fits, when peak hours are, what a user's file changes, and that what is unknown is never free."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.costing import Money, cost_of
from summarise.costing.money import at_rates, shown
from summarise.costing.prices import Price, price_of, read_prices
from summarise.errors import ConfigurationError
from summarise.records import Usage

DEEPSEEK = "https://api.deepseek.com"
OWN = """
[[price]]
host = "llm.example.org"
models = ["otter-*"]
currency = "EUR"
prompt = 0.1
cached = "0.01"
completion = 0.3
"""


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of settings, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "summarise"
    folder.mkdir(parents=True)
    return folder


def named(text: str, folder: Path) -> tuple[Price, ...]:
    path = folder / "own.toml"
    path.write_text(text)
    return read_prices(path)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def test_every_built_in_price_is_dated_and_names_its_source() -> None:
    prices = read_prices()
    assert len(prices) > 10
    for price in prices:
        assert price.checked is not None, price.models
        assert price.source, price.models
        assert price.completion >= price.prompt > 0, price.models
        assert price.cached is None or 0 < price.cached < price.prompt, price.models
        assert not price.free


@pytest.mark.parametrize(
    ("endpoint", "model", "found"),
    [
        (DEEPSEEK, "deepseek-flash", "DeepSeek"),
        (f"{DEEPSEEK}/v1", "DeepSeek-Flash", "DeepSeek"),
        (DEEPSEEK, "deepseek-v4-pro-0813", "DeepSeek"),
        ("https://api.openai.com/v1", "gpt-4o-mini-2024-07-18", "OpenAI"),
        (DEEPSEEK, "deepseek-chat", None),
        (DEEPSEEK, "gpt-4o-mini", None),
        ("https://api.openai.com/v1", "gpt-4o-mini-audio", None),
        ("https://api.deepseek.com.example.org/v1", "deepseek-flash", None),
        ("https://evilapi.deepseek.com", "deepseek-flash", None),
        ("https://gateway.example.org/api.deepseek.com", "deepseek-flash", None),
        ("local:qwen2.5-coder-1.5b@abc", "qwen2.5-coder-1.5b", "embedded model"),
        ("http://localhost:11434/v1", "anything", "on this machine"),
        ("http://127.0.0.1:8000/v1", "anything", "on this machine"),
        ("http://[::1]:8000/v1", "anything", "on this machine"),
        ("http://192.168.1.7:8000/v1", "anything", None),
        ("http://127.0.0.1.example.org/v1", "anything", None),
        ("replay", "m", None),
    ],
)
def test_a_price_is_that_of_the_host_and_the_model_or_unknown(endpoint: str, model: str, found: str | None) -> None:
    price = price_of(endpoint, model, read_prices())
    assert found == (price.provider if price else None)


def test_what_runs_on_this_machine_costs_nothing_and_says_so() -> None:
    price = price_of("local:m@1", "m", read_prices())
    assert price is not None
    assert (True, Decimal(0)) == (price.free, cost_of(Usage(prompt_tokens=10**9), price, at("2026-11-22T00:00Z")))


def test_a_file_that_is_named_comes_first_then_the_users_folder_then_the_built_in(
    tmp_path: Path, user_folder: Path
) -> None:
    flash = OWN.replace("llm.example.org", "api.deepseek.com").replace("otter-*", "deepseek-flash") + 'provider = "{}"'

    def whose() -> str:
        price = price_of(DEEPSEEK, "deepseek-flash", read_prices(path if path.exists() else None))
        assert price is not None
        return price.provider

    path = tmp_path / "own.toml"
    assert "DeepSeek" == whose()
    (user_folder / "prices.toml").write_text(flash.format("folder"))
    assert "folder" == whose()
    path.write_text(flash.format("file"))
    assert "file" == whose()
    assert price_of("https://api.openai.com/v1", "gpt-4o-mini", read_prices(path)), "the others are still known"


def test_a_proxy_on_this_machine_has_the_price_that_the_user_gives_it(tmp_path: Path) -> None:
    prices = named('[[price]]\nhost = "localhost"\nprompt = 3\ncompletion = 4\n', tmp_path)
    price = price_of("http://localhost:4000/v1", "gpt-anything", prices)
    assert price is not None
    assert (False, Decimal(3)) == (price.free, price.prompt)


def test_numbers_of_a_file_are_exact_however_they_are_written(tmp_path: Path) -> None:
    price = named(OWN, tmp_path)[0]
    assert (Decimal("0.1"), Decimal("0.01"), Decimal("0.3")) == (price.prompt, price.cached, price.completion)
    usage = Usage(prompt_tokens=3_000_000, completion_tokens=1_000_000)
    assert Decimal("0.6") == cost_of(usage, price, at("2026-11-22T00:00Z"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[price]]\nprompt = 1\ncompletion = 1\n", "price.0.host"),
        (OWN.replace("0.3", "-0.3"), "completion"),
        (OWN.replace("0.3", "nan"), "completion"),
        (OWN.replace("0.3", "inf"), "completion"),
        (OWN.replace("0.3", '"cheap"'), "completion"),
        (OWN.replace('"EUR"', '"euro"'), "currency"),
        (OWN + "free_of_charge = true\n", "free_of_charge"),
        (OWN + '[price.peak]\nhours = ["22:00-02:00"]\nprompt = 1\ncompletion = 1\n', "parted at midnight"),
        (OWN + '[price.peak]\nhours = ["9-12"]\nprompt = 1\ncompletion = 1\n', "01:00-04:00"),
        (OWN + '[price.peak]\nzone = "../../etc/passwd"\nhours = []\nprompt = 1\ncompletion = 1\n', "no time zone"),
        ("price = 3\n", "price"),
        ("not toml", "TOML"),
    ],
)
def test_a_fault_in_a_file_names_the_file_and_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=r"own\.toml") as caught:
        named(text, tmp_path)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_or_no_file_is_refused_and_a_lacking_folder_is_not(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigurationError, match="can't be read"):
            read_prices(path)
    assert read_prices()


@pytest.mark.parametrize(
    ("moment", "peak"),
    [
        ("2026-11-23T00:59:59Z", False),
        ("2026-11-23T01:00:00Z", True),
        ("2026-11-23T03:59:59Z", True),
        ("2026-11-23T04:00:00Z", False),
        ("2026-11-23T06:00:00Z", True),
        ("2026-11-23T10:00:00Z", False),
        ("2026-11-27T09:30:00Z", True),
        ("2026-11-28T09:30:00Z", False),
        ("2026-11-29T02:00:00Z", False),
        ("2026-11-23T10:30:00+08:00", True),
        ("2026-11-22T20:30:00-05:00", True),
    ],
    ids=["Monday before", "first second", "last second", "behind", "second span", "its end", "Friday", "Saturday",
         "Sunday", "told in another zone", "Sunday there and Monday in UTC"],
)  # fmt: skip
def test_deepseek_costs_twice_as_much_in_peak_hours_of_weekdays(moment: str, peak: bool) -> None:
    price = price_of(DEEPSEEK, "deepseek-flash", read_prices())
    assert price is not None
    usage = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000)
    off_peak = Decimal("0.6") * Decimal("0.15") + Decimal("0.4") * Decimal("0.003") + Decimal("0.1") * Decimal("0.6")
    assert off_peak * (2 if peak else 1) == cost_of(usage, price, at(moment))


def test_peak_hours_follow_the_clock_of_their_zone(tmp_path: Path) -> None:
    zone = '[price.peak]\nzone = "Europe/Berlin"\nhours = ["09:00-10:00"]\nprompt = 1\ncompletion = 1\n'
    peak = named(OWN + zone, tmp_path)[0].peak
    assert peak is not None
    assert [True, False] == [peak.holds_at(at("2026-07-01T07:30Z")), peak.holds_at(at("2026-12-01T07:30Z"))]


def test_batch_files_cost_their_share_and_kept_tokens_what_keeping_costs() -> None:
    luna = price_of("https://api.openai.com/v1", "gpt-5.6-luna", read_prices())
    assert luna is not None
    usage, noon = Usage(prompt_tokens=2_000_000, cached_tokens=1_000_000), at("2026-11-22T12:00Z")
    assert Decimal("0.25") + Decimal("0.02") == cost_of(usage, luna, noon)
    assert Decimal("0.135") == cost_of(usage, luna, noon, batch=True)


def test_an_endpoint_that_tells_more_cached_tokens_than_tokens_is_not_owed_money() -> None:
    price = price_of(DEEPSEEK, "deepseek-flash", read_prices())
    assert price is not None
    odd = Usage(prompt_tokens=100, cached_tokens=10**12)
    assert at_rates(Usage(prompt_tokens=100, cached_tokens=100), price) == at_rates(odd, price)


_TOKENS = st.integers(0, 10**9)
_AMOUNTS = st.decimals(0, 1000, places=6)


@st.composite
def _usages(draw: Any) -> Usage:
    prompt = draw(_TOKENS)
    return Usage(prompt_tokens=prompt, cached_tokens=draw(st.integers(0, prompt)), completion_tokens=draw(_TOKENS))


@given(st.lists(_usages(), max_size=20), _AMOUNTS, _AMOUNTS, _AMOUNTS)
def test_the_papers_costs_add_up_to_the_cost_of_the_sum_to_the_last_digit(
    usages: list[Usage], prompt: Decimal, cached: Decimal, completion: Decimal
) -> None:
    price = Price(host="h", prompt=prompt, cached=cached, completion=completion)
    noon = at("2026-11-22T12:00Z")
    each = sum((cost_of(usage, price, noon) for usage in usages), Decimal(0))
    assert each == cost_of(sum(usages, Usage()), price, noon)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0"),
        ("0E-7", "0"),
        ("1234.567", "1,234.57"),
        ("1", "1.00"),
        ("0.12346", "0.1235"),
        ("0.000072", "0.000072"),
        ("0.00000001", "0.000000010"),
        ("-3", "-3.00"),
    ],
)
def test_money_is_shown_so_that_something_never_reads_as_nothing(amount: str, text: str) -> None:
    assert text == shown(Decimal(amount))


def test_unknown_money_says_so_and_exact_money_has_no_exponent() -> None:
    assert ("unknown", None) == (str(Money(None)), Money(None).exact)
    assert "0.0000001" == Money(Decimal("1E-7"), "USD").exact
