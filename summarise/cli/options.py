"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from summarise.rules import Vocabulary
    from summarise.settings import Configuration

BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1."),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", help="Model to ask; with --local an embedded model, a .gguf file or hf:REPO/FILE."),
]
Local = Annotated[bool, typer.Option("--local", help="Run the embedded model; fetched once; needs the extra 'local'.")]
CacheDir = Annotated[Path | None, typer.Option("--cache-dir", help="Where replies and models are kept.")]
VocabularyFile = Annotated[
    Path | None, typer.Option("--vocabulary", help="TOML file of own tags and tasks, laid over the built-in ones.")
]
OfField = Annotated[str | None, typer.Option("--field", help="Only this field, such as results or model_sizes.")]
WithReason = Annotated[str | None, typer.Option("--reason", help="Only this reason code, such as digits_differ.")]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", help="TOML file: what goes into a summary and what is flagged.")
]
CalibrationFile = Annotated[
    Path | None, typer.Option("--calibration", help="File of 'summarise calibrate' behind the confidences.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, help="Flag every value that is less likely right than this."),
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option(
        "--witness",
        metavar="NAME",
        help="Ask a further witness where model and rules disagree: numbers, feedback; may be given several times.",
    ),
]
OwnSchema = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="MODULE:CLASS",
        help="Fill your own Pydantic class, such as trials.py:Trial, instead of the built-in summary; its file is run.",
    ),
]
PromptName = Annotated[
    str | None,
    typer.Option("--prompt", metavar="NAME", help="How the model is asked: one of the variants of docs/prompts.md."),
]
Prices = Annotated[
    Path | None, typer.Option("--prices", help="TOML file of prices, which come before the built-in ones.")
]
MaxCost = Annotated[
    str | None,
    typer.Option("--max-cost", metavar="AMOUNT", help="Ask nothing more once so much is spent or in flight (exit 9)."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Ask nothing: print how many requests, tokens and money it would take.")
]
LogFile = Annotated[
    Path | None, typer.Option("--log", help="Append what happens to this file, one JSON object a line.")
]


def _auto_or_number(given: str | None) -> str | None:
    """Refuses what is neither 'auto' nor a number from 1."""
    if given is None or given == "auto" or (given.isdecimal() and int(given)):
        return given
    raise typer.BadParameter("is 'auto' or a number from 1")


Concurrency = Annotated[
    str | None,
    typer.Option(
        "--concurrency",
        metavar="N|auto",
        callback=_auto_or_number,
        help="Requests in flight at once; auto, the default, finds out how many help.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout instead of text.")]


def read_named_vocabulary(configuration: Configuration) -> Vocabulary:
    """The vocabulary that the settings name; a ConfigurationError for it says which of the settings' sources did."""
    from summarise.errors import ConfigurationError
    from summarise.rules import read_vocabulary

    try:
        return read_vocabulary(configuration.settings.vocabulary)
    except ConfigurationError as error:
        origin = configuration.origins["vocabulary"]
        raise ConfigurationError(f"{error} (named by {'--vocabulary' if origin == 'flag' else origin})") from None
