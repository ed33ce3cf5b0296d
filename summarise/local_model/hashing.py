"""What stands for a model in the keys of cached replies: the bytes of its weights, not where they lie."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from summarise.errors import ModelError
from summarise.local_model.sources import CatalogueModel, GgufFile, resolve


def identity(name: str, cache_dir: Path | None = None) -> str:
    """A short stable string for the weights that `name` stands for; needs them on disk only for a .gguf path.

    `local:NAME@SHA` for a catalogue model, `gguf:SHA` for a file, `hf:OWNER/REPO/FILE@REVISION` for the hub,
    where a branch such as main is not followed as it moves. `cache_dir` remembers the hash of a .gguf file.
    Raises ModelError for an unknown name and for a .gguf that can't be read.
    """
    source = resolve(name)
    if isinstance(source, CatalogueModel):
        return f"local:{source.name}@{source.sha256[:16]}"
    if isinstance(source, GgufFile):
        return f"gguf:{_file_sha256(source.path, cache_dir)}"
    return f"hf:{source.repository}/{source.file}@{source.revision}"


def sha256_of(path: Path) -> str:
    """The file's SHA-256, hexadecimal; about two seconds a gigabyte."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_stamp(path: Path) -> dict[str, int]:
    """What shows that a file is unchanged since it was hashed: {size_bytes, mtime_ns}."""
    stat = path.stat()
    return {"size_bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def write_stamp(sidecar: Path, path: Path, sha256: str) -> None:
    """Remember beside the weights that `path`, as it is now, has this SHA-256."""
    partial = sidecar.with_name(sidecar.name + ".tmp")
    partial.write_text(json.dumps({"sha256": sha256, **file_stamp(path)}), encoding="utf-8")
    partial.replace(sidecar)


def stamped_sha256(sidecar: Path, path: Path) -> str | None:
    """The remembered SHA-256 of `path`; None when nothing is remembered or the file changed since."""
    try:
        remembered = json.loads(sidecar.read_text(encoding="utf-8"))
        unchanged = remembered == {"sha256": remembered["sha256"], **file_stamp(path)}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(remembered["sha256"]) if unchanged else None


def _file_sha256(path: Path, cache_dir: Path | None) -> str:
    try:
        if cache_dir is None:
            return sha256_of(path)
        place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
        sidecar = cache_dir / "models" / "hashes" / f"{place}.json"
        known = stamped_sha256(sidecar, path)
        if known is None:
            sidecar.parent.mkdir(parents=True, exist_ok=True)
            known = sha256_of(path)
            write_stamp(sidecar, path, known)
        return known
    except OSError as error:
        raise ModelError(f"can't read the weights {path}: {error.strerror or error}. Check the path") from error
