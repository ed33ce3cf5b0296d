"""A run under review: the one object behind the page, the terminal and the bundle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from summarise.decisions_path import decisions_path
from summarise.errors import UsageError
from summarise.own_schemas import OwnSchema, read_schema
from summarise.reconciling.trust import Policy, default_policy
from summarise.records import Record
from summarise.reviewing.candidates import Source
from summarise.reviewing.classes import Alike, ClassDecision, events_of, is_alike, preview, source_of
from summarise.reviewing.deciding import By, Decision, checked_note, event_of, settle
from summarise.reviewing.events import SETTLING, TAKING_BACK, Action, Event, new_id
from summarise.reviewing.folding import Folded
from summarise.reviewing.journal import Journal
from summarise.reviewing.kept_standings import KeptStandings
from summarise.reviewing.measures import (
    Agreement,
    Share,
    agreements_of,
    audit_of,
    audit_rows,
    blind_score_of,
)
from summarise.reviewing.opened_run import OpenedRun
from summarise.reviewing.queueing import Filter, Order, ordered
from summarise.reviewing.rows import PaperRow, Row
from summarise.reviewing.standings import Standing
from summarise.reviewing.taking_in import Reader, TakenIn
from summarise.reviewing.tallying import CountedStandings, Progress
from summarise.reviewing.units import Unit, unit_of
from summarise.telling import counted

_LONGEST_WHO = 100
_WAITING: frozenset[str] = frozenset({"open", "stale", "disputed"})
_ALL = Filter()


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is reviewed."""

    decisions: Path | None = None
    """The decisions file; RUN.decisions.jsonl beside the run where none is named."""
    blind: bool = False
    """Blind-first: sources are hidden and shuffled until chosen, and what others decided does not count."""
    policy: Policy | None = None
    """Weighs the fields for the order by impact; the built-in one where none is given."""
    schema: str | type[BaseModel] | None = None
    """A user's schema, 'module:Class', whose run it is: edits are then validated by it. Its file is run."""


