"""Reply text → the JSON objects in it that could be the reply, those of the thoughts apart from those of the answer.

One pass from left to right. A mark of thoughts inside a JSON value is text and no mark, since the value is read first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from summarise.validating.decoding import Malformed, Object, decode, is_sound
from summarise.validating.problems import shown
from summarise.validating.thoughts import CLOSE, OPEN

_OBJECT = r"""\{(?=\s*(?:["'}]|//|/\*|[A-Za-z_]\w*\s*:))"""
_NEXT = re.compile(rf"(?P<object>{_OBJECT})|(?P<opened>{OPEN})|(?P<closed>{CLOSE})", re.I)
_LIST = re.compile(r"\[(?=\s*[\[{\]])")

_READS = 20_000
_MISREADS = 200
_READ_LENGTHS = 8
"""Reading stops after so many starts, so many of them that lead nowhere, or so many times the text's length: a reply
full of braces must not cost quadratic time."""
MOST_OBJECTS = 500
"""So many objects are tried at most."""


@dataclass(slots=True)
class Scan:
    """The objects of a text that have any of the wanted keys, in their order."""

    text: str
    keys: Collection[str]
    answers: list[Object] = field(default_factory=list)
    thoughts: list[Object] = field(default_factory=list)
    malformed: str | None = None
    """Where the first object that could not be read breaks."""
    spent: int = 0
    """Characters that were decoded, those read twice counted twice."""
    reads: int = 0
    misreads: int = 0
    sound: bool = field(init=False)

    def __post_init__(self) -> None:
        self.sound = is_sound(self.text)

    def run(self) -> Scan:
        """Reads the text; itself."""
        at, inside, behind = 0, 0, False
        while self._may_go_on() and (mark := _NEXT.search(self.text, at)):
            at = mark.end()
            if mark["opened"]:
                behind = True
            elif mark["closed"]:
                if not behind:  # opened in the prompt: all so far was thought
                    self.thoughts += self.answers
                    self.answers = []
                behind = False
            else:
                value, end, at = self._read(mark.start())
                if value is None:
                    inside = max(inside, end)
                elif end > inside:  # else a part of an object that is malformed behind it
                    found = self.thoughts if behind else self.answers
                    found += islice(self._wanted(value), MOST_OBJECTS - len(found))
        return self

    def lists(self) -> Iterator[list[Any]]:
        """The lists of objects in the text."""
        at = 0
        while self._may_go_on() and (start := _LIST.search(self.text, at)):
            value, _, at = self._read(start.start())
            if isinstance(value, list) and all(isinstance(row, dict) for row in value):
                yield value

    def _may_go_on(self) -> bool:
        found = len(self.answers) + len(self.thoughts)
        few = found < MOST_OBJECTS and self.reads < _READS and self.misreads < _MISREADS
        return few and self.spent <= _READ_LENGTHS * len(self.text)

    def _read(self, start: int) -> tuple[Any, int, int]:
        """The value that begins at `start`, None for a malformed one; how far reading came, and where to go on."""
        self.reads += 1
        try:
            value, end, cost = decode(self.text, start, sound=self.sound)
        except Malformed as broken:
            near = shown(self.text[max(start, broken.at - 20) : broken.at + 10])
            self.malformed = self.malformed or f"the reply's JSON is malformed near {near}: {broken.says}"
            self.misreads += 1
            self.spent += broken.cost
            return None, broken.at, broken.resume
        self.spent += cost
        return value, end, end

    def _wanted(self, value: Any) -> Iterator[Object]:
        """The outermost objects with any of the wanted keys in a value, in the texts of tool calls too."""
        left = [value]
        while left:
            one = left.pop()
            if isinstance(one, Object):
                if any(key in one for key in self.keys):
                    yield one
                    continue
                left += reversed(one.values())
            elif isinstance(one, list):
                left += reversed(one)
            elif isinstance(one, str) and one.lstrip().startswith(("{", "[")) and self._may_go_on():
                inner, cost = _decoded(one)
                self.spent += cost
                left.append(inner)


def unquoted(text: str) -> str | None:
    """The text that a reply is which was made JSON twice; None for any other."""
    bare = text.strip()
    if not bare.startswith('"') or '\\"' not in bare:
        return None
    try:
        inner = json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None
    return inner if isinstance(inner, str) else None


def _decoded(text: str) -> tuple[Any, int]:
    """The JSON object or list that a text begins with, and what reading it cost; None where it is malformed."""
    try:
        value, _, cost = decode(text, len(text) - len(text.lstrip()), sound=is_sound(text))
        return value, cost
    except Malformed as broken:
        return None, broken.cost
