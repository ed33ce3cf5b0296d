"""What an endpoint charges for a model: prices.toml, and a user's files before it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from summarise.addresses import is_this_machine
from summarise.errors import ConfigurationError
from summarise.files import parse_toml, read_small

_MOST_BYTES = 1_000_000
_DATE_BEHIND = re.compile(r"[-@](?:20\d\d-?\d\d-?\d\d|\d{4})$")
Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
EMBEDDED = "local:"
"""How the address of an embedded model begins."""


def _as_written(value: object) -> object:
    """A TOML number by its shortest digits, so that 0.1 is a tenth; everything else as it is."""
    return repr(value) if isinstance(value, float) else value


Amount = Annotated[Decimal, BeforeValidator(_as_written), Field(ge=0, le=1_000_000, allow_inf_nan=False)]
"""Money for a million tokens, exact."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Rates(_Data):
    """Money for a million tokens."""

    prompt: Amount
    """Of tokens that the endpoint reads anew."""
    cached: Amount | None = None
    """Of tokens that it finds in its own prefix cache; as `prompt` where it makes no difference."""
    completion: Amount
    written: Amount | None = None
    """Instead of `prompt` where tokens that are kept for later requests cost more."""


class Peak(Rates):
    """The prices of some hours."""

    zone: str = "UTC"
    days: tuple[Day, ...] = _DAYS
    hours: tuple[str, ...]
    """Such as '01:00-04:00': from the first minute on, up to the second."""

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        if zone != "UTC":
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError(f"{zone!r} is no time zone; write one such as UTC or Asia/Shanghai") from None
        return zone

    @field_validator("hours")
    @classmethod
    def _are_hours(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        for span in hours:
            found = _HOURS.fullmatch(span)
            if not found or found[1] + found[2] >= found[3] + found[4] or (found[3] == "24" and found[4] != "00"):
                raise ValueError(f"{span!r}: write hours as 01:00-04:00, parted at midnight")
        return hours

    def holds_at(self, moment: datetime.datetime) -> bool:
        """Whether an aware moment lies in these hours."""
        zone = datetime.UTC if self.zone == "UTC" else ZoneInfo(self.zone)
        there = moment.astimezone(zone)
        clock = f"{there:%H:%M}"
        spans = (span.split("-") for span in self.hours)
        return _DAYS[there.weekday()] in self.days and any(start <= clock < end for start, end in spans)


class Price(Rates):
    """What one endpoint charges for some models, and where that stands."""

    provider: str = ""
    host: str
    """The end of the host's name."""
    models: tuple[str, ...] = ("*",)
    """Names; * and ? stand for anything, and a date may follow a name."""
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    batch: Amount | None = None
    """The share of the price that batch files cost."""
    least_prefix: int = Field(default=0, ge=0)
    """Tokens; shorter prompts are not kept in the endpoint's cache."""
    peak: Peak | None = None
    checked: datetime.date | None = None
    source: str = ""
    confirmed: bool = True
    """Whether the provider's own page was seen to say so."""
    free: bool = False
    """Whether this is no price but the fact that nothing is charged."""

    def fits(self, host: str, model: str) -> bool:
        """Whether this is the price of that model at that host."""
        ours = self.host.lower()
        if host != ours and not host.endswith("." + ours):
            return False
        names = {model.lower(), _DATE_BEHIND.sub("", model.lower())}
        return any(fnmatchcase(name, pattern.lower()) for pattern in self.models for name in names)

    def rates_at(self, moment: datetime.datetime) -> Rates:
        """The prices that hold at an aware moment."""
        return self.peak if self.peak is not None and self.peak.holds_at(moment) else self

    @property
    def named(self) -> str:
        """Whose prices these are and from when, for people: 'DeepSeek, 2026-11-15'."""
        parts = [self.provider or self.host, str(self.checked or ""), "" if self.confirmed else "not confirmed"]
        return ", ".join(part for part in parts if part)


class _File(_Data):
    price: tuple[Price, ...] = ()


def free_price(endpoint: str) -> Price | None:
    """The price of an endpoint on this machine, which charges nothing; None for any other."""
    if endpoint.startswith(EMBEDDED):
        return _nothing("embedded model", endpoint)
    host = _host(endpoint)
    return _nothing("on this machine", host) if is_this_machine(host) else None


def price_of(endpoint: str, model: str, prices: Sequence[Price]) -> Price | None:
    """The first price that fits the endpoint's address and the model; of what runs on this machine, that it is free.

    None where the price is not known, which is never nothing.
    """
    host = _host(endpoint)
    if not endpoint.startswith(EMBEDDED):
        for price in prices:
            if price.fits(host, model):
                return price
    return free_price(endpoint)


def own_prices() -> Path:
    """Where a user's own prices lie for every run."""
    return Path(platformdirs.user_config_dir("summarise")) / "prices.toml"


def read_prices(path: Path | None = None) -> tuple[Price, ...]:
    """The prices of the file named, then of the user's folder of settings, then of prices.toml.

    Raises ConfigurationError for a file that can't be used; only the user's folder may have none.
    """
    return (*(_read(path) if path else ()), *_read(own_prices(), may_lack=True), *_built_in())


@lru_cache(maxsize=1)
def _built_in() -> tuple[Price, ...]:
    data = (resources.files("summarise.costing") / "prices.toml").read_bytes()
    return _File.model_validate(parse_toml(data, "prices.toml")).price


def _read(path: Path, *, may_lack: bool = False) -> tuple[Price, ...]:
    try:
        data = read_small(path, _MOST_BYTES)
    except OSError as error:
        if may_lack and isinstance(error, FileNotFoundError | NotADirectoryError):
            return ()
        raise ConfigurationError(f"{path}: the prices can't be read: {error.strerror or error}") from None
    if data is None:
        raise ConfigurationError(f"{path}: is larger than a file of prices can be")
    values: dict[str, Any] = parse_toml(data, str(path))
    try:
        return _File.model_validate(values).price
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"{path}: {place}: {problem}; docs/cost.md shows an entry") from None


def _nothing(provider: str, host: str) -> Price:
    return Price(provider=provider, host=host, prompt=Decimal(0), completion=Decimal(0), free=True)


def _host(endpoint: str) -> str:
    return (urlsplit(endpoint).hostname or "").lower() if "//" in endpoint else ""
