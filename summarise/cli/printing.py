"""What people read in a terminal: one line for an error, a console, the likely slip behind a missing run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarise.errors import UsageError
from summarise.telling import brief, label, masked, number, oneline, printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["brief", "console", "existing", "label", "masked", "number", "oneline", "printable", "say"]


def say(message: str) -> None:
    """Prints a line to stderr, with anything that could steer a terminal taken out."""
    typer.echo(f"summarise: {printable(message)}", err=True)


def console() -> Console:
    """A rich console that highlights nothing by itself and honours NO_COLOR; piped output is not wrapped."""
    from rich.console import Console

    out = Console(highlight=False, markup=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, markup=False, emoji=False, width=400, soft_wrap=True)


def existing(path: Path) -> Path:
    """A run's path that is there; raises UsageError naming the likely slip otherwise."""
    partial = path.with_name(path.name + ".partial")
    if not path.exists() and partial.exists():
        raise UsageError(f"{path} is not complete; what is done so far is in {partial}")
    return path
