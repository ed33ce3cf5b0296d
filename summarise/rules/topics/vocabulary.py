"""The vocabulary of tags and tasks: entries, the ways in which texts write them, and which lie under which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from summarise.rules.topics.spotting import Pieces, Spot, Spotter, cut, terms_of

FACETS = ("task", "method", "stage", "modality", "domain", "kind", "topic")
"""What a tag can be about; `topic` is left to users."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One tag: `aliases` are further spellings of its label, `in_context` those that need one of some words."""

    id: str
    facet: str
    label: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    in_context: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def spellings(self) -> Iterator[str]:
        """The label and all aliases."""
        yield self.label
        yield from self.aliases
        yield from (alias for alias, _ in self.in_context)


@dataclass(frozen=True)
class Vocabulary:
    """Entries by id, ready to be looked for in texts."""

    entries: Mapping[str, Entry]
    mark: str = ""
    """What tells it from the built-in vocabulary in a record's provenance; '' for the built-in one."""

    @cached_property
    def _order(self) -> tuple[Entry, ...]:
        return tuple(self.entries.values())

    @cached_property
    def _spotter(self) -> Spotter:
        terms = [
            term
            for i, entry in enumerate(self._order)
            for alias, needs in (*((a, ()) for a in (entry.label, *entry.aliases)), *entry.in_context)
            for term in terms_of(alias, i, needs)
        ]
        return Spotter(terms, tuple(entry.facet for entry in self._order))

    def spot(self, pieces: Pieces, context: Pieces | None = None) -> list[tuple[Entry, Spot]]:
        """The entries that a text writes, in its order; an ambiguous alias may find its words in `context` too."""
        out: list[tuple[Entry, Spot]] = []
        words = ""
        for spot in self._spotter.spot(pieces):
            if spot.needs:
                words = words or f" {' '.join(pieces.folded)} | {' '.join(context.folded if context else ())} "
                if not any(f" {need} " in words for need in spot.needs):
                    continue
            out.append((self._order[spot.target], spot))
        return out

    def same(self, a: str, b: str) -> bool:
        """Whether two names are spellings of one entry, or of an entry and one that it is a part of."""
        ours, theirs = self.named(a), self.named(b)
        return any(x == y or x in self.ancestors(y) or y in self.ancestors(x) for x in ours for y in theirs)

    def named(self, name: str, facet: str = "task") -> frozenset[str]:
        """The ids of a facet's entries of which the name as a whole is a spelling."""
        pieces = cut(name)
        if not pieces.starts:
            return frozenset()
        start, end = pieces.starts[0], pieces.ends[-1]
        return frozenset(e.id for e, s in self.spot(pieces) if e.facet == facet and s.start == start and s.end >= end)

    def ancestors(self, entry_id: str) -> Iterator[str]:
        """The ids above an entry, the nearest first."""
        parent = self.entries[entry_id].parent
        while parent is not None:
            yield parent
            parent = self.entries[parent].parent
