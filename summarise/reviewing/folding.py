"""Events → what holds now. The same events give the same, in whatever order and however often their lines stand.

Events are taken in the order of their time, then of their id. Undo and redo name what they take back and restore, so
they hold wherever files are merged; nobody takes back what somebody else did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from summarise.reviewing.events import TAKING_BACK, Event
from summarise.reviewing.grounds import Place


@dataclass(slots=True)
class Folded:
    """What the events of a file come to."""

    events: list[Event] = field(default_factory=list)
    """Each once, in order; without those of groups that were never completed."""
    at_place: dict[Place, list[Event]] = field(default_factory=dict)
    """What was done about each value, in order, whether it still holds or not."""
    taken_back: set[str] = field(default_factory=set)
    """Ids and groups that do not hold."""
    done: dict[str, dict[str, None]] = field(default_factory=dict)
    """By reviewer, what undo takes back, the last one first: ids or groups."""
    undone: dict[str, dict[str, None]] = field(default_factory=dict)
    """By reviewer, what redo restores, the last one first; none once something new was done."""
    by_handle: dict[str, list[Event]] = field(default_factory=dict)
    """The events that undo and redo name as one."""
    problems: tuple[str, ...] = ()
    changed: set[Place] = field(default_factory=set)
    """Values about which something was done since somebody emptied this."""

    def holding(self, place: Place) -> list[Event]:
        """What was done about a value and holds, in order; notes too."""
        return [event for event in self.at_place.get(place, ()) if event.handle not in self.taken_back]

    def by_reviewer(self, place: Place) -> dict[str, Event]:
        """Each reviewer's latest event about a value that holds; notes settle nothing and are not among them."""
        return {event.who: event for event in self.holding(place) if event.action != "note"}

    def is_next(self, event: Event) -> bool:
        """Whether it comes after all that is here, so that it can be applied."""
        return not self.events or event.order > self.events[-1].order

    def apply(self, event: Event) -> None:
        """Adds an event that comes after all others."""
        self.events.append(event)
        self.changed.update((one.paper, one.verdict) for one in (event, *self.by_handle.get(event.undoes or "", ())))
        done, undone = self.done.setdefault(event.who, {}), self.undone.setdefault(event.who, {})
        if event.action not in TAKING_BACK:
            self.at_place.setdefault((event.paper, event.verdict), []).append(event)
            self.by_handle.setdefault(event.handle, []).append(event)
            done.setdefault(event.handle)
            undone.clear()
            return
        handle = event.undoes or ""
        if not self._is_own(handle, event.who):
            return
        if event.action == "undo" and handle in done:
            self.taken_back.add(handle)
            del done[handle]
            undone[handle] = None
        elif event.action == "redo" and handle in self.taken_back:
            self.taken_back.discard(handle)
            undone.pop(handle, None)
            done[handle] = None

    def _is_own(self, handle: str, who: str) -> bool:
        its = self.by_handle.get(handle, ())
        return bool(its) and all(event.who == who for event in its)


def fold(events: Iterable[Event]) -> Folded:
    """What holds after all of these events, in whatever order they come."""
    unique, twice = _unique(events)
    kept, incomplete = _completed(unique)
    folded = Folded(problems=(*twice, *incomplete))
    for event in kept:
        folded.apply(event)
    return folded


def _unique(events: Iterable[Event]) -> tuple[list[Event], list[str]]:
    """Each id once, in order. Of different events under one id the one whose line sorts first counts."""
    by_id: dict[str, Event] = {}
    twice: dict[str, None] = {}
    for event in events:
        other = by_id.setdefault(event.id, event)
        if other is not event and other != event:
            twice[event.id] = None
            by_id[event.id] = min(other, event, key=Event.to_line)
    problems = [f"different events have the id {one}: only one of them counts" for one in sorted(twice)]
    return sorted(by_id.values(), key=lambda event: event.order), problems


def _completed(events: list[Event]) -> tuple[list[Event], list[str]]:
    """Without the groups of which some events are missing: a process ended while it wrote them."""
    sizes = Counter(event.group for event in events if event.group)
    missing = {e.group for e in events if e.group and e.group_size is not None and sizes[e.group] < e.group_size}
    problems = [f"the class decision {one} was never completed: it does not count" for one in sorted(missing)]
    return [event for event in events if event.group not in missing], problems
