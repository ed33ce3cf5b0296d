"""One Paper out of its copies."""

from __future__ import annotations

import json
from collections.abc import Collection

from summarise.reading.identity import make_id
from summarise.reading.spool import Item, Spool
from summarise.records import Paper, Source, Unreadable, Variant


def assemble(spool: Spool, paper: int) -> Paper:
    """The paper with its fullest copy (most words, then first seen) as abstract.

    Copies with other delivered text become variants, one each text; copies with the same text only sources.
    Title and authors are the fullest copy's, else the first that any copy has; identifiers are put together.
    The id is made from a copy, and with a title, that do not depend on the order of the copies.
    """
    texts: dict[str, Item] = {}
    sources: list[Source] = []
    found = _Found()
    for item in spool.copies_of(paper):
        sources.append(_source(item))
        found.take(item)
        texts.setdefault(item.abstract or "", item)
    fullest = max(texts.values(), key=lambda item: (item.words or 0, -item.n))
    abstract = fullest.abstract or ""
    title = fullest.title or found.title
    variants = (Variant(abstract=t, title=i.title, source=_source(i)) for t, i in texts.items() if i is not fullest)
    return Paper(
        id=found.own_id if found.own_id is not None else spool.give(_made_id(texts.values(), found.longest_title)),
        title=title,
        authors=tuple(json.loads(fullest.authors)) if fullest.authors else found.authors,
        abstract=abstract,
        identifiers=found.identifiers,
        sources=tuple(sources),
        variants=tuple(variants),
    )


def _made_id(copies: Collection[Item], title: str | None) -> str:
    named = min(copies, key=lambda item: (-(item.words or 0), item.digest or "", item.abstract or ""))
    return make_id(title, named.abstract or "", named.digest or "")


def unreadable(item: Item) -> Unreadable:
    """The fault that `item` is."""
    return Unreadable(source=_source(item), kind=item.kind or "", message=item.message or "")


class _Found:
    """What the copies say of the paper besides its abstract, the first word counting."""

    def __init__(self) -> None:
        self.own_id: str | None = None
        self.title: str | None = None
        self.longest_title: str | None = None
        self.authors: tuple[str, ...] = ()
        self.identifiers: dict[str, str] = {}

    def take(self, item: Item) -> None:
        """Fills with `item` what is still empty."""
        self.own_id = item.own_id if self.own_id is None else self.own_id
        self.title = self.title or item.title
        self.longest_title = max(self.longest_title or "", item.title or "", key=lambda title: (len(title), title))
        self.authors = self.authors or tuple(json.loads(item.authors or "[]"))
        self.identifiers = json.loads(item.identifiers or "{}") | self.identifiers


def _source(item: Item) -> Source:
    return Source(document=item.document, position=item.position)
