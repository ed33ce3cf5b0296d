"""Money, exactly: whole tokens times decimal prices, never a float."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.costing.prices import Price, Rates
    from summarise.records import Usage


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency; the amount is None where a price is not known."""

    amount: Decimal | None
    currency: str = ""

    @property
    def exact(self) -> str | None:
        """The amount for programs: all its digits, no exponent."""
        return None if self.amount is None else f"{self.amount.normalize():f}"

    def __str__(self) -> str:
        return "unknown" if self.amount is None else f"{shown(self.amount)} {self.currency}".strip()


def cost_of(usage: Usage, price: Price, at: datetime.datetime, *, batch: bool = False) -> Decimal:
    """What the tokens cost at that moment, in the price's currency; exact.

    Tokens that the endpoint found in its cache count once, as such; where it tells more of them than the prompt has,
    the prompt's.
    """
    return at_rates(usage, price.rates_at(at)) * (price.batch if batch and price.batch is not None else 1)


def at_rates(usage: Usage, rates: Rates) -> Decimal:
    """What the tokens cost at those rates."""
    found = min(usage.cached_tokens, usage.prompt_tokens)
    anew = rates.prompt if rates.written is None else rates.written
    millionths = (
        (usage.prompt_tokens - found) * anew
        + found * (rates.prompt if rates.cached is None else rates.cached)
        + usage.completion_tokens * rates.completion
    )
    return millionths.scaleb(-6)


def shown(amount: Decimal) -> str:
    """An amount for people: two digits behind the point from 1 on, four below, two that say something far below."""
    if not amount:
        return "0"
    digits = 2 if abs(amount) >= 1 else max(4, 1 - amount.adjusted())
    return f"{amount:,.{digits}f}"
