"""`summarise tag`: the main job."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from summarise.cli import options
from summarise.cli.printing import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.pipeline import Tally
    from summarise.reading import Reading
    from summarise.records import Record
    from summarise.settings import Settings

_EPILOG = """Examples:

summarise tag seeds/*.txt --local -o run.jsonl

summarise tag papers.jsonl --base-url https://api.deepseek.com --model deepseek-chat -o run.jsonl

cat papers.jsonl | summarise tag - --rules-only | jq .summary.results

summarise tag abstracts.jsonl --local --schema trials.py:Trial -o trials.run.jsonl

Exit codes: 0 done; 3 configuration; 4 unreadable input; 5 endpoint unusable; 6 every paper failed;
7 some papers failed; 130 interrupted. Answered papers are cached: the same command goes on where it stopped."""
_REASONS_SHOWN = 10


def tag(  # noqa: PLR0913, PLR0917  one parameter an option
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help="Text or JSONL files; - is stdin.")],
    output: Annotated[
        str, typer.Option("-o", "--output", help="Where the run goes, one record a line; - is stdout.")
    ] = "-",
    base_url: options.BaseUrl = None,
    model: options.ModelName = None,
    local: options.Local = False,
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Ask no model at all.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="Stop after N papers.")] = None,
    concurrency: options.Concurrency = None,
    rpm: Annotated[int | None, typer.Option("--rpm", min=1, help="Requests a minute at most.")] = None,
    tpm: Annotated[int | None, typer.Option("--tpm", min=1, help="Tokens a minute at most, both ways.")] = None,
    timeout: Annotated[float | None, typer.Option("--timeout", min=1, help="Seconds for one request.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again even where a reply is cached.")] = False,
    cache_dir: options.CacheDir = None,
    vocabulary: options.VocabularyFile = None,
    policy: options.PolicyFile = None,
    calibration: options.CalibrationFile = None,
    min_confidence: options.MinConfidence = None,
    prompt: options.PromptName = None,
    witness: options.Witnesses = None,
    schema: options.OwnSchema = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no final summary.")] = False,
) -> None:
    """Read abstracts, ask the model, check by rules, and write one record a paper, in input order."""
    from summarise.cli.output import refuse_own_input, refuse_own_settings
    from summarise.inquiring import OwnInquiry
    from summarise.reading import read_papers
    from summarise.reconciling.trust import read_trust
    from summarise.settings import load_settings

    flags = {
        "base_url": base_url, "model": model, "local": local or None, "rules_only": rules_only or None,
        "concurrency": concurrency, "rpm": rpm, "tpm": tpm, "timeout_s": timeout, "refresh": refresh or None,
        "cache_dir": cache_dir,
        "vocabulary": vocabulary, "policy": policy, "calibration": calibration, "min_confidence": min_confidence,
        "witness": witness or None, "prompt": prompt, "own_schema": schema,
    }  # fmt: skip
    configuration = load_settings(flags)
    settings = configuration.settings
    # Faults of what the settings name are known before weights are fetched.
    if settings.own_schema:
        OwnInquiry(settings, settings.model or "")
    elif settings.vocabulary:
        options.read_named_vocabulary(configuration)
    read_trust(settings.policy, settings.calibration)
    reading = read_papers(documents, limit=limit)
    refuse_own_input(documents, output)
    refuse_own_settings(settings, output)
    raise typer.Exit(_run(reading, settings, output, quiet=quiet))


tag.__doc__ = f"{tag.__doc__}\n\n{_EPILOG}"


def _run(reading: Reading, settings: Settings, output: str, *, quiet: bool) -> int:
    """Writes the records; the exit code."""
    from summarise.cli.progress import progress
    from summarise.endpoints import Watch, choose_endpoint
    from summarise.pipeline import Tally
    from summarise.tagging import tag as records_of

    tally, outcome, started = Tally(), _Outcome(), time.monotonic()
    try:
        with progress(tally, reading, quiet=quiet) as shown:
            endpoint = choose_endpoint(settings, Watch(shown.fetching, shown.state))
            _say_if_of_another_model(settings, endpoint.identity.model if endpoint else None)
            # Documents are read here, where Ctrl-C is heard; the first paper comes when all of them are.
            first = list(itertools.islice(reading, 1))
            records = records_of(itertools.chain(first, reading), settings, endpoint=endpoint, tally=tally)
            with contextlib.closing(records):
                _write(_watched(records, outcome, shown.record_done), output, outcome)
    except KeyboardInterrupt:
        _leave_interrupted(reading, outcome, output)
    if not quiet:
        _say_done(tally, reading, outcome, output, time.monotonic() - started)
    if tally.cache_error:
        say(f"answers are not kept: {tally.cache_error}")
    if tally.endpoint_error:
        say(f"the endpoint failed: {tally.endpoint_error}\nRun the same command again to go on.")
    return _exit_code(tally, outcome)


def _say_if_of_another_model(settings: Settings, model: str | None) -> None:
    """Tells that the user's calibration was learned from another model's replies than will be judged by it."""
    from summarise.reconciling.trust import read_calibration

    learned = read_calibration(settings.calibration).model if settings.calibration else model
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

    def note(self, record: Record) -> None:
        if record.error is None:
            return
        unread = not record.paper.abstract
        self.unreadable += unread
        if len(self.reasons) < _REASONS_SHOWN:
            self.reasons.append(
                record.error.message if unread else f"{record.id}: {record.error.kind}: {record.error.message}"
            )


def _watched(records: Iterator[Record], outcome: _Outcome, done: Any) -> Iterator[Record]:
    for record in records:
        outcome.note(record)
        yield record
        done()


def _write(records: Iterator[Record], output: str, outcome: _Outcome) -> None:
    if output == "-":
        for record in records:
            sys.stdout.write(record.to_line() + "\n")
            sys.stdout.flush()
        return
    from summarise.runs import RunFile

    with RunFile(Path(output)) as run:
        for record in records:
            run.write(record)
            outcome.written = run.written


def _say_done(tally: Tally, reading: Reading, outcome: _Outcome, output: str, seconds: float) -> None:
    from summarise.cli.printing import printable

    lines = [
        f"{tally.papers:,} papers: {tally.accepted:,} accepted, {tally.flagged:,} flagged "
        f"({tally.flagged_values:,} values to look at), "
        f"{tally.failed:,} failed. {tally.cached:,} from the cache, {tally.usage.requests:,} requests, "
        f"{tally.usage.prompt_tokens:,} + {tally.usage.completion_tokens:,} tokens, {seconds:.1f} s."
    ]
    if reading.joined:
        lines.append(f"{reading.joined:,} of {reading.records:,} records are copies of another and were joined to it.")
    if not reading.near_copies_joined:
        lines.append(f"Near copies were looked for only among the first records; {reading.beyond_near:,} came later.")
    lines += [f"  {reason}" for reason in outcome.reasons]
    if tally.unanswered:
        lines.append(f"Failed questions of further witnesses: {tally.unanswered:,}; provenance.witnesses says how.")
    if tally.failed > len(outcome.reasons):
        lines.append(f"  … and {tally.failed - len(outcome.reasons):,} more; each is a failed record with its reason.")
    if output != "-" and tally.flagged:
        lines.append(f"Look at them: summarise conflicts {output}")
    typer.echo(printable("\n".join(lines)), err=True)


def _leave_interrupted(reading: Reading, outcome: _Outcome, output: str) -> NoReturn:
    """Ends the process at once: a thread that still fetches weights would hold it up for minutes."""
    kept = f" {outcome.written:,} finished papers are in {output}.partial." if outcome.written else ""
    say(f"interrupted.{kept} What was answered is cached: run the same command again to go on.")
    with contextlib.suppress(ValueError):  # a thread that still waits for a line holds it
        reading.close()
    sys.stdout.flush()
    os._exit(130)


def _exit_code(tally: Tally, outcome: _Outcome) -> int:
    if outcome.unreadable and outcome.unreadable == tally.papers:
        return 4
    if tally.failed and tally.failed == tally.papers:
        return 6
    return 7 if tally.failed else 0
