"""Progress of a run: a bar on a terminal, a line now and then elsewhere; nothing on stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from summarise.cli.printing import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from summarise.pipeline import Tally
    from summarise.reading import Reading

_LINE_EVERY_S = 10.0


class Shown(Protocol):
    """Who is told how the run goes."""

    def record_done(self) -> None:
        """One more record is written."""

    def fetching(self, done: int, total: int) -> None:
        """Bytes of weights that are there, of all."""

    def state(self, state: str) -> None:
        """What the run waits for."""


@contextmanager
def progress(tally: Tally, reading: Reading, *, quiet: bool) -> Iterator[Shown]:
    """What shows the progress of `tally` until the context ends."""
    if quiet:
        yield _Silent()
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield _Bar(bar, tally, reading)
    else:
        yield _Lines(tally, reading)


def counts(tally: Tally) -> str:
    """'7 flagged, 0 failed, 3 cached, 12,345 tokens'."""
    tokens = tally.usage.prompt_tokens + tally.usage.completion_tokens
    return f"{tally.flagged:,} flagged, {tally.failed:,} failed, {tally.cached:,} cached, {tokens:,} tokens"


def _total(reading: Reading) -> int | None:
    """How many papers there are, once all documents are read."""
    return reading.records - reading.joined or None


class _Silent:
    def record_done(self) -> None: ...

    def fetching(self, done: int, total: int) -> None: ...

    def state(self, state: str) -> None: ...


class _Lines:
    """Plain lines, at most one in ten seconds besides changes of state."""

    def __init__(self, tally: Tally, reading: Reading) -> None:
        self._tally, self._reading = tally, reading
        self._started = self._last = time.monotonic()

    def record_done(self) -> None:
        if self._due():
            total = _total(self._reading)
            left = self._left(total)
            self._say(f"{self._tally.papers:,}/{total or '?'} papers, {counts(self._tally)}{left}")

    def fetching(self, done: int, total: int) -> None:
        if self._due():
            self._say(f"fetching weights: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB")

    def state(self, state: str) -> None:
        self._say(state)

    def _left(self, total: int | None) -> str:
        asked = self._tally.papers - self._tally.cached
        if not total or asked < 1:
            return ""
        seconds = (time.monotonic() - self._started) / asked * (total - self._tally.papers)
        return f", about {seconds:,.0f} s left"

    def _due(self) -> bool:
        now = time.monotonic()
        due = now - self._last >= _LINE_EVERY_S
        if due:
            self._last = now
        return due

    def _say(self, line: str) -> None:
        say(line)


class _Bar:
    """A rich bar on stderr."""

    def __init__(self, bar: Progress, tally: Tally, reading: Reading) -> None:
        self._bar, self._tally, self._reading = bar, tally, reading
        self._task = bar.add_task("reading", total=None, counts="")

    def record_done(self) -> None:
        self._bar.update(
            self._task,
            description="tagging",
            total=_total(self._reading),
            completed=self._tally.papers,
            counts=counts(self._tally),
        )

    def fetching(self, done: int, total: int) -> None:
        self._bar.update(self._task, description=f"fetching weights, {done / 1e6:,.0f} of {total / 1e6:,.0f} MB")

    def state(self, state: str) -> None:
        self._bar.update(self._task, description=state)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        redirect_stdout=False,  # records go to stdout, whatever the bar does on stderr
        redirect_stderr=False,
    )


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
