"""How many tokens a request will cost, before its reply says so."""

from __future__ import annotations

_TOKENS_A_CHAR = 0.3
"""English text and JSON; the first replies put it right."""
_SHARE_OF_MAX = 0.5
"""Replies rarely use up their limit of tokens."""
_NEWS = 0.1
"""The weight of one reply in the running means."""


class TokenEstimate:
    """Learns from replies how many tokens a character costs, and which share of their limit replies use."""

    def __init__(self) -> None:
        self._a_char = _TOKENS_A_CHAR
        self._of_max = _SHARE_OF_MAX

    def of(self, chars: int, max_tokens: int) -> float:
        """Tokens that a prompt of `chars` characters and its reply will cost."""
        return chars * self._a_char + max_tokens * self._of_max

    def learn(self, chars: int, max_tokens: int, prompt_tokens: int, completion_tokens: int) -> None:
        """Takes in what a reply cost; servers that count nothing teach nothing."""
        if prompt_tokens and chars:
            self._a_char += _NEWS * (prompt_tokens / chars - self._a_char)
        if completion_tokens and max_tokens:
            self._of_max += _NEWS * (completion_tokens / max_tokens - self._of_max)
