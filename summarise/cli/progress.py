"""Progress of a run: a few lines on a terminal, one now and then elsewhere; nothing on stdout."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from summarise.cli.printing import oneline, say
from summarise.cli.watching import Watched, duration

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_LINE_EVERY_S = 10.0
_A_SECOND = 4
"""So often a terminal is drawn anew."""
_WIDE = 70
"""A narrower terminal has no room for a bar."""


class Shown(Protocol):
    """Who is told how the run goes."""

    def fetching(self, done: int, total: int) -> None:
        """Bytes of weights that are there, of all."""

    def state(self, state: str) -> None:
        """What the run waits for."""


@contextmanager
def progress(watched: Watched, *, quiet: bool) -> Iterator[Shown]:
    """Shows the progress of a run until the context ends."""
    if quiet:
        with _Lines(watched, lambda line: None) as lines:
            yield lines
    elif sys.stderr.isatty():
        from rich.console import Console

        with on_terminal(watched, Console(stderr=True)) as shown:
            yield shown
    else:
        with _Lines(watched, say) as lines:
            yield lines


class _Lines:
    """A plain line every ten seconds besides changes of state, whether or not papers are finished meanwhile."""

    def __init__(self, watched: Watched, tell: Callable[[str], None]) -> None:
        self._watched = watched
        self._tell = tell
        self._state = ""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="progress", daemon=True)

    def __enter__(self) -> _Lines:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def fetching(self, done: int, total: int) -> None:
        self._state = _fetched(done, total)

    def state(self, state: str) -> None:
        self._state = ""
        self._tell(oneline(state))

    def _go_on(self) -> None:
        """Says how far the run is, from time to time; rates need a look more often."""
        last = time.monotonic()
        while not self._end.wait(1.0):
            self._watched.look()
            if time.monotonic() - last >= _LINE_EVERY_S:
                last = time.monotonic()
                self._tell(line(self._watched) if self._watched.tally.papers or not self._state else self._state)


def line(watched: Watched) -> str:
    """All that is known, on one line."""
    total, left = watched.total(), watched.seconds_left
    parts = [
        f"{watched.tally.papers:,}/{f'{total:,}' if total is not None else '?'} papers: {watched.counts()}",
        watched.speed(),
        watched.money(),
        f"about {duration(left)} left" if left is not None else "",
    ]
    return "; ".join(part for part in parts if part)


@contextmanager
def on_terminal(watched: Watched, console: Console) -> Iterator[Shown]:
    """A bar and a few lines that fit the terminal, drawn in place and taken away at the end."""
    from rich.live import Live

    screen = Screen(watched, lambda: console.width)
    with Live(
        console=console,
        get_renderable=screen.drawn,
        refresh_per_second=_A_SECOND,
        transient=True,  # the final summary says it all again
        redirect_stdout=False,  # records go to stdout, whatever is drawn on stderr
        redirect_stderr=False,
    ):
        yield screen


class Screen:
    """What is drawn on a terminal."""

    def __init__(self, watched: Watched, width: Callable[[], int]) -> None:
        self._watched = watched
        self._width = width
        self._state = "reading"

    def fetching(self, done: int, total: int) -> None:
        """See Shown."""
        self._state = _fetched(done, total)

    def state(self, state: str) -> None:
        """See Shown."""
        self._state = oneline(state)

    def drawn(self) -> RenderableType:
        """A bar with how far the run is, and a line each for papers, speed and money; none is ever wrapped."""
        from rich.console import Group
        from rich.text import Text

        watched = self._watched
        watched.look()
        if not watched.tally.papers and not watched.purse().in_flight:
            return self._head()
        lines = [text for text in (watched.counts(), watched.speed(), watched.money()) if text]
        return Group(
            self._head(), *(Text(f"  {text}", no_wrap=True, overflow="ellipsis", style="dim") for text in lines)
        )

    def _head(self) -> RenderableType:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        watched = self._watched
        done, total, left = watched.tally.papers, watched.total(), watched.seconds_left
        doing = "tagging" if done else self._state
        papers = f"{done:,}/{f'{total:,}' if total is not None else '?'} papers"
        until = f"about {duration(left)} left" if left is not None else ""
        if self._width() < _WIDE:
            return Text(f"{doing} {papers} {until}", no_wrap=True, overflow="ellipsis")
        head = Table.grid(padding=(0, 1))
        for _ in range(4):
            head.add_column(no_wrap=True, overflow="ellipsis")
        bar = ProgressBar(total=total, completed=done, width=20, pulse=total is None)
        head.add_row(Text(doing), bar, Text(papers), Text(until))
        return head


def _fetched(done: int, total: int) -> str:
    return f"fetching weights: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB"


@contextmanager
def progress_of_fetch() -> Iterator[Callable[[int, int], None]]:
    """What is told (bytes done, bytes in all) and shows it: a bar on a terminal, a line now and then elsewhere."""
    if not sys.stderr.isatty():
        last = [0.0]

        def tell(done: int, total: int) -> None:
            if time.monotonic() - last[0] >= _LINE_EVERY_S or done == total:
                last[0] = time.monotonic()
                say(f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB")

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
