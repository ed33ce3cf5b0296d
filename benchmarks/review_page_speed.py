"""How quick the review page is over 10,000 conflicts: what a browser waits for, over a real socket on this machine.

    python -m benchmarks.review_page_speed [--conflicts N] [--decisions N]

The run is the seeds' recorded one (tests/replies), its papers repeated under other ids until it has so many conflicts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Prints a line a measure: median, worst, and CPU time of the whole process, browser side included."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conflicts", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run, papers, conflicts = enlarged(folder, asked.conflicts)
        print(f"{conflicts:,} conflicts in {papers:,} papers, {run.stat().st_size / 1e6:.0f} MB")
        measure(run, asked.decisions)


def enlarged(folder: Path, wanted: int) -> tuple[Path, int, int]:
    """A run with at least so many conflicts; its papers and conflicts, counted."""
    from replayed import replayed_records

    records = [json.loads(record.to_line()) for record in replayed_records(folder / "cache")]
    path, papers, conflicts = folder / "run.jsonl", 0, 0
    with path.open("w", encoding="utf-8") as out:
        while conflicts < wanted:
            record = records[papers % len(records)]
            conflicts += sum(verdict["flagged"] for verdict in record["verdicts"])
            name = f"{record['paper']['id']}-{papers}"
            out.write(json.dumps({**record, "id": name, "paper": {**record["paper"], "id": name}}) + "\n")
            papers += 1
    return path, papers, conflicts


def measure(run: Path, decisions: int) -> None:
    """Opens the run, then asks for pages and decides as a browser would."""
    from review_page_support import Client

    from summarise.review_page import PageServer, page_of
    from summarise.reviewing import Review

    began = time.perf_counter()
    server = PageServer(0, page_of(Review.open(run, "ada")))
    print(f"{'open the run, once':<36} {time.perf_counter() - began:8.2f} s")
    thread = threading.Thread(target=server.serve)
    thread.start()
    client = Client(server.address)
    client.get(server.start_address.removeprefix(server.address))
    try:
        show("first page", 1, lambda: page(client, client.get("/").headers["location"]))
        show("a value", decisions, lambda: page(client, client.get("/").headers["location"]))
        show("a decision, written to disk", decisions, decider(client))
        show("a decision and the page after it", decisions, decider(client, follow=True))
        show("undo", decisions, lambda: undo(client))
        show("list, first page", 5, lambda: page(client, "/list"))
        show("list, searched, by impact", 5, lambda: page(client, "/list?q=deepseek&order=impact"))
        show("papers, first page", 5, lambda: page(client, "/papers"))
        show("overview", 5, lambda: page(client, "/overview"))
    finally:
        server.stop()
        thread.join()


def page(client: object, path: str) -> str:
    answer = client.get(path)  # type: ignore[attr-defined]
    assert answer.status == 200, (path, answer.status)
    return str(answer.text)


def fields(text: str, *names: str) -> dict[str, str]:
    return {name: found[1] for name in names if (found := re.search(rf'name="{name}" value="([^"]*)"', text))}


def decider(client: object, *, follow: bool = False) -> Callable[[], float]:
    """Decides the next value; only the decision is timed, with the page after it where that is followed."""

    def decide() -> float:
        path = client.get("/").headers["location"]  # type: ignore[attr-defined]
        form = {**fields(page(client, path), "token", "seen"), "choose": "1", "took": "2000"}
        began = time.perf_counter()
        answer = client.post(path, form)  # type: ignore[attr-defined]
        assert answer.status == 303, answer.text
        if follow:
            page(client, answer.headers["location"])
        return time.perf_counter() - began

    return decide


def undo(client: object) -> float:
    text = page(client, client.get("/").headers["location"])  # type: ignore[attr-defined]
    form = {**fields(text[text.index('action="/undo"') :], "token", "seen"), "act": "undo"}
    began = time.perf_counter()
    assert client.post("/undo", form).status == 303  # type: ignore[attr-defined]
    return time.perf_counter() - began


def show(what: str, times: int, act: Callable[[], object]) -> None:
    walls, cpu = [], time.process_time()
    for _ in range(times):
        began = time.perf_counter()
        took = act()
        walls.append(took if isinstance(took, float) else time.perf_counter() - began)
    cpu = (time.process_time() - cpu) / times
    print(f"{what:<36} {1000 * median(walls):8.1f} ms  worst {1000 * max(walls):8.1f} ms  CPU {1000 * cpu:6.1f} ms")


if __name__ == "__main__":
    main()
