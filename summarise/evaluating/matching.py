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
    partner: dict[int, int] = {}
    owner: dict[int, int] = {}
    hopeless: set[int] = set()
    for i in range(len(gold)):
        path = _free_path(i, choices, owner, hopeless)
        for one, j in path:
            partner[one], owner[j] = j, one
    return partner


def _free_path(
    first: int, choices: Sequence[Sequence[int]], owner: dict[int, int], hopeless: set[int]
) -> list[tuple[int, int]]:
    """The pairs to make so that `first` has a partner, moving those placed before it; none where it can't have one.

    What a search in vain has seen (`hopeless`) is never freed later: a maximum matching keeps it.
    """
    came_from: dict[int, int] = {}
    reached_by: dict[int, int] = {}
    waiting = deque([first])
    while waiting:
        i = waiting.popleft()
        for j in choices[i]:
            if j in came_from or j in hopeless:
                continue
            came_from[j] = i
            if j not in owner:
                return _back(j, first, came_from, reached_by)
            reached_by[owner[j]] = j
            waiting.append(owner[j])
    hopeless.update(came_from)
    return []


def _back(j: int, first: int, came_from: dict[int, int], reached_by: dict[int, int]) -> list[tuple[int, int]]:
    pairs = [(came_from[j], j)]
    while pairs[-1][0] != first:
        j = reached_by[pairs[-1][0]]
        pairs.append((came_from[j], j))
    return pairs


def grouped(items: Sequence[A], same: Callable[[A, A], bool]) -> list[tuple[A, ...]]:
    """The items in groups of one thing each: what is the same as any of a group belongs to it."""
    groups: list[list[A]] = []
    for item in items:
        its = [group for group in groups if any(same(item, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in its)]
        groups.append([other for group in its for other in group] + [item])
    return [tuple(group) for group in groups]
