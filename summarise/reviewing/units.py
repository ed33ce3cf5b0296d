"""What is shown of one value: everything that is needed to settle it in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from summarise.own_schemas import OwnSchema
from summarise.reconciling.reasons import REASONS, STATES
from summarise.records import Record, Verdict
from summarise.reviewing.candidates import Candidate, candidates_of, sides_of
from summarise.reviewing.definitions import Definition, definition_of
from summarise.reviewing.own_fields import own_definition
from summarise.reviewing.rows import Row
from summarise.reviewing.segments import Segment, Span, segments_of
from summarise.schemas.own import OwnValue
from summarise.telling import brief, label


@dataclass(frozen=True)
class Unit:
    """One field value of one paper."""

    row: Row
    record: Record
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    hides_sources: bool
    """Whether it is undecided in blind-first mode: neither sources, reasons, votes nor the summary may be shown."""
    schema: OwnSchema | None = None
    """The user's schema, where the run is of one and it is at hand."""

    @property
    def key(self) -> str:
        """As in its row: short, and safe in an address."""
        return self.row.key

    @property
    def title(self) -> str:
        """The paper's title, else its id. Not made safe to show: `summarise.telling.oneline` does."""
        return self.record.paper.title or self.record.id

    @property
    def label(self) -> str:
        """What it is about: its field, in a user's schema its place there."""
        return label(self.verdict)

    @cached_property
    def definition(self) -> Definition:
        """What the field means."""
        if self.schema is not None and isinstance(self.verdict.model, OwnValue):
            own = own_definition(self.schema, self.verdict.field, self.verdict.model.path)
            if own is not None:
                return own
        return definition_of(self.verdict.field)

    @property
    def state(self) -> str:
        """What the witnesses come to, in words."""
        return STATES[self.verdict.state]

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why it is here: codes, each with its meaning; and the attributes that differ."""
        codes = [(code, REASONS.get(code, "")) for code in self.verdict.reasons]
        return (*codes, *((f"differs in {name}", "") for name in self.verdict.differs))

    @property
    def votes(self) -> tuple[str, ...]:
        """What further witnesses say, in words."""
        return tuple(f"{v.witness} sides with {v.sides}: {v.says or '–'}" for v in self.verdict.votes)

    @property
    def summary(self) -> str:
        """What the summary says as long as nobody decides."""
        return brief(self.verdict.chosen)

    @property
    def beside(self) -> str | None:
        """What the rules take the same number for, where that has a verdict of its own."""
        return brief(self.verdict.rules) if "bound_elsewhere" in self.verdict.reasons else None

    @cached_property
    def abstract(self) -> tuple[Segment, ...]:
        """The abstract, cut at the borders of all evidence."""
        return segments_of(self.record.paper.abstract, self._spans(None, None))

    @cached_property
    def title_segments(self) -> tuple[Segment, ...]:
        """The title in the same way; nothing where the paper has none."""
        return segments_of(self.record.paper.title or "", self._spans("title", None))

    @cached_property
    def copies(self) -> tuple[tuple[Segment, ...], ...]:
        """The other copies of the abstract in which evidence stands."""
        numbers = sorted({e.variant for c in self.candidates for e in c.evidence if e.variant is not None})
        variants = self.record.paper.variants
        return tuple(segments_of(variants[n].abstract, self._spans(None, n)) for n in numbers if n < len(variants))

    def _spans(self, where: str | None, variant: int | None) -> list[Span]:
        found = [
            Span(e.start, e.end, c.number)
            for c in self.candidates
            for e in c.evidence
            if (e.where, e.variant) == (where, variant)
        ]
        if not self.candidates and (where, variant) == (None, None):  # a number that nobody accounts for
            sides = (element for _, element in sides_of(self.verdict) if element is not None and element.evidence)
            found += [Span(s.evidence.start, s.evidence.end, 0) for s in sides if s.evidence]
        return found


def unit_of(row: Row, record: Record, schema: OwnSchema | None = None, *, hide_for: str | None) -> Unit:
    """The unit; `hide_for` is the reviewer from whom sources are hidden, None where they are shown."""
    verdict = next(v for v in record.verdicts if v.id == row.verdict)
    shuffled = None if hide_for is None else f"{row.key}\0{hide_for}"
    return Unit(row, record, verdict, candidates_of(verdict, shuffled), hide_for is not None, schema)
