"""What a run costs: prices as dated data, exact money, tokens told from characters, and a purse. Pure."""

from summarise.costing.estimating import Estimator
from summarise.costing.money import Money, cost_of
from summarise.costing.prices import Price, free_price, own_prices, price_of, read_prices
from summarise.costing.spending import Spending, spending_of

__all__ = [
    "Estimator", "Money", "Price", "Spending", "cost_of", "free_price", "own_prices", "price_of", "read_prices",
    "spending_of",
]  # fmt: skip
