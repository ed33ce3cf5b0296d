"""Labelled papers as worked examples for another paper: the nearest ones, never the paper itself or a copy of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summarise.evaluating import letters
from summarise.records import Paper

_WORD = re.compile(r"[^\W\d_]{3,}")
_ROW = 5
_COPY = 0.3
"""Two abstracts that share so much of their rows of five words are copies; those of different papers share a few %."""


class ExamplePool:
    """Labelled papers (lines of gold) to show as worked examples."""

    def __init__(self, gold: Iterable[Mapping[str, Any]]) -> None:
        """`gold` are lines as `gold_of` makes them; those without a text can't be shown and are left out."""
        self._papers = [(line, _Text(line["text"])) for line in gold if line.get("text")]

    def __len__(self) -> int:
        return len(self._papers)

    def pick(self, paper: Paper, n: int) -> list[Mapping[str, Any]]:
        """At most `n` examples for a paper, those with most words in common first.

        Left out is what has its id, and what is a copy of its abstract or of one of its variants: the same first 400
        letters, or three in ten rows of five words in common. An example never holds the answer that is asked for.
        """
        texts = [_Text(text) for text in (paper.abstract, *(copy.abstract for copy in paper.variants))]
        fit = [
            (-texts[0].nearness(text), str(line["id"]), line)
            for line, text in self._papers
            if str(line["id"]) != paper.id and not any(text.is_copy_of(one) for one in texts)
        ]
        return [line for _, _, line in sorted(fit, key=lambda one: one[:2])[:n]]


class _Text:
    """An abstract as it is compared."""

    def __init__(self, text: str) -> None:
        words = [word.casefold() for word in _WORD.findall(text)]
        self.letters = letters(text)
        self.words = frozenset(words)
        self.rows = frozenset(_rows(words))

    def nearness(self, other: _Text) -> float:
        """The share of words that both have, 0 to 1."""
        return len(self.words & other.words) / max(1, len(self.words | other.words))

    def is_copy_of(self, other: _Text) -> bool:
        """Whether it is the same abstract, with another beginning or end perhaps."""
        if self.letters == other.letters:
            return True
        fewer = min(len(self.rows), len(other.rows))
        return bool(fewer) and len(self.rows & other.rows) >= _COPY * fewer


def _rows(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(_ROW)), strict=False)
