"""The main job on the seeds with an embedded model, from an empty cache of replies: time, tokens, failures, flags.

    python -m benchmarks.tag_seeds [--model NAME] [--replies FILE]

The limit beside the time is the one a newcomer is promised: 20 minutes for the 24 papers on 2 cores. `--replies` keeps
the replies, one JSON object a paper: tests/replies/ holds such a file, made by this command.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from summarise import Record, Settings, Tally, load_settings, read_papers, tag
from summarise.cache import ReplyCache, reply_key
from summarise.endpoints import DEFAULT_LOCAL_MODEL, choose_endpoint
from summarise.inquiring import PaperInquiry

SEEDS = sorted(str(path) for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"))
LIMIT_S = 20 * 60


def main() -> None:
    """Runs the job and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=DEFAULT_LOCAL_MODEL)
    parser.add_argument("--replies", type=Path)
    chosen = parser.parse_args()
    models = load_settings().settings.cache_dir / "models"
    models.mkdir(parents=True, exist_ok=True)  # fetched weights are shared, replies are not
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(models.resolve())
        settings = Settings(local=True, model=chosen.model, cache_dir=Path(folder))
        tally, started = Tally(), time.monotonic()
        records = list(tag(read_papers(SEEDS), settings, tally=tally))
        seconds = time.monotonic() - started
        report(records, tally, seconds, chosen.model)
        if chosen.replies:
            chosen.replies.write_text("".join(f"{line}\n" for line in replies(records, settings)))


def report(records: list[Record], tally: Tally, seconds: float, model: str) -> None:
    """Prints the figures."""
    usages = [r.provenance.usage for r in records if r.provenance.usage]
    states = Counter(v.state for r in records for v in r.verdicts)
    values = sum(states.values())
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(f"model                 {model}, {os.cpu_count()} cores")
    print(f"papers                {len(records)}, failed {tally.failed}")
    print(f"seconds               {seconds:.0f} (limit {LIMIT_S}), {seconds / len(records):.1f} a paper")
    cpu_ms = (own.ru_utime + own.ru_stime) / len(records) * 1000
    print(f"CPU of summarise      {cpu_ms:.0f} ms a paper, the server not counted")
    tokens_in, tokens_out = median(u.prompt_tokens for u in usages), median(u.completion_tokens for u in usages)
    print(f"tokens a paper        {tokens_in:.0f} in, {tokens_out:.0f} out (median)")
    print(f"asked twice           {sum(u.requests > 1 for u in usages)} papers")
    print(f"values                {values}, flagged {tally.flagged_values} ({tally.flagged_values / values:.0%})")
    print(f"verdicts              {', '.join(f'{n} {state}' for state, n in states.most_common())}")


def median(numbers: object) -> float:
    """The median of an iterable of numbers."""
    return statistics.median(numbers)  # type: ignore[call-overload, no-any-return]


def replies(records: list[Record], settings: Settings) -> list[str]:
    """The stored completion of each paper as a line: {"id", "completion"}."""
    endpoint = choose_endpoint(settings)
    assert endpoint is not None
    cache = ReplyCache(settings.cache_dir)
    lines = []
    inquiry = PaperInquiry(settings, endpoint.identity.model)
    for record in records:
        (prompt,) = inquiry.prompts(record.paper)
        stored = cache.get(reply_key(prompt, endpoint.identity.endpoint, endpoint.identity.model))
        if stored:
            lines.append(
                json.dumps({"id": record.id, "completion": stored.model_dump(mode="json")}, ensure_ascii=False)
            )
    cache.close()
    return lines


if __name__ == "__main__":
    main()
