"""A review as a list of keys, played by a few lines that know nothing of the engine: what page, terminal and bundle
must come to.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from summarise.reviewing import Review
from summarise.reviewing.candidates import bare_data

PLAIN = {"n": "not_stated", "s": "skip", "i": "unsure", "f": "escalate", "e": "edit"}
State = dict[str, tuple[str, int | None]]
"""By a value's key: what was done, and with 'choose' the candidate."""


@dataclass
class Played:
    """What a sequence of keys comes to; `candidates` says how many each value has, in the order of the list."""

    candidates: dict[str, int]
    here: int = 0
    done: list[tuple[str, str, int | None]] = field(default_factory=list)
    undone: list[tuple[str, str, int | None]] = field(default_factory=list)

    @property
    def state(self) -> State:
        return {key: (action, number) for key, action, number in self.done}

    def press(self, key: str) -> None:
        names = list(self.candidates)
        if key in PLAIN or (key.isdigit() and 1 <= int(key) <= self.candidates[names[self.here]]):
            self.done.append((names[self.here], PLAIN.get(key, "choose"), None if key in PLAIN else int(key)))
            self.undone.clear()
            self._seek(1)
        elif key in "uU":
            taken, to = (self.done, self.undone) if key == "u" else (self.undone, self.done)
            if taken:
                to.append(taken.pop())
                self.here = names.index(to[-1][0])
        elif key in "jk":
            self.here = min(len(names) - 1, max(0, self.here + (1 if key == "j" else -1)))
        elif key in "[]":
            self._seek(1 if key == "]" else -1)

    def _seek(self, by: int) -> None:
        names, state = list(self.candidates), self.state
        places = [(self.here + by * (i + 1)) % len(names) for i in range(len(names))]
        waiting = [p for p in places if names[p] not in state]
        skipped = [p for p in places if state.get(names[p], ("",))[0] == "skip"]
        self.here = [*waiting, *skipped, self.here][0]


def random_keys(seed: int, n: int) -> str:
    """A sequence in which deciding, undoing and walking about mix."""
    lot = random.Random(seed)
    return "".join(lot.choices("123nsifeuUjk[]", [6, 6, 1, 4, 2, 1, 1, 1, 5, 3, 2, 2, 1, 1], k=n))


def candidates_in(run: Path) -> dict[str, int]:
    """How many candidates each value that waits has, in the order of the run."""
    review = Review.open(run, "nobody")
    return {row.key: len(review.unit(row.key).candidates) for row in review.queue()}


def state_of(run: Path, who: str) -> State:
    """How a reviewer's values stand in the decisions file beside the run, read anew."""
    review = Review.open(run, who)
    found: State = {}
    for row in review.rows():
        if (mine := review.standing(row.key).mine) is not None:
            chosen = [c.number for c in review.unit(row.key).candidates if bare_data(c.value) == bare_data(mine.to)]
            found[row.key] = (mine.action, chosen[0] if mine.action == "choose" else None)
    return found
