"""Markdown for people: a section a paper, a table of its values with the words that carry them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from summarise.exporting.exported import Exported, Value
from summarise.exporting.shapes import Shape
from summarise.schemas.own import OwnValue
from summarise.telling import brief, label, oneline

_SPECIAL = re.compile(r"[\\`*_\[\]|~$#@]")
_AT_START = re.compile(r"[-+=]|[0-9]+(?=[.)](?: |$))")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_AUTHORS_SHOWN = 8
_HEADER = "| value | | words | confidence | decided by |\n|---|---|---|---|---|\n"


def markdown(papers: Iterable[Exported], shape: Shape) -> Iterator[str]:
    """A heading, a section for each paper, and how many there were."""
    yield f"# {escaped(shape.name)}\n"
    counts: Counter[str] = Counter()
    for paper in papers:
        counts[paper.record.status] += 1
        yield f"\n{''.join(_section(paper))}"
    said = ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
    yield f"\n{counts.total():,} papers{f': {said}' if said else ''}.\n"


def escaped(text: str) -> str:
    """Text on one line that means nothing to Markdown or HTML, and looks like itself."""
    line = oneline(text)
    marked = _SPECIAL.sub(lambda match: f"\\{match[0]}", line)
    if start := _AT_START.match(line):
        marked = f"{start[0]}\\{marked[start.end() :]}" if start[0].isdigit() else f"\\{marked}"
    return re.sub("[&<>]", lambda match: _HTML[match[0]], marked)


def _section(paper: Exported) -> Iterator[str]:
    record = paper.record
    yield f"## {escaped(record.paper.title or record.id) or 'Untitled'}\n\n"
    yield f"{_authors(paper)}{escaped(record.id)} · {record.status}\n"
    if record.error:
        yield f"\nFailed: {escaped(f'{record.error.kind}: {record.error.message}')}\n"
    rows = [value for value in paper.values if value.path != "tldr"]
    for value in paper.values:
        if value.path == "tldr":
            yield f"\n> {escaped(brief(value.element))}\n"
    if rows:
        yield f"\n{_HEADER}"
        yield from map(_row, rows)
    if paper.open:
        yield "\nTo look at:\n\n"
        for verdict in paper.open:
            said = brief(verdict.chosen or verdict.model or verdict.rules)
            why = ", ".join(verdict.reasons) or verdict.state
            yield f"- {escaped(f'{label(verdict)}: {said} ({why})')}\n"


def _authors(paper: Exported) -> str:
    named = paper.record.paper.authors
    more = f" and {len(named) - _AUTHORS_SHOWN:,} more" if len(named) > _AUTHORS_SHOWN else ""
    return f"{escaped(', '.join(named[:_AUTHORS_SHOWN]))}{more} · " if named else ""


def _row(value: Value) -> str:
    quote = value.element.evidence.quote if value.element.evidence else ""
    sure = "" if value.verdict is None else "look" if value.verdict.flagged else f"{value.verdict.confidence:.0%}"
    name = value.path if isinstance(value.element, OwnValue) else value.path.partition("[")[0]
    cells = (name, brief(value.element), quote, sure, value.decided_by or "")
    return f"| {' | '.join(escaped(cell) for cell in cells)} |\n"
