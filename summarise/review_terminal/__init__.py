"""Review in a terminal: the engine behind prompts and single keys, over ssh, for screen readers and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.reviewing import Review, Wanted


def review_in_terminal(review: Review, wanted: Wanted) -> None:
    """Shows values one by one and records what is typed, until 'q' or the end of standard input.

    Raises UsageError where no value is wanted; KeyboardInterrupt on Ctrl-C: what was decided is on disk then too.
    """
    from summarise.errors import UsageError
    from summarise.review_terminal.asking import Asking
    from summarise.review_terminal.keys import keys_of_stdin
    from summarise.review_terminal.screen import Screen, console_of_stdout
    from summarise.review_terminal.session import Session
    from summarise.reviewing import Walk

    walk = Walk(review, wanted)
    if not walk:
        raise UsageError("there is nothing to settle: no value of the run that these filters want deserves a look")
    screen = Screen(console_of_stdout())
    try:
        Session(review, Asking(keys_of_stdin(), screen), wanted, walk).run()
    except EOFError:
        screen.say()
