"""Lists: all values of a run, filtered, sorted and by pages; one paper with all its values; the run in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from summarise.errors import UsageError
from summarise.reconciling.reasons import REASONS
from summarise.records import Record, Verdict
from summarise.review_page.framing import Frames, Notice
from summarise.review_page.looks import page
from summarise.review_page.viewing import pieces_of
from summarise.review_page.wording import done_in_words, said_with_name
from summarise.reviewing import STATUSES, Filter, Order, Review, Row
from summarise.reviewing.linking import link_of
from summarise.reviewing.segments import Span, segments_of
from summarise.telling import brief, counted, label

BY_PAGE = 50
"""Rows on a page of a list; each needs its record."""
_LONGEST_SEARCH = 200
_SETTLED, _WAITS = 1, 2
"""How the evidence of a paper is marked: of a settled value, and of one that waits."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list, in words."""

    key: str
    paper: str
    label: str
    value: str
    reasons: str
    status: str
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for: the fields of its form."""

    text: str = ""
    field: str = ""
    reason: str = ""
    status: str = ""
    """A status, 'all', or '' for those that deserve a look."""
    reviewer: str = ""
    order: Order = "document"
    number: int = 1
    """Of the page, from 1."""

    @property
    def filter(self) -> Filter:
        """The same for the engine. Raises UsageError for what no value can have."""
        return Filter(
            field=self.field or None,
            reason=self.reason or None,
            status=self.status if self.status not in ("", "all") else None,  # type: ignore[arg-type]
            reviewer=self.reviewer or None,
            text=self.text or None,
        )

    def address(self, number: int, path: str = "/list") -> str:
        """The address of another page of the same list."""
        named = {"q": self.text, "field": self.field, "reason": self.reason, "status": self.status}
        asked = {**named, "reviewer": self.reviewer, "order": self.order, "page": str(number)}
        return f"{path}?" + urlencode({name: value for name, value in asked.items() if value})


def asked_of(query: QueryParams) -> Asked:
    """What the address asks for; what makes no sense is left aside."""
    number, order = query.get("page", "1"), query.get("order", "document")
    return Asked(
        text=query.get("q", "")[:_LONGEST_SEARCH].strip(),
        field=query.get("field", ""),
        reason=query.get("reason", ""),
        status=query.get("status", ""),
        reviewer=query.get("reviewer", ""),
        order=order if order in get_args(Order) else "document",  # type: ignore[arg-type]
        number=int(number) if number.isdecimal() and len(number) < 8 else 1,
    )


class Lists:
    """The lists of a review."""

    def __init__(self, review: Review, frames: Frames) -> None:
        self._review, self._frames = review, frames
        rows = review.rows()
        self._fields = sorted({row.field for row in rows})
        self._reasons = sorted({reason for row in rows for reason in row.reasons})

    async def values(self, request: Request) -> Response:
        """The values of the run."""
        self._review.refresh()
        asked = asked_of(request.query_params)
        try:
            rows, notice = self._rows(asked), None
        except UsageError as error:
            rows, notice = [], Notice(str(error), 400)
        pages = max(1, -(-len(rows) // BY_PAGE))
        number = min(max(1, asked.number), pages)
        shown = rows[(number - 1) * BY_PAGE : number * BY_PAGE]
        return page(
            "list.html",
            notice.status if notice else 200,
            frame=self._frames.make(notice, at=f"{counted(len(rows), 'value')}, page {number} of {pages}"),
            asked=asked,
            rows=[self._listed(row) for row in shown],
            total=len(rows),
            number=number,
            pages=pages,
            known={
                "fields": self._fields,
                "reasons": {r: REASONS.get(r, r) for r in self._reasons},
                "statuses": STATUSES,
            },
        )

    async def papers(self, request: Request) -> Response:
        """The papers of the run, by pages."""
        self._review.refresh()
        asked = asked_of(request.query_params)
        words = asked.text.casefold().split()
        papers = [p for p in self._review.papers() if all(w in f"{p.id} {p.title}".casefold() for w in words)]
        pages = max(1, -(-len(papers) // BY_PAGE))
        number = min(max(1, asked.number), pages)
        listed = []
        for one in papers[(number - 1) * BY_PAGE : number * BY_PAGE]:
            standings = [self._review.standing(row.key) for row in self._review.rows_of(one.id)]
            listed.append((one, len(standings), sum(standing.is_open for standing in standings)))
        return page(
            "papers.html",
            frame=self._frames.make(at=counted(len(papers), "paper")),
            asked=asked,
            papers=listed,
            total=len(papers),
            number=number,
            pages=pages,
        )

    async def paper(self, request: Request) -> Response:
        """One paper with all its values."""
        self._review.refresh()
        number = request.path_params["number"]
        found = next((one for one in self._review.papers() if one.number == number), None)
        if found is None:
            raise HTTPException(404)
        record, rows = self._review.record(found.id), self._review.rows_of(found.id)
        fields: dict[str, list[Listed]] = {}
        for row in rows:
            fields.setdefault(row.field, []).append(self._listed(row))
        return page(
            "paper.html",
            frame=self._frames.make(at=record.paper.title or record.id),
            record=record,
            link=link_of(record.paper),
            tldr="" if self._review.blind else getattr(record.summary, "tldr", None) or "",
            abstract=pieces_of(segments_of(record.paper.abstract, self._spans(record, rows))),
            fields=fields,
        )

    async def overview(self, request: Request) -> Response:
        """The run in figures."""
        self._review.refresh()
        return page(
            "overview.html",
            frame=self._frames.make(),
            progress=self._frames.progress(),
            agreements=self._review.agreement(),
            scores=self._review.blind_score(),
            audit=self._frames.audit(),
            problems=self._review.problems,
            decisions=self._review.decisions.name,
        )

    def _rows(self, asked: Asked) -> list[Row]:
        rows = self._review.rows(asked.filter, asked.order)
        if asked.status:
            return rows
        return [row for row in rows if row.flagged or self._was_touched(row)]

    def _was_touched(self, row: Row) -> bool:
        """Whether somebody did something about it that holds; of most values the history alone tells, quickly."""
        return bool(self._review.history(row.key)) and self._review.standing(row.key).status != "unflagged"

    def _listed(self, row: Row) -> Listed:
        standing = self._review.standing(row.key)
        verdict = next(v for v in self._review.record(row.paper.id).verdicts if v.id == row.verdict)
        return Listed(
            key=row.key,
            paper=row.paper.title or row.paper.id,
            label=label(verdict),
            value=done_in_words(standing.event)
            if standing.status == "decided" and standing.event
            else self._value(verdict),
            reasons="" if self._hides(row) else ", ".join(row.reasons or (row.state,)),
            status=standing.status,
            by=said_with_name(standing.event) if standing.event else "",
        )

    def _value(self, verdict: Verdict) -> str:
        """What is said of it; in blind-first mode nothing, as it would tell whom the summary follows."""
        return "" if self._review.blind else brief(verdict.chosen or verdict.rules or verdict.model)

    def _hides(self, row: Row) -> bool:
        return self._review.blind and self._review.standing(row.key).mine is None

    def _spans(self, record: Record, rows: Sequence[Row]) -> list[Span]:
        """The evidence of what the summary says and of what waits."""
        waits = {row.verdict for row in rows if self._review.standing(row.key).is_open}
        found = []
        for verdict in record.verdicts:
            element = verdict.chosen or verdict.rules or verdict.model
            if element is not None and element.evidence and element.evidence.in_abstract:
                kind = _WAITS if verdict.id in waits else _SETTLED
                if kind == _WAITS or verdict.chosen is not None and not self._review.blind:
                    found.append(Span(element.evidence.start, element.evidence.end, kind))
        return found
