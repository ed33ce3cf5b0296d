"""`summarise tag`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import options
from summarise.errors import UsageError

if TYPE_CHECKING:
    from summarise.settings import Configuration

_EPILOG = """Examples:

summarise tag seeds/*.txt --local -o run.jsonl

summarise tag papers.jsonl --base-url https://api.deepseek.com --model deepseek-flash -o run.jsonl

summarise tag papers.jsonl --base-url https://api.deepseek.com --model deepseek-flash --dry-run

cat papers.jsonl | summarise tag - --rules-only | jq .summary.results

summarise tag abstracts.jsonl --local --schema trials.py:Trial -o trials.run.jsonl

Exit codes: 0 done; 3 configuration; 4 unreadable input; 5 endpoint unusable; 6 every paper failed;
7 some papers failed; 9 --max-cost is reached; 130 interrupted.
Answered papers are cached: the same command goes on where it stopped."""


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
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that check by rules.")] = None,
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
    prices: options.Prices = None,
    max_cost: options.MaxCost = None,
    dry_run: options.DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: JSON instead of text.")] = False,
    log: options.LogFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no final summary.")] = False,
) -> None:
    """Read abstracts, ask the model, check by rules, and write one record a paper, in input order."""
    from summarise.cli.dry_run import dry_run as print_forecast
    from summarise.cli.output import refuse_own_input, refuse_own_log, refuse_own_settings
    from summarise.cli.running import run
    from summarise.reading import read_papers
    from summarise.settings import load_settings

    flags = {
        "base_url": base_url, "model": model, "local": local or None, "rules_only": rules_only or None,
        "concurrency": concurrency, "rpm": rpm, "tpm": tpm, "workers": workers, "timeout_s": timeout,
        "refresh": refresh or None,
        "cache_dir": cache_dir,
        "vocabulary": vocabulary, "policy": policy, "calibration": calibration, "min_confidence": min_confidence,
        "witness": witness or None, "prompt": prompt, "own_schema": schema, "prices": prices, "max_cost": max_cost,
    }  # fmt: skip
    configuration = load_settings(flags)
    settings = configuration.settings
    _check_what_is_named(configuration)
    reading = read_papers(documents, limit=limit)
    refuse_own_input(documents, output)
    refuse_own_settings(settings, output)
    if as_json and not dry_run:
        raise UsageError("--json goes with --dry-run; the records of a run are JSON already")
    if dry_run:
        return print_forecast(reading, settings, as_json=as_json)
    refuse_own_log(log, [*documents, output], settings)
    raise typer.Exit(run(reading, settings, output, log, quiet=quiet))


tag.__doc__ = f"{tag.__doc__}\n\n{_EPILOG}"


def _check_what_is_named(configuration: Configuration) -> None:
    """Faults of what the settings name are known before weights are fetched; what they don't name is not loaded."""
    settings = configuration.settings
    if settings.own_schema:
        from summarise.inquiring import OwnInquiry

        OwnInquiry(settings, settings.model or "")
    elif settings.vocabulary:
        options.read_named_vocabulary(configuration)
    if settings.policy or settings.calibration:
        from summarise.reconciling.trust import read_trust

        read_trust(settings.policy, settings.calibration)
