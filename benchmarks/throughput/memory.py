"""Memory of a run of many papers beside one of few: does it grow with the corpus?

    python -m benchmarks.throughput.memory [--papers 1000000] [--asked]

Each run is a process of its own and does everything that a user's does: reads a document from disk, joins copies,
keeps records, writes lines. What is swapped out, as it takes a processor's hour for a million papers and holds nothing
that grows: the rules and the reconciliation, which say nothing here. With --asked every paper is also asked, and a
completer within the process answers at once, so that prompts, replies and the cache of replies are in it too.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.throughput.many import write_papers
from summarise import Settings, Tally, read_papers
from summarise.completing import EndpointIdentity
from summarise.concluding import concluder
from summarise.endpoints import ChosenEndpoint
from summarise.inquiring import Judgement, PaperInquiry
from summarise.reconciling import Reconciled
from summarise.records import Completion, Paper, Prompt, Usage
from summarise.runs import RunFile
from summarise.schemas.paper import PaperSummary
from summarise.tagging import finished

FEW = 10_000
REPLY = '{"tasks": ["language modeling"], "sizes": [], "data": [], "benchmarks": [], "results": [], "tldr": "A model."}'


class Silent(PaperInquiry):
    """Asks as the built-in question does, and makes nothing of the reply."""

    def judged(self, paper: Paper, replies: Sequence[Any]) -> Judgement:
        """An empty summary."""
        return Judgement(Reconciled(PaperSummary(), (), ()))


class AtOnce:
    """Answers at once, without a network."""

    async def complete(self, prompt: Prompt) -> Completion:
        """The same reply to everything."""
        return Completion(text=REPLY, model="m", mode="json_schema", usage=Usage(prompt_tokens=900, requests=1))

    async def aclose(self) -> None:
        """Nothing is open."""


def inside(document: Path, *, asked: bool) -> None:
    """One run in this process; prints papers, seconds, and the most memory that it held."""
    concluder.inquiry_of = Silent
    endpoint = ChosenEndpoint(EndpointIdentity("nowhere", "m"), AtOnce) if asked else None
    settings = Settings(rules_only=not asked, cache_dir=document.parent / "cache", prompt="extract.v1")
    started, tally = time.monotonic(), Tally()
    with read_papers([str(document)]) as papers, RunFile(Path(os.devnull)) as run:
        for one in finished(papers, settings, endpoint=endpoint, tally=tally):
            run.write_line(one.line)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = used.ru_utime + used.ru_stime
    print(tally.papers, tally.failed, time.monotonic() - started, cpu_s, used.ru_maxrss / 1024)


def measured(count: int, *, asked: bool) -> float:
    """MB that a run of `count` papers held at most; prints a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "papers.jsonl"
        write_papers(document, count)
        command = [sys.executable, "-m", "benchmarks.throughput.memory", "--inside", str(document)]
        ended = subprocess.run(command + ["--asked"] * asked, check=True, stdout=subprocess.PIPE, text=True)
    papers, failed, wall_s, cpu_s, megabytes = map(float, ended.stdout.split())
    assert (count, 0) == (papers, failed), "every paper has its record"
    print(f"{count:>10,} {megabytes:>10.1f} {wall_s:>10.0f} {cpu_s / count * 1000:>10.2f}", flush=True)
    return megabytes


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--asked", action="store_true")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        inside(chosen.inside, asked=chosen.asked)
        return
    print(f"{'papers':>10} {'MB at most':>10} {'seconds':>10} {'CPU ms/paper':>10}")
    few, many = (measured(count, asked=chosen.asked) for count in (FEW, chosen.papers))
    print(f"{many - few:+.1f} MB (at most +15), {many:.0f} MB in all (at most 150)")


if __name__ == "__main__":
    main()
