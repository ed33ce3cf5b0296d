"""What a document delivers before copies are joined: records, and faults where there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

EXCERPT_CHARS = 60
# Terminal escape codes (CSI, OSC, two-character ones): a hostile document must not steer the reader's terminal.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Delivered:
    """One record as it stands in a document; `position` is its line, or its lines as '8-10'."""

    position: str
    abstract: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    own_id: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a document that is no record; `message` says what is wrong and what to do, without the place."""

    position: str
    kind: str
    message: str


def span(first: int, last: int) -> str:
    """The position of lines `first` to `last`, both counted from 1."""
    return str(first) if first == last else f"{first}-{last}"


def excerpt(text: str) -> str:
    """The beginning of `text`, quoted, on one line, at most 60 characters, safe to print on a terminal."""
    plain = _ESCAPES.sub("", text[: 20 * EXCERPT_CHARS])
    plain = " ".join("".join(c if c.isprintable() else " " for c in plain).split())
    return f"'{plain}'" if len(plain) <= EXCERPT_CHARS else f"'{plain[: EXCERPT_CHARS - 1]}…'"


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no encoding can write, as U+FFFD: offsets stay as delivered."""
    return _SURROGATES.sub("\ufffd", text)
