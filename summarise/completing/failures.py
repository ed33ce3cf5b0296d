"""What an endpoint's failure means, and therefore which kind of taxonomy.py it is.

Every failure of the HTTP client, and every error that comes with status 200, becomes one of `Transient`,
`ModeRejected`, `CompletionError` or `EndpointError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from summarise.completing.bounding import TooLarge, text_of
from summarise.completing.carrying import NotCarried, Response
from summarise.completing.connecting import Endpoint
from summarise.completing.retry_after import retry_after
from summarise.errors import CompletionError, EndpointRefused, EndpointUnreachable, SummariseError

KEPT_CHARS = 20_000
"""So much of a reply is kept in a failed record."""

# Words of real error bodies; tests/data/error_bodies.json holds them with their origin.
_FILTERED = re.compile(
    r"content[ _]?(filter|policy|management)|responsibleai|(input|prompt) was flagged|violating our usage policy"
    r"|content exists risk|data_?inspection_?failed|requires moderation|unsafe or sensitive",
    re.I,
)
_NO_CREDIT = re.compile(
    r"insufficient[ _](quota|balance|funds|credit)|credit balance is too low|exceeded your current quota|arrearage"
    r"|out of credits|billing_hard_limit|billing_not_active",
    re.I,
)
_ONLY_RATE = re.compile(r"RESOURCE_EXHAUSTED|(retry|try again) in \d|per[ _-](minute|day)", re.I)
"""Google says 'check your plan and billing details' of a rate limit too."""
_KEY = re.compile(
    r"api[ _]key not valid|API_KEY_INVALID|invalid[ _]api[ _]key|incorrect api key"
    r"|no_db_connection",  # LiteLLM without a database, of any key but its own
    re.I,
)
_CONTEXT = re.compile(
    r"context[ _](length|size|window)|maximum (context|model|prompt) length|too many tokens|(prompt|input) is too long"
    r"|exceeds the (available )?context|token count .{0,40}exceeds|request too large|max_tokens must be at least 1"
    r"|exceeds the maximum (allowed length|number of tokens)|reduce the length of|`inputs` tokens \+"
    r"|too large for model|cannot be greater than max_model_len",
    re.I,
)
_NO_MODEL = re.compile(
    r"model_not_found|DeploymentNotFound|no models? (is |are )?loaded|not a valid model|model_not_available"
    r"|failed to load model|server is pinned to"
    r"|(invalid|unknown|no such) model\b"
    r"|\bmodel\b.{0,120}?(not (exist|found|available)|does(n't| not) exist|not have access|not supported by any)",
    re.I | re.S,
)
_MODE = re.compile(
    r"response_?format|json_schema|json_object|json_validate_failed|grammar|structured|guided|schema|failed to parse"
    r"|requested parameters",
    re.I,
)
_ERROR_KEYS = ("error", "message", "msg", "detail", "metadata", "raw", "innererror")
_CODE_KEYS = ("code", "type", "status")
_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>|<h1>\s*(.*?)\s*</h1>", re.I | re.S)


class Transient(Exception):
    """Worth trying again: `kind` names the failure, `retry_after_s` is what the endpoint asked for.

    `excused` where the whole endpoint is to blame, so that the try is not on the paper's account.
    """

    def __init__(
        self, kind: str, message: str, retry_after_s: float | None = None, *, reply: str | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after_s = retry_after_s
        self.reply = reply
        self.excused = False

    def final(self, base_url: str) -> SummariseError:
        """The error once trying again is over: an endpoint where nothing listens can serve no paper at all."""
        if self.kind == "unreachable":
            return EndpointUnreachable(
                f"nothing answers at {base_url}: {self}; is the server running, is the address right?", self.kind
            )
        return CompletionError(self.kind, str(self), self.reply)


class ModeRejected(Exception):
    """The endpoint does not take this way of asking for JSON; `named` where its own words speak of the mode."""

    def __init__(self, message: str, named: bool = True, reply: str | None = None) -> None:
        super().__init__(message)
        self.named = named
        self.reply = reply


def classify(error: NotCarried | TooLarge | TimeoutError) -> Exception:
    """What it means that a request got no whole response."""
    if isinstance(error, TooLarge):
        return CompletionError("too_large", str(error), f"{text_of(error.begin)}\n[… the rest is not read]")
    if isinstance(error, NotCarried):
        return Transient("connection_lost" if error.connected else "unreachable", _one_line(str(error)))
    return Transient("timeout", "the endpoint did not answer in time; raise --timeout or lower --concurrency")


def of_response(response: Response, endpoint: Endpoint, constrained: bool, asked: str) -> Exception:
    """What a response means whose status is no success; `constrained` says whether a JSON mode was asked for."""
    return of_body(response.status, text_of(response.body), response.headers, endpoint, constrained, asked)


def of_body(
    status: int,
    body: str,
    headers: Mapping[str, str],
    endpoint: Endpoint,
    constrained: bool,
    asked: str = "chat/completions",
) -> Exception:
    """What a response that is an error means; `body` holds no key any more, `asked` is the address's end."""
    words = _words(body)
    whole, said = " ".join(words), words[0][:300] if words else f"status {status} without words"
    reply, base_url = kept(body), endpoint.base_url
    if status in (200, 400, 403, 422, 451) and _FILTERED.search(whole):
        return CompletionError("filtered", f"a content filter refuses the abstract ({status}): {said}", reply)
    if status == 402 or (status < 500 and _NO_CREDIT.search(whole) and not _ONLY_RATE.search(whole)):
        return EndpointRefused(f"{base_url} has no credit left for this key ({status}): {said}", "no_credit")
    if status == 403 and _NO_MODEL.search(whole):
        return _no_model(base_url, said)
    if status == 403 and body.lstrip().startswith("<"):  # a gateway, which may dislike this abstract alone
        return CompletionError("rejected", f"a gateway rejects the request ({status}): {said}", reply)
    if status in (401, 403) or (status < 500 and _KEY.search(whole)):
        hint = "set OPENAI_API_KEY or SUMMARISE_API_KEY"
        return EndpointRefused(f"{base_url} refuses the key ({status}): {said}; {hint}", "auth")
    if status == 413 or (_CONTEXT.search(whole) and (status != 429 or "too large" in whole.lower())):
        return CompletionError("context_too_long", f"the abstract is too long for the model's context: {said}", reply)
    if status in (408, 409, 425, 429):
        kind = "rate_limited" if status == 429 else "overloaded"
        return Transient(kind, f"{status}: {said}", retry_after(headers, body[:KEPT_CHARS]), reply=reply)
    if constrained and _MODE.search(whole):
        return ModeRejected(f"{status}: {said}", reply=reply)
    if status in (400, 404, 422) and _NO_MODEL.search(whole):
        return _no_model(base_url, said)
    if constrained and status in (400, 415, 422, 501):
        return ModeRejected(f"{status}: {said}", named=False, reply=reply)
    if status == 404:
        hint = "most addresses end in /v1"
        return EndpointRefused(f"there is no {asked} at {base_url} (404): {said}; {hint}", "wrong_address")
    if status >= 500 or status == 200:
        return Transient("overloaded", f"{status}: {said}", retry_after(headers, body[:KEPT_CHARS]), reply=reply)
    return CompletionError("rejected", f"the endpoint rejects the request ({status}): {said}", reply)


