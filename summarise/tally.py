"""What a run has done so far."""

from __future__ import annotations

from dataclasses import dataclass

from summarise.errors import CacheError, EndpointError


@dataclass(slots=True)
class Tally:
    """What a run has done so far; updated as it goes, for progress and the final summary.

    Tokens, requests and money are counted by `costing.Spending`.
    """

    papers: int = 0
    accepted: int = 0
    flagged: int = 0
    failed: int = 0
    cached: int = 0
    """Papers about which nothing had to be asked: their record, or all replies to their questions, were kept."""
    flagged_values: int = 0
    unanswered: int = 0
    """Questions of further witnesses that failed: those papers stand without their votes."""
    cache_error: CacheError | None = None
    """Why answers are no longer kept, once the cache can't be written."""
    endpoint_error: EndpointError | None = None
    """Why no more papers are asked, once the endpoint is down."""

    def count(self, status: str, flagged_values: int) -> None:
        """Counts a finished record."""
        self.papers += 1
        self.flagged_values += flagged_values
        setattr(self, status, getattr(self, status) + 1)
