"""An author's page: an optional line with the author's name, then title / authors / abstract, a line each.

Every abstract closes the record of the lines before it, so that a missing line breaks one record and no other.
A record needs its abstract and one of title and authors; what is left over is reported with its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarise.reading.authors import looks_like_page_authors, read_page_authors
from summarise.reading.delivered import Delivered, Fault, excerpt, span
from summarise.reading.lines import Line
from summarise.reading.shapes import Shape, shape_of

_RECORD_LINES = 4  # a page's name, or a stray line, and title and authors of the next abstract
# Short lines in a row after which the far ones are reported, so that memory stays flat on a file of short lines.
_WAITING_LIMIT = 50


def is_author_page(texts: list[str]) -> bool:
    """Whether title, authors and abstract follow each other at least once among these lines, none of them blank."""
    shapes = [shape_of(text) for text in texts]
    return any(
        shapes[i] is not Shape.ABSTRACT and shapes[i + 1] is Shape.AUTHORS and shapes[i + 2] is Shape.ABSTRACT
        for i in range(len(shapes) - 2)
    )


def read_author_page(lines: Iterable[Line]) -> Iterator[Delivered | Fault]:
    """The records of the page, and a fault for each run of lines that makes none."""
    waiting: list[Line] = []
    first = True
    for line in lines:
        if line.blank:
            continue
        if line.fault or shape_of(line.text) is Shape.ABSTRACT:
            yield from _close(waiting, line, first)
            waiting, first = [], False
        else:
            waiting.append(line)
            if len(waiting) > _WAITING_LIMIT:
                yield from _broken(waiting[:-_RECORD_LINES], first)
                waiting, first = waiting[-_RECORD_LINES:], False
    yield from _broken(waiting, first)


def _close(waiting: list[Line], last: Line, first: bool) -> Iterator[Delivered | Fault]:
    """The record that `last` closes, and before it the fault of the lines that can't belong to it."""
    title, authors = _title_and_authors(waiting)
    own = [line for line in (title, authors) if line]
    yield from _broken(waiting[: len(waiting) - len(own)], first)
    position = span(own[0].number if own else last.number, last.number)
    if last.fault:
        yield Fault(position, last.fault.kind, last.fault.message)
    elif own:
        names = read_page_authors(authors.text) if authors else ()
        yield Delivered(position, last.text, title.text.strip() if title else None, names)
    else:
        what = f"An abstract without title and authors, begins {excerpt(last.text)}"
        yield Fault(position, "no_title", f"{what}; add the two lines before it.")


def _title_and_authors(waiting: list[Line]) -> tuple[Line | None, Line | None]:
    """The last lines as title and authors: the last one is authors if it looks so, a title otherwise."""
    if not waiting:
        return None, None
    if not looks_like_page_authors(waiting[-1].text):
        return waiting[-1], None
    if len(waiting) == 1 or (len(waiting) == 2 and _names_one_of(waiting[0], waiting[1])):
        return None, waiting[-1]
    return waiting[-2], waiting[-1]


def _names_one_of(line: Line, authors: Line) -> bool:
    """Whether `line` is the name of one of the authors: then it names the page and is no title."""
    return looks_like_page_authors(line.text) and set(read_page_authors(line.text)) <= set(
        read_page_authors(authors.text)
    )


def _names_page(lines: list[Line]) -> bool:
    """Whether the first of `lines` is the page's name: short, and not the title of a record without abstract."""
    if not lines or len(lines[0].text.split()) > 5 or any(c.isdigit() or c == ":" for c in lines[0].text):
        return False
    followed_by_authors = len(lines) > 1 and looks_like_page_authors(lines[1].text)
    return not followed_by_authors or _names_one_of(lines[0], lines[1])


def _broken(lines: list[Line], first: bool) -> Iterator[Fault]:
    """One fault for each title among `lines`, with the authors behind it: a record whose abstract is missing."""
    lines = lines[1:] if first and _names_page(lines) else lines
    while lines:
        size = 2 if len(lines) > 1 and looks_like_page_authors(lines[1].text) else 1
        position = span(lines[0].number, lines[size - 1].number)
        what = f"No abstract follows {excerpt(lines[0].text)}"
        yield Fault(position, "missing_abstract", f"{what}; a record is a line of title, authors and abstract each.")
        lines = lines[size:]
