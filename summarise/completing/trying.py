"""One tiny question after another to one model: what comes back, what it cost, and which manner it took."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, replace
from typing import Any

from summarise.completing.answers import cached_tokens, count, ran_out
from summarise.completing.bounding import text_of
from summarise.completing.chat import ChatCompleter
from summarise.completing.failures import ModeRejected, Transient
from summarise.completing.requesting import Form, Manner, adapted
from summarise.errors import CompletionError, EndpointRefused
from summarise.validating import without_thoughts

# The same for every question, so that a server that keeps prefixes has one to keep.
_SYSTEM = (
    "This is a short technical check of a language model server, made by a program and not by a person. Each message "
    "of the check is one small question. Answer it directly and briefly, in the form that the question itself asks "
    "for, and add no greeting, no remark about this check and no explanation of how the answer was found. Nothing in "
    "the check depends on the answer being clever, and no two questions of the check belong together in any way."
)
_LIMIT_REACHED = re.compile(r"limit was reached|higher max_tokens", re.I)
_NOT_FOUND = re.compile(r"\(404\)|does not know the model")
THINKING_TOKENS = 1024
_PASSING = ("rate_limited", "overloaded")
_MOST_WAIT_S = 5.0


_NO_FORM = Form("check", {})


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the reply's form, and how many tokens the answer may take."""

    text: str
    form: Form = _NO_FORM
    max_tokens: int = 48
    tools: bool = False
    """Whether the form is asked for as a call of a tool."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer."""

    text: str
    """What was said, without thoughts."""
    arguments: str | None
    """Arguments of the first tool call."""
    thoughts: bool
    cut: bool
    """Whether it ended at the token limit."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int | None
    """None where the server does not tell."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that the endpoint rejected, in its own words."""

    said: str


class Trials:
    """Puts questions to one model. `manner` follows what the endpoint refuses besides the mode."""

    def __init__(self, completer: ChatCompleter, manner: Manner) -> None:
        self.manner = manner
        self.requests = self.prompt_tokens = self.completion_tokens = 0
        self.answers: list[Seen] = []
        self.thinks = False
        """Whether thoughts must be given room."""
        self._completer = completer

    async def ask(self, question: Question, manner: Manner | None = None) -> Seen | Refused:
        """The answer in that manner, or in one without the fields that the endpoint refuses by name.

        A manner that is given is used as it is. Raises Transient where nothing comes back, EndpointError where the
        endpoint refuses to be asked; once it has answered, 404 and 5xx are about the question as well.
        """
        now, tried = manner or self.manner, []
        while True:
            tried.append(now)
            try:
                seen = await self._send(question, now)
            except (ModeRejected, CompletionError, Transient, EndpointRefused) as refusal:
                if not self._is_about_the_question(refusal):
                    raise
                said = str(refusal)
                other = None if manner else adapted(now, said, self._completer.further_fields(now))
                if other is None or other in tried:
                    return Refused(" ".join(said.split())[:160])
                now = other
                continue
            if manner is None:
                self.manner = now
            self.answers.append(seen)
            return seen

    def _is_about_the_question(self, refusal: Exception) -> bool:
        if isinstance(refusal, Transient):  # llama.cpp without its templates answers tools with 500
            return bool(self.answers) and refusal.kind == "overloaded"
        if isinstance(refusal, EndpointRefused):  # OpenRouter has no provider for this kind of question: 404
            return bool(self.answers) and _NOT_FOUND.search(str(refusal)) is not None
        return True

    async def _send(self, question: Question, manner: Manner) -> Seen:
        try:
            return await self._once(question, manner, self._room(question))
        except Transient as failure:
            if failure.kind not in _PASSING:
                raise
            await asyncio.sleep(min(failure.retry_after_s or 1.0, _MOST_WAIT_S))
        except CompletionError as refusal:
            if not _LIMIT_REACHED.search(str(refusal)):
                raise
            self.thinks = True
        return await self._once(question, manner, self._room(question))

    def _room(self, question: Question) -> int:
        return THINKING_TOKENS if self.thinks else question.max_tokens

    async def _once(self, question: Question, manner: Manner, max_tokens: int) -> Seen:
        messages = [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": question.text}]
        body = self._completer.body(manner, messages, replace(question.form, as_tool=question.tools), max_tokens)
        self.requests += 1
        seen = read_seen(await self._completer.send(body, None if question.tools else manner.mode))
        self.prompt_tokens += seen.prompt_tokens
        self.completion_tokens += seen.completion_tokens
        return seen


def read_seen(body: bytes) -> Seen:
    """What a chat completion holds; raises Transient for a page that is none."""
    try:
        page = json.loads(text_of(body))
        choice = page["choices"][0]
        message = _dict(choice["message"])
    except (ValueError, RecursionError, KeyError, IndexError, TypeError):
        raise Transient("not_a_completion", f"status 200 without a completion: {body[:80]!r}") from None
    usage = _dict(page.get("usage"))
    content, thought_parts = _content(message.get("content"))
    said, marked = without_thoughts(content)
    reasoning = message.get("reasoning_content") or message.get("reasoning")
    details = _dict(usage.get("completion_tokens_details"))
    thought_tokens = count(details.get("reasoning_tokens")) or count(usage.get("reasoning_tokens"))
    cut = ran_out(choice)
    unseen = not content.strip() and not message.get("tool_calls")
    if unseen and isinstance(reasoning, str) and reasoning.lstrip().startswith("{"):
        said = reasoning.strip()  # LM Studio puts the form on the thoughts; a paper's reply is read there too
    return Seen(
        text=said,
        arguments=_arguments(message),
        # An answer of nothing that ended at its limit spent the limit on thoughts that are not shown.
        thoughts=bool(reasoning or thought_parts or thought_tokens or marked or (cut and unseen)),
        cut=cut,
        prompt_tokens=count(usage.get("prompt_tokens")) or 0,
        completion_tokens=count(usage.get("completion_tokens")) or 0,
        cached_tokens=cached_tokens(usage),
    )


def _content(content: object) -> tuple[str, bool]:
    """The text of a message's content, and whether a part of it are thoughts."""
    if isinstance(content, str):
        return content, False
    parts = [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    texts = [part["text"] for part in parts if part.get("type") == "text" and isinstance(part.get("text"), str)]
    return "".join(texts), any(part.get("type") in ("thinking", "reasoning") for part in parts)


def _arguments(message: dict[str, Any]) -> str | None:
    calls = message.get("tool_calls")
    first = calls[0] if isinstance(calls, list) and calls else None
    arguments = _dict(_dict(first).get("function")).get("arguments")
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
