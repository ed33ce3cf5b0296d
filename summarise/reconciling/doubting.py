"""Verdicts that rest on a reply which can be read in two ways: a person should look, whatever their chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from summarise.reconciling.reconcile import Reconciled
from summarise.records import is_within
from summarise.schemas.own import OwnSummary

AMBIGUOUS = "ambiguous_reply"
_BY_LISTS = ("methods", "model_sizes", "benchmarks", "results")
_FIELDS = {
    "sizes": ("model_sizes",), "data": ("training_data",),
    # The lists of a compact reply say whose a size and a number are.
    "introduced": _BY_LISTS, "parts": _BY_LISTS, "base": _BY_LISTS, "rivals": _BY_LISTS,
}  # fmt: skip
"""The fields of a summary that follow from a field of the reply with another name."""


def doubted(outcome: Reconciled, ambiguous: Collection[str]) -> Reconciled:
    """The outcome with every verdict flagged on the reply's `ambiguous` fields, or on all where none is on these."""
    if not ambiguous:
        return outcome
    # A value of a user's schema is in a field of the reply: 'arms[].dose_mg' in 'arms'.
    named = {} if isinstance(outcome.summary, OwnSummary) else _FIELDS
    wanted = {*ambiguous, *(field for name in ambiguous for field in named.get(name, ()))}
    known = {verdict.field for verdict in outcome.verdicts}
    fields = {field for field in known if any(is_within(field, name) for name in wanted)} or known
    verdicts = tuple(
        verdict.model_copy(update={"reasons": (*verdict.reasons, AMBIGUOUS), "flagged": True})
        if verdict.field in fields
        else verdict
        for verdict in outcome.verdicts
    )
    return replace(outcome, verdicts=verdicts)
