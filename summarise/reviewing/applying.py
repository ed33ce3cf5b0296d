"""A run's record and the decisions about it → the record with the decided values, and who decided them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarise.decisions_path import decisions_path
from summarise.records import TLDR, Judged, Record, Sentence, Verdict
from summarise.reviewing.candidates import is_same
from summarise.reviewing.events import SETTLING, Event, Marks
from summarise.reviewing.folding import Folded
from summarise.reviewing.grounds import NOTHING_READ, Ground, Place, definition_mark, grounds_of, text_mark
from summarise.reviewing.journal import Journal
from summarise.reviewing.own_values import with_own_values
from summarise.reviewing.standings import Standing, say_standing, standing_of
from summarise.schemas.own import OwnSummary
from summarise.schemas.paper import LIST_FIELDS, Evidence, PaperSummary


@dataclass(frozen=True, slots=True)
class Decided:
    """A record with what people decided."""

    record: Record
    """Its verdicts have the decided elements, are not flagged and of confidence 1; its summary follows from them."""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """By verdict id, how each value stands about which somebody did something."""
    lost: tuple[Event, ...] = ()
    """Decisions about values that the record no longer has, which don't fit it any more."""

    def who(self, verdict: str) -> str | None:
        """Who decided a value; None where nobody did, or no longer does."""
        standing = self.standing.get(verdict)
        if standing is None or standing.status != "decided" or standing.event is None:
            return None
        return standing.event.who

    def say(self, verdict: str) -> str:
        """How a value stands, in words; empty where nobody did anything about it."""
        standing = self.standing.get(verdict)
        return "" if standing is None else say_standing(standing)

    @property
    def told(self) -> dict[str, dict[str, Any]]:
        """How each value stands about which somebody did something, as JSON data."""
        return {verdict: _told(standing) for verdict, standing in self.standing.items()}


def _told(standing: Standing) -> dict[str, Any]:
    event = standing.event
    said = {"status": standing.status, "reviewers": list(standing.reviewers), "changed": list(standing.changed)}
    if event is None:
        return said
    at = event.at.isoformat(timespec="seconds")
    return {**said, "action": event.action, "by": event.who, "at": at, "note": event.note}


class Decisions:
    """The decisions about a run, for whoever reads its records one by one: exports, `show`, `check`."""

    def __init__(self, folded: Folded, problems: tuple[str, ...] = ()) -> None:
        self._folded = folded
        self.problems = problems
        """Lines that don't count, each with file, line and reason."""
        self._places: dict[str, list[Place]] = {}
        for place in folded.at_place:
            self._places.setdefault(place[0], []).append(place)

    @classmethod
    def beside(cls, run: Path | str, named: Path | None = None) -> Decisions:
        """Those of RUN.decisions.jsonl, or of the `named` file; none where there is none. Raises InputError."""
        journal = Journal(decisions_path(Path(run), named))
        journal.refresh()
        return cls(journal.folded, journal.problems)

    @property
    def any(self) -> bool:
        """Whether anything was decided at all."""
        return bool(self._folded.events)

    def applied(self, record: Record) -> Decided:
        """The record with the decided values; the same record where nobody did anything about it."""
        places = self._places.get(record.id)
        if not places:
            return Decided(record)
        return _Applier(record, self._folded).applied(places)


class _Applier:
    """Puts decisions into one record."""

    def __init__(self, record: Record, folded: Folded) -> None:
        self._record = record
        self._folded = folded
        self._grounds = {ground.place[1]: ground for ground in grounds_of(record)}
        copies = (copy.abstract for copy in record.paper.variants)
        self._text = text_mark(record.paper.title, record.paper.abstract, copies)
        self._standing: dict[str, Standing] = {}
        self._added: list[Verdict] = []

    def applied(self, places: list[Place]) -> Decided:
        """The record with all decisions that hold at these places."""
        verdicts = [self._verdict(verdict) for verdict in self._record.verdicts]
        lost = [event for place in places if place[1] not in self._grounds for event in self._gone(place, verdicts)]
        verdicts += self._added
        summary: PaperSummary | OwnSummary | None = self._record.summary
        if isinstance(summary, OwnSummary):
            summary, verdicts = with_own_values(summary, self._record.verdicts, verdicts)
        elif summary is not None:
            summary = _summary(summary, verdicts)
        flagged = any(verdict.flagged for verdict in verdicts)
        status = self._record.status if self._record.status == "failed" else "flagged" if flagged else "accepted"
        changes = {"verdicts": tuple(verdicts), "summary": summary, "status": status}
        return Decided(self._record.model_copy(update=changes), self._standing, tuple(lost))

    def _verdict(self, verdict: Verdict) -> Verdict:
        """The verdict as it stands."""
        ground = self._grounds[verdict.id]
        if ground.place not in self._folded.at_place:
            return verdict
        standing = self._standing[verdict.id] = standing_of(ground, self._folded)
        if standing.status != "decided" or standing.event is None:
            return verdict.model_copy(update={"flagged": standing.is_open})
        event, settled = standing.event, {"flagged": False, "confidence": 1.0}
        if event.into is not None:  # a number that nobody accounted for is a value of another field
            self._add(event.into, f"{event.into}:{verdict.id.rpartition(':')[2]}", event)
            return verdict.model_copy(update=settled)
        return verdict.model_copy(update={**settled, "chosen": self._element(event)})

    def _gone(self, place: Place, verdicts: list[Verdict]) -> list[Event]:
        """Adds a decided value of which no witness speaks any more; the decisions that no longer fit."""
        decisions = {w: e for w, e in self._folded.by_reviewer(place).items() if e.action in SETTLING}
        if not decisions:
            return []
        field = next(iter(decisions.values())).field
        marks = Marks(text=self._text, definition=definition_mark(field), rules=NOTHING_READ)
        standing = standing_of(Ground(place, field, False, marks), self._folded)
        if standing.status != "decided" or standing.event is None or field not in LIST_FIELDS:
            return list(decisions.values())
        element = standing.event.element
        if element is not None and not any(is_same(element, v.chosen) for v in verdicts if v.field == field):
            self._standing[place[1]] = standing
            self._add(field, place[1], standing.event)
        return []

    def _add(self, field: str, verdict: str, event: Event) -> None:
        if (element := self._element(event)) is not None:
            self._added.append(
                Verdict(id=verdict, field=field, state="missing", chosen=element, confidence=1.0, flagged=False)
            )

    def _element(self, event: Event) -> Judged | None:
        """What was decided; without its evidence where that is not the paper's."""
        element = event.element
        at = element.evidence if element is not None else None
        if element is None or at is None or _stands(at, self._record):
            return element
        return element.model_copy(update={"evidence": None})


def _stands(at: Evidence, record: Record) -> bool:
    if at.variant is not None and not 0 <= at.variant < len(record.paper.variants):
        return False
    return 0 <= at.start <= at.end and record.paper.text_with(at)[at.start : at.end] == at.quote


def _summary(before: PaperSummary, verdicts: list[Verdict]) -> PaperSummary:
    fields = {f: tuple(v.chosen for v in verdicts if v.field == f and v.chosen is not None) for f in LIST_FIELDS}
    said = [v.chosen.text for v in verdicts if v.field == TLDR and isinstance(v.chosen, Sentence)]
    return before.model_copy(update={"tldr": said[0] if said else None, **fields})
