"""One decision for all values of a class: what it would do, then doing it, with one undo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from summarise.errors import DecisionRefused
from summarise.review_page.framing import Frames, Notice
from summarise.review_page.looks import page
from summarise.reviewing import Alike, ClassDecision, Decision, Review
from summarise.reviewing.walking import Walk

_SHOWN = 100
"""Changes that a preview lists."""


class Classes:
    """Class decisions of a review."""

    def __init__(self, review: Review, walk: Walk, frames: Frames) -> None:
        self._review, self._walk, self._frames = review, walk, frames

    async def preview(self, request: Request) -> Response:
        """What a decision about a value would do to all that are alike."""
        self._review.refresh()
        return self._page(request.path_params["key"], request.query_params)

    async def decide(self, request: Request) -> Response:
        """Makes the decision, where it still is what its preview said."""
        key, form = request.path_params["key"], request.scope["form"]
        self._review.refresh()
        try:
            wanted = self._wanted(key, form)
            if wanted is None or form.get("seen") != _mark(wanted):
                return self._page(key, form, Notice("Other values wait now than were shown. Nothing was saved.", 409))
            events = self._review.decide_class(wanted)
        except DecisionRefused as refused:
            return self._page(key, {}, Notice(str(refused), 422))
        self._frames.say(events)
        onward = self._walk.open_beside(key)
        return RedirectResponse(f"/unit/{onward}" if onward else "/", 303)

    def _page(self, key: str, asked: Mapping[str, str], notice: Notice | None = None) -> Response:
        unit, wanted = self._review.unit(key), None
        try:
            wanted = self._wanted(key, asked)
        except DecisionRefused as refused:
            notice = Notice(str(refused), 422)
        if unit.hides_sources:
            notice = Notice("In blind-first mode each value is decided by itself.", 422)
        return page(
            "class.html",
            notice.status if notice else 200,
            frame=self._frames.make(notice, at=f"Decide all like {unit.label}"),
            unit=unit,
            candidates=() if unit.hides_sources else unit.candidates,
            asked={"alike": _alike(asked), "choose": asked.get("choose", ""), "act": asked.get("act", "")},
            wanted=wanted,
            changes=wanted.changes[:_SHOWN] if wanted else (),
            seen=_mark(wanted) if wanted else "",
        )

    def _wanted(self, key: str, asked: Mapping[str, str]) -> ClassDecision | None:
        """The class decision that is asked for; None where none is yet. Raises DecisionRefused."""
        number = asked.get("choose", "")
        if number.isdecimal() and len(number) == 1:
            decision = Decision("choose", candidate=int(number))
        elif asked.get("act") in ("not_stated", "unsure", "escalate", "skip"):
            decision = Decision(asked["act"])  # type: ignore[arg-type]
        else:
            return None
        return self._review.preview_class(key, decision, _alike(asked))


def _alike(asked: Mapping[str, str]) -> Alike:
    alike = asked.get("alike", "")
    return alike if alike in get_args(Alike) else "values"  # type: ignore[return-value]


def _mark(wanted: ClassDecision) -> str:
    """A mark of what a preview showed: another where other values wait meanwhile."""
    shown = "\0".join([str(wanted.decision), str(wanted.source), *(row.key for row in wanted.rows)])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
