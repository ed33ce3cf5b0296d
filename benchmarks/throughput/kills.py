"""A run that is killed (SIGKILL) at random points and started again: what is lost, and what is asked twice?

    python -m benchmarks.throughput.kills [--kills 20] [--papers 400] [--seed 1]

The command is the real one, on a real server on loopback that answers after 30 ms. A request that the killed process
had sent and not yet stored is in flight: it may be asked again, and no other may.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.throughput.killing import Command, environment, run_killed, start
from benchmarks.throughput.many import write_papers

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from fault_server import FaultServer, answer

CONCURRENCY = 8
REPLY = '{"tasks": ["language modeling"], "results": [], "tldr": "A model."}'
_NUMBER = re.compile(rb"This is text (\d+)\.")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--papers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, FaultServer([replace(answer(REPLY), delay_s=0.03)]) as server:
        folder = Path(name)
        document, output = folder / "papers.jsonl", folder / "run.jsonl"
        write_papers(document, chosen.papers)
        arguments = (str(document), "-o", str(output), "--concurrency", str(CONCURRENCY))

        def asked() -> list[str]:
            found = [_NUMBER.findall(request.body) for request in server.asked]
            return [numbers[-1].decode() for numbers in found if numbers]  # a killed client's may be cut off

        killed = Command(arguments, environment(server.base_url, folder / "cache"), asked)
        chance = random.Random(chosen.seed)
        outcome = run_killed(killed, chosen.kills, chance, 2 * chosen.papers // (chosen.kills + 1))
        after_kills = output.read_bytes()
        whole = Command(arguments, environment(server.base_url, folder / "other"), asked)
        assert start(whole).wait() == 0
        same = after_kills == output.read_bytes()

    records = [json.loads(line) for line in after_kills.splitlines()]
    failed = sum(record["status"] == "failed" for record in records)
    again = outcome.asked_again
    print(f"kills                      {outcome.done}, {outcome.before_any_answer} of them before the first request")
    print(f"papers lost                {chosen.papers - len(records)}, failed {failed}")
    print(f"requests                   {sum(map(len, outcome.asked))} for {chosen.papers} papers")
    print(f"asked again after a kill   {max(again)} at most (in flight: {CONCURRENCY}), {sum(again)} in all")
    print(f"beyond those in flight     {sum(max(0, count - CONCURRENCY) for count in again)}")
    print(f"byte-identical output      {'yes' if same else 'no'}")


if __name__ == "__main__":
    main()
