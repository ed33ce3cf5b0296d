"""The Completer over openai and instructor: openai carries each request, instructor re-asks after an invalid reply.

instructor is given our own request function and our own reader, so think blocks, fences and `reasoning_content` are
read by one piece of code whatever the mode; see docs/decisions/0003-openai-and-instructor.md.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import instructor
import openai
import tenacity
from instructor.core.exceptions import ResponseParsingError
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from summarise.completing.answers import Answer, read_answer
from summarise.completing.failures import ModeRejected, Transient, classify
from summarise.completing.profiles import Profile, in_dialect, profile_of
from summarise.errors import CompletionError, InvalidReply, SummariseError
from summarise.records import Completion, Mode, Prompt, Usage
from summarise.schemas.reply import PaperReply
from summarise.validating import read_reply, repeats_itself

_LADDER: tuple[Mode, ...] = ("json_schema", "json_object", "plain")
_BLANK_TRIES = 3
_REASK_CHARS = 6000
"""So much of an invalid reply is shown to the model again; more would crowd the paper out of the context."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
logging.getLogger("instructor").addHandler(logging.NullHandler())  # its retries are ours to report


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to ask. The key stays out of `repr`."""

    base_url: str
    model: str
    api_key: str
    timeout_s: float = 300
    retries: int = 4
    embedded: bool = False

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r})"

    def hide_key(self, text: str) -> str:
        """`text` without the key, should a server have echoed it."""
        return text.replace(self.api_key, "[key]") if len(self.api_key) > 3 else text


class ChatCompleter:
    """Asks an OpenAI-compatible endpoint, stepping down json_schema → json_object → plain where it must."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.profile: Profile = profile_of(endpoint.base_url, embedded=endpoint.embedded)
        self.mode: Mode = self.profile.first_mode
        loopback = (urlsplit(endpoint.base_url).hostname or "") in _LOOPBACK
        self._client = openai.AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",  # the client insists on one; keyless servers ignore it
            max_retries=0,
            timeout=endpoint.timeout_s,
            http_client=openai.DefaultAsyncHttpxClient(trust_env=not loopback),  # no proxy stands before loopback
        )

    async def complete(self, prompt: Prompt) -> Completion:
        """See Completer.complete."""
        asking = _Asking(self, prompt)
        reader = _reader(asking)
        ask: Any = instructor.patch(create=asking.request, mode=instructor.Mode.JSON_SCHEMA)
        try:
            await ask(response_model=reader, messages=prompt.messages, model=self.endpoint.model, max_retries=1)
        except SummariseError:
            raise
        except Exception as error:  # noqa: BLE001  instructor wraps whatever ended its loop; ours is inside
            raise asking.failure(error) from None
        return asking.completion()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.close()

    async def ask(self, messages: list[dict[str, Any]], prompt: Prompt, max_tokens: int) -> tuple[Answer, Mode]:
        """One answer, its text not read yet; with tries after transient failures and steps down the ladder."""
        for mode in _LADDER[_LADDER.index(self.mode) :]:
            try:
                answer = await self._tries(self._body(messages, prompt, max_tokens, mode), mode)
            except ModeRejected as rejection:
                if mode == _LADDER[-1]:
                    raise CompletionError("rejected", str(rejection)) from None
                continue
            self.mode = max(self.mode, mode, key=_LADDER.index)  # only a rung that answered is remembered
            return answer, mode
        raise AssertionError("the ladder has a last rung")

    async def model_names(self) -> list[str]:
        """The models that the endpoint lists."""
        try:
            return [model.id async for model in self._client.models.list()]
        except (openai.APIConnectionError, openai.APIStatusError) as error:
            raise _hidden(classify(error, self.endpoint.base_url, constrained=False), self.endpoint) from None

    async def try_once(self, messages: list[dict[str, Any]], schema: dict[str, Any], mode: Mode) -> Answer:
        """One short answer in exactly that mode, without retries; raises ModeRejected, Transient or our errors."""
        prompt = Prompt(name="probe", prefix="", paper="", schema_name="Probe", json_schema=schema, max_tokens=40)
        return await self._send(self._body(messages, prompt, prompt.max_tokens, mode), mode)

    async def _tries(self, body: dict[str, Any], mode: Mode) -> Answer:
        """The answer to one body, tried again with full jitter or as Retry-After says."""
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.endpoint.retries + 1),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(Transient),
            reraise=True,
        )
        try:
            return await tries(self._send, body, mode)
        except Transient as failure:
            raise failure.final(self.endpoint.base_url) from None

    async def _send(self, body: dict[str, Any], mode: Mode) -> Answer:
        try:
            async with asyncio.timeout(self.endpoint.timeout_s):  # the client's own limit restarts with every byte
                raw = await self._client.chat.completions.with_raw_response.create(**body)
        except (openai.OpenAIError, TimeoutError) as error:
            raise _hidden(classify(error, self.endpoint.base_url, mode != "plain"), self.endpoint) from None
        return read_answer(raw.content, self.endpoint.model)

    def _body(self, messages: list[dict[str, Any]], prompt: Prompt, max_tokens: int, mode: Mode) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": messages,
            "temperature": 0,
            self.profile.max_tokens_field: max_tokens,
            "extra_body": self.profile.extra_body,
        }
        if mode == "json_object":
            body["response_format"] = {"type": "json_object"}
        elif mode == "json_schema":
            schema = in_dialect(prompt.json_schema, self.profile)
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": prompt.schema_name, "schema": schema, "strict": True},
            }
        return body


