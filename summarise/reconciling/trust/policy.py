"""What goes into a summary and what is flagged, by field: the choices that a user can read and change (policy.toml)."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarise.errors import ConfigurationError
from summarise.files import parse_toml, read_small
from summarise.records import NUMBERS, OWN, PASSAGES, TLDR
from summarise.schemas.paper import LIST_FIELDS

Side = Literal["rules", "model"]
_DEFAULT = "default"
_FIELDS = (*LIST_FIELDS, NUMBERS, TLDR, PASSAGES, OWN)
_LARGEST_FILE = 100_000


class FieldPolicy(BaseModel):
    """The choices for one field; policy.toml says what each means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agree: Side
    conflict: Literal["rules", "model", "none"]
    model_only: Literal["take", "leave"]
    rules_only: Literal["take", "leave"]
    take_above: float = Field(ge=0, le=1)
    flag_below: float = Field(ge=0, le=1)
    lost_below: float = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1000)

    def look_below(self, *, withheld: bool) -> float:
        """The chance below which a person should look; that of a `withheld` value is that nothing is lost."""
        if not withheld:
            return self.flag_below
        return self.lost_below if self.flag_below else 0.0


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices for every field; `mark` tells policies apart in records, None for the built-in one."""

    fields: dict[str, FieldPolicy]
    mark: str | None = None

    def __getitem__(self, field: str) -> FieldPolicy:
        return self.fields[field]

    def with_min_confidence(self, chance: float) -> Policy:
        """The same, flagging in every field what is less likely right, or no loss, than `chance`."""
        fields = {
            name: one.model_copy(update={"flag_below": chance, "lost_below": chance})
            for name, one in self.fields.items()
        }
        return Policy(fields, f"{self.mark or ''}>{chance:g}")


@lru_cache(maxsize=1)
def _built_in() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("summarise.reconciling.trust").joinpath("policy.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy that this package ships."""
    return Policy(_filled(_built_in()))


def read_policy(path: Path | None) -> Policy:
    """The policy of a user's file laid over the built-in one; the built-in one for None.

    Raises ConfigurationError that names file, table, key and remedy.
    """
    if path is None:
        return default_policy()
    try:
        data = read_small(path, _LARGEST_FILE)
    except OSError as error:
        raise ConfigurationError(f"{path}: the policy can't be read: {error.strerror or error}") from None
    if data is None:
        raise ConfigurationError(f"{path}: has more than {_LARGEST_FILE:,} bytes, as no policy needs")
    theirs = parse_toml(data, str(path))
    _check_tables(theirs, path)
    base = _built_in()
    names = {*base, *theirs}
    merged = {name: {**base.get(name, {}), **theirs.get(name, {})} for name in names}
    try:
        fields = _filled(merged)
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {_problem(error)}") from None
    return Policy(fields, hashlib.sha256(data).hexdigest()[:8])


def _filled(tables: dict[str, dict[str, Any]]) -> dict[str, FieldPolicy]:
    """Each field's choices, over those of [default]."""
    return {name: FieldPolicy.model_validate(tables[_DEFAULT] | tables.get(name, {})) for name in _FIELDS}


def _check_tables(theirs: dict[str, Any], path: Path) -> None:
    known = (_DEFAULT, *_FIELDS)
    for name, table in theirs.items():
        if name not in known or not isinstance(table, dict):
            raise ConfigurationError(f"{path}: {name!r} is no table of a policy; write one of [{'], ['.join(known)}]")


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    key = str(first["loc"][0]) if first["loc"] else "a key"
    if first["type"] == "extra_forbidden":
        return f"{key!r} is no key of a policy; known are {', '.join(FieldPolicy.model_fields)}"
    return f"{key}: {first['msg'][:1].lower()}{first['msg'][1:]}"
