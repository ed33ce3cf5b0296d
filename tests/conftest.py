"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from summarise.errors import SummariseError
from summarise.local_model import fetch

SMALL_MODEL = "qwen2.5-coder-0.5b"


@pytest.fixture(scope="session")
def small_model() -> Path:
    """The weights of the 0.5B model, from SUMMARISE_CACHE_DIR or the checkout's cache, fetched (0.5 GB) if need be."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed: pip install 'summarise[local]'")
    checkout = Path(__file__).parents[1]
    cache_dir = Path(os.environ.get("SUMMARISE_CACHE_DIR") or checkout / "cache")
    try:
        return fetch(SMALL_MODEL, cache_dir)
    except SummariseError as error:
        pytest.skip(f"the weights of {SMALL_MODEL} can't be fetched: {error}")
