"""The real command in a process of its own: what it prints, what it ends with, what it leaves on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """An ended command."""

    code: int
    out: str
    err: str


def environment(cache: Path, **more: str) -> dict[str, str]:
    """The caller's environment without anything of ours or of the endpoint's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARISE_", "OPENAI_"))}
    return {**kept, "SUMMARISE_CACHE_DIR": str(cache), "XDG_CONFIG_HOME": str(cache / "config"), **more}


def run(*arguments: str, folder: Path, stdin: bytes = b"", timeout_s: float = 120, **env: str) -> Ended:
    """Runs `summarise …` in `folder`, with its cache there too."""
    ended = subprocess.run(
        [sys.executable, "-m", "summarise", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=environment(folder / "cache", **env),
        timeout=timeout_s,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def interrupt(process: subprocess.Popen[bytes]) -> None:
    """Ctrl-C."""
    process.send_signal(signal.SIGINT)


def _heed_ctrl_c() -> None:
    """Undoes the ignoring of SIGINT that a shell passes on to what it starts in the background, such as a CI's job."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run_until(
    ready: Callable[[], bool],
    act: Callable[[subprocess.Popen[bytes]], None],
    *arguments: str,
    folder: Path,
    **env: str,
) -> Ended:
    """Runs the command, does `act` once `ready` says so, and waits for the command's end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "summarise", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_ctrl_c,
        env=environment(folder / "cache", **env),
    )
    deadline = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    act(process)
    out, err = process.communicate(timeout=60)
    return Ended(process.returncode, out.decode(), err.decode())
