"""Papers in, lines of a run out, through the pipeline with its caches, as `summarise tag` does it, on a fresh cache.

`--no-rules` puts an empty judgement in the place of the rules and the reconciliation; everything else stays.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from benchmarks.throughput.contenders.harness import cpu_s, tell
from benchmarks.throughput.papers import PROMPT, Corpus, corpus
from summarise import Paper, PaperSummary, Settings, Tally
from summarise.costing import Spending
from summarise.inquiring import Judgement, PaperInquiry
from summarise.reconciling import Reconciled
from summarise.runs import RunFile
from summarise.tagging import finished


def judge_nothing(_: PaperInquiry, paper: Paper, replies: Sequence[BaseModel]) -> Judgement:
    """An empty summary, without a look at the paper or at its replies."""
    return Judgement(Reconciled(PaperSummary(), (), ()))


def run(known: Corpus, base_url: str, concurrency: int, papers: int) -> None:
    """One run from an empty cache to a file."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            base_url=base_url, model="m", prompt=PROMPT, concurrency=concurrency, cache_dir=Path(folder)
        )
        tally, spending = Tally(), Spending()
        with RunFile(Path(folder) / "run.jsonl") as file:
            for number, one in enumerate(finished(known.papers(papers), settings, tally=tally, spending=spending)):
                if not number:
                    gc.freeze()  # as the command does
                file.write_line(one.line)
        assert (papers, 0, papers) == (tally.papers, tally.failed, spending.usage.requests)


def main() -> None:
    """Runs, and prints what it took."""
    base_url, concurrency, papers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if "--no-rules" in sys.argv:
        PaperInquiry.judged = judge_nothing  # type: ignore[method-assign]
    known = corpus()
    run(known, base_url, concurrency, concurrency)
    cpu, wall = cpu_s(), time.perf_counter()
    run(known, base_url, concurrency, papers)
    tell(None, cpu_s() - cpu, time.perf_counter() - wall, papers)


if __name__ == "__main__":
    main()
