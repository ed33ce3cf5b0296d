"""How far a value can be trusted, and what follows: what is chosen, what a person should look at."""

from summarise.reconciling.trust.calibration import Calibration, Chance, Count, Tally, summed
from summarise.reconciling.trust.calibration_file import built_in_calibration, read_calibration, write_calibration
from summarise.reconciling.trust.kinds import BY_POLICY, MISMATCH, Kind, is_withheld, kind_of
from summarise.reconciling.trust.policy import FieldPolicy, Policy, Side, default_policy, read_policy
from summarise.reconciling.trust.signs import SIGNS, signs_of
from summarise.reconciling.trust.weighing import Trust, read_trust

__all__ = [
    "BY_POLICY",
    "MISMATCH",
    "SIGNS",
    "Calibration",
    "Chance",
    "Count",
    "FieldPolicy",
    "Kind",
    "Policy",
    "Side",
    "Tally",
    "Trust",
    "built_in_calibration",
    "default_policy",
    "is_withheld",
    "kind_of",
    "read_calibration",
    "read_policy",
    "read_trust",
    "signs_of",
    "summed",
    "write_calibration",
]
