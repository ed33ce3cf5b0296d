"""Review: what a person decides about the values of a run. The engine behind page, terminal and bundle.

    review = Review.open("run.jsonl", who="ada")           # decisions lie in run.decisions.jsonl
    for row in review.queue(Filter(field="results")):      # light rows; `row.key` goes into addresses
        unit = review.unit(row.key)                        # candidates, definition, reasons, cut abstract
        review.act(row.key, Decision("choose", candidate=1), ms=2400)   # on disk when it returns
    review.undo(); review.redo()                           # unlimited, and after a restart

    preview = review.preview_class(row.key, Decision("choose", candidate=1), alike="values")
    review.decide_class(preview)                           # one undo takes all of it back
    review.progress(); review.agreement(); review.blind_score(); review.audit(100)

Statuses: 'open' flagged and undecided; 'decided'; 'skipped' (by this reviewer: comes back last), 'unsure', 'escalated';
'disputed' where reviewers decided differently (one of them decides anew, or anyone with `final=True`); 'stale' where
the text, the field's definition or what the rules read there changed since; 'unflagged'. In blind-first mode
(`Options(blind=True)`) nothing of `Unit.reasons`, `votes`, `state`, `summary`, `beside` and `Candidate.sources`,
`votes` may be shown while `unit.hides_sources`, and a reviewer sees only their own decisions.

What can't be done raises DecisionRefused or UsageError with a sentence for the user, and nothing is recorded.

    review.take_in(lines, "coauthor.jsonl")                # a bundle's or a copy's decisions, refusals with reasons

A line of a bundle is an event as `Event.to_line` writes it: id, at, who, action, paper, verdict, field, to, ms, note,
marks (those of `unit.row.marks`). With 'choose' `to` is `Candidate.value`; with 'edit' it may be what was typed, as
`Decision.value` takes it. What it leaves out is filled in when it is taken in.

Exports read a run record by record: `Decisions.beside(run).applied(record)` is the record with the decided values,
`who(verdict_id)` and, by verdict id, how each value stands.

Rows are cheap: a list of 10,000 needs no record. `unit` parses the record of one paper. Call `refresh()` before a page
is shown: another process may have appended. All words of papers are as delivered: `summarise.telling.oneline` makes
them safe for a terminal, a template's autoescape for HTML; `Candidate.words` is one safe line.
"""

from summarise.decisions_path import decisions_path
from summarise.reviewing.applying import Decided, Decisions
from summarise.reviewing.candidates import Candidate, Source
from summarise.reviewing.classes import Alike, Change, ClassDecision
from summarise.reviewing.deciding import QUOTE, Decision
from summarise.reviewing.definitions import Attribute, Definition, definition_of
from summarise.reviewing.events import SETTLING, Action, Event
from summarise.reviewing.measures import Agreement, Share
from summarise.reviewing.queueing import ORDERS, STATUSES, Filter, Order
from summarise.reviewing.review import Options, Review
from summarise.reviewing.rows import PaperRow, Row, key_of
from summarise.reviewing.segments import Segment
from summarise.reviewing.standings import Standing, Status
from summarise.reviewing.taking_in import TakenIn
from summarise.reviewing.tallying import Progress
from summarise.reviewing.units import Unit
from summarise.reviewing.walking import Walk, Wanted

__all__ = [
    "ORDERS",
    "QUOTE",
    "SETTLING",
    "STATUSES",
    "Action",
    "Agreement",
    "Alike",
    "Attribute",
    "Candidate",
    "Change",
    "ClassDecision",
    "Decided",
    "Decision",
    "Decisions",
    "Definition",
    "Event",
    "Filter",
    "Options",
    "Order",
    "PaperRow",
    "Progress",
    "Review",
    "Row",
    "Segment",
    "Share",
    "Source",
    "Standing",
    "Status",
    "TakenIn",
    "Unit",
    "Walk",
    "Wanted",
    "decisions_path",
    "definition_of",
    "key_of",
]
