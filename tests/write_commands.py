"""docs/commands.md from the commands' own help: `make docs` writes it, a test compares it."""

from __future__ import annotations

from pathlib import Path

import click
import typer

from summarise.cli.main import app

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands
Data goes to stdout or `-o`, everything else to stderr; `-` is stdin or stdout. `--json` wherever a person gets a table.
This page is written by `make docs` from the commands' own help.

Exit codes: 0 done; 2 wrong use; 3 configuration; 4 unreadable input; 5 endpoint unusable, nothing could be asked;
6 every paper failed; 7 some papers failed or could not be read; 8 a gate is closed: open values
(`check`), or a floor of `evaluate --min-f1` that is not reached;
9 `--max-cost` is reached; 130 interrupted (what was done is kept);
141 nobody reads standard output any more (`… | head -1`), as the shell shows it of other programs.
"""


def commands() -> dict[str, click.Command]:
    """Every command by its full name, in the order of the help."""
    found: dict[str, click.Command] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}": c for sub, c in inner.items()} if inner else {name: command}
    return found


def page() -> str:
    """The page's text."""
    parts = [HEAD]
    for name, command in commands().items():
        context = click.Context(command, info_name=f"summarise {name}", max_content_width=100, terminal_width=100)
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"## summarise {name}\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
