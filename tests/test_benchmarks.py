"""The benchmarks of the rules, on planted sets: the figures are those counted by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def span(text: str, kind: str, words: str) -> dict[str, object]:
    return {"type": kind, "text": words, "start": text.index(words), "end": text.index(words) + len(words)}


def size(name: str, abstract: str, kind: str, *mentions: str) -> dict[str, object]:
    return {"id": name, "abstract": abstract, "gold": {"class": kind, "matched_mentions": list(mentions)}}


def score(dataset: str, written: str, match: str = "strong") -> dict[str, str]:
    return {"dataset": dataset, "score_in_abs": written, "match": match}


LEADERBOARD = "Heron reaches 61.4% accuracy on GSM8K and 12.5% accuracy on MATH."
SENTENCES = ["We evaluate on GSM8K and MATH.", "We look at the accuracy of birds."]
PLANTED = {
    "model_size_dev": [
        size("a", "We present Otter, a model with 7B parameters.", "stated", "7B"),
        size("b", "We present Otter, a model with 7B parameters.", "stated", "7.04 billion"),
        size("c", "We present Otter, a model with 7B parameters.", "stated", "70-billion"),
        size("d", "We present Otter, which needs no training.", "no_size_like_number"),
    ],
    "leaderboard_dev": [
        {
            "id": "a",
            "abstract": LEADERBOARD,
            "gold": {
                "tdms_grounded": [
                    score("GSM8K (test)", "61.4%"),
                    score("SVAMP", "12.5"),
                    score("MATH", "99.9"),
                    score("MATH", "1", "weak"),
                ]
            },
        }
    ],
    "tdm_sentences_train": [
        {"id": "a", "text": SENTENCES[0], "gold": {"entities": [span(SENTENCES[0], "DATASET", "GSM8K")]}},
        {"id": "b", "text": SENTENCES[1], "gold": {"entities": [span(SENTENCES[1], "METRIC", "accuracy")]}},
    ],
    "scierc_train": [{"id": "a", "text_detok": "We present Otter.", "gold": {"method": ["Otter", "birds"]}}],
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `python -m benchmarks.rule_quality` prints for the planted sets."""
    folder = tmp_path_factory.mktemp("sets")
    for name, rows in PLANTED.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    command = [sys.executable, "-m", "benchmarks.rule_quality", "--data", str(folder), "--errors"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (0, "") == (ended.returncode, ended.stderr)
    return ended.stdout


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("stated size found, within 1 %", "0.667   < 0.92       2 of 3"),
        ("stated size found, exact", "0.333                1 of 3"),
        ("none given where none stands", "1.000   ≥ 0.97       1 of 1"),
        ("value found", "0.667                2 of 3"),
        ("value with its dataset, relaxed", "0.333   < 0.80       1 of 3"),
        ("dataset", "0.667   ≥ 0.60       P 0.500  R 1.000"),
        ("metric", "1.000   ≥ 0.60       P 1.000  R 1.000"),
        ("methods", "0.667                P 1.000  R 0.500"),
    ],
)
def test_the_figures_on_planted_sets_are_those_counted_by_hand(figures: str, name: str, figure: str) -> None:
    assert f"  {name:42}  {figure}" in figures.splitlines()


def test_the_seeds_are_scored_and_every_miss_is_listed(figures: str) -> None:
    assert "seeds: 24 papers" in figures
    assert "c ['70-billion'] given" in figures
