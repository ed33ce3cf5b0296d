"""The time and the chance that waits depend on. Always asked as `timing.clock()`: tests replace these names."""

from __future__ import annotations

import asyncio
import random
import time

clock = time.monotonic
"""Seconds that only grow."""
time_of_day = time.time
"""Seconds since 1970, for people and for dates."""
sleep = asyncio.sleep
between = random.uniform
"""A random number from the first to the second."""


def shown(at_s: float) -> str:
    """'14:02:11', the time of day that is told to people."""
    return time.strftime("%H:%M:%S", time.localtime(at_s))
