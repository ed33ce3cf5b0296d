"""What is believed of a kind of verdicts before any was checked (docs/decisions/0005-confidence-priors.md)."""

from __future__ import annotations

from summarise.reconciling.trust.kinds import Kind
from summarise.records import OWN, PASSAGES

_BY_STATE = {
    "agree": 0.97,
    "agree_normalised": 0.92,
    "rules_only": 0.75,
    "model_only": 0.5,
    "conflict": 0.5,
    "ungrounded": 0.55,
    "vetoed": 0.55,
}
"""Of what is left out (ungrounded, vetoed) it is the chance that nothing is lost by that."""
_MODEL_READS_WELL = frozenset({"tasks", "methods", "tldr", "benchmarks", "artifacts"})
_CLAIMS_NOTHING = frozenset(
    {"no_number", "not_a_name", "names_nothing", "not_an_address", "model_as_benchmark", "said_before"}
)
"""Vetoes whose fault is certain and whose row is no loss."""


_OF_OWN = {
    "": 0.85,
    "ambiguous_place": 0.75,
    "other_words": 0.7,
    "choice_unproven": 0.55,
    "several_numbers": 0.55,
    "number_shared": 0.55,
    "unit_not_beside": 0.55,
    "date_completed": 0.55,
}
"""Of a value of a user's schema that stands in the abstract, by what is to be said of its place. One witness alone
speaks; what has no place, or only a part of one, is not far above a guess."""


def _of_own(kind: Kind) -> float:
    if kind.state != "model_only":
        left_out = kind.circumstance.removeprefix("left out: ")
        return 0.99 if left_out in _CLAIMS_NOTHING else 0.5 if kind.state == "missing" else _BY_STATE[kind.state]
    return _OF_OWN.get(kind.circumstance.removeprefix("left out: "), _OF_OWN["choice_unproven"])


def prior(kind: Kind) -> float:
    """The chance that the summary is right at such a verdict."""
    if kind.field == OWN:
        return _of_own(kind)
    if kind.field == PASSAGES:
        return 0.5
    if kind.state == "model_only" and kind.field in _MODEL_READS_WELL:
        return 0.8
    if kind.state == "vetoed" and kind.circumstance.removeprefix("left out: ") in _CLAIMS_NOTHING:
        return 0.99
    if kind.field == "tldr" and not kind.circumstance.startswith("left out"):
        return 0.8
    return 0.95 if kind.field == "tags" else _BY_STATE[kind.state]


_OF_SIGNS = {"set_by_model": 0.6, "plain": 0.85}
_OF_A_DOUBT = 1.5
"""Of the other signs: each is a reason to doubt (docs/decisions/0013-trust.md)."""


def believed(sign: str) -> float:
    """How many times as often verdicts with this sign are wrong as others of their kind."""
    return _OF_SIGNS.get(sign, _OF_A_DOUBT)
