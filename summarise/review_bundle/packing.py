"""A bundle's data: what each of its values shows, as JSON that stays data wherever it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from summarise.records import Paper
from summarise.reviewing.definitions import Attribute
from summarise.reviewing.editing import attributes_asked, fields_asked, first_candidate, is_own, values_asked
from summarise.reviewing.linking import link_of
from summarise.schemas.paper import LIST_FIELDS
from summarise.telling import masked, oneline, printable

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarise.reviewing import Candidate, Segment, Unit

FORM = 2
"""What reads the data must know of it; raised when an older page could not show a newer file."""
_OUT_OF_SCRIPTS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def script_safe(data: Any) -> str:
    """JSON in which no text can end the script element that holds it, begin a comment or break a line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_OUT_OF_SCRIPTS)


class Texts:
    """The texts of a bundle, each once however many values are read in it; safe to show."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    @property
    def all(self) -> list[str]:
        """In the order of their numbers."""
        return list(self._places)

    def cut(self, segments: Sequence[Segment]) -> list[Any]:
        """A text's number, then its pieces: the length as JavaScript counts it, the numbers of its candidates."""
        text = masked("".join(segment.text for segment in segments))
        place = self._places.setdefault(text, len(self._places))
        return [place, *([len(s.text.encode("utf-16-le", "surrogatepass")) // 2, list(s.candidates)] for s in segments)]


def packed(unit: Unit, texts: Texts) -> dict[str, Any]:
    """What the page shows of a value, and what a decision about it needs; abstracts go into `texts`."""
    row, verdict = unit.row, unit.verdict
    hidden = unit.hides_sources
    return {
        "paper": unit.record.id,
        "verdict": verdict.id,
        "field": verdict.field,
        "label": oneline(unit.label),
        "meaning": unit.definition.meaning,
        "into": fields_asked(unit),
        "start": values_asked(first_candidate(unit)),
        "reasons": [] if hidden else _reasons(unit),
        "title": _pieces(unit.title_segments) or [[oneline(unit.title)]],
        "link": _link(unit.record.paper),
        "abstract": texts.cut(unit.abstract),
        "copies": [texts.cut(copy) for copy in unit.copies],
        "candidates": [_candidate(c, verdict.differs, hidden=hidden) for c in unit.candidates],
        "marks": row.marks.model_dump(mode="json"),
    }


def forms_of(units: Iterable[Unit]) -> dict[str, list[dict[str, Any]]]:
    """What an edit asks for, by the field that it goes into."""
    forms: dict[str, list[dict[str, Any]]] = {}
    for unit in units:
        for field in fields_asked(unit):
            if field not in forms:
                kind = None if is_own(unit) else LIST_FIELDS.get(field)
                forms[field] = [_box(attribute, kind) for attribute in attributes_asked(unit, field)]
    return forms


def _box(attribute: Attribute, kind: type[BaseModel] | None) -> dict[str, Any]:
    info = kind.model_fields.get(attribute.name) if kind else None
    is_number = info is not None and "Decimal" in repr(info.annotation)
    is_named = attribute.required and info is not None and info.annotation is str
    return {**attribute.model_dump(mode="json"), "number": is_number, "named": is_named}


def _reasons(unit: Unit) -> list[list[str]]:
    told = [[unit.verdict.state, unit.state], *([code, meaning] for code, meaning in unit.reasons)]
    told += [["further witness", vote] for vote in unit.votes]
    if unit.beside:
        told.append(["taken for", unit.beside])
    return [[oneline(code), oneline(meaning)] for code, meaning in told]


def _candidate(candidate: Candidate, differs: Iterable[str], *, hidden: bool) -> dict[str, Any]:
    value = candidate.value
    return {
        "words": candidate.words,
        "differs": [
            [name, "–" if value[name] is None else oneline(str(value[name]))] for name in differs if name in value
        ],
        "source": "" if hidden else " and ".join((*candidate.sources, *candidate.votes)),
        "quotes": [printable(at.quote) for at in candidate.evidence],
        "to": value,
    }


def _pieces(segments: Sequence[Segment]) -> list[list[Any]]:
    """Texts with the numbers of their candidates; what shows nothing or turns the direction is shown as a mark."""
    return [[masked(s.text), list(s.candidates)] if s.candidates else [masked(s.text)] for s in segments]


def _link(paper: Paper) -> list[str] | None:
    """Where the paper can be read: an address that a browser may open, and what to call it."""
    link = link_of(paper)
    return [link.address, oneline(link.words)] if link else None
