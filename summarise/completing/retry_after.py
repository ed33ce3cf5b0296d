"""How long an endpoint asks to wait before the next try: by a header, or in its words."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping

from summarise.pacing import timing

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
_WORDS = re.compile(r"(?:retry|try again) in (?:(\d+)m ?)?(\d+(?:\.\d+)?) ?(ms|s)", re.I)
_DELAY = re.compile(r'"retryDelay": *"(\d+(?:\.\d+)?)s"')


def retry_after(headers: Mapping[str, str], body: str = "") -> float | None:
    """Seconds that the endpoint asks to wait, from retry-after-ms, Retry-After (seconds or a date) or its words."""
    if _SECONDS.fullmatch(ms := headers.get("retry-after-ms", "").strip()):
        return float(ms) / 1000
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - timing.time_of_day())
    except (ValueError, OverflowError):
        return _said_in(body)


def _said_in(body: str) -> float | None:
    """Seconds from words such as 'Please try again in 1m2.5s' and Google's retryDelay, which come without a header."""
    if delay := _DELAY.search(body):
        return float(delay[1])
    if said := _WORDS.search(body):
        return 60 * float(said[1] or 0) + float(said[2]) / (1000 if said[3].lower() == "ms" else 1)
    return None
