"""Runs to review, tagged by the real pipeline from planted papers and planted replies."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from command import Ended

from summarise import Settings, tag
from summarise.completing import EndpointIdentity
from summarise.endpoints import ChosenEndpoint
from summarise.errors import SummariseError
from summarise.records import Completion, Paper, Prompt, Record
from summarise.runs import RunFile

OTTER = Paper(
    id="otter",
    title="Otter-3",
    abstract="We present Otter-3, a model with 7B parameters. It reaches 61.4% accuracy on GSM8K and 40.2% on MATH.",
)
HERON = Paper(
    id="heron",
    title="Heron",
    abstract="Heron is a language model of 3B parameters, trained on 2 trillion tokens. Heron scores 55.0% on MMLU.",
)
WREN = Paper(id="wren", title="Wren", abstract="Wren has 1B parameters. We trained it on 300 billion tokens in 9 days.")
PAPERS = (OTTER, HERON, WREN)
REPLIES: dict[str, dict[str, Any]] = {
    "otter": {
        "sizes": [{"model": "Otter-3", "total": "9B", "role": "subject"}],
        "results": [
            {"value": "61.4%", "model": "Otter-3", "benchmark": "GSM8K", "kind": "absolute", "role": "baseline"},
            {"value": "42.0%", "benchmark": "MATH", "kind": "absolute", "role": "own"},
        ],
        "tasks": ["mathematical reasoning"],
    },
    "heron": {
        "sizes": [{"model": "Heron", "total": "3B", "role": "baseline"}],
        "results": [{"value": "55.0%", "benchmark": "MMLU", "kind": "delta", "role": "own"}],
    },
    "wren": {"sizes": [{"model": "Wren", "total": "1B", "role": "base"}]},
}


class Planted:
    """Answers each paper with what is planted for its id."""

    def __init__(self, replies: dict[str, dict[str, Any]]) -> None:
        self._replies = replies

    async def complete(self, prompt: Prompt) -> Completion:
        """The reply whose paper's title stands in the prompt."""
        answer = next(reply for name, reply in self._replies.items() if name.title() in prompt.paper)
        return Completion(text=json.dumps(answer), model="planted", mode="plain")

    async def aclose(self) -> None: ...


def records(
    folder: Path, papers: tuple[Paper, ...] = PAPERS, replies: dict[str, dict[str, Any]] | None = None, **named: Any
) -> list[Record]:
    """The records of the papers; `named` are further settings. The cache is new each time."""
    cache = folder / f"cache-{len(list(folder.glob('cache-*')))}"
    identity = EndpointIdentity("planted", "planted")
    endpoint = ChosenEndpoint(identity, partial(Planted, REPLIES | (replies or {})))
    chosen = {"prompt": "extract.v1", **named}
    settings = Settings(cache_dir=cache, **{name: value for name, value in chosen.items() if value is not None})
    return list(tag(papers, settings, endpoint=endpoint))


def written(path: Path, made: list[Record]) -> Path:
    """The run of these records."""
    with RunFile(path) as out:
        for record in made:
            out.write(record)
    return path


def planted_run(folder: Path, **named: Any) -> Path:
    """run.jsonl of the planted papers, in which the model errs about each of them."""
    return written(folder / "run.jsonl", records(folder, **named))


def called(*arguments: str, folder: Path) -> Ended:
    """The command in this process, which is far quicker than one of its own; a file of the folder goes by its name."""
    from typer.testing import CliRunner

    from summarise.cli.main import app

    there = [str(folder / word) if (folder / word).exists() and word else word for word in arguments]
    result = CliRunner().invoke(app, there, catch_exceptions=True)
    if isinstance(result.exception, SummariseError):
        return Ended(result.exception.exit_code, result.stdout, str(result.exception))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)
