"""Text in which every record begins with `Abstract:`, one a line; `Title:` and `Authors:` lines may stand before it.

The label and the blanks behind it are not part of the abstract. A line without label belongs to the abstract on the
line before when that one looks wrapped (under 200 characters, or broken off within a sentence); else it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarise.reading.authors import looks_like_page_authors, read_page_authors, split_authors
from summarise.reading.delivered import Delivered, Fault, excerpt, span
from summarise.reading.lines import RECORD_LIMIT, Line, too_long
from summarise.reading.shapes import may_go_on

_LABEL = re.compile(r"[ \t]*(?P<label>abstract|title|authors?)[ \t]*:[ \t]*", re.IGNORECASE)


def has_label(text: str) -> bool:
    """Whether `text`, a line, begins with `Abstract:`."""
    match = _LABEL.match(text)
    return bool(match and match["label"].lower() == "abstract")


def read_labelled(lines: Iterable[Line]) -> Iterator[Delivered | Fault]:
    """The record of each label, and a fault for each line that belongs to none."""
    record = _Open()
    for line in lines:
        label = _LABEL.match(line.text)
        if not label:
            yield from record.go_on(line)
        elif label["label"].lower() == "abstract":
            yield from record.begin(line, line.text[label.end() :])
        else:
            yield from record.announce(line, label["label"].lower(), line.text[label.end() :])
    yield from record.close()


class _Open:
    """The record whose lines are being read."""

    def __init__(self) -> None:
        self._clear()
        self._seen_any = False

    def _clear(self) -> None:
        self._announced: dict[str, str] = {}
        self._texts: list[str] = []
        self._size = 0
        self._first = self._last = 0
        self._fault: Fault | None = None
        self._stray = False

    def announce(self, line: Line, label: str, text: str) -> Iterator[Delivered | Fault]:
        """What the lines before make, when a title or authors announce the next record."""
        key = "title" if label == "title" else "authors"
        if self._texts or key in self._announced:
            yield from self.close()
        self._extend(line)
        self._announced[key] = text.strip()

    def begin(self, line: Line, text: str) -> Iterator[Delivered | Fault]:
        """What the lines before make, when an abstract begins."""
        if self._texts:
            yield from self.close()
        self._extend(line)
        self._texts = [text]
        self._size = len(text)

    def go_on(self, line: Line) -> Iterator[Delivered | Fault]:
        """What the lines before make, where `line`, which has no label, is no part of it: then it is a fault."""
        if line.blank:
            self._last = -1
        elif self._texts and self._last == line.number - 1 and (self._stray or may_go_on(self._texts[-1])):
            self._extend(line)
            self._size += len(line.text)
            if self._size <= RECORD_LIMIT:
                self._texts.append(line.text)
        elif self._seen_any or self._first or line.fault or not looks_like_page_authors(line.text):
            yield from self.close()
            self._extend(line)
            self._stray, self._texts = True, [line.text]
        self._seen_any = self._seen_any or not line.blank

    def close(self) -> Iterator[Delivered | Fault]:
        """The record as far as it was read, if it was begun."""
        if self._first:
            yield self._result()
        self._seen_any = self._seen_any or bool(self._first)
        self._clear()

    def _extend(self, line: Line) -> None:
        self._first = self._first or line.number
        self._last = self._end = line.number
        self._fault = self._fault or line.fault

    def _result(self) -> Delivered | Fault:
        position = span(self._first, self._end)
        abstract = "\n".join(self._texts)
        title = self._announced.get("title") or None
        if self._fault:
            return Fault(position, self._fault.kind, self._fault.message)
        if self._stray:
            what = f"No label, and no open abstract before, begins {excerpt(self._texts[0])}"
            return Fault(position, "no_label", f"{what}; begin it with 'Abstract:' or remove it.")
        if self._size > RECORD_LIMIT:
            return too_long(position, abstract[:400].encode())
        if not abstract.strip():
            named = f" (title {excerpt(title)})" if title else ""
            return Fault(position, "missing_abstract", f"No text follows the label{named}; add it or remove the line.")
        return Delivered(position, abstract, title, _names(self._announced.get("authors", "")))


def _names(text: str) -> tuple[str, ...]:
    # 'Last, First, Last, First' has an even number of one-word parts; full names hold blanks.
    parts = text.split(",")
    if looks_like_page_authors(text) and len(parts) % 2 == 0 and not all(" " in p.strip() for p in parts):
        return read_page_authors(text)
    return split_authors(text)
