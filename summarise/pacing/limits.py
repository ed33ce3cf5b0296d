"""How fast an endpoint may be asked, as settings say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may ask of its endpoint."""

    concurrency: int | None = None
    """Requests in flight at once; None finds out by itself how many help."""
    most: int = 256
    """More are not tried by itself."""
    rpm: int | None = None
    """Requests in any 60 s; None is no limit, as with `tpm`."""
    tpm: int | None = None
    """Tokens in any 60 s, those of prompts and replies together."""
    timeout_s: float = 300
    """Seconds that one request may take."""
    retries: int = 4
    """An endpoint that is down is tried three times as often before the run stops; with 0 it stops at once."""

    @property
    def longest_wait_s(self) -> float:
        """An endpoint that is down for longer, or asks to wait longer, stops the run: so long may a paper take."""
        return (self.retries + 2) * self.timeout_s
