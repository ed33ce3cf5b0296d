"""Weights from the Hugging Face hub, kept in huggingface_hub's own cache, where other programs find them too."""

from __future__ import annotations

from pathlib import Path

from summarise.errors import ModelError
from summarise.local_model.sources import HubFile


def fetch_hub_file(source: HubFile) -> Path:
    """The file on disk, downloaded unless the hub's cache has it; its hash is the hub's word, nothing is pinned.

    Raises ModelError when huggingface_hub is not installed or the file can't be brought.
    """
    try:
        from huggingface_hub import hf_hub_download  # type: ignore[import-not-found, unused-ignore]  # an extra
    except ImportError as error:
        raise ModelError(f"{source.name} needs huggingface_hub: pip install huggingface_hub") from error
    try:
        return Path(hf_hub_download(repo_id=source.repository, filename=source.file, revision=source.revision))
    except Exception as error:  # its errors share no base but Exception; the cause is kept
        raise ModelError(
            f"huggingface_hub could not bring {source.name}: {error}. Check the name, the connection, and for a gated "
            "model HF_TOKEN"
        ) from error


def cached_hub_file(source: HubFile) -> Path | None:
    """The file if the hub's cache has it; None also when huggingface_hub is not installed."""
    try:
        from huggingface_hub import try_to_load_from_cache  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    path = try_to_load_from_cache(repo_id=source.repository, filename=source.file, revision=source.revision)
    return Path(path) if isinstance(path, str) else None
