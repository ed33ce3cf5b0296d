"""The prompts compared on the seeds' gold with the embedded model: what the model alone reads rightly, and its cost.

    python -m benchmarks.prompts [--ask NAME ...] [--data FOLDER]

The replies are stored (benchmarks/prompt_replies/), so the table needs no model. `--ask` asks the embedded model
every seed anew by the prompts named, and keeps replies and time. A further run of the same wording is kept beside the
first (again/), and the figures of all follow: two runs of one prompt don't say the same. One variant is shown the
numbers that the rules found: its figures stand beside the others' and count no agreement. With FOLDER, which holds
the abstracts of the labelled papers (benchmarks/labels), a second table is of the development papers, for the prompts
that they were asked by.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.asked import DEFAULT
from benchmarks.labelled_sets import read_labels
from benchmarks.public_sets import add_data_option
from benchmarks.tag_seeds import SEEDS
from summarise import Paper, Record, Settings, load_settings, read_papers, tag
from summarise.cache import ReplyCache, reply_key
from summarise.costing import Spending
from summarise.endpoints import DEFAULT_LOCAL_MODEL, choose_endpoint
from summarise.evaluating import GoldPaper, evaluate, join, read_gold
from summarise.inquiring import PaperInquiry
from summarise.inquiring.variants import VARIANTS, Variant
from summarise.records import Completion, Prompt, Provenance
from summarise.validating import read_reply

FOLDER = Path(__file__).parent / "prompt_replies"
GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "seeds.jsonl"
ROWS = ("size", "value", "value+benchmark", "tuple", "data", "benchmark", "introduced-method", "task")
HEAD = f"{'prompt':14}{'tokens out':>11}{'in':>7}{'s a paper':>11}{'asked':>7}  " + "".join(f"  {row}" for row in ROWS)
LABELS = Path(__file__).parent / "labels" / "development.jsonl"
_REPLIES = Path(__file__).parent / "replies"
ON_DEVELOPMENT = {
    "extract.v1": _REPLIES / "extract.v1" / "development.jsonl.gz",
    DEFAULT.name: _REPLIES / "development.jsonl.gz",
    "quotes.v3": _REPLIES / "quotes.v3" / "development.jsonl.gz",
    "assisted.v4": _REPLIES / "assisted.v4" / "development.jsonl.gz",
}
"""The stored replies to development papers."""
TARGETS = {"size": 0.75, "value": 0.65, "value+benchmark": 0.45, "benchmark": 0.80}
"""What a prompt that shows the model no output of the rules should reach."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the embedded model answered by one prompt."""

    seconds: float | None
    """Of the whole run, with two papers at a time; None where another machine was asked, with a graphics card."""
    wording: str
    """What tells the wording of the prompt that was asked from another; '' where that is not known."""
    completions: dict[str, list[Completion]]
    """By the paper's id, one for each of the variant's questions."""

    def median(self, name: str) -> float:
        """The median over papers of a kind of tokens."""
        tokens = [sum(int(getattr(c.usage, name)) for c in its) for its in self.completions.values()]
        return float(statistics.median(tokens))


def main() -> None:
    """Asks what is to be asked, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ask", nargs="+", default=[], choices=[*VARIANTS], metavar="NAME")
    add_data_option(parser)
    chosen = parser.parse_args()
    papers = [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    for name in chosen.ask:
        ask(VARIANTS[name], papers)
    print(f"{DEFAULT_LOCAL_MODEL}, {len(papers)} seeds, F1 of what the model alone gives\n")
    print(HEAD)
    for name, variant in VARIANTS.items():
        asked = read(name)
        print(f"{name:14}" + (line(variant, papers, asked) if asked else "  not asked yet: --ask " + name))
    aims = "".join(f"  {TARGETS.get(row, ''):>{len(row)}}" for row in ROWS)
    print(f"{'to reach':14}{'250':>11}{'':>7}{'20':>11}{'':>7}  {aims}".rstrip())
    show_runs(papers)
    if labelled := read_labels(LABELS, chosen.data):
        print(f"\n{len(labelled)} development papers\n\n{HEAD}")
        for name, path in ON_DEVELOPMENT.items():
            print(f"{name:14}{line(VARIANTS[name], *on_development(labelled, path))}")


def show_runs(papers: list[Paper]) -> None:
    """A row for each run of a prompt that was asked several times in one wording, and their mean."""
    for name, variant in VARIANTS.items():
        runs = [read_file(path) for path in [FOLDER / f"{name}.jsonl.gz", *again(name)] if path.exists()]
        runs = [asked for asked in runs if asked.wording == wording(variant, papers[0])]
        if len(runs) < 2:
            continue
        print(f"\n{len(runs)} runs of {name}\n")
        rows = [line(variant, papers, asked) for asked in runs]
        print("\n".join(f"{f'run {number}':14}{row}" for number, row in enumerate(rows, 1)))
        columns = zip(*(row.split()[: 4 + len(ROWS)] for row in rows), strict=True)
        means = [statistics.mean(float(cell) for cell in its if cell != "-") for its in columns if {*its} != {"-"}]
        timed = [f"{means.pop(2):.1f}"] if len(means) == 4 + len(ROWS) else ["-"]
        out, tokens_in, asked, *f1 = means
        cells = "".join(f"  {value:{len(row)}.2f}" for row, value in zip(ROWS, f1, strict=True))
        print(f"{'mean':14}{out:11.0f}{tokens_in:7.0f}{timed[0]:>11}{asked:7.2f}  {cells}")


def again(name: str) -> list[Path]:
    """The stored replies of further runs of a prompt, the oldest first."""
    return sorted((FOLDER / "again").glob(f"{name}.*.jsonl.gz"))


def on_development(labelled: Sequence[GoldPaper], path: Path) -> tuple[list[Paper], Asked, Sequence[GoldPaper]]:
    """The development papers, what was said of them, and their labels."""
    papers = [Paper(id=gold.id, title=gold.title, abstract=gold.text) for gold in labelled]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        its = {row["id"]: [Completion.model_validate(row["completion"])] for row in map(json.loads, file)}
    return papers, Asked(None, "", its), labelled


def line(variant: Variant, papers: list[Paper], asked: Asked, gold: Sequence[GoldPaper] | None = None) -> str:
    """A row of the table behind its name; `gold` is the seeds' where none is given."""
    if gold is None:
        gold = read_gold(GOLD.open(encoding="utf-8"), GOLD.name)
    requests = [sum(c.usage.requests for c in its) for its in asked.completions.values()]
    cells = (
        f"{asked.median('completion_tokens'):11.0f}{asked.median('prompt_tokens'):7.0f}"
        f"{f'{asked.seconds / len(papers):.1f}' if asked.seconds else '-':>11}{statistics.mean(requests):7.2f}  "
    )
    found = evaluate(join(records(variant, papers, asked), gold), "model")
    cells += "".join(f"  {found.witnesses[0].f1(row) or 0:{len(row)}.2f}" for row in ROWS)
    notes = [f"{len(papers) - len(asked.completions)} failed"] if len(asked.completions) < len(papers) else []
    notes += ["another wording was asked"] if asked.wording not in ("", wording(variant, papers[0])) else []
    notes += ["shown the rules' numbers"] if variant.shows_numbers else []
    return cells + ("  " + ", ".join(notes) if notes else "")


