"""A response's line → the completion in it, or why there is none, in the words and kinds of direct requests."""

from __future__ import annotations

import json
from typing import Any

from summarise.batching.responses import Response
from summarise.completing.answers import Answer, read_answer
from summarise.completing.connecting import Endpoint
from summarise.completing.failures import ModeRejected, Transient, kept, of_body
from summarise.errors import CompletionError, EndpointError, InvalidReply
from summarise.records import Completion, Prompt
from summarise.validating import read, repeats_itself

_ENDS = {"batch_expired": "expired", "batch_cancelled": "cancelled"}
"""What OpenAI calls requests that it did not come to."""


def completion_of(response: Response, prompt: Prompt, endpoint: Endpoint) -> Completion:
    """The completion, valid for the prompt's schema; raises CompletionError, whose `usage` says what was spent."""
    try:
        answer = _answer(response, endpoint)
    except Transient as failure:
        raise CompletionError(failure.kind, str(failure), failure.reply) from None
    except ModeRejected as refusal:
        kind = "mode_rejected" if refusal.named else "rejected"
        raise CompletionError(kind, f"{refusal}; another --mode may be taken", refusal.reply) from None
    except EndpointError as refusal:
        raise CompletionError(refusal.kind, str(refusal)) from None
    try:
        read(answer.text, prompt.reply, cut=answer.truncated)
    except InvalidReply as invalid:
        error = _cut_off(answer) if answer.truncated and not repeats_itself(answer.text) else invalid
        error.usage, error.reply = answer.usage, kept(answer.text)
        raise error from None
    return Completion(text=answer.text, model=answer.model, mode=response.mode, usage=answer.usage)


def _answer(response: Response, endpoint: Endpoint) -> Answer:
    got, error = response.line.get("response"), response.line.get("error")
    got = got if isinstance(got, dict) else {}
    constrained = response.mode != "plain"
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, str) and code in _ENDS:
        raise CompletionError(_ENDS[code], str(error.get("message") or code) if isinstance(error, dict) else code)
    if not got and not error:
        raise CompletionError("overloaded", "the line holds neither a response nor an error")
    status = got.get("status_code", 200)
    body = error or got.get("body") or {k: v for k, v in got.items() if k not in ("status_code", "request_id")}
    said = endpoint.hide_key_in(json.dumps(body if isinstance(body, dict) else {"message": body}).encode())
    if error or status != 200:
        raise of_body(_status(status, code), said.decode(), {}, endpoint, constrained)
    return read_answer(said, endpoint, constrained)


def _status(status: Any, code: Any) -> int:
    """The status of an error, from the response or else from the error's code; 500 where neither tells."""
    for told in (status, code):
        if isinstance(told, int) and 400 <= told < 600:
            return told
    return 500


def _cut_off(answer: Answer) -> CompletionError:
    most = answer.usage.completion_tokens
    at = f" at {most:,} tokens" if most else ""
    return CompletionError("truncated", f"the reply was cut off{at}; write it again with a larger --max-tokens")
