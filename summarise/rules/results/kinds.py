"""A number read as a claim, and whether it is a level or a change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from summarise.rules.numbers.reading import Reading
from summarise.rules.results import cues

Kind = Literal["absolute", "delta", "ratio", "cost", "count"]


@dataclass(frozen=True, slots=True)
class Claim:
    """The index-th number of a scene read as a result, with its unit as a result's."""

    index: int
    kind: Kind
    unit: str | None
    metric: str | None = None
    coordinated: bool = False
    """Whether it goes on a list that the claim before it began ('43% and 52%')."""
    inside: bool = False
    """Whether it stands in the brackets behind another result ('2% (71% → 73%)')."""
    value: Decimal | None = None
    """Its value, where the number's own is not what it claims ('by half' is 50%)."""


_ARROW_BEFORE = re.compile(r"[↑↓] ?$")
_ARROW_BEHIND = re.compile(r" ?[↑↓]")
# 'outperforms Foo and Bar (2%-5%)', 'lowers the failure rate elsewhere (14% on A)': by so much, not to so much.
_BEATEN = re.compile(r"(?i)\b(?:outperform|surpass|beat|exceed)\w* [^.;()]{1,90} \((?:by )?$")
_LOWERS = re.compile(
    r"(?i)\b(?:reduc|decreas|lower)(?:es|ed|s|ing) (?!to\b)[^.;,()]{1,90} \((?:e\.g\.,? |by |up to )*$"
)
_ON_A_SET = re.compile(r" (?:on|for|in) (?:the )?[A-Z]")


def level_or_change(r: Reading, before: str, after: str) -> Kind:
    """Whether a number says how much something changed, or what level it reached."""
    if r.turned_into or r.from_value is not None:
        return "absolute"
    if cues.WITHIN.search(before) and (after.startswith(" of ") or cues.KEPT_WITHIN.search(before)):
        return "delta"
    if r.value_max is not None and _BEATEN.search(before):
        return "delta"
    if cues.TO_A_LEVEL.search(before) and not cues.DELTA_AFTER.match(after):
        return "absolute"
    if r.signed and (r.value > 0 or r.unit == "%") or _ARROW_BEFORE.search(before) or _ARROW_BEHIND.match(after):
        return "delta"
    if r.unit and _ON_A_SET.match(after) and _LOWERS.search(before) and " to " not in before[-60:]:
        return "delta"
    if cues.DELTA_AFTER.match(after) or cues.DELTA_BEFORE.search(before) or cues.VERB_DIRECTLY.search(before):
        return "delta"
    return "absolute"
