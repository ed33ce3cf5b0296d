"""A working folder, a user file and an environment, from which settings are loaded."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest

from summarise.errors import ConfigurationError
from summarise.settings import Configuration, load_settings

KEY = "sk-Zebra-9f8e7d6c5b4a"


class Place:
    """A working folder, a user file and an environment of a test."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "work"
        self.folder.mkdir()
        self.user_file = root / "config.toml"
        self.environ: dict[str, str] = {}

    def put(self, layer: str, values: dict[str, str]) -> None:
        """Writes settings into a layer; `values` by setting's name."""
        toml = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        if layer == "user file":
            self.user_file.write_text(toml)
        elif layer == "summarise.toml":
            (self.folder / "summarise.toml").write_text(toml)
        elif layer == ".env":
            lines = [f"SUMMARISE_{name.upper()}='{value}'\n" for name, value in values.items()]
            (self.folder / ".env").write_text("".join(lines))
        else:
            prefix = {"OPENAI": "OPENAI_", "SUMMARISE": "SUMMARISE_"}[layer]
            self.environ |= {f"{prefix}{name.upper()}": value for name, value in values.items()}

    def load(self, **flags: Any) -> Configuration:
        return load_settings(flags, environ=self.environ, folder=self.folder, user_file=self.user_file)

    def problem(self, **flags: Any) -> str:
        with pytest.raises(ConfigurationError) as caught:
            self.load(**flags)
        assert caught.value.exit_code == 3
        assert KEY not in "".join(traceback.format_exception(caught.value))
        return str(caught.value)


LAYERS = ["user file", "summarise.toml", ".env", "OPENAI", "SUMMARISE", "flag"]
"""From the weakest to the strongest."""


def address(layer: str) -> str:
    return f"http://{LAYERS.index(layer)}.example/v1"
