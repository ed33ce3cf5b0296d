"""A command that is killed again and again, without warning, and the requests that this costs."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Kills:
    """What became of a run that was killed."""

    done: int = 0
    before_any_answer: int = 0
    """Kills of a process that had asked nothing yet."""
    asked: list[list[str]] = field(default_factory=list)
    """The papers that each process asked about, in order, the last one's included."""

    @property
    def asked_again(self) -> list[int]:
        """For each process, about how many papers it asked that an earlier one had asked about already."""
        seen: set[str] = set()
        again: list[int] = []
        for papers in self.asked:
            again.append(0)
            for paper in papers:
                again[-1] += paper in seen
                seen.add(paper)
        return again


@dataclass(frozen=True, slots=True)
class Command:
    """`summarise tag` of a document, and who counts what it asks."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    asked: Callable[[], list[str]]
    """The papers that were asked about so far, by all processes."""


def run_killed(command: Command, kills: int, chance: random.Random, most_requests: int) -> Kills:
    """Kills the command `kills` times, each after 0 to `most_requests` requests of its own, then lets it end."""
    outcome = Kills()
    for _ in range(kills):
        begun = len(command.asked())
        process = start(command)
        _wait(process, lambda wanted=begun + chance.randint(0, most_requests): len(command.asked()) >= wanted)
        time.sleep(chance.random() / 20)  # anywhere between two requests, and before the first
        process.kill()
        outcome.done += process.wait() != 0
        asked = command.asked()[begun:]
        outcome.before_any_answer += not asked
        outcome.asked.append(asked)
    begun = len(command.asked())
    if code := start(command).wait():
        raise RuntimeError(f"the last run ended with {code}")
    outcome.asked.append(command.asked()[begun:])
    return outcome


def start(command: Command) -> subprocess.Popen[bytes]:
    """The command, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "summarise", "tag", *command.arguments],
        env=os.environ | dict(command.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def environment(base_url: str, cache: Path) -> dict[str, str]:
    """What the command is told by its environment."""
    return {
        "SUMMARISE_BASE_URL": base_url,
        "SUMMARISE_MODEL": "m",
        "SUMMARISE_PROMPT": "extract.v1",
        "SUMMARISE_CACHE_DIR": str(cache),
        "OPENAI_API_KEY": "",
    }


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    while process.poll() is None and not ready():
        time.sleep(0.002)
