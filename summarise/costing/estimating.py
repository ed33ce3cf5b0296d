"""Tokens told from characters, without the endpoint's tokenizer: by what replies have cost so far, else by defaults.

`python -m benchmarks.costs` compares the estimates with the tokens that an endpoint counted.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from summarise.records import Prompt, Usage

if TYPE_CHECKING:
    from summarise.costing.prices import Price

CHARS_A_TOKEN = 3.9
"""Of an English prompt; for other writings and tokenizers the first replies tell better."""
USUAL_COMPLETION = {
    "compact.v3": 246, "extract.v1": 329, "bare.v3": 301, "quotes.v3": 256, "assisted.v4": 243, "facts.v3": 211,
    "names.v3": 114, "own.v1": 202, "numbers.v1": 143, "feedback.v1": 141,
}  # fmt: skip
"""Tokens of a reply by the prompt's name: what the embedded 1.5B model answered to the seeds, in the mean."""
ANY_COMPLETION = 250
"""Tokens of a reply to any other prompt."""
USUAL_NUMBERS, A_NUMBER = 8.5, 0.024
"""Replies are longer where the paper has more numbers to tell: by so much of their length for each beyond the usual,
as a line through the replies to the seeds says (compact.v3). Its length in characters tells hardly anything."""
_MOST_NUMBERS = 40
"""Lists in replies have an end; more numbers make them no longer."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_REMEMBERED = 500
_EVERY = 20


@dataclass(slots=True)
class _Seen:
    """What replies to one prompt template have cost, summed up."""

    replies: int = 0
    chars: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    lengths: float = 0.0
    """Of the replies, in times of a usual one, by the papers' numbers."""
    cached: deque[int] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """Prompt tokens that the endpoint found in its own cache, of the latest replies."""
    usual_cached: int = 0
    """Their median, made anew now and then."""


class Size(NamedTuple):
    """What of a prompt tells its tokens: the template's name, characters of prefix and whole, numbers in the paper."""

    name: str
    prefix_chars: int
    chars: int
    numbers: float = USUAL_NUMBERS

    @property
    def length(self) -> float:
        """How long the reply will be, in times of a usual one."""
        return 1 + A_NUMBER * (min(self.numbers, _MOST_NUMBERS) - USUAL_NUMBERS)


def size_of(prompt: Prompt) -> Size:
    """A prompt's size."""
    numbers = sum(1 for _ in _NUMBER.finditer(prompt.paper))
    return Size(prompt.name, len(prompt.prefix), len(prompt.prefix) + len(prompt.paper), numbers)


class Estimator:
    """Expects what questions will cost, and learns from what was counted; by prompt template, so one for a model."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def learn(self, size: Size, usage: Usage) -> None:
        """Takes in what the endpoint counted for a prompt, its re-asks included; nothing where it counts nothing."""
        if usage.prompt_tokens <= 0:
            return
        seen = self._seen.setdefault(size.name, _Seen())
        seen.replies += 1
        seen.chars += size.chars
        seen.prompt_tokens += usage.prompt_tokens
        seen.completion_tokens += usage.completion_tokens
        seen.lengths += size.length
        seen.cached.append(usage.cached_tokens)
        if seen.replies < _EVERY or seen.replies % _EVERY == 0:
            seen.usual_cached = sorted(seen.cached)[len(seen.cached) // 2]

    def learned_from(self, name: str) -> int:
        """How many replies to prompts of that name were taken in."""
        return self._seen[name].replies if name in self._seen else 0

    def expect(self, size: Size, price: Price | None = None, *, warm: bool = True) -> Usage:
        """The tokens that a question will probably cost.

        `warm` says whether questions with the same prefix were asked just before: then prefix tokens are in the
        endpoint's cache, as many as usual there, or all of them where nobody knows and `price` tells that they count.
        """
        seen = self._seen.get(size.name) or _Seen()
        a_char = seen.prompt_tokens / seen.chars if seen.replies else 1 / CHARS_A_TOKEN
        usual = USUAL_COMPLETION.get(size.name, ANY_COMPLETION)
        completion = size.length * (seen.completion_tokens + usual) / (seen.lengths + 1)  # the default is one reply
        whole = round(size.chars * a_char)
        cached = 0
        if warm and seen.replies:
            cached = seen.usual_cached
        elif warm and price is not None and price.cached is not None and whole >= price.least_prefix:
            cached = round(size.prefix_chars * a_char)
        return Usage(
            prompt_tokens=whole, completion_tokens=round(completion), cached_tokens=min(cached, whole), requests=1
        )
