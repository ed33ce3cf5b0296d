"""As many papers as are wanted: the seeds' abstracts, each under a number of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from summarise import Paper, read_papers

SEEDS = sorted(str(path) for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"))


def many_papers(count: int, first: int = 0) -> Iterator[Paper]:
    """`count` papers from number `first` on; no two have the same title, abstract or id."""
    seeds = [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    for number in range(first, first + count):
        seed = seeds[number % len(seeds)]
        changes = {"id": f"p{number}", "abstract": f"{seed.abstract} This is text {number}.", "variants": ()}
        yield seed.model_copy(update=changes)


def write_papers(path: Path, count: int) -> None:
    """The same as a document, one paper a line."""
    with path.open("w", encoding="utf-8") as file:
        for paper in many_papers(count):
            line = {"id": paper.id, "title": f"{paper.title} {paper.id}", "abstract": paper.abstract}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
