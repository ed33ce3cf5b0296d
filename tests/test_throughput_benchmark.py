"""The benchmark of throughput: its server says what was stored, and every contender reads it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.throughput.__main__ import _sign, _table
from benchmarks.throughput.papers import Corpus, corpus, title
from benchmarks.throughput.running import CONTENDERS, OURS, Contender, Took, ask
from benchmarks.throughput.serving import Server, serving
from benchmarks.throughput.workers import Ran, at_best, one_run, table

FLOOR = next(one for one in CONTENDERS if one.module.endswith("floor"))


@pytest.fixture(scope="module")
def known() -> Corpus:
    return corpus()


@pytest.fixture(scope="module")
def server(known: Corpus) -> Iterator[Server]:
    with serving(0, known) as running:
        yield running


def said(server: Server, words: str, route: str = "/v1") -> str:
    """What the server answers to a request with these words."""
    address = server.base_url.replace("/v1", f"{route}/chat/completions")
    body = json.dumps({"messages": [{"role": "user", "content": words}]}).encode()
    with urllib.request.urlopen(urllib.request.Request(address, body)) as page:
        return str(json.load(page)["choices"][0]["message"]["content"])


def test_the_server_answers_each_seed_with_what_was_said_of_it_and_counts(server: Server, known: Corpus) -> None:
    before = server.stats()[1]
    asked = [len(known.seeds) - 1, 0, 3]
    assert [known.replies[at] for at in asked] == [said(server, f"Title: {title(77, at)}\nAbstract: …") for at in asked]
    assert {"extractions"} == json.loads(said(server, title(1, 1), "/langextract/v1")).keys()
    assert before + 4 == server.stats()[1]


def test_no_two_papers_are_the_same_to_a_cache(known: Corpus) -> None:
    papers = list(known.papers(3 * len(known.seeds)))
    assert len(papers) == len({paper.id for paper in papers}) == len({(p.title, p.abstract) for p in papers})


@pytest.mark.parametrize("contender", [OURS, FLOOR], ids=lambda one: one.name)
def test_a_contender_asks_about_every_paper_and_says_what_that_took(
    contender: Contender, server: Server, known: Corpus
) -> None:
    before = server.stats()[1]
    took = ask(contender, server, known, concurrency=2, papers=5)
    assert isinstance(took, Took), took
    assert 5 == took.papers
    assert took.cpu_s > 0 < took.wall_s
    assert server.stats()[1] - before >= 5 + 2


def test_a_contender_that_fails_has_its_words_in_the_place_of_a_figure(
    server: Server, known: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = Contender("nobody", "contenders.nobody")
    said_of_it = ask(nobody, server, known, concurrency=1, papers=1)
    assert isinstance(said_of_it, str)
    assert "failed" in said_of_it
    assert "nobody" in said_of_it
    capsys.readouterr()
    _table([nobody], {"at once": {"nobody": said_of_it}, "64": {"nobody": said_of_it}, "512": {"nobody": said_of_it}})
    assert said_of_it in capsys.readouterr().out


def test_the_share_of_ideal_is_that_of_what_so_many_requests_at_once_can_get() -> None:
    assert 0.5 == Took(papers=640, cpu_s=1, wall_s=4, first_cpu_s=None).share_of_ideal(64, 0.2)
    assert ["≤", ">", "≥", "<"] == [_sign(True, "≤"), _sign(False, "≤"), _sign(True, "≥"), _sign(False, "≥")]


def test_workers_bring_at_best_what_the_cores_and_the_asking_process_leave() -> None:
    assert 100 == pytest.approx(at_best(1, asking_ms=2, judging_ms=8, server_ms=0, cores=8))
    assert 250 == pytest.approx(at_best(2, asking_ms=2, judging_ms=8, server_ms=0, cores=8))
    assert 500 == pytest.approx(at_best(9, asking_ms=2, judging_ms=8, server_ms=0, cores=64)), "as fast as it asks"
    assert 160 == pytest.approx(at_best(9, asking_ms=2, judging_ms=8, server_ms=2.5, cores=2)), "on two cores"


def test_the_table_of_workers_says_what_a_paper_costs_and_what_was_reached() -> None:
    rans = {0: Ran(500, 1, 9, 2), 1: Ran(90, 1, 11, 10), 2: Ran(200, 1, 12, 3)}
    head, _, alone, two = table(rans, server_ms=0, cores=8)
    assert "2.00 ms without rules, 10.00 ms with them" in head
    assert ["--workers", "1", "90", "100", "90%"] == alone.split()[:5]
    assert ["--workers", "2", "200", "250", "80%"] == two.split()[:5]


def test_a_run_of_workers_writes_its_lines_and_says_what_that_took(server: Server, tmp_path: Path) -> None:
    took = one_run(server.base_url, 1, 5, str(tmp_path / "run.jsonl"))
    assert 5 == len((tmp_path / "run.jsonl").read_text(encoding="utf-8").splitlines())
    assert {"per_s", "wall_s", "cpu_ms", "own_ms"} == took.keys()
    assert min(took.values()) > 0
