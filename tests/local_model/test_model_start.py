"""What can be said about starting the endpoint without a model or llama.cpp."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarise.errors import ModelError
from summarise.local_model import LocalServer, serve, serve_forever


def test_importing_the_room_loads_none_of_its_heavy_parts() -> None:
    code = "import sys, summarise.local_model as m; m.catalogue(); print([n for n in sys.modules if n in sys.argv])"
    heavy = ["asyncio", "http.client", "xllamacpp", "huggingface_hub", "openai", "subprocess"]
    out = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("raise ModuleNotFoundError(\"No module named 'xllamacpp'\")", r"pip install xllamacpp"),
        ("raise ImportError('libgomp.so.1: cannot open shared object file')", "libgomp1"),
        ("import os; os.kill(os.getpid(), 9)", "lack of memory"),
        ("import sys; print(1, 'E bad thing', file=sys.stderr); sys.exit(4)", "E bad thing"),
    ],
    ids=["missing", "library missing", "killed", "other"],
)
def test_a_child_that_dies_early_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, expected: str
) -> None:
    (tmp_path / "xllamacpp.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ModelError, match=expected):
        LocalServer(tmp_path / "w.gguf", tmp_path / "log").start()


def test_a_server_that_was_stopped_is_not_started_again(tmp_path: Path) -> None:
    server = LocalServer(tmp_path / "w.gguf", tmp_path / "log")
    server.stop()
    with pytest.raises(ModelError, match="make another"):
        server.start()


def test_an_address_that_others_can_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="this machine only"):
        serve_forever("qwen2.5-coder-0.5b", tmp_path, host="0.0.0.0")


def test_two_threads_of_one_core_count_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(serve, "_quota_cores", lambda: sys.maxsize)
    for cpu, core in enumerate("0011"):
        folder = tmp_path / f"cpu{cpu}" / "topology"
        folder.mkdir(parents=True)
        (folder / "physical_package_id").write_text("0")
        (folder / "core_id").write_text(core)
    assert serve.usable_cores(tmp_path) == 2
    assert serve.usable_cores(tmp_path / "none") == 4


@pytest.mark.parametrize(("text", "expected"), [("150000 100000", 1), ("400000 100000", 4), ("max 1", sys.maxsize)])
def test_a_containers_quota_limits_the_threads(tmp_path: Path, text: str, expected: int) -> None:
    (tmp_path / "cpu.max").write_text(text)
    assert serve._quota_cores(tmp_path / "cpu.max") == expected
