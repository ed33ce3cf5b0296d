"""The seeds' run, made again from the replies that qwen2.5-coder-1.5b gave to the default prompt (tests/replies/).

The replies are recorded by `python -m benchmarks.tag_seeds --replies FILE`; the rest of the pipeline is the real one.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

from command import run

from summarise import Settings, read_papers, tag
from summarise.completing import EndpointIdentity
from summarise.endpoints import ChosenEndpoint
from summarise.inquiring import PaperInquiry
from summarise.records import Completion, Paper, Prompt, Record
from summarise.runs import RunFile

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FROZEN = Settings(
    prompt="extract.v1",
    calibration=ROOT / "tests" / "data" / "extract.v1.calibration.toml",
    policy=ROOT / "tests" / "data" / "extract.v1.policy.toml",
)
"""A run that stays as it is when the default prompt, the shipped confidences or the built-in policy change."""
SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))
_BLOCK = re.compile(r"(<!-- run: (\w+) -->\n```console\n(\$ [^\n]+)\n)(.*?)(```)", re.S)


class Replayed:
    """Answers a paper with the completion that is recorded for it."""

    def __init__(self, completions: dict[str, Completion]) -> None:
        self._completions = completions

    async def complete(self, prompt: Prompt) -> Completion:
        return self._completions[prompt.paper]

    async def aclose(self) -> None: ...


def replayed_records(cache_dir: Path, settings: Settings | None = None) -> list[Record]:
    """The records of the 24 papers, from the recorded replies to the prompt that the settings name."""
    settings = settings or Settings()
    replies = ROOT / "tests" / "replies" / f"qwen2.5-coder-1.5b.{settings.prompt}.jsonl"
    stored = {row["id"]: row["completion"] for row in map(json.loads, replies.read_text(encoding="utf-8").splitlines())}
    papers = list(read_papers(SEEDS))
    inquiry = PaperInquiry(settings, "qwen2.5-coder-1.5b")
    asked = {p.id: inquiry.prompts(p)[0].paper for p in papers if isinstance(p, Paper)}
    completions = {words: Completion.model_validate(stored[paper]) for paper, words in asked.items()}
    endpoint = ChosenEndpoint(EndpointIdentity("replayed", "qwen2.5-coder-1.5b"), partial(Replayed, completions))
    return list(tag(papers, settings.model_copy(update={"cache_dir": cache_dir}), endpoint=endpoint))


def frozen_records(cache_dir: Path) -> list[Record]:
    """The records of the frozen run: 57 values flagged in 19 papers."""
    return replayed_records(cache_dir, FROZEN)


def replayed_run(folder: Path, settings: Settings | None = None) -> Path:
    """A folder with out/seeds.jsonl in it."""
    with RunFile(folder / "out" / "seeds.jsonl") as out:
        for record in replayed_records(folder / "cache", settings):
            out.write(record)
    return folder


def frozen_run(folder: Path) -> Path:
    """The file of the frozen run."""
    return replayed_run(folder, FROZEN) / "out" / "seeds.jsonl"


def with_outputs(readme: str, folder: Path) -> str:
    """README with the output of its marked commands as the program prints it now."""
    return _BLOCK.sub(lambda m: m[1] + _OUTPUTS[m[2]](m[3], folder) + m[5], readme)


def _printed(command: str, folder: Path) -> str:
    return run(*command.split("summarise ")[1].split(), folder=folder).out


def _summary(command: str, folder: Path) -> str:
    """What jq -c prints for .summary.model_sizes[], .summary.results[]."""
    arguments = command.split("summarise ")[1].split(" | ", maxsplit=1)[0].split()
    summary = json.loads(run(*arguments, folder=folder).out)["summary"]
    rows = [*summary["model_sizes"], *summary["results"]]
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def _head(command: str, folder: Path) -> str:
    """What `| head -N` leaves."""
    words, lines = command.split("summarise ")[1].split(" | head -")
    with_gold = [str(ROOT / word) if word.startswith("seeds/") else word for word in words.split()]
    return "".join(run(*with_gold, folder=folder).out.splitlines(keepends=True)[: int(lines)])


_OUTPUTS = {"why": _printed, "conflicts": _printed, "summary": _summary, "head": _head}

if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        README.write_text(with_outputs(README.read_text(encoding="utf-8"), replayed_run(Path(place))), encoding="utf-8")
