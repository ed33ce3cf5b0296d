"""What can be seen of a run's pace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaceState:
    """How many requests may be in flight now, how many are, and why not more."""

    limit: int
    """Requests that may be in flight at once; 0 while the endpoint is down."""
    in_flight: int
    waiting: int
    """Requests that wait for their turn."""
    refused: int
    """Requests that were not answered so far: rate limits, overloads, timeouts, lost connections."""
    why: str
    """A few words: 'growing', 'plateau at 8', 'limited by --rpm 60', 'endpoint asked to wait 12 s', 'down since …'."""
