"""Where a paper can be read: addresses made from its identifiers, never anything but http(s)."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from summarise.reading.identity import work_keys
from summarise.records import Paper

_PLACES = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
_LONGEST = 2_000


class Link(NamedTuple):
    """An address and what it says to a reader."""

    address: str
    words: str


def link_of(paper: Paper) -> Link | None:
    """The paper's page at arXiv or doi.org, else the address it came with; None where there is none to be trusted."""
    for key in work_keys(paper.identifiers):
        kind, _, name = key.partition(":")
        return Link(_PLACES[kind] + quote(name, safe="/."), f"{kind}:{name}")
    address = paper.identifiers.get("url", "")
    return Link(address, urlsplit(address).hostname or "") if _is_web(address) else None


def _is_web(address: str) -> bool:
    if len(address) > _LONGEST or any(c.isspace() or not c.isprintable() for c in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
