"""A vocabulary read from TOML: the built-in one (schemas/vocabulary.toml), and a user's laid over it.

The form is told in docs/vocabulary.md. Every fault of a file is a ConfigurationError that names file, entry and remedy.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, ValidationError

from summarise.errors import ConfigurationError
from summarise.files import parse_toml, read_small
from summarise.rules.topics.spotting import terms_of
from summarise.rules.topics.vocabulary import FACETS, Entry, Vocabulary
from summarise.rules.topics.vocabulary_faults import Spelling, Words, fault

BUILT_IN = "the built-in vocabulary"
_LARGEST_FILE = 4_000_000
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=100)]


class _EntryForm(BaseModel):
    """An entry as a file writes it; what it leaves out keeps the value of the entry that it extends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Spelling | None = None
    parent: _Id | None = None
    aliases: tuple[Spelling, ...] = ()
    in_context: dict[Spelling, Annotated[tuple[Words, ...], Field(min_length=1)]] = {}


class _FileForm(BaseModel):
    """A vocabulary file: a table of entries for each facet, and what of the built-in vocabulary is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    builtin: StrictBool = True
    disable: tuple[_Id, ...] = ()
    task: dict[_Id, _EntryForm] = {}
    method: dict[_Id, _EntryForm] = {}
    stage: dict[_Id, _EntryForm] = {}
    modality: dict[_Id, _EntryForm] = {}
    domain: dict[_Id, _EntryForm] = {}
    kind: dict[_Id, _EntryForm] = {}
    topic: dict[_Id, _EntryForm] = {}


@lru_cache(maxsize=1)
def built_in_vocabulary() -> Vocabulary:
    """The vocabulary that this package ships."""
    text = files("summarise.schemas").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    form = _FileForm.model_validate(tomllib.loads(text))
    return Vocabulary(_checked(_merged({}, form, BUILT_IN), BUILT_IN))


def read_vocabulary(path: Path | None) -> Vocabulary:
    """The built-in vocabulary with the file's entries over it; the built-in one itself where there is no file.

    Raises ConfigurationError for a file that can't be read or used.
    """
    if path is None:
        return built_in_vocabulary()
    data = _bytes(path)
    form = _form(data, path)
    if form.disable and not form.builtin:
        raise ConfigurationError(
            f"{path}: disable switches off entries of the built-in vocabulary, and "
            "builtin = false leaves it out whole; remove one of the two"
        )
    base = dict(built_in_vocabulary().entries) if form.builtin else {}
    unknown = [name for name in form.disable if name not in base]
    if unknown:
        raise ConfigurationError(f"{path}: disable names {unknown[0]!r}, which the built-in vocabulary has not")
    for name in form.disable:
        base.pop(name, None)  # the file may name it twice
    kept = {
        name: replace(e, parent=None) if e.parent in form.disable and e.parent not in _ids(form) else e
        for name, e in base.items()
    }
    entries = _checked(_merged(kept, form, str(path)), str(path))
    return Vocabulary(entries, mark=f"vocabulary.{hashlib.sha256(data).hexdigest()[:8]}")


def overlaid(base: Vocabulary, data: bytes, name: str) -> Vocabulary:
    """A vocabulary with a file's entries over its own; messages call it `name`. Raises ConfigurationError."""
    form = _form(data, Path(name))
    return Vocabulary(_checked(_merged(base.entries, form, name), name), base.mark)


def _bytes(path: Path) -> bytes:
    try:
        data = read_small(path, _LARGEST_FILE)
    except OSError as error:
        raise ConfigurationError(
            f"vocabulary {path}: {error.strerror or error}; give the path of a TOML file, or leave the setting out"
        ) from None
    if data is None:
        raise ConfigurationError(f"{path}: larger than {_LARGEST_FILE:,} bytes; is it a vocabulary?")
    return data


def _form(data: bytes, path: Path) -> _FileForm:
    raw = parse_toml(data, str(path))
    try:
        return _FileForm.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigurationError(f"{path}: {fault(first['loc'], first['type'], first['msg'])}") from None


def _ids(form: _FileForm) -> frozenset[str]:
    return frozenset(name for facet in FACETS for name in getattr(form, facet))


def _merged(base: Mapping[str, Entry], form: _FileForm, origin: str) -> dict[str, Entry]:
    """The base with the file's entries: new ones behind it, known ones extended in their place."""
    entries = dict(base)
    seen: set[str] = set()
    for facet in FACETS:
        for name, given in getattr(form, facet).items():
            known = entries.get(name)
            if name in seen or (known and known.facet != facet):
                other = known.facet if known else facet
                raise ConfigurationError(
                    f"{origin}: [{facet}] {name}: this id is taken by an entry of [{other}]; choose another, or "
                    "disable that one"
                )
            if known is None and given.label is None:
                raise ConfigurationError(f'{origin}: [{facet}] {name}: a new entry needs a label = "…"')
            seen.add(name)
            entries[name] = _extended(known or Entry(name, facet, given.label or ""), given)
    return entries


def _extended(entry: Entry, given: _EntryForm) -> Entry:
    """The entry with what the file gives: a label or parent replaces, aliases are added."""
    label = given.label or entry.label
    former = (entry.label,) if label != entry.label else ()
    return Entry(
        entry.id,
        entry.facet,
        label,
        given.parent or entry.parent,
        tuple(dict.fromkeys((*entry.aliases, *former, *given.aliases))),
        (*entry.in_context, *given.in_context.items()),
    )


def _checked(entries: dict[str, Entry], origin: str) -> dict[str, Entry]:
    """The entries, once parents exist and form no circle, and no spelling or derived form stands for two of a facet."""
    _check_parents(entries, origin)
    claimed: dict[tuple[str, tuple[str, ...], str], tuple[str, str]] = {}
    for entry in entries.values():
        for spelling in entry.spellings:
            for term in terms_of(spelling, 0):
                owner, theirs = claimed.setdefault((entry.facet, term.pieces, term.signs), (entry.id, spelling))
                if owner != entry.id:
                    as_theirs = "" if theirs == spelling else f" (as {theirs!r})"
                    raise ConfigurationError(
                        f"{origin}: [{entry.facet}] {entry.id}: {spelling!r} stands for {owner!r} already{as_theirs}; "
                        "leave it out of one of them, or disable the built-in entry"
                    )
    return entries


def _check_parents(entries: Mapping[str, Entry], origin: str) -> None:
    """Follows every chain of parents up to an entry that an earlier chain has passed: each entry is passed once."""
    chain_of: dict[str, str] = {}
    for first in entries:
        entry = entries[first]
        while entry.id not in chain_of:
            chain_of[entry.id] = first
            if entry.parent is None:
                break
            if entry.parent not in entries:
                raise ConfigurationError(
                    f"{origin}: [{entry.facet}] {entry.id}: its parent {entry.parent!r} is no entry; add it, or leave "
                    "the parent out"
                )
            if chain_of.get(entry.parent) == first:
                raise ConfigurationError(
                    f"{origin}: [{entry.facet}] {entry.id}: its parents form a circle at {entry.parent!r}"
                )
            entry = entries[entry.parent]
