"""Review: what a person decides about the values of a run. The engine behind page, terminal and bundle.

    review = Review.open("run.jsonl", who="ada")           # decisions lie in run.decisions.jsonl
    for row in review.queue(Filter(field="results")):      # light rows; `row.key` goes into addresses
        unit = review.unit(row.key)                        # candidates, definition, reasons, cut abstract
        review.act(row.key, Decision("choose", candidate=1), ms=2400)   # on disk when it returns
    review.undo(); review.redo()                           # unlimited, and after a restart

Rows are cheap: a list of 10,000 needs no record. `unit` parses the record of one paper. Call `refresh()` before a page
is shown: another process may have appended. All words of papers are as delivered: `summarise.telling.oneline` makes
them safe for a terminal, a template's autoescape for HTML; `Candidate.words` is one safe line.
"""

from summarise.reviewing.candidates import Candidate, Source
from summarise.reviewing.deciding import QUOTE, Decision
from summarise.reviewing.definitions import Attribute, Definition, definition_of
from summarise.reviewing.events import SETTLING, Action, Event
from summarise.reviewing.queueing import ORDERS, STATUSES, Filter, Order
from summarise.reviewing.review import Options, Review, decisions_path
from summarise.reviewing.rows import PaperRow, Row, key_of
from summarise.reviewing.segments import Segment
from summarise.reviewing.standings import Standing, Status
from summarise.reviewing.units import Unit

__all__ = [
    "ORDERS",
    "QUOTE",
    "SETTLING",
    "STATUSES",
    "Action",
    "Attribute",
    "Candidate",
    "Decision",
    "Definition",
    "Event",
    "Filter",
    "Options",
    "Order",
    "PaperRow",
    "Review",
    "Row",
    "Segment",
    "Source",
    "Standing",
    "Status",
    "Unit",
    "decisions_path",
    "definition_of",
    "key_of",
]