def _no_model(base_url: str, said: str) -> EndpointRefused:
    hint = "'summarise endpoint check' lists its models"
    return EndpointRefused(f"{base_url} does not know the model: {said}; {hint}", "model_missing")


def kept(reply: str) -> str:
    """As much of a reply as a failed record keeps, with a note where it is not all."""
    more = len(reply) - KEPT_CHARS
    return reply if more <= 0 else f"{reply[:KEPT_CHARS]}\n[… {more:,} more characters are not kept]"


def _words(body: str) -> list[str]:
    """What an error body says, its message first: of JSON what stands under the keys of errors, of a page its title.

    Everything else is left out: servers echo requests, and no abstract may pass for words of the endpoint.
    """
    try:
        value: Any = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        title = _TITLE.search(body[:KEPT_CHARS])
        found = [_one_line(((title[1] or title[2]) if title else body)[:2000])]
    else:
        found = [_one_line(words) for words in _told(value, 6)]
    return [words for words in found if words]


def _told(value: Any, depth: int) -> list[str]:
    """The texts and codes of an error, messages before codes."""
    if isinstance(value, str):
        return [value[:2000]]
    if isinstance(value, list) and depth:
        return [words for inner in value[:5] for words in _told(inner, depth - 1)]
    if not isinstance(value, dict) or not depth:
        return []
    told = [words for key in _ERROR_KEYS if key in value for words in _told(value[key], depth - 1)]
    return told + [str(value[key]) for key in _CODE_KEYS if isinstance(value.get(key), str | int)]


def _one_line(text: str) -> str:
    """`text` on one line and without control characters, which a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in text[:20_000]).split())
