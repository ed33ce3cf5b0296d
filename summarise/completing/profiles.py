"""What a known endpoint needs beyond the protocol; dated data in profiles.toml, not code."""

from __future__ import annotations

import datetime
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from summarise.completing.requesting import Form, Manner, TokensField
from summarise.errors import ConfigurationError
from summarise.files import parse_toml, read_small
from summarise.records import Mode

EMBEDDED = "(embedded)"
"""The server that --local starts; no other server calls itself so."""
_MOST_BYTES = 1_000_000


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Switch(_Data):
    """A way to ask for no thinking."""

    name: str
    body: dict[str, JsonValue]
    """Fields of a request."""


class Profile(_Data):
    """How to ask one kind of endpoint."""

    name: str = "OpenAI-compatible"
    host: str = ""
    server: str = ""
    """What `recognising` calls the server."""
    checked: datetime.date | None = None
    source: str = ""
    """Where these facts stand, in words."""
    first_mode: Mode = "json_schema"
    max_tokens_field: TokensField = "max_tokens"
    drop_keywords: tuple[str, ...] = ()
    own_temperature: str = "(?!)"
    """Pattern of the models that refuse a temperature; by default none."""
    thinking_off: tuple[str, ...] = ()
    """Names of the switches that turn thinking off here, to be tried in this order."""
    send_thinking_off: bool = False
    """Whether the first switch is sent before anybody saw the model think."""
    extra_body: dict[str, JsonValue] = Field(default_factory=dict)
    against_loops: dict[str, JsonValue] = Field(default_factory=dict)
    """Fields that keep a small model from repeating a row for ever, sent with prompts that are made for it."""

    @field_validator("own_temperature")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is no pattern: {error}") from None
        return pattern

    def manner(self, model: str) -> Manner:
        """How the model is asked as long as nothing more is known of it."""
        return Manner(
            mode=self.first_mode,
            max_tokens_field=self.max_tokens_field,
            without=("temperature",) if re.match(self.own_temperature, model) else (),
            drop_keywords=self.drop_keywords,
            thinking_off=self.thinking_off[0] if self.send_thinking_off and self.thinking_off else None,
        )


class _File(_Data):
    switch: tuple[Switch, ...] = ()
    profile: tuple[Profile, ...] = ()


@cache
def _built_in() -> _File:
    text = (resources.files(__package__) / "profiles.toml").read_bytes()
    return _File.model_validate(parse_toml(text, "profiles.toml"))


def _own() -> _File:
    """The user's own file, from the folder of settings alone: a file of the working folder may be anybody's.

    Raises ConfigurationError for a file that can't be used.
    """
    path = Path(platformdirs.user_config_dir("summarise")) / "profiles.toml"
    try:
        data = read_small(path, _MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return _File()
    except OSError as error:
        raise ConfigurationError(f"{path}: can't be read: {error.strerror or error}") from None
    if data is None:
        raise ConfigurationError(f"{path}: is larger than a file of profiles can be")
    try:
        own = _File.model_validate(parse_toml(data, str(path)))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}") from None
    switches = [switch.name for switch in (*own.switch, *_built_in().switch)]
    for profile in own.profile:
        for name in profile.thinking_off:
            if name not in switches:
                known = ", ".join(dict.fromkeys(switches))
                raise ConfigurationError(f"{path}: {profile.name}: there is no switch {name!r}; there are {known}")
    return own


def known_profiles() -> tuple[Profile, ...]:
    """The user's own profiles, then those of profiles.toml."""
    return (*_own().profile, *_built_in().profile)


def known_switches() -> dict[str, dict[str, Any]]:
    """The fields of each switch that turns thinking off, by its name; the user's own first."""
    own = {switch.name: switch.body for switch in _own().switch}
    return own | {switch.name: switch.body for switch in _built_in().switch if switch.name not in own}


class FurtherFields:
    """The fields beyond the protocol that are sent by a profile, in a manner, for a form."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._switches = known_switches()

    def __call__(self, manner: Manner, form: Form | None = None) -> dict[str, Any]:
        """These fields, with their values."""
        against_loops = self._profile.against_loops if form and form.against_loops else {}
        return {**self._profile.extra_body, **against_loops, **self._switches.get(manner.thinking_off or "", {})}


def profile_of(base_url: str, server: str | None = None) -> Profile:
    """The profile for an address, or for the server that was recognised behind it; a plain one for any other."""
    host = (urlsplit(base_url).hostname or "").lower()
    for profile in known_profiles():
        if server and profile.server == server:
            return profile
        if profile.host and server != EMBEDDED and (host == profile.host or host.endswith("." + profile.host)):
            return profile
    return Profile()
