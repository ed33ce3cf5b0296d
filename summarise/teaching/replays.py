"""What a change would have done to the values that people decided."""

from __future__ import annotations

from typing import NamedTuple


class Replay(NamedTuple):
    """Decided values at which a change would alter the summary, and those of them at which it would be right."""

    changes: int = 0
    right: int = 0

    @property
    def wrong(self) -> int:
        """Those at which it would not."""
        return self.changes - self.right

    def __str__(self) -> str:
        return f"changes {self.changes:,}, right in {self.right:,}"
