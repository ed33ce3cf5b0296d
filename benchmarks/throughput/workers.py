"""What `--workers N` brings: papers a second with rules by 1, 2, … processes, beside what they could bring at best.

    python -m benchmarks.throughput.workers [--papers 600] [--workers 1 2 3] [--repeats 3]

Each run is a process of its own that asks the loopback server about the same synthetic papers on an empty cache, 64 at
once, and writes its lines to a file; all files must be the same bytes. Papers a second are those between a tenth of the
papers and the last, when all processes have started; the best of the repeats counts, and CPU is that of the whole run,
workers and their start included. At best a run without rules is what the first process has left to do, the rest is
split evenly among the workers, and the cores of this machine are shared with the server:
min(1 / asking, N / judging, cores / (asking + judging + the server's)), in CPU seconds a paper.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.contenders.ours import judge_nothing
from benchmarks.throughput.papers import PROMPT, corpus
from benchmarks.throughput.serving import ROOT, Server, serving
from summarise import Settings
from summarise.inquiring import PaperInquiry
from summarise.runs import RunFile
from summarise.tagging import finished

AT_ONCE = 64
WARM = 0.1
"""Papers before the clock starts."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run took."""

    per_s: float
    """Papers a second once all have started."""
    wall_s: float
    """Of all papers, the start of the workers included."""
    cpu_ms: float
    """A paper, of all processes of the run, their start included."""
    own_ms: float
    """CPU a paper of the first process alone, once all have started."""


def main() -> None:
    """Prints the table, or does one of its runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 3], help="1, no process more, is always there")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(one_run(**json.loads(chosen.one))))
        return
    with tempfile.TemporaryDirectory() as name, serving(0, corpus()) as server:
        rans, same = measure(Path(name), server, chosen.papers, sorted({1, *chosen.workers}), chosen.repeats)
        cpu_s, requests = server.stats()
    print("\n".join(table(rans, 1000 * cpu_s / requests, os.cpu_count() or 1)))
    print(f"the same bytes in all runs with rules: {'yes' if same else 'NO'}")
    sys.exit(not same)


def measure(folder: Path, server: Server, papers: int, workers: list[int], repeats: int) -> tuple[dict[int, Ran], bool]:
    """The best run of each number of workers, 0 for the run without rules; and whether all lines were the same."""
    rans: dict[int, Ran] = {}
    written = set()
    for _ in range(repeats):
        for number in (0, *workers):
            output = folder / "run.jsonl"
            ran = _started(server.base_url, number, papers, output)
            if number not in rans or ran.per_s > rans[number].per_s:
                rans[number] = ran
            if number:
                written.add(output.read_bytes())
    return rans, len(written) == 1


def table(rans: dict[int, Ran], server_ms: float, cores: int) -> list[str]:
    """A row a number of workers."""
    asking_ms, whole_ms = rans[0].own_ms, rans[1].own_ms
    lines = [
        f"{cores} cores; CPU a paper: {asking_ms:.2f} ms without rules, {whole_ms:.2f} ms with them, "
        f"{server_ms:.2f} ms of the server",
        f"{'':12}{'papers/s':>10}{'at best':>10}{'share':>8}{'whole run':>12}{'CPU ms':>9}",
    ]
    for number, ran in rans.items():
        if number:
            best = at_best(number, asking_ms, whole_ms - asking_ms, server_ms, cores)
            cells = f"{ran.per_s:>10.0f}{best:>10.0f}{ran.per_s / best:>8.0%}{ran.wall_s:>10.1f} s{ran.cpu_ms:>9.2f}"
            lines.append(f"{f'--workers {number}':12}{cells}")
    return lines


def at_best(workers: int, asking_ms: float, judging_ms: float, server_ms: float, cores: int) -> float:
    """Papers a second that so many workers could bring; 1 judges in the process that asks."""
    shared = cores / (asking_ms + judging_ms + server_ms)
    if workers == 1:
        return 1000 * min(shared, 1 / (asking_ms + judging_ms))
    return 1000 * min(shared, 1 / asking_ms, workers / judging_ms)


def _started(base_url: str, workers: int, papers: int, output: Path) -> Ran:
    told = {"base_url": base_url, "workers": workers, "papers": papers, "output": str(output)}
    command = [sys.executable, "-m", "benchmarks.throughput.workers", "--one", json.dumps(told)]
    print(f"{papers} papers, {f'--workers {workers}' if workers else 'without rules'}", file=sys.stderr)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    return Ran(**json.loads(ended.stdout))


def one_run(base_url: str, workers: int, papers: int, output: str) -> dict[str, float]:
    """One run from an empty cache to a file; 0 workers is without rules."""
    if not workers:
        PaperInquiry.judged = judge_nothing  # type: ignore[method-assign]
    known = corpus()
    with tempfile.TemporaryDirectory() as cache, RunFile(Path(output)) as run:
        settings = Settings(
            base_url=base_url,
            model="m",
            prompt=PROMPT,
            concurrency=AT_ONCE,
            workers=workers or 1,
            cache_dir=Path(cache),
        )
        times, used = [time.perf_counter()], [time.process_time()]
        for one in finished(known.papers(papers), settings):
            run.write_line(one.line)
            times.append(time.perf_counter())
            used.append(time.process_time())
    warm = int(WARM * papers)
    return {
        "per_s": (papers - warm) / (times[-1] - times[warm]),
        "wall_s": times[-1] - times[0],
        "cpu_ms": 1000 * _cpu_s() / papers,
        "own_ms": 1000 * (used[-1] - used[warm]) / (papers - warm),
    }


def _cpu_s() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
