"""One run of `summarise tag`: what is done with the records, what is said and logged, and what it ends with."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from summarise.cli.printing import say
from summarise.errors import CostReached, SummariseError
from summarise.telling import counted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from summarise.cli.progress import Shown
    from summarise.cli.run_log import RunLog
    from summarise.concluding import Finished
    from summarise.costing import Spending
    from summarise.pacing import Pace, PaceState
    from summarise.pipeline import Tally
    from summarise.reading import Reading
    from summarise.settings import Settings

_REASONS_SHOWN = 10


def run(reading: Reading, settings: Settings, output: str, log_file: Path | None, *, quiet: bool) -> int:
    """Writes the records; the exit code."""
    from summarise.cli.run_log import RunLog

    with RunLog(log_file) if log_file else contextlib.nullcontext() as log:
        run = _Run(reading, settings, output, log)
        try:
            return run.done(quiet=quiet)
        except KeyboardInterrupt:
            _leave_interrupted(run)
        except SummariseError as error:
            run.log_end(error.exit_code)
            raise


class _Run:
    """One run of the command: what it counts, spends and writes."""

    def __init__(self, reading: Reading, settings: Settings, output: str, log: RunLog | None) -> None:
        from summarise.costing import Spending
        from summarise.pipeline import Tally

        self.reading, self.settings, self.output, self.log = reading, settings, output, log
        self.tally, self.outcome, self.spending = Tally(), _Outcome(), Spending()
        self.asked = ""
        self._gate: Pace | None = None
        self._started = time.monotonic()

    def done(self, *, quiet: bool) -> int:
        """Does it all; the exit code."""
        from summarise.cli.progress import progress
        from summarise.cli.watching import Watched

        reached: CostReached | None = None
        watched = Watched(self.tally, lambda: self.spending, self._total, pace=self._pace)
        with progress(watched, quiet=quiet) as shown:
            records = self._records(shown)
            try:
                with contextlib.closing(records):
                    _write(self._watched(records), self.output, self.outcome)
            except CostReached as error:
                reached = error
        if not quiet:
            _say_done(self)
        code = self._say_why_it_ended(reached)
        self.log_end(code)
        return code

    def log_end(self, exit_code: int) -> None:
        """Ends the log with the totals."""
        if self.log is not None:
            self.log.end(self.tally, self.spending, self.seconds, exit_code)

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._started

    @property
    def kept(self) -> str:
        """Where the finished papers of a run are that has not come to its end; '' where none are."""
        there = self.outcome.written
        return f" {there:,} finished papers are in {self.output}.partial." if there else ""

    def _records(self, shown: Shown) -> Generator[Finished, None, None]:
        from summarise.costing import spending_of
        from summarise.endpoints import Watch, choose_endpoint
        from summarise.tagging import finished as records_of

        endpoint = choose_endpoint(self.settings, Watch(shown.fetching, shown.state))
        asked = endpoint.identity if endpoint else None
        self._gate = endpoint.pace if endpoint else None
        if asked is not None:
            self.asked = f"{asked.model} at {asked.endpoint}"
            self.spending = spending_of(self.settings, asked.endpoint, asked.model)
            _say_if_limited_for_nothing(self.settings, self.spending, asked.endpoint)
        if self.log is not None:
            self.log.start(self.settings, self.spending, (asked.endpoint, asked.model) if asked else None)
        _say_if_of_another_model(self.settings, asked.model if asked else None)
        # Documents are read here, where Ctrl-C is heard; the first paper comes when all of them are.
        first = list(itertools.islice(self.reading, 1))
        papers = itertools.chain(first, self.reading)
        return records_of(papers, self.settings, endpoint=endpoint, tally=self.tally, spending=self.spending)

    def _watched(self, records: Iterator[Finished]) -> Iterator[Finished]:
        for number, one in enumerate(records):
            if not number:
                gc.freeze()  # what is loaded by now stays: it is not looked through again and again for garbage
            self.outcome.note(one)
            yield one
            if self.log is not None:
                self.log.paper(one.record, self.spending.took_s(one.record.id))

    def _pace(self) -> PaceState | None:
        """How fast the endpoint is asked, once somebody is asked."""
        return self._gate.state() if self._gate is not None and self.spending.in_flight else None

    def _total(self) -> int | None:
        """How many papers there are, once all documents are read."""
        return self.reading.records - self.reading.joined or None

    def _say_why_it_ended(self, reached: CostReached | None) -> int:
        """Says what went wrong on the way; the exit code."""
        tally = self.tally
        if tally.cache_error:
            say(f"answers are not kept: {tally.cache_error}")
        if tally.endpoint_error:
            say(f"the endpoint failed: {tally.endpoint_error}\nRun the same command again to go on.")
        if reached is not None:
            say(
                f"{reached}.{self.kept} What was answered is cached: run the same command again to spend as much "
                "again, or with another --max-cost."
            )
            return reached.exit_code
        return _exit_code(tally, self.outcome)


def _say_if_limited_for_nothing(settings: Settings, spending: Spending, endpoint: str) -> None:
    """Tells that --max-cost stops nothing at an address of this machine, behind which a paid service may be."""
    if settings.max_cost is not None and spending.price and spending.price.free and not settings.local:
        say(
            f"{endpoint} is on this machine and counts as free, so --max-cost stops nothing; "
            "if it passes requests on to a paid service, name its prices (--prices FILE, docs/cost.md)"
        )


def _say_if_of_another_model(settings: Settings, model: str | None) -> None:
    """Tells that the user's calibration was learned from another model's replies than will be judged by it."""
    if not settings.calibration:
        return
    from summarise.reconciling.trust import read_calibration

    learned = read_calibration(settings.calibration).model
    ours, theirs = model or "", learned or ""
    if (ours and theirs and (ours.startswith(theirs) or theirs.startswith(ours))) or ours == theirs:
        return  # endpoints add a date to the name that was asked for
    say(
        f"{settings.calibration} was learned from {theirs or 'the rules alone'}, and {ours or 'the rules alone'} is run"
    )


class _Outcome:
    """What the final lines need beyond the tally: what is written, why papers failed, how many were no papers."""

    def __init__(self) -> None:
        self.written = 0
        self.unreadable = 0
        self.reasons: list[str] = []

    def note(self, finished: Finished) -> None:
        record = finished.record if finished.status == "failed" else None
        if record is None or record.error is None:
            return
        unread = not record.paper.abstract
        self.unreadable += unread
        if len(self.reasons) < _REASONS_SHOWN:
            self.reasons.append(
                record.error.message if unread else f"{record.id}: {record.error.kind}: {record.error.message}"
            )


def _write(records: Iterator[Finished], output: str, outcome: _Outcome) -> None:
    if output == "-":
        for record in records:
            sys.stdout.write(f"{record.line}\n")
            sys.stdout.flush()
        return
    from summarise.runs import RunFile

    with RunFile(Path(output)) as run:
        for record in records:
            run.write_line(record.line)
            outcome.written = run.written


def _say_done(run: _Run) -> None:
    from summarise.cli.printing import printable
    from summarise.cli.summing_up import summary

    tally, reading, outcome = run.tally, run.reading, run.outcome
    lines = summary(tally, run.spending, run.seconds, asked=run.asked)
    if reading.joined:
        lines.append(f"Joined to another as its copies: {reading.joined:,} of {counted(reading.records, 'record')}.")
    if not reading.near_copies_joined:
        lines.append(f"Near copies were looked for only among the first records; {reading.beyond_near:,} came later.")
    lines += [f"  {reason}" for reason in outcome.reasons]
    if tally.unanswered:
        lines.append(f"Failed questions of further witnesses: {tally.unanswered:,}; provenance.witnesses says how.")
    if tally.failed > len(outcome.reasons):
        lines.append(f"  … and {tally.failed - len(outcome.reasons):,} more; each is a failed record with its reason.")
    if run.output != "-" and tally.flagged:
        lines.append(f"Look at them: summarise conflicts {run.output}")
    typer.echo(printable("\n".join(lines)), err=True)


def _leave_interrupted(run: _Run) -> NoReturn:
    """Ends the process at once: a thread that still fetches weights would hold it up for minutes."""
    say(f"interrupted.{run.kept} What was answered is cached: run the same command again to go on.")
    run.log_end(130)
    with contextlib.suppress(ValueError):  # a thread that still waits for a line holds it
        run.reading.close()
    sys.stdout.flush()
    os._exit(130)


def _exit_code(tally: Tally, outcome: _Outcome) -> int:
    if outcome.unreadable and outcome.unreadable == tally.papers:
        return 4
    if tally.failed and tally.failed == tally.papers:
        return 6
    return 7 if tally.failed else 0
