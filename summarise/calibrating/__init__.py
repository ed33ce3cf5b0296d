"""Labels against a run → how far verdicts of each kind can be trusted."""

from summarise.calibrating.learning import Seen, counts_of, learn, learned

__all__ = ["Seen", "counts_of", "learn", "learned"]
