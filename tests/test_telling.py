"""Words for people: counts."""

from __future__ import annotations

import pytest

from summarise.telling import counted


@pytest.mark.parametrize(
    ("count", "noun", "told"),
    [(0, "paper", "0 papers"), (1, "paper", "1 paper"), (2000, "open value", "2,000 open values"),
     (1, "reply", "1 reply"), (3, "reply", "3 replies")],
)  # fmt: skip
def test_one_is_told_as_one(count: int, noun: str, told: str) -> None:
    assert told == counted(count, noun)
