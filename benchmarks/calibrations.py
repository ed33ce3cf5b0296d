"""The shipped calibrations, made again: how often the summary was right at verdicts of each kind.

    python -m benchmarks.calibrations --data FOLDER [--check]

From the labels of development.jsonl and test.jsonl: one for the embedded model (its recorded replies in
benchmarks/replies), one for the rules alone. `--check` writes nothing and ends with 1 where the shipped files differ.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.public_sets import add_data_option
from benchmarks.trust.labelled import LabelledSet, labelled_sets
from benchmarks.trust.real import REPLIES, answered, read_replies
from summarise import Settings, tag
from summarise.calibrating import learn
from summarise.reconciling.trust import Calibration, write_calibration

FOLDER = Path(__file__).parent.parent / "summarise" / "reconciling" / "trust" / "calibrations"
MODEL = "qwen2.5-coder-1.5b"
_TAUGHT_BY = ("development", "test")
"""Files in which every field is labelled; the seeds are left out, as the rules are without fault on them."""


def of_model(sets: list[LabelledSet]) -> Calibration:
    """What the labels teach of the embedded model's replies and the rules together."""
    replies = read_replies(REPLIES)
    pairs = [(p.gold, p.record) for papers in sets for p in answered(papers, replies)]
    return replace(learn(pairs, MODEL), model=MODEL)


def of_rules(sets: list[LabelledSet]) -> Calibration:
    """What they teach of the rules alone."""
    papers = [p for labelled in sets for p in labelled.papers]
    records = tag([p.paper for p in papers], Settings(rules_only=True))
    return learn([(p.gold, record) for p, record in zip(papers, records, strict=True)], "rules")


def main() -> None:
    """Writes or compares the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--check", action="store_true", help="compare with what is shipped; write nothing")
    chosen = parser.parse_args()
    sets = [papers for papers in labelled_sets(chosen.data) if papers.name.split("/")[-1] in _TAUGHT_BY]
    if len(sets) < len(_TAUGHT_BY):
        sys.exit("the abstracts of the labelled papers are not there: name their folder with --data or SUMMARISE_DATA")
    differ = False
    for made in (of_model(sets), of_rules(sets)):
        path, text = FOLDER / f"{made.name}.toml", write_calibration(made)
        same = path.exists() and path.read_text(encoding="utf-8") == text
        differ |= not same
        known = f"{made.papers} papers, {len(made.cells)} kinds, {len(made.signs)} signs"
        print(f"{path.name}: {known}, {'as shipped' if same else 'differs'}")
        if not chosen.check:
            path.write_text(text, encoding="utf-8")
    sys.exit(chosen.check and differ)


if __name__ == "__main__":
    main()
