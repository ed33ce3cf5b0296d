"""Files of the Hugging Face hub, with a stand-in for huggingface_hub: its own download is its own tests' matter."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from summarise.errors import ModelError
from summarise.local_model import fetch, path_of

NAME = "hf:owner/repo/w.gguf@abc"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A huggingface_hub whose cache is tmp_path and which refuses what is not there."""
    module = ModuleType("huggingface_hub")

    def hf_hub_download(*, repo_id: str, filename: str, revision: str) -> str:
        path = tmp_path / repo_id / revision / filename
        if not path.is_file():
            raise RuntimeError("404 Client Error")
        return str(path)

    def try_to_load_from_cache(*, repo_id: str, filename: str, revision: str) -> str | None:
        path = tmp_path / repo_id / revision / filename
        return str(path) if path.is_file() else None

    module.__dict__.update(hf_hub_download=hf_hub_download, try_to_load_from_cache=try_to_load_from_cache)
    monkeypatch.setitem(sys.modules, "huggingface_hub", module)
    return module


def test_repository_revision_and_file_reach_the_hub(hub: ModuleType, tmp_path: Path) -> None:
    expected = tmp_path / "owner/repo/abc/w.gguf"
    assert None is path_of(NAME, tmp_path)
    expected.parent.mkdir(parents=True)
    expected.write_bytes(b"GGUF")
    assert [expected, expected] == [fetch(NAME, tmp_path), path_of(NAME, tmp_path)]


def test_what_the_hub_refuses_becomes_a_model_error_with_its_words(hub: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="404 Client Error") as caught:
        fetch(NAME, tmp_path)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_without_huggingface_hub_the_error_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModelError, match=r"pip install huggingface_hub"):
        fetch(NAME, tmp_path)
    assert None is path_of(NAME, tmp_path)
