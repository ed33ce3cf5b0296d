"""The embedded server keeps the state of the prompt's head: the first paper of each slot finds it read."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from summarise import Paper, Settings
from summarise.completing.embedded import Embedded, EmbeddedCompleter
from summarise.inquiring import PaperInquiry
from summarise.pacing import Limits, Pace
from summarise.records import Completion

pytestmark = pytest.mark.model

PAPERS = [Paper(id=name, title=None, abstract=f"{name} is a model of 7B parameters.") for name in ("Otter", "Seal")]


def cached_tokens(cache_dir: Path, model: Path) -> tuple[list[int], list[str]]:
    """Tokens that the first reply of each slot did not have to read; what was said before."""
    said: list[str] = []
    pace = Pace(Limits(2, timeout_s=300.0, retries=0), "local")
    completer = EmbeddedCompleter(Embedded(str(model), "small", cache_dir, 2, 300.0, pace, on_state=said.append))
    prompts = [PaperInquiry(Settings(), "small").prompts(paper)[0] for paper in PAPERS]

    async def ask() -> list[Completion]:
        try:
            return await asyncio.gather(*map(completer.complete, prompts))
        finally:
            await completer.aclose()

    return [completion.usage.cached_tokens for completion in asyncio.run(ask())], said


def test_every_slot_finds_the_head_read_in_the_first_run_and_the_next_run_reads_nothing(
    small_model: Path, tmp_path: Path
) -> None:
    first, said_first = cached_tokens(tmp_path, small_model)
    second, said_second = cached_tokens(tmp_path, small_model)

    assert all(tokens > 1000 for tokens in [*first, *second])
    assert any("reading the prompt's head" in state for state in said_first)
    assert not any("reading" in state for state in said_second)
    shutil.rmtree(tmp_path / "prompt-heads")
