"""An invalid reply asked for again, by instructor: the model is shown what it said and what is wrong with it.

instructor is given the reply that is there already, then our own request function, and our own reader: think blocks,
fences and `reasoning_content` are read by one piece of code whatever the mode. Only a run with an invalid reply imports
this; see docs/decisions/0003-openai-and-instructor.md.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

import instructor
from instructor.core.exceptions import ResponseParsingError
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from summarise.completing.answers import Answer
from summarise.completing.asking import Asking
from summarise.completing.taxonomy import kind_of
from summarise.errors import InvalidReply, SummariseError
from summarise.markers import without_marks

_RE_ASKS = kind_of("invalid").more
_REASK_CHARS = 6000
"""So much of an invalid reply is shown to the model again; more would crowd the paper out of the context."""
_current: ContextVar[_ReAsk] = ContextVar("summarise_re_ask")
"""What instructor is working on in this task."""


async def re_ask(asking: Asking, answer: Answer, problems: InvalidReply) -> Answer:
    """The first valid answer after the invalid one; raises InvalidReply where none comes, and what asking raises."""
    again = _ReAsk(asking, answer, problems)
    token = _current.set(again)
    try:
        await _instructed(
            response_model=_Reply, messages=asking.prompt.messages, model=answer.model, max_retries=_RE_ASKS
        )
    except Exception as error:  # noqa: BLE001  instructor wraps whatever ended its loop; ours is inside
        raise again.failure(error) from None
    finally:
        _current.reset(token)
    return again.answer


class _ReAsk:
    """What instructor calls to send and to read."""

    def __init__(self, asking: Asking, answer: Answer, problems: InvalidReply) -> None:
        self.answer = answer
        self._asking = asking
        self._problems = problems
        self._requests = 0

    async def request(self, messages: list[dict[str, Any]]) -> ChatCompletion:
        """The invalid answer that is there already, then those to `messages`; in the shape that instructor reads."""
        if self._requests:
            self.answer = await self._asking.request(messages)
        self._requests += 1
        message = {"role": "assistant", "content": without_marks(self.answer.text[:_REASK_CHARS])}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return ChatCompletion.model_validate(
            {"id": "", "object": "chat.completion", "created": 0, "model": self.answer.model, "choices": [choice]}
        )

    def problems(self) -> InvalidReply | None:
        """What is wrong with the latest answer; None where it is valid."""
        if self._requests == 1:
            return self._problems
        problems = self._asking.problems()
        self._problems = problems or self._problems
        return problems

    def failure(self, error: Exception) -> SummariseError:
        """Our own error inside what instructor raised."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, SummariseError):
                return cause
            cause = cause.__cause__ or cause.__context__
        return self._problems


class _Reply(BaseModel):
    """A response model whose validation is our reader; its failure makes instructor ask again with our sentences."""

    @classmethod
    def model_validate_json(cls, *_: Any, **__: Any) -> _Reply:
        if invalid := _current.get().problems():
            sentences = "\n".join(f"- {problem}" for problem in invalid.problems)
            raise ResponseParsingError(sentences, mode="json_schema", raw_response=None)
        return cls()


async def _request(*, messages: list[dict[str, Any]], **_: Any) -> ChatCompletion:
    """What instructor calls; its own request options are not used."""
    return await _current.get().request(messages)


_instructed: Any = instructor.patch(create=_request, mode=instructor.Mode.JSON_SCHEMA)


def _not_while_asking(_: logging.LogRecord) -> bool:
    """Whether instructor works for somebody else; what it says of our papers is in their records."""
    return _current.get(None) is None


for _name in ("instructor", "instructor.v2", "instructor.v2.retry"):
    logging.getLogger(_name).addFilter(_not_while_asking)
