"""One way of addressing a model, and a number of them, looked for in a text at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarise.unseen import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of addressing a model."""

    name: str
    words: tuple[frozenset[str], ...]
    """Of each set a word stands in every text that the pattern fits. An ordinary abstract is asked for the first set of
    every cue, and for the others only where a word of that one stands.
    """
    pattern: re.Pattern[str]


def cue(name: str, words: str | tuple[str, ...], pattern: str) -> Cue:
    """A cue; `words` are one set of words with `|` between, or several sets."""
    sets = (words,) if isinstance(words, str) else words
    return Cue(name, tuple(frozenset(some.split("|")) for some in sets), re.compile(pattern))


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """A number of cues, and every word of their first sets once."""

    cues: tuple[Cue, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, *cues: Cue) -> Cues:
        """The cues with their words."""
        return cls(cues, tuple(sorted({word for cue in cues for word in cue.words[0]})))

    def places(self, low: str) -> Iterator[tuple[Span, str]]:
        """Where they fit in a text of small letters; a pattern is tried only where its words stand."""
        standing = {word for word in self.words if word in low}
        for cue in self.cues:
            if standing.isdisjoint(cue.words[0]):
                continue
            if all(any(word in low for word in some) for some in cue.words[1:]):
                yield from ((m.span(), cue.name) for m in cue.pattern.finditer(low))
