"""`check`, `conflicts`, `show` and `why` know what people decided in RUN.decisions.jsonl."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run as summarise
from review_support import called, planted_run

from summarise.reviewing import Decision, Review, decisions_path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of which everything is decided but two values: one is disputed, one left unsure. A line is foreign."""
    folder = tmp_path_factory.mktemp("decided")
    ada = Review.open(planted_run(folder), "ada")
    *rest, unsure, disputed = ada.queue()
    for row in rest:
        ada.act(row.key, Decision("choose", candidate=1, note="as in \x1b[31mtable 2"))
    ada.act(unsure.key, Decision("unsure"))
    ada.act(disputed.key, Decision("choose", candidate=1))
    Review.open(ada.run, "bob").act(disputed.key, Decision("not_stated"))
    with decisions_path(ada.run).open("a") as file:
        file.write("foreign\n")
    return folder


def test_check_counts_what_is_still_open_and_passes_once_nothing_is(folder: Path, tmp_path: Path) -> None:
    ended = summarise("check", "run.jsonl", "--json", folder=folder)
    assert (8, 2) == (ended.code, json.loads(ended.out)["open"])
    assert "run.decisions.jsonl:13: no decision" in ended.err
    ada = Review.open(planted_run(tmp_path), "ada")
    for row in ada.queue():
        ada.act(row.key, Decision("not_stated"))
    assert 0 == called("check", "run.jsonl", folder=tmp_path).code


def test_conflicts_lists_only_what_is_still_open(folder: Path) -> None:
    listed = [json.loads(line) for line in called("conflicts", "run.jsonl", "--json", folder=folder).out.splitlines()]
    assert {("wren", "training_data"), ("wren", "results")} == {(v["paper"], v["field"]) for v in listed}


def test_show_has_the_decided_values_and_says_who(folder: Path) -> None:
    text = called("show", "run.jsonl", "otter", folder=folder).out
    assert "decided by ada: chosen (“as in [31mtable 2”)" in text
    shown = json.loads(called("show", "run.jsonl", "otter", "--json", folder=folder).out)
    assert "accepted" == shown["status"]
    assert [7_000_000_000, 9_000_000_000] == [size["total_params"] for size in shown["summary"]["model_sizes"]]
    assert {"ada"} == {told["by"] for told in shown["decisions"].values()}
    table = called("show", "run.jsonl", folder=folder).out.splitlines()
    assert ["accepted", "accepted", "flagged"] == [line.split()[1] for line in table[1:]]


def test_why_says_who_decided_and_what_is_disputed(folder: Path) -> None:
    text = called("why", "run.jsonl", "wren", folder=folder).out
    assert "decided by ada: chosen" in text
    assert "decided differently by ada and bob" in text
    assert "unsure by ada" in text
