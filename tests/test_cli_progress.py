"""Progress: rates and the end told from the last minute, on a fake clock; drawn on 80 columns; safe for a terminal."""

from __future__ import annotations

import io
import json
import logging
from dataclasses import dataclass
from decimal import Decimal

import pytest
from rich.console import Console

from summarise.cli.progress import Screen, line, on_terminal
from summarise.cli.summing_up import summary
from summarise.cli.watching import Watched, duration, rate
from summarise.costing import Spending
from summarise.costing.prices import Price
from summarise.events import LOGGER
from summarise.pipeline import Tally
from summarise.records import Usage

PRICE = Price(host="h", provider="Ours", prompt=Decimal(1), completion=Decimal(1))


@dataclass
class State:
    """What a gate for requests tells."""

    limit: int = 64
    in_flight: int = 60
    why: str = "growing"


class Run:
    """A run that goes as the test says, on a clock that the test moves."""

    def __init__(self, total: int | None = 1000, price: Price | None = PRICE, state: State | None = None) -> None:
        self.now = 100.0
        self.tally, self.spending = Tally(), Spending(price)
        self.watched = Watched(
            self.tally, lambda: self.spending, lambda: total, pace=lambda: state, clock=lambda: self.now
        )

    def goes_on(self, seconds: int, asked: int = 0, cached: int = 0, tokens: int = 1000) -> None:
        """So many papers in each of the seconds, each asked one of so many tokens."""
        for _ in range(seconds):
            self.now += 1
            self.tally.papers += asked + cached
            self.tally.accepted += asked + cached
            self.tally.cached += cached
            for _ in range(asked):
                self.spending._count(None, Usage(prompt_tokens=tokens, requests=1))  # type: ignore[arg-type]
            for _ in range(cached):
                self.spending.spare(Usage(prompt_tokens=1000, requests=1))
            self.watched.look()


