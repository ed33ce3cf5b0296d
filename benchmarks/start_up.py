"""CPU seconds until `--help`, until a table of the settings, and until a warm run ends, beside Python's own start.

python -m benchmarks.start_up [REPEATS]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SEEDS = sorted(str(path) for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"))
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    "python -c pass": (["-c", "pass"], None),
    "python -c 'import openai, instructor'": (["-c", "import openai; import instructor; instructor.from_openai"], None),
    "summarise --help": (["-m", "summarise", "--help"], 0.25),
    "summarise config show": (["-m", "summarise", "config", "show"], None),
    "summarise tag seeds/*.txt --rules-only": (
        ["-m", "summarise", "tag", *SEEDS, "--rules-only", "--refresh", "-q"],
        None,
    ),
    "the same again, every record kept": (["-m", "summarise", "tag", *SEEDS, "--rules-only", "-q"], 0.6),
}


def cpu_s(arguments: list[str], cache: str) -> float:
    """User and system CPU seconds of one Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"SUMMARISE_CACHE_DIR": cache}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print(f"{'command':42} {'min':>6} {'median':>7} {'limit':>6}   CPU seconds of {repeats} runs")
    with tempfile.TemporaryDirectory() as cache:
        for name, (arguments, limit) in COMMANDS.items():
            cpu_s(arguments, cache)  # byte code is compiled once
            times = [cpu_s(arguments, cache) for _ in range(repeats)]
            print(f"{name:42} {min(times):6.2f} {statistics.median(times):7.2f} {limit or '':>6}")


if __name__ == "__main__":
    main()
