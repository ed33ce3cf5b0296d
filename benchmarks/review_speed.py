"""How quick a review of many conflicts is: opening the run, the first page, a decision, what a page asks for.

    python -m benchmarks.review_speed [CONFLICTS]

As in the command, what was opened is left out of the search for garbage (gc.freeze).

The run is made of the seeds' recorded replies (tests/replies), repeated under new ids until so many values are flagged
(10,000 without a number). Times are CPU seconds, of a decision also those of the clock, which include its fsync; the
limits are those that a reviewer feels.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from summarise import Settings, read_papers, tag
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.prompting import build_prompt
from summarise.records import Paper, Record
from summarise.reviewing import Decision, Filter, Review

ROOT = Path(__file__).parent.parent
REPLIES = ROOT / "tests" / "replies" / "qwen2.5-coder-1.5b.extract.v1.jsonl"
SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))
CONFLICTS = 10_000
PAGE_LIMIT_S, DECISION_LIMIT_S = 0.2, 0.05
DECISIONS = 200
ROWS_OF_A_PAGE = 50


def seeds_records(cache: Path) -> list[Record]:
    """The seeds' records, from the replies that a model once gave."""
    papers = [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    stored = {row["id"]: row["completion"] for row in map(json.loads, REPLIES.read_text(encoding="utf-8").splitlines())}
    replies: dict[str, str | Exception] = {build_prompt(paper).paper: stored[paper.id]["text"] for paper in papers}
    endpoint = ChosenEndpoint(EndpointIdentity("replayed", "qwen2.5-coder-1.5b"), partial(ReplayCompleter, replies))
    return list(tag(papers, Settings(cache_dir=cache, prompt="extract.v1"), endpoint=endpoint))


def repeated(records: list[Record], conflicts: int) -> Iterator[str]:
    """Lines of records under new ids, until so many values are flagged."""
    flagged = 0
    for n in count():
        for record in records:
            if flagged >= conflicts:
                return
            name = f"{record.id}-{n}"
            paper = record.paper.model_copy(update={"id": name})
            yield record.model_copy(update={"id": name, "paper": paper}).to_line() + "\n"
            flagged += sum(verdict.flagged for verdict in record.verdicts)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and clock seconds of a piece of work."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def first_page(review: Review) -> None:
    """What the first page asks for: the queue, one value with everything, a page of the list, the progress."""
    queue = review.queue()
    review.unit(queue[0].key)
    [review.unit(row.key).summary for row in queue[:ROWS_OF_A_PAGE]]
    review.progress()


def say(what: str, cpu_s: float, clock_s: float | None = None, limit_s: float | None = None) -> None:
    """One line of the table."""
    clock = f"{1000 * clock_s:9.1f}" if clock_s is not None else " " * 9
    print(f"{what:44} {1000 * cpu_s:9.1f} {clock} {f'{1000 * limit_s:7.0f}' if limit_s else ''}")


def measure(run: Path) -> None:
    """Prints the table of one run."""
    opened: list[Review] = []
    cpu, _ = timed(lambda: opened.append(Review.open(run, "ada")))
    gc.freeze()
    review = opened[0]
    queue = review.queue()
    print(f"{len(queue):,} conflicts in {len(review.papers()):,} papers, {len(review.rows()):,} values, ", end="")
    print(
        f"{run.stat().st_size / 1e6:,.0f} MB; memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB"
    )
    print(f"{'':44} {'CPU ms':>9} {'clock ms':>9} {'limit':>7}")
    say("opening", cpu)
    say("first page", *timed(lambda: first_page(review)), PAGE_LIMIT_S)
    say("filter by words", *timed(lambda: review.rows(Filter(text="accuracy"))))
    say("order by impact", *timed(lambda: review.queue(order="impact")))
    decide(review, [row.key for row in queue])
    preview = review.preview_class(review.queue()[0].key, Decision("not_stated"), "kind")
    say(f"class decision of {len(preview.rows):,} values", *timed(lambda: review.decide_class(preview)))
    say("undo of it", *timed(review.undo))
    decide_all(review)
    cpu, _ = timed(lambda: opened.append(Review.open(run, "ada")))
    say(f"opening with {len(opened[1].rows(Filter(status='decided'))):,} decisions", cpu)
    gc.freeze()
    say("first page", *timed(lambda: first_page_of_decided(opened[1])), PAGE_LIMIT_S)
    decide(opened[1], [row.key for row in queue])


def decide(review: Review, keys: list[str]) -> None:
    """Times of single decisions, each of them a page: refreshed, shown, decided, and the next one looked up."""

    def one(key: str) -> None:
        review.refresh()
        review.unit(key)
        review.act(key, Decision("not_stated"), ms=1)

    times = [timed(partial(one, key)) for key in keys[:DECISIONS]]
    for name, pick in (("median", statistics.median), ("worst", max)):
        cpu, clock = (pick(column) for column in zip(*times, strict=True))
        say(f"a decision, {name} of {len(times)}", cpu, clock, DECISION_LIMIT_S)
    say("the next page", *timed(lambda: [review.unit(row.key) for row in review.queue()[:1]]), PAGE_LIMIT_S)


def decide_all(review: Review) -> None:
    """Decides everything that waits, class by class."""
    while queue := review.queue():
        review.decide_class(review.preview_class(queue[0].key, Decision("not_stated"), "kind"))


def first_page_of_decided(review: Review) -> None:
    """What a list of decided values asks for."""
    review.queue()
    [review.unit(row.key).summary for row in review.rows(Filter(status="decided"))[:ROWS_OF_A_PAGE]]
    review.progress()


def main() -> None:
    """Makes the run and prints the table."""
    conflicts = int(sys.argv[1]) if len(sys.argv) > 1 else CONFLICTS
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run.jsonl"
        with run.open("w", encoding="utf-8") as out:
            out.writelines(repeated(seeds_records(Path(folder) / "cache"), conflicts))
        measure(run)


if __name__ == "__main__":
    main()
