"""What headers tell of how much may still be asked, in the forms that are in use; nonsense is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.completing.rate_headers import read_left
from summarise.pacing import Left


def of(most: str, left: str, reset: str, kind: str = "requests") -> dict[str, str]:
    return {
        f"x-ratelimit-limit-{kind}": most,
        f"x-ratelimit-remaining-{kind}": left,
        f"x-ratelimit-reset-{kind}": reset,
    }


def test_requests_and_tokens_are_told_apart() -> None:
    headers = of("60", "59", "1s") | of("150000", "149984", "6m0s", "tokens")
    assert {"requests": Left(60, 59, 1.0), "tokens": Left(150_000, 149_984, 360.0)} == read_left(headers)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1s", 1.0), ("120ms", 0.12), ("6m0s", 360.0), ("2m59.56s", 179.56), ("1h2m3.5s", 3723.5), ("59.7", 59.7)],
)
def test_durations_are_read_as_endpoints_write_them(written: str, seconds: float) -> None:
    assert seconds == pytest.approx(read_left(of("60", "0", written))["requests"].reset_s)


@pytest.mark.parametrize(
    "headers",
    [
        {"ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "7", "ratelimit-reset": "30"},
        {"ratelimit": "limit=100, remaining=7, reset=30"},
        {"ratelimit": '"default";r=7;t=30', "ratelimit-policy": '"default";q=100;w=60'},
    ],
    ids=["three headers", "one header", "with a policy"],
)
def test_the_drafts_of_one_standard_say_the_same(headers: dict[str, str]) -> None:
    assert {"requests": Left(100, 7, 30.0)} == read_left(headers)


def test_without_a_policy_what_is_left_is_all_that_is_known() -> None:
    assert {"requests": Left(7, 7, 30.0)} == read_left({"ratelimit": '"default";r=7;t=30'})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        of("60", "61", "1s"),
        of("60", "-1", "1s"),
        of("0", "0", "1s"),
        of("60", "0", ""),
        of("60", "0", "0"),
        of("60", "0", "-5"),
        of("60", "0", "1800000000"),
        of("60", "0", "nan"),
        of("60", "0", "1e9"),
        of("60", "0", "9" * 5000),
        of("9" * 5000, "0", "1s"),
        of("inf", "0", "1s"),
        of("\u0666\u0660", "\u0665", "1s"),
        of("60", "0", "2026-11-22T14:00:00Z"),
        {"x-ratelimit-remaining-requests": "0"},
        {"ratelimit": '"burst";r=0;t=9, "day";r=5;t=9999'},
        {"ratelimit": "limit=100, remaining=7, reset=30" + " " * 5000},
        {"ratelimit": "remaining=7.5, reset=30"},
        {"ratelimit": '"default";r=x;t='},
        {"anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": "5"},
    ],
)
def test_what_makes_no_sense_or_is_not_known_tells_nothing(headers: dict[str, str]) -> None:
    assert {} == read_left(headers)


@given(st.lists(st.text(max_size=30), min_size=3, max_size=3), st.text(max_size=60))
def test_no_value_breaks_the_reading(three: list[str], draft: str) -> None:
    for left in read_left(of(*three) | {"ratelimit": draft, "ratelimit-policy": draft}).values():
        assert 0 <= left.left <= left.most
        assert 0 < left.reset_s <= 86_400
