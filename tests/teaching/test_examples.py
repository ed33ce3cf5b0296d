"""Worked examples are like the paper, and never the paper itself or a copy of it."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from summarise.records import Paper, Source, Variant
from summarise.teaching import ExamplePool

WORDS = (
    "otter heron wren finch model size corpus token score layer graph image speech river forest metal valve "
    "signal garden winter summer kernel matrix vector lemma proof tactic search planet comet"
).split()


def abstract(seed: int, words: int = 60) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def line(name: str, text: str) -> dict[str, object]:
    return {"id": name, "title": None, "text": text, "tasks": [{"name": name}]}


NEW_ENDS = st.sampled_from(["", " Code is at https://example.org/x.", "\n\nTo appear.", " (12 pages, 3 figures)"])
CHANGES = st.sampled_from(
    [str, str.upper, lambda s: s.replace(" ", "\n"), lambda s: f"Abstract: {s}", lambda s: s[:-9]]
)


@given(
    seeds=st.lists(st.integers(0, 10**6), min_size=1, max_size=8, unique=True),
    end=NEW_ENDS,
    change=CHANGES,
    n=st.data(),
)
def test_no_example_is_the_paper_or_a_copy_of_it(seeds, end, change, n) -> None:  # type: ignore[no-untyped-def]
    pool = ExamplePool(line(f"p{seed}", abstract(seed)) for seed in seeds)
    asked = n.draw(st.sampled_from(seeds))
    by_id = Paper(id=f"p{asked}", abstract="Some other words.")
    by_text = Paper(id="another id", abstract=change(abstract(asked)) + end)
    source = Source(document="d", position="1")
    by_copy = Paper(id="third", abstract="Other.", variants=(Variant(abstract=abstract(asked) + end, source=source),))
    for paper in (by_id, by_text, by_copy):
        picked = {example["id"] for example in pool.pick(paper, 99)}
        assert {f"p{seed}" for seed in seeds} - {f"p{asked}"} == picked


def test_the_nearest_come_first_and_no_more_than_asked_for() -> None:
    texts = {"far": "Otters swim in cold rivers.", "near": "A model of seven layers proves lemmas by search."}
    pool = ExamplePool(line(name, text) for name, text in texts.items())
    paper = Paper(id="x", abstract="We train a model that proves a lemma by search through layers.")
    assert ["near", "far"] == [example["id"] for example in pool.pick(paper, 5)]
    assert ["near"] == [example["id"] for example in pool.pick(paper, 1)]
    assert 2 == len(pool)


def test_what_has_no_text_is_no_example() -> None:
    assert 0 == len(ExamplePool([{"id": "x", "text": ""}, {"id": "y", "text": None}]))
