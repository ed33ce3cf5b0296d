"""Where the decisions about a run lie."""

from __future__ import annotations

from pathlib import Path

_SUFFIX = ".jsonl"


def decisions_path(run: Path, named: Path | None = None) -> Path:
    """'run.jsonl' has 'run.decisions.jsonl' beside it, unless another file is named."""
    return named or run.with_name(f"{run.name.removesuffix(_SUFFIX)}.decisions{_SUFFIX}")