class _Asking:
    """One paper's exchange: what instructor calls to send, and what came of it."""

    def __init__(self, completer: ChatCompleter, prompt: Prompt) -> None:
        self._completer = completer
        self._prompt = prompt
        self._usage = Usage()
        self._answer: Answer | None = None
        self._mode: Mode = completer.mode
        self._problems: InvalidReply | None = None

    async def request(self, *, messages: list[dict[str, Any]], **_: Any) -> ChatCompletion:
        """Sends `messages`; the answer in the shape that instructor reads. Its own request options are not used."""
        answer = await self._ask(messages, self._prompt.max_tokens)
        if answer.truncated and not self._fits(answer) and not repeats_itself(answer.text):
            answer = await self._ask(messages, 2 * self._prompt.max_tokens)
            if answer.truncated and not self._fits(answer):
                raise CompletionError(
                    "truncated", f"the reply was still cut off at {2 * self._prompt.max_tokens} tokens", answer.text
                )
        message = {"role": "assistant", "content": answer.text[:_REASK_CHARS]}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return ChatCompletion.model_validate(
            {"id": "", "object": "chat.completion", "created": 0, "model": answer.model, "choices": [choice]}
        )

    async def _ask(self, messages: list[dict[str, Any]], max_tokens: int) -> Answer:
        """An answer that is not blank."""
        for _ in range(_BLANK_TRIES):
            answer, self._mode = await self._completer.ask(messages, self._prompt, max_tokens)
            self._usage += answer.usage
            self._answer = answer
            if answer.text.strip():
                return answer
        raise CompletionError("blank", f"the endpoint answered with blank content {_BLANK_TRIES} times")

    def _fits(self, answer: Answer) -> bool:
        try:
            read_reply(answer.text, PaperReply)
        except InvalidReply:
            return False
        return True

    def read(self) -> PaperReply:
        """The latest answer, read and validated."""
        assert self._answer is not None
        try:
            return read_reply(self._answer.text, PaperReply)
        except InvalidReply as problems:
            self._problems = problems
            raise

    def completion(self) -> Completion:
        """What is cached and reconciled."""
        assert self._answer is not None
        return Completion(text=self._answer.text, model=self._answer.model, mode=self._mode, usage=self._usage)

    def failure(self, error: Exception) -> SummariseError:
        """Our own error inside what instructor raised."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, SummariseError):
                return cause
            cause = cause.__cause__ or cause.__context__
        if self._problems is not None:
            return self._problems
        return CompletionError("internal", self._completer.endpoint.hide_key(f"{type(error).__name__}: {error}"))


def _reader(asking: _Asking) -> type[BaseModel]:
    """A response model whose validation is our reader; its failure makes instructor ask again with our sentences."""

    class Reply(BaseModel):
        name: ClassVar[str] = PaperReply.__name__

        @classmethod
        def model_validate_json(cls, *_: Any, **__: Any) -> Reply:
            try:
                asking.read()
            except InvalidReply as invalid:
                sentences = "\n".join(f"- {problem}" for problem in invalid.problems)
                raise ResponseParsingError(sentences, mode="json_schema", raw_response=None) from None
            return cls()

    return Reply


def _wait(state: tenacity.RetryCallState) -> float:
    """Seconds until the next try: what the endpoint asked for, else full jitter up to 30 s."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Transient) and error.retry_after_s is not None:
        return error.retry_after_s
    return float(tenacity.wait_random_exponential(multiplier=0.5, max=30)(state))


def _hidden(error: Exception, endpoint: Endpoint) -> Exception:
    """The error with the key taken out of its message."""
    error.args = tuple(endpoint.hide_key(arg) if isinstance(arg, str) else arg for arg in error.args)
    return error
