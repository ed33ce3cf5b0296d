"""A run again when nothing changed: papers a second from the cache to the output; and with one paper more.

    python -m benchmarks.throughput.warm [--papers 100000]

The records and replies of the first run are put into the cache by hand, at the price of minutes instead of an hour:
each is a real record of the rules on one of the seeds, under its paper's number. What is measured is the second run,
all of it real: every paper is hashed and looked up, its replies are looked at, and its line is written to a file. The
papers are made before the clock starts; the whole command, which reads and joins a document first, is the second line.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.throughput.many import many_papers, write_papers
from summarise import Paper, Settings, Tally, read_papers, tag
from summarise.cache import ReplyCache
from summarise.completing import EndpointIdentity
from summarise.concluding import Finished
from summarise.endpoints import choose_endpoint
from summarise.record_cache import KeptRecord, RecordCache, mark_of_run, record_key
from summarise.records import Completion, Usage
from summarise.runs import RunFile
from summarise.tagging import finished

REPLY = '{"tasks": ["language modeling"], "sizes": [], "data": [], "benchmarks": [], "results": [], "tldr": "A model."}'
LEAST_PER_S = 10_000


class Server(BaseHTTPRequestHandler):
    """Answers and counts."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_POST(self) -> None:
        """One completion."""
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked += 1
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": REPLY}}
        body = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def served() -> Iterator[str]:
    """The server's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def keep(papers: list[Paper], settings: Settings, asked: EndpointIdentity) -> None:
    """Puts a reply and a record of each paper into the caches."""
    mark = mark_of_run(settings, asked)
    assert mark is not None
    replies, records = ReplyCache(settings.cache_dir), RecordCache(settings.cache_dir)
    usage = Usage(prompt_tokens=900, completion_tokens=300, requests=1)
    reply = Completion(text=REPLY, model="m", mode="json_schema", usage=usage)
    seeds = list(tag(papers[:24], Settings(rules_only=True, cache_dir=settings.cache_dir)))
    for number, paper in enumerate(papers):
        record = seeds[number % len(seeds)].model_copy(update={"id": paper.id, "paper": paper})
        reply_mark = replies.put(f"{number:064x}", reply)
        kept = KeptRecord(Finished.of(record), (f"{number:064x}",), (reply_mark,), usage)
        records.put(record_key(mark, paper), kept)
    records.close()
    replies.close()


def again(papers: list[Paper], settings: Settings, output: Path) -> tuple[Tally, float, float]:
    """The tally, wall seconds and CPU seconds of a run within this process."""
    tally = Tally()
    started, before = time.perf_counter(), time.process_time()
    with RunFile(output) as run:
        for one in finished(papers, settings, tally=tally):
            run.write_line(one.line)
    return tally, time.perf_counter() - started, time.process_time() - before


def command_again(document: Path, output: Path, env: dict[str, str]) -> tuple[str, float]:
    """What the whole command said last, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "summarise", "tag", str(document), "-o", str(output)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = next(line for line in ended.stderr.splitlines() if " papers: " in line)
    return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100_000)
    count = parser.parse_args().papers
    with tempfile.TemporaryDirectory() as name, served() as base_url:
        folder = Path(name)
        settings = Settings(base_url=base_url, model="m", cache_dir=folder / "cache", prompt="extract.v1")
        endpoint = choose_endpoint(settings)
        assert endpoint is not None
        document = folder / "papers.jsonl"
        write_papers(document, count)
        papers = [paper for paper in read_papers([str(document)]) if isinstance(paper, Paper)]
        keep(papers, settings, endpoint.identity)

        tally, wall_s, cpu_s = again(papers, settings, folder / "run.jsonl")
        assert (count, count, 0) == (tally.papers, tally.cached, Server.asked), "nothing is asked"
        print(
            f"{count:,} papers from the cache to the output: {count / cpu_s:,.0f} a CPU second (at least "
            f"{LEAST_PER_S:,}), {count / wall_s:,.0f} a second of the clock, 0 requests"
        )

        env = {"SUMMARISE_BASE_URL": base_url, "SUMMARISE_MODEL": "m", "SUMMARISE_PROMPT": "extract.v1",
               "SUMMARISE_CACHE_DIR": str(settings.cache_dir)}  # fmt: skip
        said, cpu_s = command_again(document, folder / "command.jsonl", env)
        same = (folder / "run.jsonl").read_bytes() == (folder / "command.jsonl").read_bytes()
        print(f"the whole command: {cpu_s / count * 1e6:.0f} µs of CPU a paper with reading; same bytes: {same}")
        print(f"  {said}")

        tally, *_ = again([*papers, next(many_papers(1, first=count))], settings, folder / "more.jsonl")
        assert (count, 1) == (tally.cached, Server.asked), "one paper is asked"
        print(f"with one paper more: {Server.asked} request")


if __name__ == "__main__":
    main()
