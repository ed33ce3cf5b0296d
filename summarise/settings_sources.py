"""Where settings come from, each source a layer of values with their origin: TOML files, .env, the environment."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import dotenv

from summarise.errors import ConfigurationError
from summarise.files import parse_toml

Origin = str
"""Where a value came from: 'flag', 'SUMMARISE_MODEL', '.env', 'summarise.toml', a file's path, or 'default'."""
Layer = dict[str, tuple[Any, Origin]]
"""The values of one source by their settings' names."""
NAMING_A_FILE = ("vocabulary", "policy", "calibration", "prices")
"""Settings that name a file; in a TOML file they are meant from its folder."""
_OPENAI_NAMES = {"OPENAI_BASE_URL": "base_url", "OPENAI_API_KEY": "api_key"}


def from_toml(path: Path, origin: Origin, known: Collection[str]) -> Layer:
    """A TOML file's values; nothing where there is no file. Raises ConfigurationError, also for an unknown name."""
    try:
        values = parse_toml(path.read_bytes(), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigurationError(f"{path}: can't be read as TOML: {error}") from None
    unknown = sorted(values.keys() - set(known))
    if unknown:
        raise ConfigurationError(f"{path}: unknown setting {unknown[0]!r}; known are {', '.join(known)}")
    return {name: (value, origin) for name, value in values.items()}


def beside(folder: Path, values: Layer) -> Layer:
    """A TOML file's values: a file that it names lies in its own folder unless the path is absolute, '' is none."""
    found = dict(values)
    for name in NAMING_A_FILE:
        path, origin = values.get(name, (None, ""))
        if isinstance(path, str):
            del found[name]
            if path.strip():
                found[name] = (folder / os.path.expanduser(path), origin)  # noqa: PTH111  Path.expanduser raises for a user who is unknown
    return found


def dotenv_values(path: Path) -> dict[str, str]:
    """The pairs of a .env file; nothing in it is expanded or executed."""
    try:
        if not path.is_file():
            return {}
        values = dotenv.dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: can't be read: {error}") from None  # the cause holds the text
    return {name: value for name, value in values.items() if value is not None}


def from_environment(environ: Mapping[str, str], origin: Origin | None, known: Collection[str]) -> Layer:
    """SUMMARISE_* over OPENAI_*; empty values count as not given. Without `origin` it is the variable."""
    found: Layer = {}
    for variable, name in _OPENAI_NAMES.items():
        if environ.get(variable):
            found[name] = (environ[variable], origin or variable)
    for name in known:
        variable = f"SUMMARISE_{name.upper()}"
        if environ.get(variable):
            found[name] = (environ[variable], origin or variable)
    return found
