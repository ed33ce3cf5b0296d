"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1."),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", help="Model to ask; with --local an embedded model, a .gguf file or hf:REPO/FILE."),
]
Local = Annotated[bool, typer.Option("--local", help="Run the embedded model; fetched once; needs the extra 'local'.")]
CacheDir = Annotated[Path | None, typer.Option("--cache-dir", help="Where replies and models are kept.")]
VocabularyFile = Annotated[
    Path | None, typer.Option("--vocabulary", help="TOML file of own tags and tasks, laid over the built-in ones.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout instead of text.")]
