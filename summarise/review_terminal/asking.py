"""A question and what is typed to it: prompt and answer on one line, whoever shows the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.review_terminal.keys import Keys
    from summarise.review_terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks on a screen, and reads what is typed. Raises EOFError when nothing more is."""

    keys: Keys
    screen: Screen

    def key(self, prompt: str) -> str:
        """The key that answers."""
        self.screen.ask(prompt)
        key = self.keys.key()
        if not self.keys.shows_keys:
            self.screen.say(key)
        return key

    def line(self, prompt: str) -> str:
        """The line that answers."""
        self.screen.ask(prompt)
        line = self.keys.line()
        if not self.keys.shows_lines:
            self.screen.say(line)
        return line
