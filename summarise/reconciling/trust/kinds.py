"""Verdicts of one kind: those that are about as likely to be right, as far as a verdict itself tells."""

from __future__ import annotations

from typing import NamedTuple

from summarise.reconciling.reasons import REASONS
from summarise.records import Verdict

MISMATCH = "delta_mismatch"
"""The reason of a difference that does not add up; it outweighs all else that is known of it."""
UNLIKELY = "unlikely"
"""The reason of a value that was left out for its chance alone."""
BY_POLICY = "left_out_by_policy"
"""The reason of a value that the policy keeps out of the summary."""
MUST_SEE = frozenset({"addresses_the_model", "hidden_text", "abstract_cut"})
"""Reasons for which a person should look whatever the chance, and without a model too."""
_WITHHELD = frozenset({UNLIKELY, BY_POLICY})
_TELLING = frozenset(REASONS) - _WITHHELD - {"too_long", "beyond_three", "sentence_repaired"}

_LEFT_OUT = "left out: "
_GRAVEST_FIRST = ("value", "amount", "total_params", "active_params", "unit", "benchmark", "role", "kind", "model")

Level = tuple[int | str, ...]


class Kind(NamedTuple):
    """What verdicts of one kind share, from the broadest to the narrowest."""

    field: str
    state: str
    circumstance: str = ""
    """The gravest attribute that the two differ in, else the first reason."""
    votes: str = ""
    """How further witnesses voted: 'numbers: rules'."""
    rule: str = ""
    """The rule that spoke for the second witness."""

    @property
    def levels(self) -> tuple[Level, ...]:
        """The broader kinds that hold it, the broadest first, itself last; none holds both chosen and left out."""
        left_out = _LEFT_OUT if self.circumstance.startswith(_LEFT_OUT) else ""
        return (1, left_out, self.field, self.state), (2, *self[:3]), (3, *self[:4]), (4, *self)


def kind_of(verdict: Verdict) -> Kind:
    """The kind of a verdict."""
    return Kind(verdict.topic, verdict.state, _circumstance(verdict), votes=_votes(verdict), rule=verdict.rule or "")


def is_withheld(verdict: Verdict) -> bool:
    """Whether its value was left out although nothing speaks against it but its chance, or the policy.

    It is still of the kind that it was before; that nothing is lost is the chance that it is wrong.
    """
    return verdict.chosen is None and not _WITHHELD.isdisjoint(verdict.reasons)


def _votes(verdict: Verdict) -> str:
    return ", ".join(f"{vote.witness}: {vote.sides}" for vote in verdict.votes)


def _circumstance(verdict: Verdict) -> str:
    left_out = "" if verdict.chosen is not None or is_withheld(verdict) else _LEFT_OUT
    if verdict.state == "conflict" and not left_out and verdict.differs and MISMATCH not in verdict.reasons:
        return next((name for name in _GRAVEST_FIRST if name in verdict.differs), "name")
    reasons = (MISMATCH, *verdict.reasons) if MISMATCH in verdict.reasons else verdict.reasons
    return left_out + next((reason for reason in reasons if reason in _TELLING), "")
