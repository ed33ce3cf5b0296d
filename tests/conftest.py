"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from summarise.local_model import fetch

if TYPE_CHECKING:
    from asking_support import StoppedTime

hypothesis.settings.register_profile("no deadline", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("no deadline")
SMALL_MODEL = "qwen2.5-coder-0.5b"


@pytest.fixture(scope="session")
def small_model() -> Path:
    """The weights of the 0.5B model, from SUMMARISE_CACHE_DIR or the checkout's cache, fetched (0.5 GB) if need be.

    Where that can not be, the tests fail: only SUMMARISE_SKIP_MODEL skips them, in so many words.
    """
    if os.environ.get("SUMMARISE_SKIP_MODEL"):
        pytest.skip("SUMMARISE_SKIP_MODEL is set: no real model is run")
    checkout = Path(__file__).parents[1]
    cache_dir = Path(os.environ.get("SUMMARISE_CACHE_DIR") or checkout / "cache")
    return fetch(SMALL_MODEL, cache_dir)


@pytest.fixture
def stopped_time(monkeypatch: pytest.MonkeyPatch) -> StoppedTime:
    """The time of an endpoint's tests: nobody waits between tries, and the waits are noted."""
    from asking_support import StoppedTime

    from summarise.completing import patience, retry_after

    time = StoppedTime()
    monkeypatch.setattr(patience, "_clock", time.clock)
    monkeypatch.setattr(patience, "_sleep", time.sleep)
    monkeypatch.setattr(retry_after, "_now", time.clock)
    return time
