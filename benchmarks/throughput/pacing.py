"""What `--concurrency auto` reaches in 30 s, as share of the best fixed number, on three servers with hidden limits.

    python -m benchmarks.throughput.pacing [--seconds 30] [--at-once N …] [--together]

Each server is a process of its own on loopback: one answers 429 with Retry-After above a hidden rate, one queues what
its workers can't take, one falls over and comes back. Each setting asks a fresh server about as many papers as it can,
through the same completer and gate as a run, beginning with nothing known. `--together` runs all settings of a server
at the same time, each with a server of its own: a sixth of the time, for machines with cores to spare.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.pacing_server import Behaviour
from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.errors import CompletionError, EndpointError
from summarise.pacing import Limits, Pace
from summarise.prompting import build_prompt, load_template
from summarise.records import Paper, Prompt
from summarise.schemas.reply import PaperReply

SERVERS: dict[str, Behaviour] = {
    "429 + Retry-After above 40/s": Behaviour(service_s=0.2, per_s=40),
    "queueing, 12 at once": Behaviour(service_s=0.2, workers=12),
    "flapping, 7 s up, 3 s down": Behaviour(service_s=0.2, workers=12, up_s=7, down_s=3),
}
AT_ONCE = (4, 8, 12, 16, 32, 64)
SHARE = 0.9
_ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Ran:
    """What one setting came to."""

    answered: int = 0
    failed: int = 0
    refused: int = 0
    """Requests that were not answered: 429, reset, no connection."""
    stopped: str = ""
    limit: int = 0
    """Requests at once that were allowed in the end."""


def main() -> None:
    """Prints a table a server."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--at-once", type=int, nargs="+", default=AT_ONCE, metavar="N")
    parser.add_argument("--together", action="store_true")
    chosen = parser.parse_args()
    print(f"{chosen.seconds:g} s each\n")
    print("| server | setting | answered | refused | failed | of the best fixed | in flight at the end |")
    print("|---|---|---|---|---|---|---|")
    shares = {}
    for name, behaviour in SERVERS.items():
        settings: list[int | None] = [*chosen.at_once, None]
        rans = asyncio.run(_all(behaviour, settings, chosen.seconds, together=chosen.together))
        best = max(ran.answered for ran in rans[:-1])
        for setting, ran in zip(settings, rans, strict=True):
            print(_row(name, setting, ran, best), flush=True)
        shares[name] = rans[-1].answered / best
    for name, share in shares.items():
        print(f"\n{'reached' if share >= SHARE else 'missed '}: {share:.0%} of the best fixed setting, {name}", end="")
    print()


def _row(name: str, setting: int | None, ran: Ran, best: int) -> str:
    shown = "auto" if setting is None else str(setting)
    note = f" ({ran.stopped})" if ran.stopped else ""
    cells = (f"{ran.answered:,}{note}", f"{ran.refused:,}", f"{ran.failed:,}", f"{ran.answered / best:.0%}")
    return f"| {name} | {shown} | {' | '.join(cells)} | {ran.limit} |"


async def _all(behaviour: Behaviour, settings: Sequence[int | None], seconds: float, *, together: bool) -> list[Ran]:
    runs = [_one(behaviour, setting, seconds) for setting in settings]
    return list(await asyncio.gather(*runs)) if together else [await run for run in runs]


async def _one(behaviour: Behaviour, setting: int | None, seconds: float) -> Ran:
    """Asks for so many seconds with that number of requests at once; None is auto."""
    ran, limits = Ran(), Limits(concurrency=setting)
    async with _serving(behaviour) as port:
        pace = Pace(limits)
        endpoint = Endpoint(f"http://127.0.0.1:{port}/v1", "m", "")
        async with aclosing(ChatCompleter(endpoint, pace=pace)) as completer:
            prompts = _prompts()
            tasks = [asyncio.create_task(_ask(completer, prompts, ran)) for _ in range(2 * (setting or limits.most))]
            await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
            answered, state = ran.answered, pace.state()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    ran.answered, ran.refused, ran.limit = answered, state.refused, state.limit
    return ran


async def _ask(completer: ChatCompleter, prompts: Iterator[Prompt], ran: Ran) -> None:
    """Asks one paper after the other."""
    for prompt in prompts:
        try:
            await completer.complete(prompt)
            ran.answered += 1
        except CompletionError:
            ran.failed += 1
        except EndpointError as error:
            ran.stopped = str(error)
            return


def _prompts() -> Iterator[Prompt]:
    template = load_template("extract.v1")
    for number in itertools.count():
        yield build_prompt(Paper(id=f"p{number}", abstract=f"We present Alpha-{number}."), template, PaperReply)


@asynccontextmanager
async def _serving(behaviour: Behaviour) -> AsyncIterator[int]:
    """The port of a server that behaves so, for as long as the context lasts."""
    told = json.dumps({name: getattr(behaviour, name) for name in Behaviour.__slots__})
    command = (sys.executable, "-m", "benchmarks.throughput.pacing_server", told)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=_ROOT)
    try:
        assert process.stdout is not None
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    main()
