"""The command line: parse, call, print, exit code. Heavy parts are imported by the command that needs them."""

from summarise.cli.main import main

__all__ = ["main"]
