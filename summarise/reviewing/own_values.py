"""A user's schema: the summary's values built anew from what is chosen now, in the shape that they had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from summarise.own_schemas.reading import Path, shown
from summarise.records import Verdict
from summarise.schemas.own import OwnSummary, OwnValue

_PART = re.compile(r"\[(\d+)\]|\.?([^.\[]+)")


def with_own_values(
    summary: OwnSummary, before: Sequence[Verdict], after: Sequence[Verdict]
) -> tuple[OwnSummary, list[Verdict]]:
    """The summary of the verdicts `after`, and these with the places that their values have in it.

    `before` are the verdicts of which the given summary was made. A row of a list of which nothing is chosen any more
    is left out, one of which something is chosen now is put in where the reply had it.
    """
    was = {path_of(v.id): path_of(v.chosen.path) for v in before if isinstance(v.chosen, OwnValue)}
    values = {path_of(v.id): v.chosen.value for v in after if isinstance(v.chosen, OwnValue)}
    built = _Builder(values, was, summary.values)
    placed = [_placed(verdict, built) for verdict in after]
    chosen = [v.chosen for v in placed if isinstance(v.chosen, OwnValue)]
    evidence = {one.path: one.evidence for one in chosen if one.evidence is not None}
    return OwnSummary(values=built.node(()), evidence=evidence), placed


def path_of(shown: str) -> Path:
    """'arms[0].dose_mg' as its parts."""
    return tuple(int(index) if index else name for index, name in _PART.findall(shown))


def _placed(verdict: Verdict, built: _Builder) -> Verdict:
    if not isinstance(verdict.chosen, OwnValue):
        return verdict
    path = shown(built.place(path_of(verdict.id)))
    return verdict.model_copy(update={"chosen": verdict.chosen.model_copy(update={"path": path})})


class _Builder:
    """Builds values from their paths in the reply; what is not chosen is null, as in the given values."""

    def __init__(self, values: Mapping[Path, Any], was: Mapping[Path, Path], given: Mapping[str, Any]) -> None:
        self._values = values
        self._given = given
        self._origin: dict[Path, Path] = {(): ()}
        for reply, place in was.items():
            self._origin.update({reply[:n]: place[:n] for n in range(1, len(reply) + 1)})
        self._parts: dict[Path, dict[str | int, None]] = {}
        for path in values:
            for n, part in enumerate(path):
                self._parts.setdefault(path[:n], {})[part] = None

    def place(self, path: Path) -> Path:
        """Where a value of the reply stands in what is built: rows that are left out before it don't count."""
        return tuple(self._rank(path[:n], part) for n, part in enumerate(path))

    def node(self, path: Path) -> Any:
        """What is built at a path of the reply."""
        if path in self._values:
            return self._values[path]
        parts = self._parts.get(path, {})
        if any(isinstance(part, int) for part in parts):
            return [self.node((*path, index)) for index in self._rows(path)]
        before = self._before(path)
        kept = {key: self.node((*path, key)) if key in parts else _blank(value) for key, value in before.items()}
        return kept | {str(key): self.node((*path, key)) for key in parts if key not in before}

    def _rows(self, path: Path) -> list[int]:
        return sorted(part for part in self._parts[path] if isinstance(part, int))

    def _rank(self, path: Path, part: str | int) -> str | int:
        return self._rows(path).index(part) if isinstance(part, int) else part

    def _before(self, path: Path) -> Mapping[str, Any]:
        """The object that stood there, whose keys stay; for a new row of a list the first of the others."""
        found = self._found(self._origin[path]) if path in self._origin else self._beside(path)
        return found if isinstance(found, Mapping) else {}

    def _beside(self, path: Path) -> Any:
        rows = self._found(self._origin[path[:-1]]) if path[:-1] in self._origin else None
        return rows[0] if isinstance(rows, list) and rows else None

    def _found(self, place: Path) -> Any:
        found: Any = self._given
        for part in place:
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                return None
        return found


def _blank(value: Any) -> Any:
    return [] if isinstance(value, list) else None
