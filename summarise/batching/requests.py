"""What a run asks of each paper, and which of its replies are cached already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from summarise.cache import ReplyCache, reply_key
from summarise.completing.completer import EndpointIdentity
from summarise.errors import InvalidReply
from summarise.inquiring import inquiry_of
from summarise.records import Paper, Prompt
from summarise.settings import Settings
from summarise.validating import read_reply
from summarise.witnessing import called


@dataclass(frozen=True, slots=True)
class Request:
    """One question about one paper."""

    paper: Paper
    prompt: Prompt
    key: str
    """The key of its reply in the cache, the same as if it were asked directly."""


class Requests:
    """The questions that a run with these settings puts to one endpoint's model."""

    def __init__(self, settings: Settings, identity: EndpointIdentity, cache: ReplyCache) -> None:
        """Raises ConfigurationError for a prompt, vocabulary or schema that can't be used."""
        self.identity = identity
        self._inquiry = inquiry_of(settings, identity.model)
        self._witnesses = called(settings.witness)
        self._cache = cache

    def about(self, paper: Paper) -> Iterator[Request]:
        """The requests about a paper. Those of further witnesses come last, and only where the replies to the others
        are cached by then: they are about what these say.
        """
        first = [self._request(paper, prompt) for prompt in self._inquiry.prompts(paper)]
        yield from first
        if not self._witnesses:
            return
        replies = [reply for request in first if (reply := self.reply(request)) is not None]
        hearing = self._inquiry.judged(paper, replies).hearing if len(replies) == len(first) else None
        for witness in self._witnesses if hearing else ():
            assert hearing is not None
            if prompt := witness.question(hearing):
                yield self._request(paper, prompt)

    def reply(self, request: Request) -> BaseModel | None:
        """The cached reply, where there is a valid one."""
        stored = self._cache.get(request.key)
        try:
            return read_reply(stored.text, request.prompt.reply) if stored else None
        except InvalidReply:
            return None

    def _request(self, paper: Paper, prompt: Prompt) -> Request:
        return Request(paper, prompt, reply_key(prompt, self.identity.endpoint, self.identity.model))
