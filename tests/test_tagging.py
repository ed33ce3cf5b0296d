"""The loop that `tag` runs in: uvloop's where it is installed, and the same records without it."""

from __future__ import annotations

import asyncio
import sys
import types
from pathlib import Path

import pytest
from asking_support import GOOD
from fault_server import FaultServer, answer

from summarise import Paper, Settings, tag


@pytest.mark.parametrize("installed", [True, False])
def test_the_loop_of_uvloop_is_taken_where_it_is_installed_and_never_needed(
    installed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = []

    def new_event_loop() -> asyncio.AbstractEventLoop:
        made.append(asyncio.new_event_loop())
        return made[-1]

    fake = types.SimpleNamespace(new_event_loop=new_event_loop)
    monkeypatch.setitem(sys.modules, "uvloop", fake if installed else None)
    with FaultServer(answer(GOOD)) as server:
        settings = Settings(base_url=server.base_url, model="m", prompt="extract.v1", cache_dir=tmp_path)
        (record,) = tag([Paper(id="p", abstract="We present Alpha.")], settings)
    assert installed == bool(made)
    assert record.summary is not None
