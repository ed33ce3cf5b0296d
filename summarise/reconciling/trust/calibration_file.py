"""Calibrations as TOML files: counts and kinds alone, never a paper's values."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from summarise.errors import ConfigurationError
from summarise.files import parse_toml, read_small
from summarise.reconciling.trust.calibration import Calibration, Count, Tally
from summarise.reconciling.trust.kinds import Kind
from summarise.reconciling.trust.signs import SIGNS
from summarise.records import NUMBERS, PASSAGES, TLDR, State
from summarise.schemas.paper import LIST_FIELDS

_LARGEST_FILE = 4_000_000
_Word = Annotated[str, Field(max_length=400)]


def _known_field(name: str) -> str:
    if name not in (*LIST_FIELDS, NUMBERS, TLDR, PASSAGES):
        raise ValueError(f"should be one of {', '.join((*LIST_FIELDS, NUMBERS, TLDR, PASSAGES))}")
    return name


def _known_sign(name: str) -> str:
    if name not in SIGNS:
        raise ValueError(f"should be one of {', '.join(SIGNS)}")
    return name


class _Cell(BaseModel):
    """One kind and its counts, as a file writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Annotated[str, AfterValidator(_known_field)]
    state: State
    circumstance: _Word = ""
    votes: _Word = ""
    rule: _Word = ""
    seen: int = Field(ge=1, le=10**9)
    right: int = Field(ge=0, le=10**9)

    @model_validator(mode="after")
    def _no_more_right_than_seen(self) -> Self:
        if self.right > self.seen:
            raise ValueError(f"{self.right} of {self.seen} can't be right")
        return self

    @property
    def kind(self) -> Kind:
        return Kind(self.field, self.state, self.circumstance, self.votes, self.rule)


class _Sign(BaseModel):
    """One sign and its tally, as a file writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, AfterValidator(_known_sign)]
    seen: int = Field(ge=1, le=10**9)
    wrong: int = Field(ge=0, le=10**9)
    expected: float = Field(ge=0, le=10**9, allow_inf_nan=False)

    @model_validator(mode="after")
    def _no_more_wrong_than_seen(self) -> Self:
        if max(self.wrong, self.expected) > self.seen:
            raise ValueError(f"{max(self.wrong, self.expected):g} of {self.seen} can't be wrong")
        return self


class _Form(BaseModel):
    """A calibration file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: _Word = ""
    papers: int = Field(ge=0)
    sign: tuple[_Sign, ...] = ()
    cell: tuple[_Cell, ...] = ()

    @model_validator(mode="after")
    def _each_kind_once(self) -> Self:
        kinds = [cell.kind for cell in self.cell]
        if twice := next((kind for kind, count in Counter(kinds).items() if count > 1), None):
            raise ValueError(f"two cells are of the kind {', '.join(filter(None, twice))}")
        names = [sign.name for sign in self.sign]
        if again := next((name for name, count in Counter(names).items() if count > 1), None):
            raise ValueError(f"two tallies are of the sign {again}")
        return self


def built_in_calibration(model: str | None) -> Calibration:
    """The shipped calibration for a model's replies, for None that of the rules alone; without counts where none is."""
    return next((c for c in _shipped() if c.model == model), Calibration())


@lru_cache(maxsize=1)
def _shipped() -> tuple[Calibration, ...]:
    folder = files("summarise.reconciling.trust").joinpath("calibrations")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(
        _calibration(_Form.model_validate(tomllib.loads(entry.read_text(encoding="utf-8"))), entry.name[:-5])
        for entry in found
    )


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file that `summarise calibrate` wrote. Raises ConfigurationError that says what is wrong."""
    try:
        data = read_small(path, _LARGEST_FILE)
    except OSError as error:
        raise ConfigurationError(
            f"{path}: the calibration can't be read: {error.strerror or error}; 'summarise calibrate' writes one"
        ) from None
    if data is None:
        raise ConfigurationError(f"{path}: has more than {_LARGEST_FILE:,} bytes, as no calibration needs")
    try:
        return _calibration(_Form.model_validate(parse_toml(data, str(path))), path.stem)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "cells"
        message = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"{path}: {place}: {message[:1].lower()}{message[1:]}; 'summarise calibrate' writes such a file"
        ) from None


def _calibration(form: _Form, name: str) -> Calibration:
    cells = {cell.kind: Count(cell.seen, cell.right) for cell in form.cell}
    signs = {sign.name: Tally(sign.seen, sign.wrong, sign.expected) for sign in form.sign}
    return Calibration(name, form.model or None, form.papers, cells, signs)


def write_calibration(calibration: Calibration) -> str:
    """The calibration as a file's text; the same counts give the same bytes."""
    lines = [
        "# How often the summary was right at verdicts of each kind, counted by 'summarise calibrate' against labels.",
        "# Counts alone: no value of a paper stands here. docs/trust.md says how they become a confidence.",
        f"model = {_quoted(calibration.model or '')}",
        f"papers = {calibration.papers}",
    ]
    for name, tally in sorted(calibration.signs.items()):
        lines += ["", f"# {SIGNS[name]}", "[[sign]]", f"name = {_quoted(name)}"]
        lines += [f"seen = {tally.seen}", f"wrong = {tally.wrong}", f"expected = {tally.expected!r}"]
    for kind, count in sorted(calibration.cells.items()):
        lines += ["", "[[cell]]"]
        lines += [f"{key} = {_quoted(value)}" for key, value in kind._asdict().items() if value]
        lines += [f"seen = {count.seen}", f"right = {count.right}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: JSON's form is one, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
