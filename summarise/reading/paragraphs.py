"""Text of no known layout: what stands between blank lines is one abstract.

Where a paragraph's lines are each a whole abstract (200 characters or more, ending a sentence), each is one record.
A short line without full stop directly above one whole abstract is its title. Nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarise.reading.delivered import Delivered, Fault, span
from summarise.reading.lines import RECORD_LIMIT, Line, too_long
from summarise.reading.shapes import ends_a_sentence, may_go_on


def read_paragraphs(lines: Iterable[Line]) -> Iterator[Delivered | Fault]:
    """The records of all paragraphs, in order."""
    paragraph: list[Line] = []
    size = 0
    for line in lines:
        if line.blank or (paragraph and _is_whole(paragraph[-1]) and _is_whole(line)):
            yield from _records(paragraph)
            paragraph, size = [], 0
        if not line.blank:
            size += len(line.text)
            if size <= RECORD_LIMIT or not paragraph:
                paragraph.append(line)
            else:
                fault = too_long(str(line.number), paragraph[0].text[:400].encode())
                paragraph[-1] = Line(line.number, "", fault)
    yield from _records(paragraph)


def _is_whole(line: Line) -> bool:
    return bool(line.fault) or not may_go_on(line.text)


def _records(lines: list[Line]) -> Iterator[Delivered | Fault]:
    if not lines:
        return
    position = span(lines[0].number, lines[-1].number)
    fault = next((line.fault for line in lines if line.fault), None)
    if fault:
        yield Fault(position, fault.kind, fault.message)
    elif len(lines) == 2 and not ends_a_sentence(lines[0].text) and may_go_on(lines[0].text) and _is_whole(lines[1]):
        yield Delivered(position, lines[1].text, lines[0].text.strip())
    else:
        yield Delivered(position, "\n".join(line.text for line in lines))
