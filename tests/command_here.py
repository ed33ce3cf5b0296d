"""The command line inside the test's own process: a fifth of the time, where no process is what is tested."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from command import Ended, environment


def run_here(*arguments: str, folder: Path, **env: str) -> Ended:
    """What `command.run` gives, of the same command."""
    out, err = _stream(), _stream()
    with _as_if_started(folder, list(arguments), env), redirect_stdout(out), redirect_stderr(err):
        from summarise.cli.main import main

        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    return Ended(code, _text(out), _text(err))


@contextmanager
def _as_if_started(folder: Path, arguments: list[str], env: dict[str, str]) -> Iterator[None]:
    with (
        chdir(folder),
        mock.patch.dict(os.environ, environment(folder / "cache", **env), clear=True),
        mock.patch.object(sys, "argv", ["summarise", *arguments]),
        mock.patch("signal.signal"),
        mock.patch("logging.basicConfig"),
    ):
        yield


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
