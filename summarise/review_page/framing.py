"""What stands around every page: the run, how far it is, and what was decided last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarise.review_page.wording import said_of
from summarise.reviewing import Event, Progress, Review, Share
from summarise.reviewing.walking import Wanted


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a form was not taken, and the status that says so."""

    words: str
    status: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number beside the progress."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Frame:
    """All of that, for the template."""

    run: str
    who: str
    token: str
    notice: str
    settled: int
    total: int
    figures: tuple[Figure, ...]
    last: str
    undoes: str
    """What 'undo' takes back; '' for nothing."""
    redoes: str
    said: str
    """What readers of the screen hear: what was decided, and where they are."""


class Frames:
    """Makes the frame of each page; remembers what was just done until it was said once."""

    def __init__(self, review: Review, wanted: Wanted, token: str) -> None:
        self._review, self._wanted, self._token = review, wanted, token
        self._just_done = ""
        self.progress()  # counted now, so that the first page need not wait

    def say(self, events: Sequence[Event], *, taken_back: str = "") -> None:
        """The next page tells what was done."""
        words = said_of(events)
        self._just_done = f"{taken_back.capitalize()}: {words}" if words and taken_back else words

    def handle(self, *, redo: bool) -> str:
        """What undo would take back or redo restore; '' for nothing."""
        events = self._review.next_redo if redo else self._review.last
        return events[0].handle if events else ""

    def progress(self) -> Progress:
        """How far the values of this start are."""
        return self._review.progress(self._wanted.filter)

    def audit(self) -> Share | None:
        """How many of an audit's values are wrong; None where this start is about something else."""
        return self._review.audit(self._wanted.audit) if self._wanted.audit else None

    def make(self, notice: Notice | None = None, at: str = "") -> Frame:
        """The frame of a page; `at` says where the reader is."""
        said = [words for words in (notice.words if notice else "", self._just_done, at) if words]
        self._just_done = ""
        progress = self.progress()
        return Frame(
            run=self._review.run.name,
            who=self._review.who,
            token=self._token,
            notice=notice.words if notice else "",
            settled=progress.settled,
            total=progress.values,
            figures=tuple(_figures(progress)),
            last=said_of(self._review.last),
            undoes=self.handle(redo=False),
            redoes=self.handle(redo=True),
            said=". ".join(said),
        )


def _figures(progress: Progress) -> Iterator[Figure]:
    yield Figure(
        "errors left",
        f"≈ {progress.residual_errors:,.1f}",
        "errors to be expected if nobody looks further: the chances of all values that are not decided, added up",
    )
    if progress.minutes_left is not None:
        minutes = progress.minutes_left
        left = "< 1 min" if minutes < 1 else f"{minutes:,.0f} min" if minutes < 90 else f"{minutes / 60:,.1f} h"
        yield Figure("left", left, "the median time of your last decisions, times what waits")
