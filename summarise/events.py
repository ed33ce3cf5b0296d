"""What happens in a run beside its records: retries, waits, changes of a limit. `--log` listens; else nobody does.

Nothing that a paper or an endpoint says goes in here but kinds, numbers and ids.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar

LOGGER = logging.getLogger("summarise.events")
"""Who listens adds a handler and sets the level to INFO; a record's `facts` holds the event and its fields."""
_paper: ContextVar[str | None] = ContextVar("summarise_paper", default=None)


def about(paper: str) -> None:
    """From here on in this task, events are about the paper with this id."""
    _paper.set(paper)


def paper_at_hand() -> str | None:
    """The id of the paper that this task works on."""
    return _paper.get()


def is_listened_to() -> bool:
    """Whether anybody hears what `tell` says."""
    return LOGGER.isEnabledFor(logging.INFO)


def tell(event: str, **fields: object) -> None:
    """Says that something happened; costs next to nothing where nobody listens."""
    if is_listened_to():
        about_it = {"id": _paper.get()} if _paper.get() is not None else {}
        LOGGER.info(event, extra={"facts": {"event": event, **about_it, **fields}})
