"""How likely a chosen value is right, from its verdict: priors, until labels calibrate them.

Never the model's own word for it. The priors order the states as two careful readers' agreement would; their source is
docs/decisions/0005-confidence-priors.md.
"""

from __future__ import annotations

_BY_STATE = {
    "agree": 0.97,
    "agree_normalised": 0.92,
    "rules_only": 0.75,
    "model_only": 0.5,
    "conflict": 0.5,
    "ungrounded": 0.05,
    "vetoed": 0.03,
}
_MODEL_READS_WELL = frozenset({"tasks", "methods", "tldr", "benchmarks", "artifacts"})


def confidence(field: str, state: str) -> float:
    """The prior for `state`; a grounded name that only the model gives is likelier right than such a number."""
    if state == "model_only" and field in _MODEL_READS_WELL:
        return 0.8
    return _BY_STATE[state]