class Review:
    """One reviewer at one run. Not for several threads at once; several processes may share a decisions file."""

    def __init__(self, run: OpenedRun, journal: Journal, who: str, *, blind: bool = False) -> None:
        """`Review.open` is how to get one."""
        self.schema: OwnSchema | None = None
        self.who = _name(who)
        self.blind = blind
        self._run = run
        self._journal = journal
        self._standings = KeptStandings(journal, self.who, alone=blind)
        self._progress: tuple[Filter, CountedStandings] | None = None

    @classmethod
    def open(cls, run: Path | str, who: str, options: Options | None = None) -> Review:
        """The review of a run. Raises InputError for what is no run or can't be read, UsageError for no name."""
        options, path = options or Options(), Path(run)
        journal = Journal(decisions_path(path, options.decisions))
        review = cls(OpenedRun(path, options.policy or default_policy()), journal, who, blind=options.blind)
        review.schema = _schema_of(review._run, options.schema)
        review.refresh()
        review._standings.with_rows(review._worth_a_look())  # how 10,000 values stand is known before the first page
        review.progress()
        return review

    # ── looking ─────────────────────────────────────────────────────────────────────────────────
    @property
    def run(self) -> Path:
        """The run's file."""
        return self._run.path

    @property
    def decisions(self) -> Path:
        """The decisions file; it need not exist yet."""
        return self._journal.path

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not count, each with place and reason: lines that are no events, repeated papers."""
        repeated = f"{counted(self._run.repeated, 'further record')} with the id of an earlier one: the first counts"
        return (*self._journal.problems, *([repeated] if self._run.repeated else []))

    def rows(self, wanted: Filter = _ALL, order: Order = "document", seed: int = 0) -> list[Row]:
        """The rows of all values that a filter wants, flagged or not: for lists."""
        everything: Iterable[Row] = self._run.rows.values()
        if wanted.by_standing and wanted.status != "unflagged":
            everything = self._worth_a_look()
        return ordered((row for row in everything if wanted == _ALL or self._wants(row, wanted)), order, seed)

    def queue(self, wanted: Filter = _ALL, order: Order = "document", seed: int = 0) -> list[Row]:
        """The rows that wait for this reviewer; those that they skipped come last, the first skipped first."""
        wanted_rows = [row for row in self._worth_a_look() if wanted == _ALL or self._wants(row, wanted)]
        rows = self._standings.with_rows(wanted_rows)
        waiting = [row for row, standing in rows if standing.status in _WAITING]
        skipped = [(s.event.order, row) for row, s in rows if s.status == "skipped" and s.event is not None]
        last = [row for _, row in sorted(skipped, key=lambda pair: pair[0])]
        return [*ordered(waiting, order, seed), *last]

    def papers(self) -> list[PaperRow]:
        """The papers of the run, in its order."""
        return list(self._run.papers.values())

    def rows_of(self, paper: str) -> list[Row]:
        """The rows of all values of a paper, as they stand in its text. Raises UsageError for an unknown id."""
        return list(self._run.by_paper[self._run.paper(paper).id])

    def row(self, key: str) -> Row:
        """The row of a key. Raises UsageError for one that the run does not have."""
        return self._run.row(key)

    def unit(self, key: str) -> Unit:
        """Everything that is shown of one value; its record is parsed here. Raises UsageError as `row` does."""
        row = self.row(key)
        hide = self.blind and not self._is_settled_by_me(row)
        return unit_of(row, self.record(row.paper.id), self.schema, hide_for=self.who if hide else None)

    def record(self, paper: str) -> Record:
        """A paper's record as the run has it, without decisions. Raises UsageError for an unknown id."""
        return self._run.record(paper)

    def standing(self, key: str) -> Standing:
        """How a value stands for this reviewer; in blind-first mode what others decided is left out."""
        return self._standings.of(self.row(key))

    def history(self, key: str) -> list[Event]:
        """What was done about a value, the oldest first, what was taken back included."""
        return list(self._folded.at_place.get(self.row(key).place, ()))

    # ── deciding ────────────────────────────────────────────────────────────────────────────────
    def act(self, key: str, decision: Decision, ms: int | None = None) -> Event:
        """Records a decision; it is on disk when this returns. `ms` is how long the value was looked at.

        Raises DecisionRefused for what can't be so, UsageError for an unknown key or a file that can't be written:
        then nothing was recorded.
        """
        if decision.action in TAKING_BACK:
            raise UsageError("undo() and redo() take back what was decided last")
        unit, decision = self.unit(key), replace(decision, note=checked_note(decision))
        settled = settle(unit, decision) if decision.action in SETTLING else None
        return self._journal.append(lambda _, at: [event_of(unit, decision, settled, By(self.who, at, ms))])[0]

    def preview_class(self, key: str, decision: Decision, alike: Alike = "values") -> ClassDecision:
        """What a decision about this value would do to all of its class that wait for this reviewer; nothing is done.

        Raises DecisionRefused for an edit, a note, and in blind-first mode.
        """
        decision = replace(decision, note=checked_note(decision))
        source = source_of(self.unit(key), decision)
        asked = self.row(key)
        like = [row for row in self.queue(Filter(field=asked.field)) if is_alike(row, asked, alike)]
        return preview((self.unit(row.key) for row in like), decision, source)

    def decide_class(self, wanted: ClassDecision, ms: int | None = None) -> list[Event]:
        """Makes a class decision as it was previewed; on disk when this returns. One undo takes all of it back."""
        if not wanted.rows:
            raise UsageError("no value waits in this class")
        units = [self.unit(row.key) for row in wanted.rows]
        return self._journal.append(lambda _, at: events_of(units, wanted, By(self.who, at, ms)))

    def undo(self) -> list[Event]:
        """Takes back this reviewer's last decision that holds, a class of them as one; what was taken back."""
        return self._take_back("undo")

    def redo(self) -> list[Event]:
        """Restores what was taken back last, unless something new was done since; what holds again."""
        return self._take_back("redo")

    @property
    def last(self) -> list[Event]:
        """What `undo` would take back; nothing where there is nothing."""
        done = self._folded.done.get(self.who, {})
        return list(self._folded.by_handle[next(reversed(done))]) if done else []

    @property
    def next_redo(self) -> list[Event]:
        """What `redo` would restore; nothing where there is nothing."""
        undone = self._folded.undone.get(self.who, {})
        return list(self._folded.by_handle[next(reversed(undone))]) if undone else []

    def refresh(self) -> bool:
        """Reads what other processes appended; whether there was anything. Raises InputError."""
        return self._journal.refresh()

    def take_in(self, lines: Iterable[str], name: str) -> TakenIn:
        """Merges the decisions of another file, named so in messages: what is new is on disk when this returns.

        Refused are lines that are no decisions, of papers or values that this run does not have, and stale ones.
        """
        reader = Reader(lambda key: replace(self.unit(key), hides_sources=False))
        offered = reader.read(lines, name)
        known = 0

        def make(folded: Folded, _: datetime) -> list[Event]:
            nonlocal known
            here = self._journal.by_id
            known = sum(one.event.id in here for one in offered)
            return reader.new(offered, folded, here)

        taken = self._journal.append(make)
        names = tuple(dict.fromkeys(event.who for event in taken))
        return TakenIn(len(taken), known, tuple(reader.refused), reader.kinds, names)

    # ── what it comes to ────────────────────────────────────────────────────────────────────────
    def progress(self, wanted: Filter = _ALL) -> Progress:
        """How far the review is, over the values that a filter wants."""
        if self._progress is None or self._progress[0] != wanted or wanted.by_standing:
            rows = (row for row in self._run.rows.values() if self._wants(row, wanted))
            self._progress = (wanted, CountedStandings(rows, self.who, alone=self.blind))
        return self._progress[1].progress(self._folded)

    def agreement(self) -> list[Agreement]:
        """How far every two reviewers agree, in percent of the values that both decided."""
        return agreements_of(self._run.rows.values(), self._folded)

    def blind_score(self) -> dict[Source, Share]:
        """How often model, rules and summary were right by the decisions that were made in blind-first mode."""
        return blind_score_of(self._run.rows.values(), self._folded)

    def audit_sample(self, n: int, seed: int = 0) -> list[Row]:
        """`n` values by lot of those that are not flagged; decide them as any other."""
        return audit_rows(self._run.rows.values(), n, seed)

    def audit(self, n: int, seed: int = 0) -> Share:
        """How many of the sample are wrong, of those that were decided; the interval bounds the error of all."""
        return audit_of(self.audit_sample(n, seed), self._folded)

    # ── inside ──────────────────────────────────────────────────────────────────────────────────
    @property
    def _folded(self) -> Folded:
        return self._journal.folded

    def _worth_a_look(self) -> list[Row]:
        return self._run.worth_a_look(self._folded.at_place)

    def _is_settled_by_me(self, row: Row) -> bool:
        mine = self._folded.by_reviewer(row.place).get(self.who)
        return mine is not None and mine.action in SETTLING

    def _wants(self, row: Row, wanted: Filter) -> bool:
        if not wanted.wants(row):
            return False
        if not wanted.by_standing:
            return True
        return wanted.wants_standing(self._standings.of(row), self._folded.by_reviewer(row.place))

    def _take_back(self, action: Action) -> list[Event]:
        taken: list[Event] = []
        self.refresh()
        if not (self._folded.done if action == "undo" else self._folded.undone).get(self.who):
            return []

        def make(folded: Folded, at: datetime) -> Sequence[Event]:
            handles = (folded.done if action == "undo" else folded.undone).get(self.who, {})
            if not handles:
                return []
            handle = next(reversed(handles))
            taken.extend(folded.by_handle[handle])
            return [Event(id=new_id(), at=at, who=self.who, action=action, undoes=handle)]

        self._journal.append(make)
        return taken


def _schema_of(run: OpenedRun, named: str | type[BaseModel] | None) -> OwnSchema | None:
    """The schema that is named. Raises ConfigurationError for what can't be asked, UsageError for another run's."""
    first = next(iter(run.papers), None)
    if named is None or first is None:
        return None
    schema, made_with = read_schema(named), run.record(first).provenance.schema_
    if schema.mark != made_with:
        raise UsageError(f"{run.path} was made with the schema {made_with}, and this is {schema.mark}")
    return schema


def _name(who: str) -> str:
    """A reviewer's name. Raises UsageError for one that can't be shown or told from another."""
    name = " ".join(who.split())
    if not name or len(name) > _LONGEST_WHO or not name.isprintable():
        raise UsageError(f"the reviewer needs a name of 1 to {_LONGEST_WHO} letters; give it with --who")
    return name
