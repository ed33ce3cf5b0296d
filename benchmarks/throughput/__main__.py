"""CPU a paper and share of ideal throughput, beside peers, against the same two loopback servers in one run.

    python -m benchmarks.throughput [--papers N] [--rounds N] [--only NAME …] [--alone] [--figures FOLDER]

One server answers at once, which shows what a client costs; the other after 200 ms, which shows whether a client keeps
it full: `concurrency` requests at once can get concurrency / 0.2 s papers a second of it. The replies are what the
embedded model said of the seeds. Every contender is a process of its own that asks about the same papers by the same
prompt and validates the same Pydantic class; langextract asks in its own form. CPU is user and system time of that
process. openai and instructor run in the versions that are installed here, langextract and curator in an environment of
their own; `--alone` does without these two.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from benchmarks.throughput.papers import Corpus, corpus
from benchmarks.throughput.plots import draw
from benchmarks.throughput.running import (
    CONTENDERS,
    ENVIRONMENT,
    INSTRUCTOR,
    MISSING,
    OURS,
    WITH_RULES,
    Contender,
    Took,
    ask,
    cold_start_s,
)
from benchmarks.throughput.serving import Server, serving

DELAY_S = 0.2
CPU_MS, WHOLE_CPU_MS, TIMES_LESS = 0.5, 5.0, 10
FULL = {64: 0.95, 512: 0.85}
"""The share of ideal to reach without rules, by concurrency."""
AT_ONCE = 64
"""Requests at once where the CPU is measured."""

Results = dict[str, dict[str, Took | str]]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=6000, help="papers for the CPU of the fast ones")
    parser.add_argument("--rounds", type=int, default=20, help="papers at 200 ms, in times of the concurrency")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="contenders whose name begins so")
    parser.add_argument("--alone", action="store_true", help="without langextract and curator")
    parser.add_argument("--figures", type=Path, help="folder for the figure")
    chosen = parser.parse_args()
    if not ENVIRONMENT.exists() and not chosen.alone:
        print(MISSING)
    contenders = [c for c in CONTENDERS if not (c.is_peer and (chosen.alone or not ENVIRONMENT.exists()))]
    if chosen.only:
        contenders = [c for c in contenders if c.name.startswith(tuple(chosen.only))]
    known = corpus()
    print(_about(known))
    with serving(0, known) as server:
        at_once = {c.name: ask(c, server, known, AT_ONCE, max(64, int(c.share * chosen.papers))) for c in contenders}
        ceiling = _ceiling(server)
        cold = cold_start_s(server, known)
    results: Results = {"at once": at_once}
    for concurrency in FULL:
        with serving(1000 * DELAY_S, known) as server:
            results[f"{concurrency}"] = {
                c.name: ask(c, server, known, concurrency, max(concurrency, int(c.share * chosen.rounds) * concurrency))
                for c in contenders
            }
    _table(contenders, results)
    print(f"\nthe server itself: {ceiling}")
    print(f"cold start of `summarise tag` with one paper: {cold:.2f} s of CPU; no openai and no instructor is imported")
    _targets(results)
    if chosen.figures:
        draw(chosen.figures, results)


def _about(known: Corpus) -> str:
    """What was run on what."""
    names = ("pydantic", "aiohttp", "openai", "instructor", "uvloop")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    return f"Python {platform.python_version()}, {versions}\n{len(known.seeds)} abstracts and replies, numbered on\n"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _ceiling(server: Server) -> str:
    cpu_s, requests = server.stats()
    each_ms = 1000 * cpu_s / requests
    return f"{each_ms:.3f} ms of CPU a request, so at most {1000 / each_ms:,.0f} requests a second"


def _table(contenders: Sequence[Contender], results: Results) -> None:
    """CPU a paper against both servers, CPU until the first answer, and the share of ideal."""
    heads = ["CPU ms", "CPU ms, 200 ms", "first answer", *(f"ideal at {n}" for n in results if n != "at once")]
    print(f"{'':26}" + "".join(f"{head:>16}" for head in heads))
    for contender in contenders:
        name, took = contender.name, results["at once"][contender.name]
        print(f"{name:26}" + "".join(f"{cell:>16}" for cell in _cells(name, results)))
        if isinstance(took, str):
            print(f"  {took}")


def _cells(name: str, results: Results) -> list[str]:
    took, slow = results["at once"][name], results[str(AT_ONCE)][name]
    cells = [f"{t.cpu_ms:.2f}" if isinstance(t, Took) else "–" for t in (took, slow)]
    first = took.first_cpu_s if isinstance(took, Took) else None
    cells.append("–" if first is None else f"{first:.2f} s")
    for concurrency in FULL:
        full = results[str(concurrency)][name]
        cells.append(f"{full.share_of_ideal(concurrency, DELAY_S):.0%}" if isinstance(full, Took) else "–")
    return cells


def _targets(results: Results) -> None:
    """Each target beside what was reached."""
    ours, whole, instructor = (results["at once"].get(c.name) for c in (OURS, WITH_RULES, INSTRUCTOR))
    if isinstance(ours, Took):
        print(f"\nCPU without rules {ours.cpu_ms:.2f} ms a paper {_sign(ours.cpu_ms <= CPU_MS, '≤')} {CPU_MS}")
        for concurrency, least in FULL.items():
            full = results[str(concurrency)][OURS.name]
            if isinstance(full, Took):
                share = full.share_of_ideal(concurrency, DELAY_S)
                print(f"share of ideal at {concurrency} {share:.1%} {_sign(share >= least, '≥')} {least:.0%}")
    if isinstance(whole, Took):
        print(f"CPU of all {whole.cpu_ms:.2f} ms a paper {_sign(whole.cpu_ms <= WHOLE_CPU_MS, '≤')} {WHOLE_CPU_MS:.0f}")
    if isinstance(ours, Took) and isinstance(whole, Took):
        print(f"rules and reconciliation {whole.cpu_ms - ours.cpu_ms:.2f} ms of it")
    if isinstance(ours, Took) and isinstance(instructor, Took):
        times = instructor.cpu_ms / ours.cpu_ms
        print(f"{times:.1f} times less than instructor alone {_sign(times >= TIMES_LESS, '≥')} {TIMES_LESS}")


def _sign(reached: bool, sign: str) -> str:
    """The sign of a target, turned round where it is missed."""
    return sign if reached else {"≤": ">", "≥": "<"}[sign]


if __name__ == "__main__":
    main()
