"""What a run costs: prices as dated data, exact money, tokens told from characters, and a purse. Pure.

Importing the room is cheap; `prices` is loaded with the first look at what an endpoint charges.
"""

from summarise.costing.estimating import Estimator
from summarise.costing.money import Money, cost_of
from summarise.costing.spending import Spending, before_request, spending_of

__all__ = ["Estimator", "Money", "Spending", "before_request", "cost_of", "spending_of"]
