"""The events of a decisions file, folded; and how new ones come to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from summarise.reviewing.decisions_file import DecisionsFile
from summarise.reviewing.events import Event, now_after
from summarise.reviewing.folding import Folded, fold


class Journal:
    """What was done about the values of a run, on disk and as it stands."""

    def __init__(self, path: Path) -> None:
        self.folded = Folded()
        self._file = DecisionsFile(path)
        self._lines: list[Event] = []

    @property
    def path(self) -> Path:
        """The file; it need not exist yet."""
        return self._file.path

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not count, each with place and reason."""
        return (*self._file.problems, *self.folded.problems)

    @property
    def by_id(self) -> dict[str, Event]:
        """All events that were read."""
        return {event.id: event for event in self._lines}

    def refresh(self) -> bool:
        """Takes in what other processes appended; whether there was anything. Raises InputError."""
        return self._take(*self._file.read_new())

    def append(self, make: Callable[[Folded, datetime], Sequence[Event]]) -> list[Event]:
        """Appends what `make` says, given all that is in the file and the time; on disk when this returns.

        Nobody else appends between what `make` sees and what it says. Raises UsageError where nothing was written.
        """
        with self._file.appending() as file:
            self._take(*file.read_new())
            last = self.folded.events[-1].at if self.folded.events else None
            events = list(make(self.folded, now_after(last)))
            if events:
                file.append(events)
                self._take(*file.read_new())
        return events

    def _take(self, events: Iterable[Event], replaced: bool) -> bool:
        """Folds events in: one after the other where they come after all others, else all anew."""
        events = list(events)
        if replaced:
            self._lines = []
        self._lines += events
        if replaced or not all(self._goes_on(event) for event in events):
            self.folded = fold(self._lines)
        return replaced or bool(events)

    def _goes_on(self, event: Event) -> bool:
        """Applies an event that comes after all others; of a group that is never sure before all of it was read."""
        if event.group or self.folded.problems or not self.folded.is_next(event):
            return False
        self.folded.apply(event)
        return True
