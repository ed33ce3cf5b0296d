"""CSV as RFC 4180 has it: a row a paper, a row a value, or a row an element of one field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from summarise.exporting.cells import cell
from summarise.exporting.exported import Exported, Value
from summarise.exporting.shapes import PAPERS, VALUE, VALUES, Shape
from summarise.records import is_within
from summarise.schemas.own import OwnSummary, OwnValue
from summarise.schemas.paper import LIST_FIELDS, Evidence
from summarise.telling import brief

_PAPER = ("id", "title", "authors", "identifiers", "status")
_REVIEW = ("open", "decided_by", "error")
_JUDGED = ("confidence", "flagged", "reasons", "decided_by")
_EVIDENCE = ("quote", "where", "start", "end")


def csv_table(papers: Iterable[Exported], shape: Shape) -> Iterator[str]:
    """The table, row by row; lines end in CR LF."""
    if shape.bom:
        yield "\ufeff"
    yield _line(_header(shape), shape)
    for paper in papers:
        for row in _rows(paper, shape):
            yield _line(row, shape)


def _line(row: Iterable[object], shape: Shape) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([cell(value, raw=shape.raw) for value in row])
    return line.getvalue()


def _header(shape: Shape) -> Sequence[str]:
    if shape.rows == PAPERS:
        return [*_PAPER, *_named(shape.own_keys or ("tldr", *LIST_FIELDS), (*_PAPER, *_REVIEW)), *_REVIEW]
    if shape.rows == VALUES:
        return ["id", "path", "value", *_EVIDENCE, *_JUDGED]
    if shape.own_keys is not None:
        return ["id", "path", *_named(shape.own_keys, ("id", "path", *_JUDGED)), *_JUDGED]
    return ["id", "path", *_attributes(shape.rows), *_EVIDENCE, *_JUDGED]


def _named(keys: Iterable[str], others: Sequence[str]) -> list[str]:
    """The columns of a user's names; one that another column has too gets 'values.' before it."""
    return [f"values.{key}" if key in others else key for key in keys]


def _attributes(field: str) -> list[str]:
    return [name for name in LIST_FIELDS[field].model_fields if name != "evidence"] if field in LIST_FIELDS else []


def _rows(paper: Exported, shape: Shape) -> Iterator[Sequence[object]]:
    record = paper.record
    if shape.rows == PAPERS:
        yield [*_of_paper(paper), *_summary(paper, shape), *_of_review(paper)]
    elif shape.rows == VALUES:
        for value in paper.values:
            at = _evidence(value.element.evidence)
            yield [record.id, value.path, _brief(value), *at, *_judged([value])]
    elif isinstance(record.summary, OwnSummary):
        rows = record.summary.values.get(shape.rows)
        for n, row in enumerate(rows if isinstance(rows, list) else ()):
            path = f"{shape.rows}[{n}]"
            named = row if isinstance(row, dict) else {VALUE: row}
            within = [value for value in paper.values if is_within(value.path, path)]
            yield [record.id, path, *(named.get(key) for key in shape.own_keys or ()), *_judged(within)]
    else:
        for value in paper.values:
            if value.path.startswith(f"{shape.rows}["):
                attributes = [getattr(value.element, name) for name in _attributes(shape.rows)]
                yield [record.id, value.path, *attributes, *_evidence(value.element.evidence), *_judged([value])]


def _of_paper(paper: Exported) -> list[object]:
    of = paper.record.paper
    identifiers = [f"{name}:{said}" for name, said in of.identifiers.items()]
    return [paper.record.id, of.title, of.authors, identifiers, paper.record.status]


def _of_review(paper: Exported) -> list[object]:
    error = paper.record.error
    still = [f"{verdict.id} ({', '.join(verdict.reasons) or verdict.state})" for verdict in paper.open]
    return [still, list(dict.fromkeys(paper.deciders)), f"{error.kind}: {error.message}" if error else None]


def _summary(paper: Exported, shape: Shape) -> list[object]:
    summary = paper.record.summary
    if shape.own_keys is not None:
        values: dict[str, Any] = summary.values if isinstance(summary, OwnSummary) else {}
        return [values.get(key) for key in shape.own_keys]
    if summary is None or isinstance(summary, OwnSummary):
        return [None] * (1 + len(LIST_FIELDS))
    return [summary.tldr, *([brief(element) for element in getattr(summary, field)] for field in LIST_FIELDS)]


def _brief(value: Value) -> object:
    return value.element.value if isinstance(value.element, OwnValue) else brief(value.element)


def _evidence(at: Evidence | None) -> list[object]:
    if at is None:
        return [None] * len(_EVIDENCE)
    where = at.where or ("abstract" if at.variant is None else f"variant {at.variant}")
    return [at.quote, where, at.start, at.end]


def _judged(values: Sequence[Value]) -> list[object]:
    """The least confidence of some values, whether one is flagged, why, and who decided them."""
    verdicts = [value.verdict for value in values if value.verdict]
    if not verdicts:
        return [None] * len(_JUDGED)
    reasons = dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons)
    deciders = dict.fromkeys(value.decided_by for value in values if value.decided_by)
    least = min(verdict.confidence for verdict in verdicts)
    return [least, any(verdict.flagged for verdict in verdicts), list(reasons), list(deciders)]
