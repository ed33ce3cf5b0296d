"""What a known endpoint needs beyond the protocol; dated data in profiles.toml, not code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from summarise.records import Mode

EMBEDDED = "(embedded)"
"""Stands for a host's name in profiles.toml; no host can be called so."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How to ask one kind of endpoint."""

    name: str = "OpenAI-compatible"
    host: str = ""
    first_mode: Mode = "json_schema"
    max_tokens_field: str = "max_tokens"
    drop_keywords: tuple[str, ...] = ()
    own_temperature: str = "(?!)"
    """Pattern of the models that refuse a temperature; by default none."""
    extra_body: dict[str, Any] = field(default_factory=dict)


@cache
def known_profiles() -> tuple[Profile, ...]:
    """The profiles of profiles.toml."""
    rows = tomllib.loads((resources.files(__package__) / "profiles.toml").read_text(encoding="utf-8"))["profile"]
    return tuple(Profile(**{**row, "drop_keywords": tuple(row.get("drop_keywords", ()))}) for row in rows)


def profile_of(base_url: str, *, embedded: bool = False) -> Profile:
    """The profile for an address; a plain one where the host is not known."""
    host = EMBEDDED if embedded else (urlsplit(base_url).hostname or "").lower()
    return next((p for p in known_profiles() if host == p.host or host.endswith("." + p.host)), Profile())


def in_dialect(schema: Any, profile: Profile) -> Any:
    """The JSON Schema without the keywords that the endpoint refuses."""
    if isinstance(schema, list):
        return [in_dialect(item, profile) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: in_dialect(value, profile) for key, value in schema.items() if key not in profile.drop_keywords}