def records(variant: Variant, papers: list[Paper], asked: Asked) -> Iterator[Record]:
    """The records that the stored replies come to; nothing is given for a paper that failed."""
    inquiry = PaperInquiry(Settings(prompt=variant.name), DEFAULT_LOCAL_MODEL)
    for paper in papers:
        stored = asked.completions.get(paper.id)
        replies = [read_reply(c.text, q.reply) for c, q in zip(stored or (), variant.questions, strict=bool(stored))]
        outcome = inquiry.judged(paper, replies).outcome
        yield Record(
            id=paper.id,
            paper=paper,
            status="accepted" if stored else "failed",
            summary=outcome.summary,
            verdicts=outcome.verdicts if stored else (),
            provenance=Provenance(**{**inquiry.provenance.model_dump(), "model": DEFAULT_LOCAL_MODEL}),
        )


def ask(variant: Variant, papers: list[Paper]) -> None:
    """Runs the main job on the seeds by this prompt from an empty cache of replies, and keeps what was answered.

    Weights, and the state of the prompt's head where a run before left one, are those of the cache at hand.
    """
    models, heads = (load_settings().settings.cache_dir / name for name in ("models", "prompt-heads"))
    with tempfile.TemporaryDirectory() as folder:
        for kept in (models, heads):
            kept.mkdir(exist_ok=True)
            (Path(folder) / kept.name).symlink_to(kept.resolve())
        settings = Settings(local=True, cache_dir=Path(folder), prompt=variant.name)
        spending, started = Spending(), time.monotonic()
        failed = [record.id for record in tag(papers, settings, spending=spending) if record.status == "failed"]
        seconds = time.monotonic() - started
        answers = {paper.id: completions(variant, paper, settings) for paper in papers if paper.id not in failed}
    head = {"seconds": round(seconds, 1), "wording": wording(variant, papers[0])}
    rows = [{"id": id_, "completions": [c.model_dump(mode="json") for c in its]} for id_, its in answers.items()]
    place = place_for(variant.name, str(head["wording"]))
    place.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(place, "wb", mtime=0) as file:
        file.write("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in (head, *rows)).encode())
    print(
        f"{variant.name}: {seconds / len(papers):.1f} s a paper, {spending.usage.completion_tokens} tokens", flush=True
    )


def completions(variant: Variant, paper: Paper, settings: Settings) -> list[Completion]:
    """The stored answers to the questions about one paper."""
    endpoint = choose_endpoint(settings)
    assert endpoint is not None
    cache = ReplyCache(settings.cache_dir)
    keys = [reply_key(p, endpoint.identity.endpoint, endpoint.identity.model) for p in prompts(variant, paper)]
    found = [cache.get(key) for key in keys]
    cache.close()
    return [completion for completion in found if completion is not None]


def prompts(variant: Variant, paper: Paper) -> tuple[Prompt, ...]:
    """What is asked about one paper."""
    return PaperInquiry(Settings(prompt=variant.name), DEFAULT_LOCAL_MODEL).prompts(paper)


def wording(variant: Variant, paper: Paper) -> str:
    """A mark of what is the same for every paper: the prefixes and the schemas."""
    stable: list[Any] = [(p.prefix, p.json_schema) for p in prompts(variant, paper)]
    return hashlib.sha256(json.dumps(stable, sort_keys=True).encode()).hexdigest()[:12]


def place_for(name: str, wording_now: str) -> Path:
    """Where the replies of a run go: beside those of the first that was asked in the same wording."""
    asked = read(name)
    if asked is None or asked.wording != wording_now:
        return FOLDER / f"{name}.jsonl.gz"
    return FOLDER / "again" / f"{name}.{1 + len(again(name))}.jsonl.gz"


def read(name: str) -> Asked | None:
    """The stored replies to one prompt; None where there are none."""
    path = FOLDER / f"{name}.jsonl.gz"
    return read_file(path) if path.exists() else None


def read_file(path: Path) -> Asked:
    """The replies of one run."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head, *rows = map(json.loads, file)
    its = {row["id"]: [Completion.model_validate(c) for c in row["completions"]] for row in rows}
    return Asked(head["seconds"], head["wording"], its)


if __name__ == "__main__":
    main()
