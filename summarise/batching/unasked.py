"""A Completer that asks nobody: a paper that no response answers fails with the reason that the files give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from summarise.batching.taking import Failed
from summarise.cache import reply_key
from summarise.completing.completer import EndpointIdentity
from summarise.errors import CompletionError
from summarise.records import Prompt


class Unasked:
    """Stands where the endpoint would be asked; `failed` is what became of requests, by the reply's key."""

    def __init__(self, identity: EndpointIdentity, failed: Mapping[str, Failed]) -> None:
        self._identity = identity
        self._failed = failed

    async def complete(self, prompt: Prompt) -> NoReturn:
        """Raises the CompletionError of the prompt's response; kind 'unanswered' where none came."""
        failed = self._failed.get(reply_key(prompt, self._identity.endpoint, self._identity.model))
        if failed is None:
            raise CompletionError("unanswered", "no response to it is in the files; write the batch again")
        raise CompletionError(failed.error.kind, f"{failed.place}: {failed.error}", failed.error.reply)

    async def aclose(self) -> None:
        """Nothing to give back."""
