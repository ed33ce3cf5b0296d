"""A reviewer at a terminal: shows a value, awaits a key, does what it says, and goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from summarise.errors import DecisionRefused
from summarise.review_terminal.classes import class_decision
from summarise.review_terminal.editing import edit, edit_again
from summarise.review_terminal.telling import HELP, told_audit, told_event, told_progress, told_standing
from summarise.reviewing import SETTLING, Decision, key_of
from summarise.telling import counted, oneline

if TYPE_CHECKING:
    from summarise.review_terminal.asking import Asking
    from summarise.reviewing import Event, Review, Unit, Walk, Wanted

_PLAIN = {"n": "not_stated", "s": "skip", "i": "unsure", "f": "escalate"}


class Session:
    """One reviewer, one list of values, and where in it they are."""

    def __init__(self, review: Review, asking: Asking, wanted: Wanted, walk: Walk) -> None:
        self._review = review
        self._asking = asking
        self._screen = asking.screen
        self._wanted = wanted
        self._walk = walk
        self._here = ""
        self._marks = True
        self._paper: str | None = None
        self._shown_at = 0.0
        self._ended = False
        self._commands: dict[str, Callable[[], None]] = {
            "e": self._edit, "u": self._undo, "U": self._redo, "j": lambda: self._step(1), "k": lambda: self._step(-1),
            "]": lambda: self._seek(1), "[": lambda: self._seek(-1), "o": self._toggle_marks,
            "a": self._abstract, "?": self._help,
            "c": self._for_class, "q": self._quit,
        }  # fmt: skip

    def run(self) -> None:
        """Reads keys until 'q' or the end of what is typed."""
        self._show(self._walk.open_beside(None) or next(iter(self._walk)).key)
        while not self._ended:
            self._press(self._asking.key(self._prompt()))

    def _prompt(self) -> str:
        candidates = len(self._unit().candidates)
        numbers = "" if not candidates else "1, " if candidates == 1 else f"1-{candidates}, "
        return f"{numbers}n, e, s, i, f, u; ? for help >"

    def _press(self, key: str) -> None:
        try:
            if key.isdecimal() and key.isascii():
                self._decide(Decision("choose", candidate=int(key[:3])))
            elif key in _PLAIN:
                self._decide(Decision(_PLAIN[key]))  # type: ignore[arg-type]
            elif key in self._commands:
                self._commands[key]()
            else:
                self._screen.say(f"{key[:20]!r} does nothing; ? lists the keys.")
        except DecisionRefused as refused:
            self._screen.say(f"Not recorded: {refused}.")

    # ── where we are ────────────────────────────────────────────────────────────────────────────
    def _unit(self) -> Unit:
        return self._review.unit(self._here)

    def _show(self, key: str) -> None:
        self._review.refresh()
        self._here = key
        unit, place = self._unit(), self._walk.position(key)
        self._screen.rule(f"{(place or 0) + 1} of {len(self._walk)}: {unit.label}")
        self._screen.unit(unit, whole=unit.record.id != self._paper, marks=self._marks)
        self._paper = unit.record.id
        for line in told_standing(unit, self._review.standing(key)):
            self._screen.say(line)
        self._screen.say(self._progress(), style="dim")
        self._shown_at = time.monotonic()

    def _progress(self) -> str:
        if self._wanted.audit:
            return told_audit(self._review.audit(self._wanted.audit), len(self._walk))
        return told_progress(self._review.progress(self._wanted.filter))

    def _step(self, by: int) -> None:
        there = self._walk.beside(self._here, by)
        if there is None:
            return self._screen.say("That was the last one." if by > 0 else "That was the first one.")
        self._show(there)

    def _seek(self, by: int) -> None:
        """Goes to the next value in a direction that waits, else to one that was skipped, round the ends."""
        there = self._walk.open_beside(self._here, by)
        if there is not None:
            self._show(there)
        elif self._review.standing(self._here).is_open:
            self._screen.say("This is the only one that waits.")
        else:
            self._screen.say("Nothing waits for you any more. u takes back, j and k look again, q ends.")

    # ── what keys do ────────────────────────────────────────────────────────────────────────────
    def _decide(self, decision: Decision) -> None:
        ms = round((time.monotonic() - self._shown_at) * 1000)
        was_hidden = self._unit().hides_sources
        event = self._review.act(self._here, decision, ms)
        told = f"{self._unit().label}: {told_event(self._unit(), event)}"
        self._screen.say(f"{oneline(told).rstrip('.')}. u takes it back.", style="bold")
        if was_hidden and event.action in SETTLING:
            self._screen.say(f"So said before: {' and '.join(event.right) or 'nobody'}.")
        self._seek(1)

    def _edit(self) -> None:
        decision = edit(self._unit(), self._asking)
        while decision is not None:
            try:
                return self._decide(decision)
            except DecisionRefused as refused:
                self._screen.say(f"Not recorded: {refused}. Please correct it.")
                decision = edit_again(self._unit(), decision, self._asking)

    def _for_class(self) -> None:
        if (wanted := class_decision(self._review, self._here, self._asking)) is not None:
            events = self._review.decide_class(wanted)
            self._screen.say(
                f"{counted(len(events), 'value')} decided at once; one u takes all of them back.", style="bold"
            )
            self._seek(1)

    def _undo(self) -> None:
        self._went("Taken back", self._review.undo())

    def _redo(self) -> None:
        self._went("Restored", self._review.redo())

    def _went(self, what: str, events: list[Event]) -> None:
        """Says what was taken back or restored, and shows it."""
        if not events:
            return self._screen.say(f"Nothing to be {what.lower()}.")
        last = events[-1]
        key = key_of(last.paper, last.verdict)
        if self._walk.position(key) is None:
            return self._screen.say(f"{what}: {last.action} of {last.verdict} in {last.paper}, not in this list.")
        self._here = key
        many = f" and {len(events) - 1} more" if len(events) > 1 else ""
        told = f"{what}: {self._unit().label}: {told_event(self._unit(), last)}{many}"
        self._screen.say(f"{oneline(told).rstrip('.')}.", style="bold")
        self._show(key)

    def _toggle_marks(self) -> None:
        self._marks = not self._marks
        self._abstract()

    def _abstract(self) -> None:
        self._screen.texts(self._unit(), whole=True, marks=self._marks)

    def _help(self) -> None:
        for line in HELP.splitlines():
            self._screen.say(line)

    def _quit(self) -> None:
        self._ended = True
