"""How fast an endpoint may be asked, as settings say it."""

from __future__ import annotations

from dataclasses import dataclass

AUTO_MOST = 256
"""More requests at once are never tried by themselves; vLLM, for one, works on 256 at once and queues the rest."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may ask of its endpoint; None is no limit."""

    concurrency: int | None = None
    """Requests in flight at once; None finds out by itself how many help."""
    rpm: int | None = None
    """Requests in any 60 s."""
    tpm: int | None = None
    """Tokens in any 60 s, those of prompts and replies together."""
    retries: int = 4
    """Three times so many tries are made with an endpoint that is down before the run stops; 0 stops at once."""
    longest_wait_s: float = 1800
    """An endpoint that is down for longer, or asks to wait longer, stops the run."""
