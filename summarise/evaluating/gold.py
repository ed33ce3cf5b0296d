"""Gold: what a careful reader says that an abstract states, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from summarise.errors import InputError
from summarise.schemas.paper import LIST_FIELDS, Element

_LARGEST_EXPONENT = 100
_GUIDE = "docs/evaluate.md says what a line holds"


@dataclass(frozen=True, slots=True)
class GoldElement:
    """One element of a field, and the words of the text that carry it."""

    element: Element
    words: str | None = None


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """One labelled paper; a field that its line leaves out is not labelled, an empty list says that there is none."""

    id: str
    text: str
    title: str | None
    fields: dict[str, tuple[GoldElement, ...]]
    not_results: tuple[tuple[str, str], ...] = ()
    """Numbers that are no results: their words, and what they are."""


def read_gold(lines: Iterable[str], name: str) -> tuple[GoldPaper, ...]:
    """The papers of a gold file's lines; `name` is the file's, for messages. Raises InputError naming file and line."""
    papers: dict[str, tuple[int, GoldPaper]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        paper = _paper(_object(line, place), place)
        if paper.id in papers:
            raise InputError(f"{place}: the id {paper.id!r} is also that of line {papers[paper.id][0]}; keep one")
        papers[paper.id] = (number, paper)
    if not papers:
        raise InputError(f"{name}: holds no gold; write one JSON object a line, {_GUIDE}")
    return tuple(paper for _, paper in papers.values())


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line.lstrip("\ufeff"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise InputError(f"{place}: not JSON ({error}); write one JSON object a line, {_GUIDE}") from None
    if "\\ud" in line.lower() and not _encodable(found):
        raise InputError(f"{place}: holds half a character (a lone \\ud8xx escape); write the whole character")
    if not isinstance(found, dict):
        raise InputError(f"{place}: {_kind(found)}, not a JSON object; {_GUIDE}")
    return found


def _encodable(found: object) -> bool:
    try:
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number; null says that none is stated")


def _paper(found: dict[str, Any], place: str) -> GoldPaper:
    if "provenance" in found and "verdicts" in found:
        raise InputError(f"{place}: a record of a run, not gold; RUN comes first: summarise evaluate RUN GOLD")
    fields = {f: _elements(found[f], f, place) for f in LIST_FIELDS if found.get(f) is not None}
    if not fields:
        raise InputError(f"{place}: none of the fields {', '.join(LIST_FIELDS)} is there; {_GUIDE}")
    paper_id = found.get("id")
    if not isinstance(paper_id, str | int) or isinstance(paper_id, bool) or paper_id == "":
        raise InputError(f"{place}: 'id' is {_kind(paper_id)}; give the paper an id of its own, a string")
    return GoldPaper(
        id=str(paper_id),
        text=_string(found.get("text"), "text", place) or "",
        title=_string(found.get("title", found.get("title_if_known")), "title", place),
        fields=fields,
        not_results=_numbers_explained(found.get("non_result_numbers")),
    )


def _string(value: object, key: str, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InputError(f"{place}: '{key}' is {_kind(value)}; write a string, or null where there is none")


def _elements(rows: object, field: str, place: str) -> tuple[GoldElement, ...]:
    if not isinstance(rows, list):
        raise InputError(f"{place}: '{field}' is {_kind(rows)}; write a list, empty where the abstract states none")
    return tuple(_element(row, field, f"{place}: {field}[{i}]") for i, row in enumerate(rows))


def _element(row: object, field: str, place: str) -> GoldElement:
    """The row as an element; keys that an element does not have are left aside."""
    if not isinstance(row, dict):
        raise InputError(f"{place} is {_kind(row)}; write an object such as {{{_example(field)}}}")
    kind = LIST_FIELDS[field]
    known = {name: row.get(name) for name, info in kind.model_fields.items() if name in row or info.is_required()}
    known.pop("evidence", None)
    if field == "results" and known.get("comparator", "") is None:
        del known["comparator"]
    if field == "tags":
        known["label"] = known.get("label") or known.get("id")
    try:
        element = kind.model_validate(known)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        said = json.dumps(row.get(str(first["loc"][0])), default=str, ensure_ascii=False)[:60]
        raise InputError(f"{place}.{key} is {said}: {first['msg']}; {_GUIDE}") from None
    for key, value in element:
        if key == "name" and isinstance(value, str) and not value.strip():
            raise InputError(f"{place}.name is blank; write what the abstract calls it, or take the row out")
        if isinstance(value, Decimal) and abs(value.adjusted()) > _LARGEST_EXPONENT:
            raise InputError(f"{place}.{key} is {value}: no paper states such a number; check its exponent")
    words = row.get("verbatim")
    return GoldElement(element, words if isinstance(words, str) else None)


def _numbers_explained(rows: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(rows, list):
        return ()
    return tuple((str(r.get("verbatim") or ""), str(r.get("why") or "")) for r in rows if isinstance(r, dict))


def _kind(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "missing"
    names = {bool: "true or false", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def _example(field: str) -> str:
    return ", ".join(f'"{name}": …' for name, info in LIST_FIELDS[field].model_fields.items() if info.is_required())
