"""One paper's exchange with an endpoint: blank and cut-off answers are asked again here, invalid ones by instructor.

instructor, and openai with it, is imported when the first reply has to be asked for again: most runs need neither, and
they take over a second to load. See docs/decisions/0003-openai-and-instructor.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from summarise.completing.answers import Answer
from summarise.completing.failures import kept
from summarise.completing.patience import Patience
from summarise.completing.taxonomy import kind_of
from summarise.errors import CompletionError, EndpointError, InvalidReply, SummariseError
from summarise.records import Completion, Mode, Prompt, Usage
from summarise.validating import read, repeats_itself

Ask = Callable[[list[dict[str, Any]], Prompt, int, Patience], Awaitable[tuple[Answer, Mode]]]
_BLANKS = 1 + kind_of("blank").more


class Asking:
    """What is sent for one paper and what came of it."""

    def __init__(self, ask: Ask, prompt: Prompt, patience: Patience) -> None:
        self.prompt = prompt
        self._ask_endpoint = ask
        self._patience = patience
        self._max_tokens = prompt.max_tokens
        self._usage = Usage()
        self._answer: Answer | None = None
        self._said = ""
        self._mode: Mode = "plain"

    async def completion(self) -> Completion:
        """The answer, valid for the schema after at most one re-ask."""
        try:
            answer = await self.request(self.prompt.messages)
            if problems := self.problems():
                answer = await self._again(answer, problems)
        except Exception as error:  # noqa: BLE001  a fault of ours fails one paper and not the run
            failure = error if isinstance(error, SummariseError) else _internal(error)
            if isinstance(failure, CompletionError | EndpointError):
                failure.usage = self._usage
            if isinstance(failure, CompletionError):
                failure.reply = self._latest(failure)
            raise failure from None
        return Completion(text=answer.text, model=answer.model, mode=self._mode, usage=self._usage)

    async def request(self, messages: list[dict[str, Any]]) -> Answer:
        """The answer to `messages`, with more room where it was cut off."""
        answer = await self._ask(messages)
        if self._is_cut(answer) and not repeats_itself(answer.text):
            answer = await self._with_more_room(messages, answer)
        return answer

    def problems(self) -> InvalidReply | None:
        """What is wrong with the latest answer; None where it is valid."""
        assert self._answer is not None
        try:
            read(self._answer.text, self.prompt.reply, cut=self._answer.truncated)
        except InvalidReply as problems:
            if not self._answer.truncated:
                return problems
            # It would have got more room otherwise.
            told = ["the reply repeats itself until it is cut off; give each fact once", *problems.problems]
            return InvalidReply(told, problems.reply)
        return None

    async def _again(self, answer: Answer, problems: InvalidReply) -> Answer:
        """The answer to the same, after the model was shown its invalid one."""
        re_ask = await asyncio.to_thread(_load_re_ask)  # papers in flight go on while the libraries load
        return await re_ask(self, answer, problems)

    async def _with_more_room(self, messages: list[dict[str, Any]], cut: Answer) -> Answer:
        """An answer to the same with twice the budget, unless that was given before."""
        asked = self._max_tokens
        if self._patience.budget.spend("truncated"):
            self._max_tokens = 2 * self.prompt.max_tokens
            try:
                cut = await self._ask(messages)
            except CompletionError as error:
                if error.kind != "context_too_long":
                    raise
                raise CompletionError(
                    "truncated", f"the reply was cut off at {asked} tokens, and more do not fit: {error}", cut.text
                ) from None
        if self._is_cut(cut) and not repeats_itself(cut.text):
            raise CompletionError("truncated", f"the reply was still cut off at {self._max_tokens} tokens", cut.text)
        return cut

    async def _ask(self, messages: list[dict[str, Any]]) -> Answer:
        """An answer that is not blank, or one whose budget went into thoughts alone."""
        while True:
            answer, self._mode = await self._ask_endpoint(messages, self.prompt, self._max_tokens, self._patience)
            self._usage += answer.usage
            self._answer = answer
            self._said = answer.text if answer.text.strip() else self._said
            if answer.text.strip() or answer.truncated:
                return answer
            if not self._patience.budget.spend("blank"):
                raise CompletionError("blank", f"the endpoint answered with blank content {_BLANKS} times")

    def _is_cut(self, answer: Answer) -> bool:
        """Whether an answer ran out of tokens before its reply was whole."""
        if not answer.truncated:
            return False
        try:
            read(answer.text, self.prompt.reply, cut=True)
        except InvalidReply:
            return True
        return False

    def _latest(self, failure: CompletionError) -> str | None:
        """The raw reply that the failed record keeps: the failure's own, else the last one that said something."""
        reply = failure.reply or self._said
        return kept(reply) if reply else None


def _load_re_ask() -> Callable[[Asking, Answer, InvalidReply], Awaitable[Answer]]:
    from summarise.completing.re_asking import re_ask

    return re_ask


def _internal(error: Exception) -> CompletionError:
    return CompletionError("internal", f"{type(error).__name__}: {error}")
