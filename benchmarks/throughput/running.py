"""Contenders started one after the other, and what each says that it took."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.papers import PROMPT, Corpus
from benchmarks.throughput.serving import ROOT, Server

ENVIRONMENT = ROOT / ".venv-throughput"
MISSING = f"""The peers' environment is missing: langextract, curator and the figure are left out. It is made by
    python -m venv {ENVIRONMENT.name}
    {ENVIRONMENT.name}/bin/pip install --require-hashes -r benchmarks/throughput/peers/requirements.txt"""
LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class Contender:
    """One row of the table."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    is_peer: bool = False
    """Whether it runs in the peers' environment."""
    share: float = 1.0
    """Of the papers of a round, how many it is given: slow ones get fewer."""

    @property
    def python(self) -> Path:
        """What runs it."""
        return ENVIRONMENT / "bin" / "python" if self.is_peer else Path(sys.executable)


OURS = Contender("summarise, without rules", "contenders.ours", ("--no-rules",))
WITH_RULES = Contender("summarise, with rules", "contenders.ours", share=0.25)
INSTRUCTOR = Contender("instructor", "contenders.with_instructor", share=0.25)
CONTENDERS = (
    OURS,
    WITH_RULES,
    Contender("raw sockets + Pydantic", "contenders.floor"),
    Contender("aiohttp + Pydantic", "contenders.with_aiohttp"),
    Contender("openai + Pydantic", "contenders.with_openai", share=0.25),
    INSTRUCTOR,
    Contender("langextract", "peers.langextract_asks", is_peer=True, share=0.25),
    Contender("curator", "peers.curator_asks", is_peer=True, share=0.25),
)


@dataclass(frozen=True, slots=True)
class Took:
    """What so many papers took a contender."""

    papers: int
    cpu_s: float
    wall_s: float
    first_cpu_s: float | None
    """CPU seconds from the start of its process to its first answer."""

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds a paper."""
        return 1000 * self.cpu_s / self.papers

    def share_of_ideal(self, concurrency: int, delay_s: float) -> float:
        """Papers a second, in parts of what so many requests at once could get of the server."""
        return self.papers / self.wall_s / (concurrency / delay_s)


def ask(contender: Contender, server: Server, corpus: Corpus, concurrency: int, papers: int) -> Took | str:
    """What the papers took; in words why it can't be said."""
    if not contender.python.exists():
        return "its environment is missing"
    with tempfile.TemporaryDirectory() as folder:
        prompt = Path(folder) / "prompt.json"
        prompt.write_text(json.dumps(corpus.prompt()), encoding="utf-8")
        command = [str(contender.python), "-m", f"benchmarks.throughput.{contender.module}", server.base_url]
        command += [str(concurrency), str(papers), str(prompt), *contender.options]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "HOME": folder}
        print(f"{contender.name}: {papers} papers, {concurrency} at once", file=sys.stderr)
        try:
            ended = subprocess.run(
                command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST_S
            )
        except subprocess.TimeoutExpired:
            return f"not done after {LONGEST_S} s"
    if ended.returncode:
        return f"failed: {_last_line(ended.stderr)}"
    return Took(**json.loads(_last_line(ended.stdout)))


def cold_start_s(server: Server, corpus: Corpus) -> float:
    """CPU seconds of `summarise tag` with one paper, from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        paper = corpus.paper(0)
        document = Path(folder) / "paper.jsonl"
        document.write_text(json.dumps({"id": paper.id, "title": paper.title, "abstract": paper.abstract}) + "\n")
        tag = ["tag", str(document), "--base-url", server.base_url, "--model", "m", "--prompt", PROMPT, "-q"]
        return _cpu_s_of([sys.executable, "-m", "summarise", *tag, "-o", str(Path(folder) / "run.jsonl")], folder)


def _cpu_s_of(command: Sequence[str], cache: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SUMMARISE_CACHE_DIR": cache}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]
