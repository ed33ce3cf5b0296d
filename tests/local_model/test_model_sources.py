"""Which names the embedded endpoint knows, and what stands for them in cache keys."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from summarise.errors import ModelError
from summarise.local_model import CatalogueModel, GgufFile, HubFile, catalogue, identity, resolve
from summarise.local_model import hashing as hashing_module

SHA256 = re.compile(r"[0-9a-f]{64}")


def test_the_first_model_of_the_catalogue_is_its_only_default() -> None:
    assert [model.default for model in catalogue()] == [True, False]
    assert catalogue()[0].name == "qwen2.5-coder-1.5b"


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_every_catalogue_model_pins_the_whole_and_each_of_its_wheels(model: CatalogueModel) -> None:
    hashes = [part.wheel_sha256 for part in model.parts]
    assert all(SHA256.fullmatch(sha256) for sha256 in [model.sha256, *hashes])
    assert len(hashes) == len(set(hashes))
    assert list(range(1, len(hashes) + 1)) == [part.number for part in model.parts]
    assert all(part.package.endswith(f"part{part.number}") for part in model.parts)
    assert (int, int) == (type(model.size_bytes), type(model.context_tokens))
    assert model.licence.startswith("Apache-2.0")


def test_the_catalogue_names_no_host_so_the_users_own_index_serves_it() -> None:
    assert "://" not in (files("summarise.local_model") / "catalogue.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("~/w.gguf", GgufFile("~/w.gguf", Path("~/w.gguf").expanduser())),
        ("/a/W.GGUF", GgufFile("/a/W.GGUF", Path("/a/W.GGUF"))),
        ("hf:a/b/c.gguf", HubFile("hf:a/b/c.gguf", "a/b", "c.gguf", "main")),
        ("hf:a/b/sub/c.gguf@v1", HubFile("hf:a/b/sub/c.gguf@v1", "a/b", "sub/c.gguf", "v1")),
    ],
)
def test_a_path_and_a_hub_file_are_told_apart_by_their_spelling(name: str, expected: object) -> None:
    assert expected == resolve(name)


@pytest.mark.parametrize("name", ["gpt-4", "", "weights.bin"])
def test_an_unknown_name_is_refused_with_the_names_that_are_known(name: str) -> None:
    with pytest.raises(ModelError, match=r"Known are qwen2\.5-coder-1\.5b, qwen2\.5-coder-0\.5b"):
        resolve(name)


def test_a_hub_name_without_a_file_is_refused_with_the_form_it_should_have() -> None:
    with pytest.raises(ModelError, match="hf:OWNER/REPO/FILE"):
        resolve("hf:owner/repo")


def test_a_catalogue_model_is_identified_without_its_weights() -> None:
    assert identity("qwen2.5-coder-0.5b") == "local:qwen2.5-coder-0.5b@1d9614638d18024d"
    assert identity("hf:a/b/c.gguf") == "hf:a/b/c.gguf@main"


def test_a_gguf_is_identified_by_its_bytes_wherever_it_lies(tmp_path: Path) -> None:
    first, second = tmp_path / "a.gguf", tmp_path / "b.gguf"
    first.write_bytes(b"GGUF1")
    second.write_bytes(b"GGUF1")
    expected = "gguf:" + hashlib.sha256(b"GGUF1").hexdigest()
    assert [expected, expected] == [identity(str(first)), identity(str(second), tmp_path / "cache")]


def test_a_gguf_is_hashed_once_and_again_only_after_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache_dir, hashed = tmp_path / "a.gguf", tmp_path / "cache", []

    def counting(path: Path) -> str:
        hashed.append(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(hashing_module, "sha256_of", counting)
    path.write_bytes(b"GGUF1")
    first = identity(str(path), cache_dir)
    assert first == identity(str(path), cache_dir)
    path.write_bytes(b"GGUF22")
    assert first != identity(str(path), cache_dir)
    assert len(hashed) == 2


def test_a_gguf_that_is_not_there_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape(str(tmp_path / "no.gguf"))):
        identity(str(tmp_path / "no.gguf"), tmp_path)
