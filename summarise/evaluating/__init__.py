"""Gold against a run: how right each witness is, field by field, and what to look at."""

from summarise.evaluating.gold import GoldElement, GoldPaper, read_gold
from summarise.evaluating.joining import Joined, join

__all__ = ["GoldElement", "GoldPaper", "Joined", "join", "read_gold"]
