"""The pages: what each address shows, and what each form does. The engine decides; this only asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from summarise.errors import DecisionRefused, InputError, UsageError
from summarise.review_page.editing import edit_box, edit_of
from summarise.review_page.framing import Frames, Notice
from summarise.review_page.looks import page
from summarise.review_page.viewing import seen, shown
from summarise.reviewing import Decision, Event, Review, key_of
from summarise.reviewing.walking import Walk

_ACTS = ("not_stated", "skip", "unsure", "escalate")
_LONGEST_LOOK_MS = 24 * 60 * 60 * 1000
_MEANWHILE = "This was decided in another window meanwhile. Look again; nothing of what you just sent was saved."


class Pages:
    """One review behind a page. Starlette calls one at a time: nothing here waits for anything but the disk."""

    def __init__(self, review: Review, walk: Walk, frames: Frames) -> None:
        self._review, self._walk, self._frames = review, walk, frames

    async def first(self, request: Request) -> Response:
        """The first value that waits."""
        self._review.refresh()
        key = self._walk.open_beside(None)
        return _to(f"/unit/{key}" if key else "/overview")

    async def unit(self, request: Request) -> Response:
        """One value."""
        self._review.refresh()
        return self._unit(request.path_params["key"], into=request.query_params.get("into", ""))

    async def decide(self, request: Request) -> Response:
        """Records what a form says of a value, and goes on to the next that waits."""
        key, form = request.path_params["key"], request.scope["form"]
        self._review.refresh()
        if form.get("seen") != seen(self._review.standing(key)):
            return self._unit(key, notice=Notice(_MEANWHILE, 409))
        try:
            event = self._review.act(key, _decision(form), _took(form))
        except DecisionRefused as refused:
            return self._unit(key, notice=Notice(str(refused), 422), form=form)
        except (UsageError, InputError) as error:  # the file can't be written
            return self._unit(key, notice=Notice(str(error), 500), form=form)
        self._frames.say([event])
        onward = key if event.action == "note" else self._walk.open_beside(key)
        return _to(f"/unit/{onward}" if onward else "/")

    async def take_back(self, request: Request) -> Response:
        """Undoes or redoes, and shows where."""
        form = request.scope["form"]
        redo = form.get("act") == "redo"
        self._review.refresh()
        if form.get("seen_redo" if redo else "seen", "") != self._frames.handle(redo=redo):
            last = self._review.last
            return self._unit(self._key(last), notice=Notice(_MEANWHILE, 409)) if last else _to("/")
        events = self._review.redo() if redo else self._review.undo()
        self._frames.say(events, taken_back="redone" if redo else "undone")
        return _to(f"/unit/{self._key(events)}" if events else "/")

    def _unit(
        self, key: str, *, into: str = "", notice: Notice | None = None, form: Mapping[str, str] | None = None
    ) -> Response:
        unit, standing = self._review.unit(key), self._review.standing(key)
        is_edit = form is not None and form.get("act") == "edit"
        refusal = notice.words if notice and is_edit else ""
        into = form.get("into", "") if form is not None and is_edit else into
        return page(
            "unit.html",
            notice.status if notice else 200,
            frame=self._frames.make(None if refusal else notice, at=self._at(unit.label, key)),
            unit=unit,
            shown=shown(unit, standing, self._review.history(key)),
            edit=edit_box(unit, into, form if is_edit else None, refusal),
            steps=self._steps(key),
            position=self._position(key),
        )

    def _key(self, events: Sequence[Event]) -> str:
        """The key of the value that events are about; of a class of them the first of the walk."""
        keys = [key_of(event.paper, event.verdict) for event in events]
        return min(keys, key=lambda key: at if (at := self._walk.position(key)) is not None else len(self._walk))

    def _at(self, label: str, key: str) -> str:
        return f"{label}, {self._position(key)}"

    def _position(self, key: str) -> str:
        at = self._walk.position(key)
        return f"{at + 1:,} of {len(self._walk):,}" if at is not None else "outside of this queue"

    def _steps(self, key: str) -> list[dict[str, Any]]:
        """The links to other values, with the keys that press them."""
        to = {
            "k": ("previous", "←", self._walk.beside(key, -1)),
            "j": ("next", "→", self._walk.beside(key, 1)),
            "[": ("previous that is open", "⇤", self._walk.open_beside(key, -1)),
            "]": ("next that is open", "⇥", self._walk.open_beside(key, 1)),
        }
        return [
            {"key": k, "words": words, "sign": sign, "href": f"/unit/{there}" if there else None}
            for k, (words, sign, there) in to.items()
        ]


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)


def _decision(form: Mapping[str, str]) -> Decision:
    """What a form asks for. Raises DecisionRefused for what no form of ours says."""
    act, number = form.get("act", ""), form.get("choose", "")
    if number.isdecimal() and len(number) == 1:
        return Decision("choose", candidate=int(number))
    if act == "edit":
        return edit_of(form)
    if act == "note":
        return Decision("note", note=form.get("note", ""))
    if act in _ACTS:
        return Decision(act)  # type: ignore[arg-type]
    raise DecisionRefused("the form says nothing of what is decided; use the page's buttons")


def _took(form: Mapping[str, str]) -> int | None:
    """How long the value was looked at, where the page's script counted."""
    took = form.get("took", "")
    return int(took) if took.isdecimal() and len(took) < 10 and int(took) <= _LONGEST_LOOK_MS else None
