"""The light half of a run: a row a verdict, which says where its record stands in the file.

Opening a run reads each line once, as plain JSON; a record is parsed in full only when one of its values is shown.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarise.errors import InputError
from summarise.reconciling.trust import Policy
from summarise.records import OWN
from summarise.reviewing.candidates import bare_data
from summarise.reviewing.events import Marks
from summarise.reviewing.grounds import Place, definition_mark, rules_mark, text_mark

_PLACE = re.compile(r":(\d+)-\d+(?:#\d+)?$")
_BEHIND_ALL = 10**9
_MOST_WORDS = 600


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a run."""

    number: int
    """Its place in the run, from 0."""
    id: str
    title: str
    status: str
    start: int
    """First byte of its line."""
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One field value of one paper, without its values."""

    key: str
    """Short and safe in an address: it stands for paper and verdict, and is the same in every run."""
    paper: PaperRow
    verdict: str
    place: Place
    """The ids of paper and verdict."""
    field: str
    state: str
    reasons: tuple[str, ...]
    differs: tuple[str, ...]
    said: int
    """Tells what model and rules say, wherever it stands, from what they say elsewhere in this run."""
    confidence: float
    flagged: bool
    impact: float
    """Chance of error × weight of the field."""
    at: int
    """Where it stands in the abstract; what stands nowhere is behind all."""
    words: str
    """What a search looks through: title, id, values and quotes, in small letters."""
    marks: Marks


def key_of(paper: str, verdict: str) -> str:
    """A value's key: 11 letters, digits, '-' and '_'."""
    digest = hashlib.sha256(f"{paper}\0{verdict}".encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:8]).rstrip(b"=").decode()


def read_rows(path: Path, policy: Policy) -> Iterator[tuple[PaperRow, list[Row]]]:
    """Each paper of a run with the rows of its verdicts, in the run's order.

    Raises InputError, naming file and line, where the file can't be read or a line is no record.
    """
    try:
        with path.open("rb") as file:
            start = 0
            for number, line in enumerate(file):
                end = start + len(line)
                if line.strip():
                    yield _read(line, f"{path}:{number + 1}", policy, (number, start, end))
                start = end
    except OSError as error:
        raise InputError(f"can't read the run {path}: {error.strerror or error}") from error


def _read(line: bytes, name: str, policy: Policy, place: tuple[int, int, int]) -> tuple[PaperRow, list[Row]]:
    try:
        return _rows(json.loads(line), policy, place)
    except (ValueError, RecursionError) as error:
        problem = str(error)
    except (KeyError, TypeError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
    raise InputError(f"{name}: not a record of a run ({problem}); was it written by 'summarise tag'?")


def _rows(record: dict[str, Any], policy: Policy, place: tuple[int, int, int]) -> tuple[PaperRow, list[Row]]:
    paper, schema = record["paper"], record["provenance"].get("schema") or ""
    row = PaperRow(place[0], record["id"], paper.get("title") or "", record["status"], place[1], place[2])
    text = text_mark(paper.get("title"), paper["abstract"], (copy["abstract"] for copy in paper.get("variants") or ()))
    return row, [_row(verdict, row, policy, (text, schema)) for verdict in record["verdicts"]]


def _row(verdict: dict[str, Any], paper: PaperRow, policy: Policy, made: tuple[str, str]) -> Row:
    text, schema = made
    field, sides = verdict["field"], [verdict.get(side) for side in ("model", "rules", "chosen")]
    is_own = isinstance(sides[0], dict) and "path" in sides[0]
    at = _PLACE.search(verdict["id"])
    said = " ".join(dict.fromkeys(word for side in sides if side for word in _words(side)))
    return Row(
        key=key_of(paper.id, verdict["id"]),
        paper=paper,
        verdict=verdict["id"],
        place=(paper.id, verdict["id"]),
        field=field,
        state=verdict["state"],
        reasons=tuple(verdict.get("reasons") or ()),
        differs=tuple(verdict.get("differs") or ()),
        said=hash(json.dumps([bare_data(side) for side in sides[:2]])),
        confidence=verdict["confidence"],
        flagged=verdict["flagged"],
        impact=(1 - verdict["confidence"]) * policy[OWN if is_own else field].weight,
        at=int(at[1]) if at else _start(sides),
        words=f"{paper.id} {paper.title} {said}".casefold()[:_MOST_WORDS],
        marks=Marks(
            text=text,
            definition=definition_mark(schema if is_own else field),
            rules=rules_mark(sides[0] if is_own else verdict.get("rules")),
        ),
    )


def _words(element: dict[str, Any]) -> Iterator[str]:
    for name, value in element.items():
        if name == "evidence":
            if value:
                yield value["quote"]
        elif value is not None and not isinstance(value, bool):
            yield str(value)


def _start(sides: list[Any]) -> int:
    """Where the first evidence in the abstract begins."""
    for side in sides:
        at = (side or {}).get("evidence")
        if at and not at.get("where") and at.get("variant") is None:
            return int(at["start"])
    return _BEHIND_ALL
