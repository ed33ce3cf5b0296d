"""What can be chosen for one value: what the model says, what the rules say, and what the summary made of both."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import SerializeAsAny

from summarise.records import NUMBERS, Flow, Judged, Verdict
from summarise.schemas.own import OwnValue
from summarise.schemas.paper import Evidence
from summarise.telling import brief

Source = Literal["model", "rules", "summary"]
MOST = 9


class Candidate(Flow):
    """One thing that a reviewer can choose."""

    number: int
    """1 to 9, as it is shown; in blind-first mode shuffled."""
    sources: tuple[Source, ...]
    """Who says so; a face hides it while `Unit.hides_sources`."""
    votes: tuple[str, ...] = ()
    """Further witnesses that side with it."""
    element: SerializeAsAny[Judged]
    words: str
    """The element in a line, safe to show."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def value(self) -> dict[str, Any]:
        """The element as JSON data."""
        return self.element.model_dump(mode="json")


def candidates_of(verdict: Verdict, shuffled_for: str | None = None) -> tuple[Candidate, ...]:
    """The candidates: the model's, the rules', and the summary's where it is neither; equal ones are one.

    `shuffled_for` names unit and reviewer in blind-first mode: the order then tells nothing, and stays the same.
    """
    if verdict.field == NUMBERS:
        return ()  # the number is no value of a field yet: an edit makes it one
    found: list[tuple[Judged, list[Source]]] = []
    for source, element in sides_of(verdict):
        if element is None:
            continue
        same = next((sources for other, sources in found if is_same(other, element)), None)
        if same is None:
            found.append((element, [source]))
        else:
            same.append(source)
    if shuffled_for is not None:
        found.sort(key=lambda one: _lot(shuffled_for, one[0]))
    return tuple(_candidate(n, element, sources, verdict) for n, (element, sources) in enumerate(found[:MOST], 1))


def sides_of(verdict: Verdict) -> tuple[tuple[Source, Judged | None], ...]:
    """What each says of this value; the rules' element that has a verdict of its own is not theirs here."""
    rules = None if "bound_elsewhere" in verdict.reasons else verdict.rules
    model = None if isinstance(verdict.model, OwnValue) and verdict.model.value is None else verdict.model
    return (("model", model), ("rules", rules), ("summary", verdict.chosen))


def is_same(one: Judged | None, other: Judged | None) -> bool:
    """Whether they state the same, wherever it stands."""
    return bare(one) == bare(other)


def bare(element: Judged | None) -> dict[str, Any] | None:
    """What an element states, as JSON data: its attributes that say something, without its evidence."""
    return None if element is None else element.model_dump(mode="json", exclude={"evidence"}, exclude_none=True)


def bare_data(element: Any) -> Any:
    """The same of an element that is JSON data already."""
    if not isinstance(element, dict):
        return element
    return {name: value for name, value in element.items() if name != "evidence" and value is not None}


def _candidate(number: int, element: Judged, sources: Sequence[Source], verdict: Verdict) -> Candidate:
    witnesses = (side for side in ("model", "rules") if side in sources)
    votes = [vote.witness for side in witnesses for vote in verdict.votes if vote.sides == side]
    elements = [e for source, e in sides_of(verdict) if source in sources and e is not None]
    evidence = dict.fromkeys(at for e in elements if (at := e.evidence) is not None)
    return Candidate(
        number=number,
        sources=tuple(sources),
        votes=tuple(dict.fromkeys(votes)),
        element=element,
        words=brief(element),
        evidence=tuple(evidence),
    )


def _lot(shuffled_for: str, element: Judged) -> bytes:
    return hashlib.sha256(f"{shuffled_for}\0{bare(element)!r}".encode("utf-8", "surrogatepass")).digest()
