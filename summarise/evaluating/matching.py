"""How many elements of two lists go together, each at most once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def match(gold: Sequence[A], given: Sequence[B], same: Callable[[A, B], bool]) -> dict[int, int]:
    """Which given goes with which gold, as {gold index: given index}: as many pairs as can be.

    The number of pairs does not depend on the order of either list.
    """
    choices = [[j for j, b in enumerate(given) if same(a, b)] for a in gold]
    taken: dict[int, int] = {}
    for i in range(len(gold)):
        _place(i, choices, taken)
    return {i: j for j, i in taken.items()}


def _place(first: int, choices: Sequence[Sequence[int]], taken: dict[int, int]) -> None:
    """Finds a partner for `first`, moving those placed before it where that makes room (augmenting paths)."""
    came_from: dict[int, int] = {}
    waiting = deque([first])
    while waiting:
        i = waiting.popleft()
        for j in choices[i]:
            if j in came_from:
                continue
            came_from[j] = i
            if j not in taken:
                _shift(j, first, came_from, taken)
                return
            waiting.append(taken[j])


def _shift(j: int, first: int, came_from: dict[int, int], taken: dict[int, int]) -> None:
    """Moves each along the path by one, so that `j` is used and `first` has a partner."""
    while True:
        i = came_from[j]
        before = next((k for k, owner in taken.items() if owner == i), None)
        taken[j] = i
        if i == first or before is None:
            return
        j = before


def grouped(items: Sequence[A], same: Callable[[A, A], bool]) -> list[tuple[A, ...]]:
    """The items in groups of one thing each: what is the same as any of a group belongs to it."""
    groups: list[list[A]] = []
    for item in items:
        its = [group for group in groups if any(same(item, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in its)]
        groups.append([other for group in its for other in group] + [item])
    return [tuple(group) for group in groups]
