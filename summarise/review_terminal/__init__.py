"""Review in a terminal: the engine behind prompts and single keys, over ssh, for screen readers and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.reviewing import Review, Row


def review_in_terminal(review: Review, rows: list[Row]) -> None:
    """Shows the values of `rows` and records what is typed, until 'q' or the end of standard input.

    Raises KeyboardInterrupt on Ctrl-C; what was decided is on disk then too.
    """
    from summarise.review_terminal.asking import Asking
    from summarise.review_terminal.keys import keys_of_stdin
    from summarise.review_terminal.screen import Screen, console_of_stdout
    from summarise.review_terminal.session import Session

    screen = Screen(console_of_stdout())
    try:
        Session(review, Asking(keys_of_stdin(), screen), rows).run()
    except EOFError:
        screen.say()
