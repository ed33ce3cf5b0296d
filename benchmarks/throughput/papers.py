"""Papers and replies without end: the seeds' abstracts under new titles, and what the embedded model said of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.prompts import read
from summarise import Paper, read_papers
from summarise.prompting import load_template, paper_lines, reply_schema
from summarise.schemas.compact_reply import CompactReply

SEEDS = sorted(str(path) for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"))
PROMPT = "compact.v3"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The seeds to which the model gave a valid reply, and these replies in the same order."""

    seeds: tuple[Paper, ...]
    replies: tuple[str, ...]

    def paper(self, number: int) -> Paper:
        """The paper of that number; no two are the same to a cache."""
        at = number % len(self.seeds)
        changes = {"id": f"p{number}", "title": title(number, at)}
        return self.seeds[at].model_copy(update=changes)

    def papers(self, count: int) -> Iterator[Paper]:
        """So many papers, made as they are taken."""
        return (self.paper(number) for number in range(count))

    def prompt(self) -> dict[str, object]:
        """What every contender is told: the prefix, each seed's part of the prompt, and the schema of the reply."""
        parts = [f"{paper_lines(seed.model_copy(update={'title': None}))}JSON:" for seed in self.seeds]
        return {"prefix": load_template(PROMPT).text, "papers": parts, "schema": reply_schema(CompactReply)}


def title(number: int, seed: int) -> str:
    """A title by which the server knows what to reply."""
    return f"Number {number} of seed {seed}"


def corpus() -> Corpus:
    """The papers that there are, from the repository alone."""
    asked = read(PROMPT)
    assert asked is not None
    papers = {paper.id: paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)}
    texts = {name: completions[0].text for name, completions in asked.completions.items()}
    valid = [name for name in papers if name in texts and _is_valid(texts[name])]
    return Corpus(tuple(papers[name] for name in valid), tuple(texts[name] for name in valid))


def _is_valid(text: str) -> bool:
    """Whether Pydantic alone takes it, which is all that most contenders have."""
    try:
        CompactReply.model_validate_json(text)
    except ValueError:
        return False
    return True
