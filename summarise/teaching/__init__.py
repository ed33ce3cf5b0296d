"""What decisions teach: gold, changes of policy and vocabulary with a replay, worked examples.

gold          decisions → labelled papers, as `evaluate` and `calibrate` read them
suggesting    changes that would have spared decisions, each with how often it would have been right
policy_changes, task_names   the two kinds of them
examples      labelled papers to learn from, never the paper itself
"""

from summarise.teaching.examples import ExamplePool
from summarise.teaching.gold import gold_of
from summarise.teaching.suggesting import Suggestion, as_toml, suggest

__all__ = ["ExamplePool", "Suggestion", "as_toml", "gold_of", "suggest"]
