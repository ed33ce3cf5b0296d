"""One frozen Settings, built once at the edge, and where each of its values came from.

flag > SUMMARISE_* > OPENAI_* > .env > summarise.toml > user file > default. A key is never sent to an endpoint that a
file in the working folder named, unless the key stands in such a file too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from summarise.errors import ConfigurationError, UsageError
from summarise.settings_sources import NAMING_A_FILE, Layer, Origin, beside, dotenv_values, from_environment, from_toml

WITNESSES = ("numbers", "feedback")
"""The further witnesses by name; summarise/witnessing/ holds them."""
_WHOM_TO_ASK = ("base_url", "local", "rules_only")
_FALSE = ("false", "0", "no", "off", "f", "n")
_OF_THE_SUMMARY = ("prompt", "vocabulary", "calibration", "witness")
"""Settings that mean something for the built-in summary alone."""
_MOST = 1024
"""Requests in flight at once, whoever asks for more."""
_AUTO_MOST = 256
"""So many are tried without being told; vLLM, for one, works on 256 at once and queues the others."""
_WORKING_FOLDER = (".env", "summarise.toml")


class Settings(BaseModel):
    """Everything that a run can be told, checked once."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)

    base_url: str | None = None
    """Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1."""
    model: str | None = None
    """Model to ask; with `local`, an embedded model's name, a .gguf file or hf:REPO/FILE."""
    api_key: SecretStr | None = None
    local: bool = False
    """Run the embedded model (extra 'local') and ask it."""
    rules_only: bool = False
    """Ask no model at all."""
    concurrency: int | Literal["auto"] = "auto"
    """Requests in flight at once, 1 to 1024; 'auto' finds out how many help, and is 2 for the embedded model."""
    rpm: int | None = Field(default=None, ge=1)
    """Requests in any minute at most, spread evenly."""
    tpm: int | None = Field(default=None, ge=1)
    """Tokens in any minute at most, those of prompts and replies together."""
    workers: int = Field(default=1, ge=1, le=256)
    """Processes that check by rules and reconcile, 3 to 5 ms of a processor a paper; 1 is the process itself."""
    timeout_s: float | None = Field(default=None, gt=0, le=86_400)
    """Seconds that one request may take from sending to the last byte; by default 300, embedded 1,200."""
    retries: int = Field(default=4, ge=0, le=20)
    """Further tries after a rate limit, an overload, a timeout or a lost connection."""
    cache_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir("summarise")))
    """Where replies and fetched models are kept."""
    refresh: bool = False
    """Ask again even where a reply is cached."""
    prompt: str = "compact.v3"
    """Name of the prompt template."""
    vocabulary: Path | None = None
    """A TOML file of tags and tasks that is laid over the built-in vocabulary."""
    witness: tuple[str, ...] = ()
    """Further witnesses, each asked once a paper and only about what model and rules disagree on."""

    own_schema: str | type[BaseModel] | None = None
    """A Pydantic class to fill instead of the built-in summary: itself, 'module:Class' or 'path/to/file.py:Class'."""
    policy: Path | None = None
    """A TOML file that says what goes into a summary and what is flagged, laid over the built-in policy."""
    calibration: Path | None = None
    """A file of 'summarise calibrate' from which confidences follow, instead of the built-in one for the model."""
    min_confidence: float | None = Field(default=None, ge=0, le=1)
    """Flag every value whose chance to be right is lower, instead of what the policy says for its field."""

    prices: Path | None = None
    """A TOML file of prices that come before the built-in ones."""
    max_cost: Decimal | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Ask nothing more once this much is spent or in flight, in the currency of the model's price."""

    @field_validator("base_url")
    @classmethod
    def _has_no_secret(cls, base_url: str | None) -> str | None:
        """The address as it is, once it can be printed, stored and kept in records without harm."""
        if base_url is None:
            return None
        parts = urlsplit(base_url)
        if "@" in parts.netloc:
            raise ValueError("an address holds no user name or password; give the key in OPENAI_API_KEY")
        if parts.query or parts.fragment:
            raise ValueError("an address ends before '?' or '#'; give the key in OPENAI_API_KEY")
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("an address looks like http://localhost:8000/v1")
        return base_url

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        """The key without white space around it; None where nothing is left."""
        bare = key.get_secret_value().strip() if key else ""
        if not (bare.isascii() and bare.isprintable()) or " " in bare:
            raise ValueError("the key holds a blank, a line break or a character beyond ASCII, as no key does")
        return SecretStr(bare) if bare else None

    @field_validator("concurrency", mode="before")
    @classmethod
    def _auto_or_a_number(cls, given: object) -> object:
        """'auto', or a number from 1 to 1024."""
        text = str(given).strip().lower()
        if text == "auto":
            return text
        if isinstance(given, bool) or not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:5]) <= _MOST:
            raise ValueError(f"is 'auto' or a number from 1 to {_MOST:,}")
        return int(text)

    @field_validator("witness", mode="before")
    @classmethod
    def _known_witnesses(cls, named: object) -> tuple[str, ...]:
        """The witnesses' names without repeats; commas part them where they come as text."""
        texts = [named] if isinstance(named, str) else named
        if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"is a list of names, or names parted by commas; known are {', '.join(WITNESSES)}")
        names = tuple(dict.fromkeys(name.strip() for text in texts for name in text.split(",") if name.strip()))
        for name in names:
            if name not in WITNESSES:
                raise ValueError(f"there is no witness {name!r}; known are {', '.join(WITNESSES)}")
        return names

    @field_validator("cache_dir", *NAMING_A_FILE)
    @classmethod
    def _home(cls, path: Path | None) -> Path | None:
        """The path with its `~` replaced."""
        # Path.expanduser raises for a user who is unknown.
        return None if path is None else Path(os.path.expanduser(path))  # noqa: PTH111

    @property
    def patience_s(self) -> float:
        """Seconds that one request may take; a small machine that does other work needs minutes for a paper."""
        return self.timeout_s or (1200 if self.local else 300)

    @property
    def in_flight(self) -> int:
        """Requests in flight at once at most, never 0."""
        if self.concurrency != "auto":
            return self.concurrency
        return 2 if self.local else _AUTO_MOST

    @property
    def under_way(self) -> int:
        """Papers under way at once: also those that wait for a turn, or to try again."""
        return 2 * self.in_flight


