"""How well tokens are told from characters: what --dry-run expects against what the endpoint counted.

    python -m benchmarks.costs [--data FOLDER]

Replies of the embedded model with the usage that its server counted: to the seeds (tests/replies, prompt_replies/), and
to papers of the public sets (replies/) where a folder holds those papers. Each row: the error of the sum over all
papers without any cached reply; then, learning from the first N papers of a shuffled set, the error for the others:
the median of the absolute errors over 100 shuffles, and in brackets what 19 of 20 shuffles stay below. Money is told at
DeepSeek's prices outside peak hours, with a cached prefix, which is what the estimate is to be within 10 % of. The last
row is what it would be with a model that writes twice as much as the defaults say.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.public_sets import add_data_option, read
from benchmarks.tag_seeds import SEEDS
from summarise import Paper, Settings, read_papers
from summarise.costing import Estimator, cost_of
from summarise.costing.estimating import size_of
from summarise.costing.prices import price_of, read_prices
from summarise.inquiring import PaperInquiry
from summarise.records import Prompt, Usage

ROOT = Path(__file__).parent.parent
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)
LEARNED = (10, 20, 50, 100)
SHUFFLES = 100
TARGET = 0.10
_ABSTRACTS = ("abstract_pool", "leaderboard_dev", "model_size_dev")
_REPLIES = ("development", "leaderboard", "model_size")


@dataclass(frozen=True, slots=True)
class Counted:
    """A question, and the tokens that the endpoint counted for it."""

    prompt: Prompt
    usage: Usage


@dataclass(frozen=True, slots=True)
class Errors:
    """Relative errors of sums; below 0 where too little was expected."""

    prompt: float
    completion: float
    money: float


def errors(known: Sequence[Counted], rest: Sequence[Counted]) -> Errors:
    """How far the expectation for `rest` is off after learning from `known`.

    Every prefix counts as cached on both sides: whether it is, no estimate can know better than the price list says.
    """
    price = price_of("https://api.deepseek.com", "deepseek-flash", read_prices())
    assert price is not None
    estimator = Estimator()
    for one in known:
        estimator.learn(size_of(one.prompt), _with_prefix_cached(one))
    expected = [estimator.expect(size_of(one.prompt), price) for one in rest]
    counted = [_with_prefix_cached(one) for one in rest]
    sums = [(sum(e.prompt_tokens for e in its), sum(e.completion_tokens for e in its)) for its in (expected, counted)]
    money = [float(sum(cost_of(one, price, SUNDAY) for one in its)) for its in (expected, counted)]
    return Errors(sums[0][0] / sums[1][0] - 1, sums[0][1] / sums[1][1] - 1, money[0] / money[1] - 1)


def _with_prefix_cached(one: Counted) -> Usage:
    """The usage that an endpoint would tell which finds exactly the prefix, in tokens as dense as the prompt's."""
    share = len(one.prompt.prefix) / (len(one.prompt.prefix) + len(one.prompt.paper))
    return one.usage.model_copy(update={"cached_tokens": round(share * one.usage.prompt_tokens)})


def rows(folder: Path | None) -> Iterator[tuple[str, list[Counted]]]:
    """Each set's name, and its questions with what was counted."""
    seeds = [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    for name in ("compact.v3", "extract.v1"):
        yield f"seeds, {name}", _joined(seeds, name, ROOT / "benchmarks" / "prompt_replies" / f"{name}.jsonl.gz")
    public = [row for name in _ABSTRACTS for row in read(folder, name)]
    papers = [Paper(id=row["id"], title=row.get("title"), abstract=row["abstract"]) for row in public]
    paths = [ROOT / "benchmarks" / "replies" / f"{name}.jsonl.gz" for name in _REPLIES]
    if counted := [one for path in paths for one in _joined(papers, "compact.v3", path)]:
        yield "public sets, compact.v3", counted
        yield "… replies twice as long", [Counted(one.prompt, _longer(one.usage)) for one in counted]


def _longer(usage: Usage) -> Usage:
    return usage.model_copy(update={"completion_tokens": 2 * usage.completion_tokens})


def _joined(papers: Sequence[Paper], name: str, path: Path) -> list[Counted]:
    inquiry = PaperInquiry(Settings(prompt=name), None)
    by_id = {paper.id: paper for paper in papers}
    counted = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            completions = row.get("completions") or [row["completion"]] if "id" in row else []
            if row.get("id") in by_id:
                prompts = inquiry.prompts(by_id[row["id"]])
                usages = [Usage.model_validate(one["usage"]) for one in completions]
                counted += [Counted(prompt, usage) for prompt, usage in zip(prompts, usages, strict=True)]
    return counted


def a_number(counted: Sequence[Counted]) -> float:
    """By what share of the mean reply a number more in the paper makes its reply longer."""
    numbers = [size_of(one.prompt).numbers for one in counted]
    replies = [one.usage.completion_tokens for one in counted]
    return statistics.linear_regression(numbers, replies).slope / statistics.mean(replies)


def spread(counted: Sequence[Counted], learned: int) -> tuple[float, float]:
    """Median and 95th percentile of the absolute error of the money over shuffles."""
    draw = random.Random(0)
    found = []
    for _ in range(SHUFFLES):
        order = draw.sample(counted, len(counted))
        found.append(abs(errors(order[:learned], order[learned:]).money))
    found.sort()
    return found[len(found) // 2], found[int(0.95 * len(found))]


def row(name: str, counted: Sequence[Counted]) -> str:
    """A row of the table in docs/cost.md."""
    bare = errors([], counted)
    cells = [f"{name}, {len(counted)}", *(f"{error:+.1%}" for error in (bare.prompt, bare.completion, bare.money))]
    for learned in LEARNED:
        fits = 2 * learned <= len(counted)  # of a few other papers the sum is chance, whatever is expected
        cells.append("{:.1%} ({:.1%})".format(*spread(counted, learned)) if fits else "–")
    return f"| {' | '.join(cells)} |".replace("%", " %")


def main() -> None:
    """Prints the table, and what the defaults are taken from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    chosen = parser.parse_args()
    found = list(rows(chosen.data))
    print("| prompt, papers | prompt | reply | money |" + "".join(f" N = {n} |" for n in LEARNED))
    print("|---" * (4 + len(LEARNED)) + "|")
    for name, counted in found:
        print(row(name, counted))
    print(f"\nmoney is to be told within {TARGET:.0%}\n")
    for name, counted in found:
        replies = [one.usage.completion_tokens for one in counted]
        papers = [len(one.prompt.paper) for one in counted]
        numbers = [size_of(one.prompt).numbers for one in counted]
        chars = sum(len(one.prompt.prefix) + len(one.prompt.paper) for one in counted)
        print(
            f"{name}: {chars / sum(one.usage.prompt_tokens for one in counted):.2f} characters a token, "
            f"{statistics.mean(replies):.0f} tokens a reply, which go with the paper's length at "
            f"r = {statistics.correlation(papers, replies):.2f} and with its {statistics.mean(numbers):.1f} "
            f"numbers at r = {statistics.correlation(numbers, replies):.2f}: by {a_number(counted):.1%} for each"
        )


if __name__ == "__main__":
    main()
