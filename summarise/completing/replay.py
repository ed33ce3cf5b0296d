"""A Completer that answers from stored replies: for tests, and to try a rule or a policy without a model.

Unlike a real one it hands replies on unvalidated, so that a bad one can be planted.
"""

from __future__ import annotations

from collections.abc import Mapping

from summarise.errors import CompletionError
from summarise.records import Completion, Prompt, Usage


class ReplayCompleter:
    """Answers each prompt with the reply stored under a piece of its paper's text."""

    def __init__(self, replies: Mapping[str, str | Exception], model: str = "replay") -> None:
        """`replies` maps words that stand in a paper's prompt to the reply's text, or to the error to raise."""
        self.replies = dict(replies)
        self.model = model
        self.asked: list[Prompt] = []

    async def complete(self, prompt: Prompt) -> Completion:
        """The stored reply as it is, unvalidated; raises CompletionError 'not_recorded' where none is stored."""
        self.asked.append(prompt)
        for words, reply in self.replies.items():
            if words in prompt.paper:
                if isinstance(reply, Exception):
                    raise reply
                return Completion(text=reply, model=self.model, mode="plain", usage=Usage(requests=1))
        raise CompletionError("not_recorded", f"no reply is stored for the paper that begins {prompt.paper[:60]!r}")

    async def aclose(self) -> None:
        """Nothing to give back."""
