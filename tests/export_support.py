"""Runs to export, made by the real pipeline of planted replies, and what is decided about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from summarise import Paper, Settings, tag
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.exporting import Exported, exported
from summarise.records import Record
from summarise.reviewing import Decision, Filter, Review
from summarise.runs import RunFile

LARK = Paper(
    id="lark",
    title="Lark-2: =SUM(A1) and other birds",
    authors=("Ada Löwe", "@channel"),
    abstract="We present Lark-2, a model of 7B parameters. It reaches 61.4% accuracy on GSM8K, and -3.5 points.",
    identifiers={"arxiv": "2401.00001"},
)
FINCH = Paper(
    id="finch", title="Finch", abstract="Finch is a language model of 3B parameters with 55.0% accuracy on MMLU."
)
FAILS = Paper(id="crow", title="Crow", abstract="Crow is a model about which nothing is answered.")
PAPERS = (LARK, FINCH, FAILS)
REPLIES: dict[str, dict[str, Any]] = {
    "Lark-2": {
        "tasks": ["=cmd|' /C calc'!A0", "mathematical reasoning"],
        "sizes": [{"model": "Lark-2", "total": "70B", "role": "subject"}],
        "results": [
            {"value": "61.4%", "metric": "accuracy", "model": "Lark-2", "benchmark": "GSM8K", "kind": "absolute",
             "role": "own"},
            {"value": "-3.5", "unit": "points", "kind": "delta", "role": "own"},
        ],
    },
    "Finch": {
        "tasks": ["language modeling"],
        "sizes": [{"model": "Finch", "total": "3B", "role": "subject"}],
        "results": [
            {"value": "55.0%", "metric": "accuracy", "model": "Finch", "benchmark": "MMLU", "kind": "absolute",
             "role": "own"},
        ],
    },
}  # fmt: skip


class Arm(BaseModel):
    """A part of a trial."""

    drug: str | None
    patients: int | None


class Trial(BaseModel):
    """A user's own class."""

    title: str | None
    arms: list[Arm]
    sites: list[str]


TRIAL = Paper(
    id="trial",
    title="=A trial",
    abstract="120 patients took Corvine and 118 patients took placebo. Sites were Bonn and -Ulm.",
)
TRIAL_REPLY = {
    "title": "A trial",
    "arms": [{"drug": "Corvine", "patients": 120}, {"drug": "placebo", "patients": 118}],
    "sites": ["Bonn", "-Ulm"],
}


def records(
    folder: Path,
    papers: Iterable[Paper] = PAPERS,
    replies: dict[str, dict[str, Any]] | None = None,
    own: type[BaseModel] | None = None,
) -> list[Record]:
    """The records of papers whose title or abstract holds the words of a reply; the others fail."""
    planted = {words: json.dumps(reply) for words, reply in (replies or REPLIES).items()}
    endpoint = ChosenEndpoint(EndpointIdentity("planted", "m"), lambda: ReplayCompleter(planted))
    chosen = {"own_schema": own} if own else {"prompt": "extract.v1"}
    return list(tag(papers, Settings(cache_dir=folder / "cache", **chosen), endpoint=endpoint))  # type: ignore[arg-type]


def papers_of(made: Iterable[Record]) -> list[Exported]:
    """The records as they are exported where nobody decided anything."""
    return [exported(record) for record in made]


def run_of(path: Path, made: Iterable[Record]) -> Path:
    """A run on disk."""
    with RunFile(path) as out:
        for record in made:
            out.write(record)
    return path


def decide(run: Path, paper: str, field: str, decision: Decision, who: str = "ada") -> str:
    """Decides the first value of a field of a paper; its verdict's id."""
    review = Review.open(run, who=who)
    row = review.rows(Filter(field=field, paper=paper))[0]
    review.act(row.key, decision)
    return row.verdict
