"""Figures of what a model spends (speed, memory, operations): a benchmark has them only where it is their scope."""

from __future__ import annotations

import re

from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene

_UNIT = re.compile(
    r"(?i)(?:fps|hz|qps|ms|s|seconds?|milliseconds?|minutes?|hours?|days?|[gtm]?flops|[gm]?macs|[kmgt]b|"
    r"\w*tokens/s|w|mw|mj|j)$"
)
_SPENT = re.compile(
    r"(?i)\b(?:speed\S*|latenc\w+|throughput|flops|macs|memory|parameters?|params|run-?time|(?:training|inference|"
    r"running|wall-clock|computation|compute|processing|decoding) (?:time|costs?)|energy|power|costs?|computations?|"
    r"comput\w+|cache|storage|faster|slower|fewer|smaller|cheaper|lighter|model size|footprint|tokens)\b"
)
_SCOPE = re.compile(
    r"(?:^|[;:] |, |\band |\bwhile |\bwhereas )(?:[Oo]n|[Ff]or|[Ii]n|[Aa]t|[Ww]hen \w+ on|(?:[Ww]hen )?[Ee]valuated "
    r"on) (?:the )?(?:[\w-]+ ){0,3}$"
)


def is_efficiency(scene: Scene, claim: Claim) -> bool:
    """Whether a claim says what is spent or saved, not how well something does."""
    r = scene.readings[claim.index]
    if claim.kind == "cost" or claim.unit and _UNIT.match(claim.unit):
        return True
    if claim.metric:
        return _SPENT.search(claim.metric) is not None
    return claim.kind != "absolute" and _SPENT.search(_phrase(scene.after(r.end, 45))) is not None


def _phrase(after: str) -> str:
    """The words behind a number up to the end of their phrase."""
    return re.split(
        r"[,;(\d]| (?:and|while|with|on|for|than|compared|despite|using|having|without|whereas)\b", after, maxsplit=1
    )[0]


def is_scope(scene: Scene, start: int) -> bool:
    """Whether the name at a position is what a clause begins with: 'On X, …'."""
    return _SCOPE.search(scene.before(start, 60)) is not None
