"""What a chat completion's JSON holds: the text of the answer, wherever the server put it, and why it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from summarise.completing.bounding import text_of
from summarise.completing.connecting import Endpoint
from summarise.completing.failures import Transient, kept, of_body
from summarise.errors import CompletionError
from summarise.records import Usage, encodable

# How servers name the end of an answer, in lower case: OpenAI, vLLM, Mistral, Anthropic, Gemini, DeepSeek, OpenRouter.
_RAN_OUT = ("length", "max_tokens", "model_length", "model_context_window_exceeded")
_WITHHELD = ("content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii", "sensitive")
_DECLINED = ("refusal",)
_BROKEN = ("error", "abort", "network_error", "insufficient_system_resource")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an endpoint; what a server sends apart as reasoning stands in `text` as a think block."""

    text: str
    model: str
    truncated: bool
    usage: Usage


def read_answer(body: bytes, endpoint: Endpoint, constrained: bool) -> Answer:
    """The answer in a response with status 200; `body` holds no key any more.

    Raises Transient for a page that is no answer at all, CompletionError for a refusal, and for an error that comes
    with status 200 whatever it says.
    """
    said = text_of(body)
    answer = _object(said)
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else None
    if choice is None or (choice.get("error") and not choice.get("message")):
        raise _error_in(answer if choice is None else choice, said, endpoint, constrained)
    message = choice.get("message")
    message = message if isinstance(message, dict) else {"content": choice.get("text")}
    text, ended = _text(message), _ended(choice)
    if refusal := _refusal(message) or (text if ended in _DECLINED else ""):
        raise CompletionError("refused", f"the model refuses: {refusal[:300]}", kept(refusal))
    if ended.startswith(_WITHHELD):
        raise CompletionError("filtered", "the endpoint's content filter withheld the answer", kept(text))
    if ended in _BROKEN:
        raise Transient("overloaded", f"the endpoint broke its answer off: {ended}", reply=kept(text or said))
    return Answer(
        text=text,
        model=encodable(str(answer.get("model") or endpoint.model)),
        truncated=ran_out(choice),
        usage=_usage(answer.get("usage")),
    )


def ran_out(choice: dict[str, Any]) -> bool:
    """Whether an answer ended at its limit of tokens."""
    return _ended(choice) in _RAN_OUT


def _ended(choice: dict[str, Any]) -> str:
    return str(choice.get("finish_reason") or "").lower()


def _object(said: str) -> dict[str, Any]:
    """The JSON object of a body; an HTML page with status 200 is a proxy's way to say "overloaded"."""
    try:
        value = json.loads(said, strict=False)
    except (ValueError, RecursionError):
        raise Transient(
            "overloaded", f"status 200 with a body that is not JSON: {said[:80]!r}", reply=kept(said)
        ) from None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise Transient("overloaded", f"status 200 with JSON that is no completion: {said[:80]!r}", reply=kept(said))
    return value


def _error_in(answer: dict[str, Any], said: str, endpoint: Endpoint, constrained: bool) -> Exception:
    """What an answer without an answer means: an error with the status that it names, if it names one."""
    error = answer.get("error") or answer
    code = error.get("code", error.get("status")) if isinstance(error, dict) else None
    if isinstance(code, str) and code.isdecimal():
        code = int(code)
    status = code if isinstance(code, int) and 400 <= code < 600 else 200
    failure = of_body(status, said, {}, endpoint, constrained)
    if isinstance(failure, Transient) and status == 200:
        return Transient("overloaded", f"status 200 without an answer: {said[:200]}", reply=failure.reply)
    return failure


def _text(message: dict[str, Any]) -> str:
    """The message's content and its tool calls' arguments; where there are none, its reasoning as a think block."""
    calls = message.get("tool_calls") or [{"function": message.get("function_call")}]
    functions = [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    arguments = [function.get("arguments") for function in functions if isinstance(function, dict)]
    texts = [text for one in (message.get("content"), *arguments) if (text := _as_text(one)).strip()]
    if texts:
        return "\n".join(texts)
    for name in ("reasoning_content", "reasoning"):
        if (thoughts := _as_text(message.get(name))).strip():
            return f"<think>{thoughts}</think>"
    return ""


def _refusal(message: dict[str, Any]) -> str:
    """The model's words where it declines, in the message or in a part of its content."""
    parts = message.get("content")
    said = [message.get("refusal"), *(part.get("refusal") for part in _dicts(parts))]
    return encodable(next((str(words) for words in said if words), ""))


def _as_text(value: object) -> str:
    """Text, the texts of a list of parts, or JSON that a server parsed already; '' for anything else."""
    if isinstance(value, list):
        parts = [part.get("text") if isinstance(part, dict) else part for part in value]
        value = "".join(part for part in parts if isinstance(part, str))
    elif isinstance(value, dict) and value:
        value = json.dumps(value, ensure_ascii=False)
    return encodable(value) if isinstance(value, str) else ""


def _dicts(parts: object) -> list[dict[str, Any]]:
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _usage(usage: Any) -> Usage:
    """Token counts, 0 where the server reports none."""
    if not isinstance(usage, dict):
        return Usage(requests=1)
    return Usage(
        prompt_tokens=count(usage.get("prompt_tokens")) or 0,
        completion_tokens=count(usage.get("completion_tokens")) or 0,
        cached_tokens=cached_tokens(usage) or 0,
        requests=1,
    )


def cached_tokens(usage: dict[str, Any]) -> int | None:
    """Prompt tokens that were not read again, by OpenAI's name or by DeepSeek's; None where neither is told."""
    details = usage.get("prompt_tokens_details")
    told = details.get("cached_tokens") if isinstance(details, dict) else None
    return count(usage.get("prompt_cache_hit_tokens") if told is None else told)


def count(value: object) -> int | None:
    """A number of tokens as servers tell it; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
