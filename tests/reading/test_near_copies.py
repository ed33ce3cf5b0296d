"""How near copies are found: the sketch of a text, the papers that share it, and when nobody need be looked for."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from summarise.reading.spool import Spool
from summarise.reading.wording import Wording, sketch

from .reading_out_of_bytes import ABSTRACT, json_lines, papers_of

REWORDED = ABSTRACT.replace("remain difficult", "are difficult")


@given(st.lists(st.sampled_from(["a", "é", "this https url", "4.2%", "ς"]), max_size=40))
def test_a_sketch_is_the_sixteen_least_hashes_of_runs_of_four_words(words: list[str]) -> None:
    runs = {" ".join(words[at : at + 4]) for at in range(len(words) - 3)}
    assert sorted({zlib.crc32(run.encode()) for run in runs})[:16] == sketch(words)


@given(st.text(st.sampled_from("aBΣς.' (-4%İ/")))
def test_words_are_the_forms_in_lower_case_one_by_one(text: str) -> None:
    wording = Wording(" ".join(text.split()))
    assert [form.lower() for form in wording.forms] == wording.words


def test_the_papers_that_share_most_of_a_sketch_are_found_and_the_first_of_those_that_share_a_set_phrase(
    tmp_path: Path,
) -> None:
    chance = random.Random(3)
    sketches = {paper: chance.sample(range(30), 6) for paper in range(1, 200)}
    wanted = chance.sample(range(30), 16)
    shared: Counter[int] = Counter()
    for value in wanted:
        shared.update([paper for paper, hashes in sketches.items() if value in hashes][:50])
    closest = sorted((paper for paper, count in shared.items() if count > 1), key=lambda one: (-shared[one], one))
    with closing(Spool(tmp_path)) as spool:
        for paper, hashes in sketches.items():
            spool.add_sketch(paper, hashes)
        assert closest[:12] == spool.papers_by_sketch(wanted, 12)
        assert [[], []] == [spool.papers_by_sketch(few, 12) for few in ([], wanted[:1])]


def test_a_record_without_an_id_is_found_to_be_a_copy_of_one_that_has_one_and_the_other_way_round() -> None:
    others = [
        {"id": f"o{n}", "abstract": f"Another text of {n} things entirely, with words of its own."} for n in (1, 2)
    ]
    named, bare = {"id": "a", "abstract": ABSTRACT}, {"abstract": REWORDED}
    assert [3, 3] == [len(papers_of(json_lines(*rows))) for rows in ([*others, named, bare], [bare, *others, named])]


def test_a_near_copy_under_another_id_is_another_paper_whoever_else_has_none() -> None:
    rows = [{"id": "a", "abstract": ABSTRACT}, {"id": "b", "abstract": REWORDED}]
    assert 2 == len(papers_of(json_lines(*rows)))
    assert 3 == len(papers_of(json_lines({"abstract": "A third text without an id."}, *rows)))