@pytest.fixture(autouse=True)
def no_lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is estimated here."""
    from summarise.costing import spending

    monkeypatch.setattr(spending, "size_of", lambda prompt: None)
    monkeypatch.setattr("summarise.costing.estimating.Estimator.learn", lambda *_: None)


def test_the_end_is_told_from_the_last_minute_so_that_cached_papers_do_not_promise_too_much() -> None:
    run = Run(total=11_000)
    run.goes_on(2, cached=5000)
    assert run.watched.seconds_left is not None
    assert run.watched.seconds_left < 1, "as long as the cache gives, it goes fast"
    run.goes_on(60, asked=10)
    assert run.watched.seconds_left == pytest.approx((11_000 - 10_600) / 10)
    assert run.watched.speed().startswith("10.0 papers/s, 10,000 tokens/s")


def test_papers_that_take_longer_than_a_minute_still_have_a_rate() -> None:
    run = Run(total=20)
    for _ in range(10):
        run.goes_on(30)
        run.goes_on(1, asked=1)
    assert run.watched.seconds_left == pytest.approx(10 * 31, rel=0.25)


def test_a_run_that_stands_still_says_so_and_promises_nothing_at_its_beginning() -> None:
    run = Run()
    assert (None, "0 papers/s, 0 tokens/s") == (run.watched.seconds_left, run.watched.speed())
    run.goes_on(30)
    assert (None, None) == (run.watched.seconds_left, run.watched.at_the_end())
    unknown = Run(total=None)
    unknown.goes_on(10, asked=3)
    assert unknown.watched.seconds_left is None
    assert line(unknown.watched).startswith("30/? papers")


def test_money_at_the_end_follows_what_the_last_papers_cost() -> None:
    run = Run(total=1000)
    run.goes_on(10, asked=10, tokens=100_000)
    assert "10.00 USD, about 100.00 USD at the end" == run.watched.money()
    run.goes_on(60, asked=5, tokens=10_000)
    assert run.watched.at_the_end() == Decimal(13) + Decimal("0.01") * 600
    run.goes_on(1, cached=1)
    assert run.watched.money().endswith("0.0010 USD saved by the cache")


@pytest.mark.parametrize("price", [None, Price(host="h", prompt=Decimal(0), completion=Decimal(0), free=True)])
def test_where_money_is_unknown_or_none_is_asked_progress_speaks_of_none(price: Price | None) -> None:
    run = Run(price=price)
    run.goes_on(10, asked=10)
    assert "" == run.watched.money()


def test_a_line_answers_what_a_person_asks() -> None:
    run = Run(total=1000, state=State(why="plateau at 64"))
    run.goes_on(20, asked=10, cached=1)
    run.tally.flagged, run.tally.failed = 7, 2
    assert line(run.watched) == (
        "220/1,000 papers: 20 from the cache, 7 flagged, 2 failed, 60 in flight; "
        "11.0 papers/s, 10,000 tokens/s, up to 64 at once (plateau at 64); "
        "0.2000 USD, about 0.9091 USD at the end, 0.0200 USD saved by the cache; about 1 min 11 s left"
    )


def drawn(run: Run, width: int = 80) -> list[str]:
    """What stands on the terminal while the run goes on."""
    console = Console(record=True, width=width, force_terminal=True, file=io.StringIO(), color_system=None)
    console.print(Screen(run.watched, lambda: width).drawn())
    return console.export_text().splitlines()


def test_a_terminal_of_80_columns_shows_four_lines_and_none_is_wrapped() -> None:
    run = Run(total=1_234_567, state=State(limit=1024, why="limited by --rpm 60,000 and a very long reason indeed"))
    run.goes_on(20, asked=10, cached=1)
    lines = drawn(run)
    assert 4 == len(lines)
    assert "220/1,234,567 papers" in lines[0]
    assert "left" in lines[0]
    assert "from the cache" in lines[1]
    assert "up to 1,024 at once (limited" in lines[2]
    assert "USD, about" in lines[3]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [20, 40])
def test_a_narrow_terminal_cuts_lines_and_wraps_none(width: int) -> None:
    run = Run(total=1_234_567, state=State())
    run.goes_on(20, asked=10)
    lines = drawn(run, width)
    assert lines[0].startswith("tagging 200/1"), lines
    assert (4, True) == (len(lines), max(map(len, lines)) <= width)


def test_a_live_display_leaves_nothing_behind_when_the_run_is_done() -> None:
    run, out = Run(), io.StringIO()
    with on_terminal(run.watched, Console(width=80, force_terminal=True, file=out)) as shown:
        shown.state("loading weights\x1b[2J")
        run.goes_on(3, asked=1)
    assert "3/1,000 papers" in out.getvalue()
    assert out.getvalue().endswith("\x1b[1A\x1b[2K"), "the last thing done is to take the lines away"
    assert "\x1b[2J" not in out.getvalue()


def test_words_of_an_endpoint_never_steer_the_terminal_nor_read_as_markup() -> None:
    state = State(why="down since 14:02:11: \x1b[2J\x1b]0;owned\x07[bold red]quokka[/]\u202e\nnext")
    run = Run(state=state)
    run.goes_on(5, asked=1)
    text = "".join(drawn(run, 200))
    assert "[bold red]quokka[/]" in text
    for told in (line(run.watched), text):
        assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "\n" not in line(run.watched)


def test_a_new_limit_is_told_to_the_log_without_the_endpoints_words() -> None:
    state = State(limit=8, why="growing")
    heard: list[dict[str, object]] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.facts)  # type: ignore[attr-defined]

    ear = Ear()
    LOGGER.addHandler(ear)
    LOGGER.setLevel(logging.INFO)
    try:
        run = Run(state=state)
        run.goes_on(3, asked=1)
        state.limit, state.why = 0, "down since 14:02:11: the paper says quokka"
        run.goes_on(2)
    finally:
        LOGGER.removeHandler(ear)
        LOGGER.setLevel(logging.NOTSET)
    assert [("limit", 8, "growing"), ("limit", 0, "down since 14:02:11")] == [tuple(one.values()) for one in heard]
    assert "quokka" not in json.dumps(heard)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.6, "1 min"), (8.2, "8 s"), (200, "3 min 20 s"), (7800, "2 h 10 min"), (86_400, "1 day"),
     (273_600, "3 days 4 h"), (3_599.9, "1 h")],
)  # fmt: skip
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert text == duration(seconds)


@pytest.mark.parametrize(("a_second", "text"), [(1234.5, "1,234"), (12.34, "12.3"), (0.042, "0.042"), (0.0, "0")])
def test_rates_have_the_digits_that_move(a_second: float, text: str) -> None:
    assert text == rate(a_second)


def test_a_summary_is_a_few_aligned_lines() -> None:
    run = Run()
    run.goes_on(10, asked=9, cached=1)
    run.tally.accepted, run.tally.flagged, run.tally.flagged_values = 97, 3, 12
    assert [
        "100 papers: 97 accepted, 3 flagged (12 values to look at), 0 failed",
        "  answers  10 from the cache, 90 requests, 10.0 s, 10.0 papers/s",
        "  tokens   90,000 prompt + 0 completion",
        "  cost     0.0900 USD (prices: Ours)",
        "  saved    0.0100 USD by the cache",
    ] == summary(run.tally, run.spending, 10.0, asked="m at h")
    alone = summary(run.tally, Spending(), 0.25, asked="")
    assert ["  took     0.2 s, 400 papers/s"] == alone[1:]
    unknown = summary(run.tally, Spending(), 300.0, asked="m at https://h/v1")
    assert "  cost     unknown: no price of m at https://h/v1 is known; docs/cost.md says how to name one" in unknown
    assert "5 min" in unknown[1]
