"""`summarise export` as a user runs it: endings, filters, decisions, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command import Ended, run
from command_here import run_here
from export_support import decide, records, run_of

from summarise.decisions_path import decisions_path
from summarise.reviewing import Decision


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run_of(tmp_path / "run.jsonl", records(tmp_path))
    return tmp_path


def export(folder: Path, *arguments: str) -> Ended:
    return run_here("export", "run.jsonl", *arguments, folder=folder)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_ending_gives_its_format(folder: Path) -> None:
    for name in ("out.json", "new/out.jsonl", "out.csv", "out.md"):
        assert 0 == export(folder, "-o", name).code
    assert 3 == len(json.loads((folder / "out.json").read_text()))
    assert 3 == len((folder / "new" / "out.jsonl").read_text().splitlines())
    assert ["lark", "finch", "crow"] == [row["id"] for row in rows((folder / "out.csv").read_bytes().decode())]
    assert (folder / "out.md").read_text().startswith("# run.jsonl\n\n## Lark")
    assert not list(folder.rglob("*.partial"))


def test_a_process_of_its_own_reads_a_run_from_stdin_and_writes_to_stdout(folder: Path) -> None:
    stdin = (folder / "run.jsonl").read_bytes()
    ended = run("export", "-", "--as", "csv", "--rows", "results", folder=folder, stdin=stdin)
    assert 0 == ended.code, ended.err
    assert {"lark", "finch"} == {row["id"] for row in rows(ended.out)}
    assert "3 papers (1 accepted, 1 flagged, 1 failed)" in ended.err


def test_what_to_do_next_names_the_file_and_nothing_where_the_run_was_piped_in(folder: Path) -> None:
    (folder / "mine.jsonl").write_text("")
    assert "3 values still open: summarise review run.jsonl\n" in export(folder, "-o", "o.csv").err
    said = export(folder, "-o", "o.csv", "--decisions", "mine.jsonl").err
    assert "3 values still open: summarise review run.jsonl --decisions mine.jsonl\n" in said
    assert "'summarise show run.jsonl' lists the ids" in export(folder, "--paper", "none").err
    piped = run("export", "-", folder=folder, stdin=(folder / "run.jsonl").read_bytes())
    assert "3 values still open\n" in piped.err


def test_only_the_papers_that_are_wanted_are_written(folder: Path) -> None:
    def ids(*more: str) -> list[str]:
        return [json.loads(line)["id"] for line in export(folder, *more).out.splitlines()]

    assert ["finch"] == ids("--status", "accepted")
    assert ["lark", "crow"] == ids("--status", "flagged", "--status", "failed")
    assert ["crow"] == ids("--paper", "crow")


def test_decided_values_are_exported_with_who_decided_and_the_run_stays_as_it_is(folder: Path) -> None:
    before = (folder / "run.jsonl").read_bytes()
    edit = Decision("edit", value={"model": "Lark-2", "total_params": "7B", "role": "subject"}, note="typed wrongly")
    verdict = decide(folder / "run.jsonl", "lark", "model_sizes", edit)
    decide(folder / "run.jsonl", "finch", "model_sizes", Decision("not_stated"), who="=bob")
    ended = export(folder, "--as", "json")
    lark, finch, _ = json.loads(ended.out)
    assert [7_000_000_000] == [size["total_params"] for size in lark["summary"]["model_sizes"]]
    assert ("ada", False, 1.0) == tuple(
        lark["judged"]["model_sizes[0]"][name] for name in ("decided_by", "flagged", "confidence")
    )
    assert [verdict] == list(lark["decisions"])
    assert ("ada", "decided", "edit", "typed wrongly") == tuple(
        lark["decisions"][verdict][name] for name in ("by", "status", "action", "note")
    )
    assert ([], ["=bob"]) == (finch["summary"]["model_sizes"], [one["by"] for one in finch["decisions"].values()])
    assert "Decided values: 1 by ada, 1 by =bob" in ended.err
    table = rows(export(folder, "--as", "csv").out)
    assert ["ada", "'=bob", ""] == [row["decided_by"] for row in table]
    sizes = rows(export(folder, "--as", "csv", "--rows", "model_sizes").out)
    assert [("lark", "7000000000", "1.0", "ada")] == [
        tuple(row[name] for name in ("id", "total_params", "confidence", "decided_by")) for row in sizes
    ]
    assert before == (folder / "run.jsonl").read_bytes()


def test_decisions_can_be_left_out_or_taken_from_another_file(folder: Path) -> None:
    decide(folder / "run.jsonl", "finch", "model_sizes", Decision("not_stated"))
    undecided = json.loads(export(folder, "--as", "json", "--undecided").out)
    assert ({}, 1) == (undecided[1]["decisions"], len(undecided[1]["summary"]["model_sizes"]))
    decisions_path(folder / "run.jsonl").rename(folder / "theirs.jsonl")
    alone = json.loads(export(folder, "--as", "json").out)
    assert {} == alone[1]["decisions"]
    named = json.loads(export(folder, "--as", "json", "--decisions", "theirs.jsonl").out)
    assert [] == named[1]["summary"]["model_sizes"]


def test_a_line_that_is_no_decision_is_told_and_the_others_count(folder: Path) -> None:
    decide(folder / "run.jsonl", "finch", "model_sizes", Decision("not_stated"))
    with decisions_path(folder / "run.jsonl").open("a") as file:
        file.write("{half\n")
    ended = export(folder, "--as", "json")
    assert "run.decisions.jsonl:2: no decision" in ended.err
    assert ["ada"] == [one["by"] for one in json.loads(ended.out)[1]["decisions"].values()]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "out.xlsx"], 2, "none of .json, .jsonl, .csv, .md"),
        (["-o", "run.jsonl"], 2, "choose another name"),
        (["-o", "run.decisions.jsonl"], 2, "choose another name"),
        (["-o", "folder.csv"], 2, "it is a folder"),
        (["--status", "fine"], 2, "accepted, flagged, failed"),
        (["--as", "xml"], 2, "json, jsonl, csv, md"),
        (["--rows", "results"], 2, "--as csv"),
        (["--rows", "birds", "-o", "out.csv"], 2, "the run has no rows 'birds'"),
        (["--paper", "none", "-o", "out.csv"], 2, "the run has no paper 'none'"),
        (["--decisions", "none.jsonl"], 4, "no such file"),
    ],
    ids=["ending", "own run", "own decisions", "folder", "status", "format", "rows of JSON", "no such rows",
         "no such paper", "no decisions"],
)  # fmt: skip
def test_a_wrong_call_ends_with_its_code_says_what_to_do_and_writes_nothing(
    folder: Path, arguments: list[str], code: int, said: str
) -> None:
    decide(folder / "run.jsonl", "finch", "model_sizes", Decision("not_stated"))
    (folder / "folder.csv").mkdir()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    ended = export(folder, *arguments)
    assert code == ended.code, ended.err
    assert said in ended.err
    assert before == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_broken_run_ends_with_4_and_leaves_the_earlier_export(folder: Path) -> None:
    assert 0 == export(folder, "-o", "out.csv").code
    before = (folder / "out.csv").read_bytes()
    with (folder / "run.jsonl").open("a") as file:
        file.write('{"id": "half')
    ended = export(folder, "-o", "out.csv")
    assert (4, before) == (ended.code, (folder / "out.csv").read_bytes())
    assert "run.jsonl:4: not a record" in ended.err
    assert not list(folder.glob("*.partial"))
