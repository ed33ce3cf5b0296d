"""Numbers that stand together in brackets behind a change: 'brings gains on three tasks (BLEU 2.4%, TER 1.8%)'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from summarise.rules.metrics import METRIC
from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene

_CHANGED = re.compile(
    r"(?i)\b(?P<up>improv\w*|gains?|boost\w*|increas\w*|enhanc\w*|benefits?)\b|"
    r"\b(?:reduc\w*|decreas\w*|drops?|dropped|declin\w*|degrad\w*|lower(?:s|ed|ing))\b"
)
# What lies between a change and its brackets where these hold the levels that were reached.
_LEVEL = re.compile(rf"(?i)\b(?:achiev|reach|attain|obtain|scor|to|with|state[- ]of)\w*\b|\b(?-i:{METRIC})$")
_MOST_POINTS = 50
"""A gain of more than half of all points is rare: so much is a level."""


def as_changes(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """The claims, those of one bracket that says by how much something changed as changes."""
    out = list(claims)
    for first, stop, opening in _brackets(scene, claims):
        run = claims[first:stop]
        if all(c.kind == "absolute" and c.unit == "%" for c in run) and _tells_changes(scene, run, opening):
            out[first:stop] = [replace(c, kind="delta") for c in run]
    return out


def _brackets(scene: Scene, claims: list[Claim]) -> Iterator[tuple[int, int, int]]:
    """The [first, stop) of two claims or more that one bracket holds, and where it opens."""
    first = 0
    for k, (a, b) in enumerate([*pairwise(claims), (claims[-1], None)] if claims else []):
        gap = scene.text[scene.readings[a.index].end : scene.readings[b.index].start] if b else ")"
        if ")" not in gap and "(" not in gap and len(gap) < 90:
            continue
        start = scene.readings[claims[first].index].start
        opening = scene.text.rfind("(", max(0, start - 40), start)
        if k > first and opening >= 0 and ")" not in scene.text[opening:start]:
            yield first, k + 1, opening
        first = k + 1


def _tells_changes(scene: Scene, run: list[Claim], opening: int) -> bool:
    """Whether the words before a bracket speak of a change and not of a level that was reached."""
    words = scene.before(opening, 110)
    last = None
    for m in _CHANGED.finditer(words):
        last = m
    if last is None or re.search(r"[\d;]", words[last.end() :]) or _LEVEL.search(words, last.end()):
        return False
    readings = [scene.readings[c.index] for c in run]
    if any(r.turned_into or r.from_value is not None for r in readings):
        return False
    return last["up"] is None or all(r.value < _MOST_POINTS for r in readings)
