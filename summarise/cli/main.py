"""The commands and what an error ends with."""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
from typing import NoReturn

import typer

from summarise.cli import (
    batch,
    cache,
    calibrate,
    check,
    config,
    conflicts,
    decisions,
    endpoint,
    evaluate,
    export,
    model,
    review,
    show,
    tag,
    vocabulary,
    why,
)
from summarise.cli.printing import say
from summarise.errors import SummariseError
from summarise.version import __version__

app = typer.Typer(
    rich_markup_mode=None,  # rich's help costs 0.2 s
    pretty_exceptions_enable=False,  # a traceback with local variables could print a key
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn paper abstracts into evidence-linked JSON, and list the values that deserve a look.",
    epilog="Begin with:  summarise tag papers.jsonl --rules-only -o run.jsonl  &&  summarise conflicts run.jsonl",
)
app.command("tag")(tag.tag)
app.command("show")(show.show)
app.command("conflicts")(conflicts.conflicts)
app.command("why")(why.why)
app.command("review")(review.review)
app.command("check")(check.check)
app.command("calibrate")(calibrate.calibrate)
app.command("evaluate")(evaluate.evaluate)
app.command("export")(export.export)
app.add_typer(batch.app, name="batch")
app.add_typer(decisions.app, name="decisions")
app.add_typer(endpoint.app, name="endpoint")
app.add_typer(model.app, name="model")
app.add_typer(cache.app, name="cache")
app.add_typer(vocabulary.app, name="vocabulary")
app.add_typer(config.app, name="config")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarise {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Turn paper abstracts into evidence-linked JSON, and list the values that deserve a look."""


def _open_closed_streams() -> None:
    """Gives the process the standard streams it was started without (`<&-`, `>&-`).

    Input ends at once. Writing fails as on any broken device, so that no data is lost in silence, and no file that is
    opened later gets the number of a stream, into which others might write.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the process


CLOSED_PIPE = 141
"""What a shell shows of a program that SIGPIPE ended: 128 + 13."""


def _end_unread() -> NoReturn:
    """Ends without a word where nobody reads on (`… | head -1`), as other programs do."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())  # what is not written yet would be complained about at the very end
    sys.exit(CLOSED_PIPE)


def main() -> None:
    """Runs the command line; ends the process with its exit code."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # JSON is UTF-8 whatever the terminal's encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what is done is kept
    logging.basicConfig(level=logging.WARNING, format="summarise: %(message)s")
    try:
        try:
            app(standalone_mode=True)
        finally:
            sys.stdout.flush()  # fails here, where it is told, and not behind the last line of the program
    except SummariseError as error:
        say(str(error))
        sys.exit(error.exit_code)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # typer and rich make one of it that ends with 1
            _end_unread()
        raise
    except BrokenPipeError:
        _end_unread()
    except OSError as error:  # a full disk behind stdout, a closed descriptor
        say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        sys.exit(1)
