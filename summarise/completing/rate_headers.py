"""What headers tell of how much may still be asked: OpenAI's `x-ratelimit-…` and the IETF's drafts of `RateLimit`.

Values that make no sense are passed over: a header must neither stop a run nor break it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from summarise.pacing import Left

_NUMBER = re.compile(r"[0-9]{1,12}")
_DURATION = re.compile(r"(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,8}(?:\.[0-9]{1,12})?)(ms|s|))?")
"""'6m0s', '1h2m3.5s', '120ms', '59.7'."""
_LONGEST_S = 86_400
"""Limits hold for a day at most; anything longer is a date, or nonsense."""
_LONGEST_CHARS = 200
_PARAMETER = re.compile(r"\b(limit|remaining|reset|r|t|q)=([0-9]{1,12})(?![^\s;,])")


def read_left(headers: Mapping[str, str]) -> dict[str, Left]:
    """What is left of 'requests' and 'tokens', where the headers of a response tell."""
    found = {}
    for kind in ("requests", "tokens"):
        if left := _left(*(headers.get(f"x-ratelimit-{name}-{kind}", "") for name in ("limit", "remaining", "reset"))):
            found[kind] = left
    if "requests" not in found and (left := _of_draft(headers)):
        found["requests"] = left
    return found


def _of_draft(headers: Mapping[str, str]) -> Left | None:
    """By draft-ietf-httpapi-ratelimit-headers, up to 03 in three headers, 04 to 07 in one, since 08 with a policy."""
    if "ratelimit-remaining" in headers:
        most = headers.get("ratelimit-limit", "").partition(",")[0]
        return _left(most, headers["ratelimit-remaining"], headers.get("ratelimit-reset", ""))
    told = headers.get("ratelimit", "")
    if not told or len(told) > _LONGEST_CHARS or '"' in told.partition(",")[2]:  # of several nobody says which counts
        return None
    values: dict[str, str] = dict(_PARAMETER.findall(told))
    policy = headers.get("ratelimit-policy", "")[:_LONGEST_CHARS]
    left = values.get("remaining", values.get("r", ""))
    most = values.get("limit") or dict(_PARAMETER.findall(policy)).get("q", left)
    return _left(most, left, values.get("reset", values.get("t", "")))


def _left(most: str, left: str, reset: str) -> Left | None:
    """The three values; None where one is missing or makes no sense."""
    if not left or not (_NUMBER.fullmatch(left.strip()) and _NUMBER.fullmatch(most.strip())):
        return None
    there = Left(float(most), float(left), _seconds(reset.strip()))
    return there if there.left <= there.most > 0 < there.reset_s <= _LONGEST_S else None


def _seconds(value: str) -> float:
    """Seconds of a duration; 0 where it is none."""
    found = _DURATION.fullmatch(value) if len(value) <= _LONGEST_CHARS else None
    if not found:
        return 0.0
    hours, minutes, number, unit = found.groups(default="0")
    return 3600 * float(hours) + 60 * float(minutes) + float(number) / (1000 if unit == "ms" else 1)