class Configuration(BaseModel):
    """Settings with the origin of each value."""

    model_config = ConfigDict(frozen=True)

    settings: Settings
    origins: dict[str, Origin]


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user_file: Path | None = None,
) -> Configuration:
    """The settings that apply in `folder`, each with its origin; None among the flags means "not given".

    Raises ConfigurationError for an unknown name, a bad value, or a key that a file here would redirect.
    """
    folder = folder or Path()
    user_file = user_file or Path(platformdirs.user_config_dir("summarise")) / "config.toml"
    known = list(Settings.model_fields)
    layers: list[Layer] = [
        beside(user_file.parent, from_toml(user_file, str(user_file), known)),
        beside(folder, from_toml(folder / "summarise.toml", "summarise.toml", known)),
        from_environment(dotenv_values(folder / ".env"), ".env", known),
        from_environment(os.environ if environ is None else environ, None, known),
        {name: (value, "flag") for name, value in (flags or {}).items() if value is not None},
    ]
    merged = _one_witness({name: pair for layer in layers for name, pair in layer.items()}, layers)
    merged = _only_of_the_schema(_nobody_to_witness(merged, layers), layers)
    origins = {name: merged[name][1] if name in merged else "default" for name in Settings.model_fields}
    settings = _checked({name: value for name, (value, _) in merged.items()}, origins)
    _refuse_redirected_key(settings, origins)
    _refuse_code_of_the_folder(settings, origins)
    return Configuration(settings=settings, origins=origins)


def _one_witness(merged: Layer, layers: list[Layer]) -> Layer:
    """The settings with one choice of whom to ask: the one from the highest source; the others are dropped.

    Raises ConfigurationError where one source names several.
    """
    named = [name for name in _WHOM_TO_ASK if name in merged and str(merged[name][0]).lower() not in _FALSE]
    rank = {name: _rank(name, merged[name][1], layers) for name in named}
    highest = [name for name in named if rank[name] == max(rank.values())]
    if len(highest) > 1:
        options = ", ".join("--" + name.replace("_", "-") for name in highest)
        raise ConfigurationError(f"{options} exclude one another (from {merged[highest[0]][1]}): keep one")
    return {name: pair for name, pair in merged.items() if name not in named or name in highest}


def _nobody_to_witness(merged: Layer, layers: list[Layer]) -> Layer:
    """The settings without further witnesses where a higher source asks no model at all.

    Raises UsageError where the witnesses' source is as high: they are questions to a model.
    """
    rules_only, witness = merged.get("rules_only"), merged.get("witness")
    if not rules_only or not witness or not witness[0] or str(rules_only[0]).lower() in _FALSE:
        return merged
    if _rank("witness", witness[1], layers) >= _rank("rules_only", rules_only[1], layers):
        raise UsageError("--witness asks a model and --rules-only asks none: keep one")
    return {name: pair for name, pair in merged.items() if name != "witness"}


def _only_of_the_schema(merged: Layer, layers: list[Layer]) -> Layer:
    """The settings without those of the built-in summary that a lower source names than the user's schema.

    What stands beside or above the schema stays, and is refused where the schema is asked.
    """
    schema = merged.get("own_schema")
    if not schema or not schema[0]:
        return merged
    least = _rank("own_schema", schema[1], layers)
    return {
        name: pair
        for name, pair in merged.items()
        if name not in _OF_THE_SUMMARY or _rank(name, pair[1], layers) >= least
    }


def _rank(name: str, origin: Origin, layers: list[Layer]) -> tuple[int, bool]:
    """How high a value's source stands; OPENAI_* is below SUMMARISE_* in the same environment."""
    layer = next(i for i in reversed(range(len(layers))) if name in layers[i])
    return layer, not origin.startswith("OPENAI_")


def _checked(values: dict[str, Any], origins: dict[str, Origin]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        problem = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"{name} (from {origins.get(name, 'flag')}): {problem}") from None


def _refuse_redirected_key(settings: Settings, origins: dict[str, Origin]) -> None:
    endpoint_from, key_from = origins["base_url"], origins["api_key"]
    if settings.api_key and endpoint_from in _WORKING_FOLDER and key_from not in _WORKING_FOLDER:
        raise ConfigurationError(
            f"{endpoint_from} here names the endpoint {settings.base_url}, but the key comes from {key_from}; "
            "your key is not sent where a file of the working folder says. "
            "Give --base-url or SUMMARISE_BASE_URL yourself, or put the key beside the address"
        )


def _refuse_code_of_the_folder(settings: Settings, origins: dict[str, Origin]) -> None:
    """A schema is code that is run: never because a file says so that lies in a folder somebody has cloned."""
    if settings.own_schema and origins["own_schema"] in _WORKING_FOLDER:
        raise ConfigurationError(
            f"{origins['own_schema']} here names the schema {settings.own_schema!r}, whose code would be run; "
            "give --schema or SUMMARISE_OWN_SCHEMA yourself, and take it out of that file"
        )
