"""What an endpoint's failure means, and therefore what to do: try again, step down the ladder, fail the paper, stop.

Every failure of the HTTP client becomes one of `Transient`, `ModeRejected`, `CompletionError` or `EndpointError`.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from typing import Any

import openai

from summarise.errors import CompletionError, EndpointRefused, EndpointUnreachable, SummariseError

_CONTEXT = re.compile(
    r"context (length|size|window)|maximum context|too many tokens|prompt is too long|exceeds the (available )?context",
    re.I,
)
_MODE = re.compile(r"response_format|json_schema|json_object|grammar|structured|guided|schema|failed to parse", re.I)
_NO_CREDIT = re.compile(r"insufficient[ _](quota|balance|funds|credit)|billing", re.I)
_MODEL = re.compile(r"\bmodel\b", re.I)
MAX_RETRY_AFTER_S = 600


class Transient(Exception):
    """Worth trying again: `kind` names the failure, `retry_after_s` is what the endpoint asked for."""

    def __init__(self, kind: str, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after_s = retry_after_s

    def final(self, base_url: str) -> SummariseError:
        """The error once trying again is over: an endpoint where nothing listens can serve no paper at all."""
        if self.kind == "unreachable":
            return EndpointUnreachable(
                f"nothing answers at {base_url}: {self}; is the server running, is the address right?"
            )
        return CompletionError(self.kind, str(self))


class ModeRejected(Exception):
    """The endpoint does not take this way of asking for JSON."""


def classify(error: Exception, base_url: str, constrained: bool) -> Exception:
    """What `error` of the openai client means; `constrained` says whether a JSON mode was asked for."""
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return Transient("timeout", "the endpoint did not answer in time; raise --timeout or lower --concurrency")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, base_url, constrained)
    if isinstance(error, openai.APIConnectionError):
        return _of_connection(error)
    return Transient("connection_lost", f"{type(error).__name__}: {error}")


def _of_connection(error: openai.APIConnectionError) -> Transient:
    cause = error.__cause__ or error
    never_connected = (
        "Connect" in type(cause).__name__
    )  # httpx's ConnectError and ConnectTimeout, in any of its versions
    kind = "unreachable" if never_connected else "connection_lost"
    return Transient(kind, str(cause) or type(cause).__name__)


def _of_status(error: openai.APIStatusError, base_url: str, constrained: bool) -> Exception:
    status, said = error.status_code, _said(error)
    if _CONTEXT.search(said) or status == 413:
        return CompletionError("context_too_long", f"the abstract is too long for the model's context: {said}")
    if status in (401, 403):
        return EndpointRefused(
            f"{base_url} refuses the key ({status}): {said}; set OPENAI_API_KEY or SUMMARISE_API_KEY"
        )
    if status == 402 or (status == 429 and _NO_CREDIT.search(said)):
        return EndpointRefused(f"{base_url} has no credit left for this key ({status}): {said}")
    if status == 404:
        return EndpointRefused(_not_found(base_url, said))
    if status in (408, 409, 425, 429):
        return Transient(
            "rate_limited" if status == 429 else "overloaded", f"{status}: {said}", retry_after(error.response.headers)
        )
    if constrained and (status in (400, 415, 422, 501) or _MODE.search(said)):
        return ModeRejected(f"{status}: {said}")
    if status >= 500:
        return Transient("overloaded", f"{status}: {said}", retry_after(error.response.headers))
    return CompletionError("rejected", f"the endpoint rejects the request ({status}): {said}")


def _not_found(base_url: str, said: str) -> str:
    if _MODEL.search(said):
        return f"{base_url} does not know the model: {said}; 'summarise endpoint check' lists its models"
    return f"there is no chat at {base_url}/chat/completions (404): {said}; most addresses end in /v1"


def _said(error: openai.APIStatusError) -> str:
    """The endpoint's own words, one line of at most 300 characters."""
    body: Any = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message", inner) if isinstance(inner, dict) else inner
    return " ".join(str(body or error.message).split())[:300]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the endpoint asks to wait, from Retry-After (seconds or a date) or retry-after-ms."""
    if (ms := headers.get("retry-after-ms", "")).isdigit():
        return int(ms) / 1000
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return min(float(value), MAX_RETRY_AFTER_S)
    try:
        when = email.utils.parsedate_to_datetime(value).timestamp()
    except ValueError:
        return None
    return min(max(0.0, when - time.time()), MAX_RETRY_AFTER_S)
