"""How fast the rules read: abstracts a CPU second beside a tokenizer, and the time of a text of 1 MB beside a limit.

    python -m benchmarks.rule_speed [--data FOLDER]

The yardstick is spaCy's blank English tokenizer in the same process, on the same texts; where spaCy is not installed
(it is no dependency), a one-line tokenizer of words and signs. Every time is CPU time, the best of three. The texts
are FOLDER/abstract_pool.jsonl (without the option, the environment variable SUMMARISE_DATA names the folder); where
that is not, the seeds' abstracts over and over.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import re
import time
import tomllib
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.public_sets import NAME_THE_FOLDER, add_data_option
from summarise import Paper, read_papers
from summarise.rules import find

SEEDS = sorted(str(path) for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"))
POOL = 2_000
REPEATS = 3
LIMIT_S = 2.0
"""CPU seconds for 1 MB: no abstract, however odd, may hold up a batch."""
AT_LEAST_PER_S = 400
_TOKEN = re.compile(r"\w+|\S")
_NO_SPACY = """spaCy is not installed; in an environment of its own:
  uv venv /path/to/speed && uv pip install --python /path/to/speed spacy -e . && /path/to/speed/bin/python -m benchmarks.rule_speed
"""  # noqa: E501  a command to copy


def cpu_s(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """CPU seconds of the fastest of some runs."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def pool(folder: Path | None) -> tuple[str, list[Paper]]:
    """Where the papers are from, and the papers."""
    path = folder / "abstract_pool.jsonl" if folder else None
    if path and path.exists():
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return path.name, [Paper(id=r["id"], title=r.get("title"), abstract=r["abstract"]) for r in rows]
    seeds = [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    return "the seeds, repeated", list(itertools.islice(itertools.cycle(seeds), POOL))


def exceptions(papers: Iterable[Paper]) -> list[str]:
    """Papers on which the rules raise, with what they raise."""
    raised = []
    for paper in papers:
        try:
            find(paper)
        except Exception as error:  # noqa: BLE001  a benchmark counts every kind
            raised.append(f"{paper.id}: {type(error).__name__}: {error}")
    return raised


def tokenizer() -> tuple[str, Callable[[str], Any]]:
    """The yardstick's name, and what it does with a text."""
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        print(_NO_SPACY)
        return "re.findall words and signs", _TOKEN.findall
    return f"spaCy {spacy.__version__} blank English", spacy.blank("en").tokenizer


def known_names() -> list[str]:
    """The names of the benchmarks that the rules know."""
    text = files("summarise.rules").joinpath("data/benchmarks.toml").read_text(encoding="utf-8")
    return [name for area in tomllib.loads(text).values() for name in area["names"]]


def megabytes(papers: list[Paper]) -> dict[str, str]:
    """Texts of 1 MB, each of one kind: prose, and what has held up such rules before."""
    size = 1_000_000
    prose = " ".join(paper.abstract for paper in papers)
    kinds = {
        "prose": prose,
        "digits": "0123456789",
        "numbers and units": "12.5% of 7B, ",
        "lone digits": "1 ",
        "decimal commas": "1,5% ",
        "powers": "10^",
        "thousands with underscores": "1_000",
        "prices": "$1 ",
        "digits and commas": "1,",
        "versions and slashes": "1.2/1.2/",
        "brackets and commas": "(,[,{,",
        "open brackets": "(",
        "hyphens": "a-",
        "hyphens between digits": "It improves " + "1-" * 100 + "1- 12.3% in performance. ",
        "averages of averages": "It improves by " + "an average of " * 15 + "12.3% in performance. ",
        "capitalised words": "Foo Foo Foo ",
        "capitals": "A",
        "sizes and slashes": "7B/",
        "sizes": "Foo-7B and 7B Foo, ",
        "introductions": "we propose ",
        "named introductions": "We propose Foo-7B, a model. ",
        "known benchmarks": ", ".join(known_names()) + " ",
        "scores on benchmarks": " ".join(f"{name} (81.5%)," for name in known_names()),
        "known methods": "Reinforcement Learning from Human Feedback with LoRA and ",
        "links": "code: https://github.com/a/b. ",
        "formulas": "$x_{1}$ \\textbf{2} ",
    }
    return {kind: (text * (size // len(text) + 1))[:size] for kind, text in kinds.items()}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    data = parser.parse_args().data
    if data is None:
        print(f"The pool of abstracts is left out: {NAME_THE_FOLDER}")
    source, papers = pool(data)
    texts = [paper.abstract for paper in papers]
    name, tokens = tokenizer()
    print(f"{len(papers):,} abstracts ({source}), {sum(map(len, texts)) / len(texts):,.0f} characters each")
    raised = exceptions(papers)
    print(f"exceptions: {len(raised)}")
    for line in raised:
        print(f"  {line}")
    if raised:
        papers = []  # times of broken work say nothing
    # As in a run, no paper's findings are kept beyond it.
    rules_s = cpu_s(lambda: sum(len(find(paper).ledger) for paper in papers))
    tokens_s = cpu_s(lambda: [tokens(text) for text in texts])
    print(f"\n{'abstracts a CPU second':44} {'':>8}  limit")
    if papers:
        limit = f"  ≥ {AT_LEAST_PER_S}" if source.endswith(".jsonl") else ""  # set for the pool; the seeds are dense
        print(f"{'the rules':44} {len(papers) / rules_s:8,.0f}{limit}")
    print(f"{name:44} {len(texts) / tokens_s:8,.0f}")
    print(f"{'the rules take, in times of it':44} {rules_s / tokens_s:8.1f}")
    print(f"\n{'CPU seconds for 1 MB of':44} {'':>8}  limit")
    for kind, text in megabytes(papers or [Paper(id="p", abstract=texts[0])]).items():
        seconds = cpu_s(lambda text=text: find(Paper(id="p", abstract=text)))  # type: ignore[misc]
        print(f"{kind:44} {seconds:8.2f}  ≤ {LIMIT_S}")


if __name__ == "__main__":
    main()
