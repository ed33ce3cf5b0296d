"""Two witnesses, one record: what the model said, what the rules read, what is chosen and what a person should see."""

from summarise.reconciling.doubting import doubted
from summarise.reconciling.judging import merged
from summarise.reconciling.reconcile import Reconciled, reconcile, with_votes

__all__ = ["Reconciled", "doubted", "merged", "reconcile", "with_votes"]
