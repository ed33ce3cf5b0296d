"""Gold against a run: how right each witness is, field by field, and what to look at."""

from summarise.evaluating.at_verdicts import judge_verdicts
from summarise.evaluating.evaluate import Evaluation, evaluate
from summarise.evaluating.gold import GoldElement, GoldPaper, read_gold
from summarise.evaluating.joining import Joined, join, letters
from summarise.evaluating.rows import ROWS
from summarise.evaluating.witnesses import WITNESSES, Witness, heard

__all__ = [
    "ROWS",
    "WITNESSES",
    "Evaluation",
    "GoldElement",
    "GoldPaper",
    "Joined",
    "Witness",
    "evaluate",
    "heard",
    "join",
    "judge_verdicts",
    "letters",
    "read_gold",
]
