"""CPU seconds until `--help`, until a table of the settings, and until a warm run ends, beside Python's own start.

python -m benchmarks.start_up [REPEATS]

Runs that ask go to a server on loopback in this process, which is not counted in; the runs again must not ask it.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.warm import Server, served

SEEDS = sorted(str(path) for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"))
TAG = ("-m", "summarise", "tag", *SEEDS, "-q")
RULES = (*TAG, "--rules-only")
ASKED = (*TAG, "--prompt", "extract.v1", "--model", "m", "--base-url")
"""Its address comes behind it."""
WARM_S = 0.6


@dataclass(frozen=True, slots=True)
class Command:
    """One row."""

    name: str
    arguments: tuple[str, ...]
    limit_s: float | None = None
    """CPU seconds that it may take."""
    most_requests: int | None = 0
    """Requests that all its runs may send together; None for any number."""


@dataclass(frozen=True, slots=True)
class Took:
    """What one process took, in seconds."""

    cpu_s: float
    wall_s: float


def commands(base_url: str) -> list[Command]:
    """The rows, of which some take up what those before them have kept."""
    openai = "import openai; import instructor; instructor.from_openai"
    return [
        Command("python -c pass", ("-c", "pass")),
        Command("python -c 'import openai, instructor'", ("-c", openai)),
        Command("summarise --help", ("-m", "summarise", "--help"), 0.25),
        Command("summarise config show", ("-m", "summarise", "config", "show")),
        Command("summarise tag seeds/*.txt --rules-only", (*RULES, "--refresh")),
        Command("the same again, every record kept", RULES, WARM_S),
        Command("summarise tag seeds/*.txt --base-url …", (*ASKED, base_url, "--refresh"), most_requests=None),
        Command("the same again, 0 requests", (*ASKED, base_url), WARM_S),
    ]


def run(arguments: tuple[str, ...], cache: str) -> Took:
    """User and system CPU, and the time, of one Python process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = os.environ | {"SUMMARISE_CACHE_DIR": cache}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    wall_s, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s)


def main() -> None:
    """Prints the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print(f"{'command':42} {'min':>6} {'median':>7} {'limit':>6} {'time':>6}   CPU s of {repeats} runs; least time")
    with tempfile.TemporaryDirectory() as cache, served() as base_url:
        for command in commands(base_url):
            asked = Server.asked
            run(command.arguments, cache)  # byte code is compiled once
            took = [run(command.arguments, cache) for _ in range(repeats)]
            cpu = [one.cpu_s for one in took]
            limit, wall_s = command.limit_s or "", min(one.wall_s for one in took)
            print(
                f"{command.name:42} {min(cpu):6.2f} {statistics.median(cpu):7.2f} {limit:>6} {wall_s:6.2f}", flush=True
            )
            if command.most_requests is not None and Server.asked - asked > command.most_requests:
                sys.exit(f"it sent {Server.asked - asked} requests")


if __name__ == "__main__":
    main()
