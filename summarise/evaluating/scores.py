"""Counts of a row over papers → precision, recall and F1 with their 95 % intervals."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

SEED = 0
RESAMPLES = 500
"""Bootstrap samples of papers: enough for two decimals of an interval to be read, few enough to be quick."""


class Flow(BaseModel):
    """Frozen, closed base of what an evaluation says."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Score(Flow):
    """How well something agrees with gold; None where there was nothing to be precise about, or to recall."""

    right: int
    given: int
    gold: int
    precision: float | None
    recall: float | None
    f1: float | None
    f1_low: float | None = None
    """The 95 % interval of F1 over papers; of exact scores."""
    f1_high: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """One paper's share of a row."""

    right: int
    given: int
    gold: int


def score(papers: Sequence[Counts], samples: Sequence[Sequence[int]] = ()) -> Score:
    """The score of all papers together (micro average); `samples` are resampled indices into `papers`."""
    columns = [[getattr(c, name) for c in papers] for name in Counts.__slots__]
    right, given, gold = map(sum, columns)
    low, high = _interval(columns, samples)
    return Score(
        right=right,
        given=given,
        gold=gold,
        precision=right / given if given else None,
        recall=right / gold if gold else None,
        f1=_f1(right, given, gold),
        f1_low=low,
        f1_high=high,
    )


def _f1(right: int, given: int, gold: int) -> float | None:
    return 2 * right / (given + gold) if given + gold else None


def _interval(columns: Sequence[Sequence[int]], samples: Sequence[Sequence[int]]) -> tuple[float | None, float | None]:
    """The 2.5 and 97.5 % percentiles of F1; samples in which it is undefined say nothing."""
    found = []
    for sample in samples:
        right, given, gold = (sum(map(column.__getitem__, sample)) for column in columns)
        f1 = _f1(right, given, gold)
        if f1 is not None:
            found.append(f1)
    if not found:
        return None, None
    found.sort()
    return found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))]


@lru_cache(maxsize=2)
def resample(papers: int, seed: int = SEED, times: int = RESAMPLES) -> Sequence[Sequence[int]]:
    """`times` samples of as many papers, drawn with replacement; the same for the same arguments."""
    draw = random.Random(seed)  # noqa: S311  no secret hangs on it
    return [draw.choices(range(papers), k=papers) for _ in range(times)] if papers else []
