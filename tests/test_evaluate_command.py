"""`summarise evaluate` as a user meets it."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from command import run
from evaluate_support import element, evaluated, gold_line, record, verdict
from typer.testing import CliRunner

from summarise.cli.evaluation_table import print_evaluation
from summarise.cli.main import app
from summarise.errors import SummariseError
from summarise.evaluating import Evaluation

OWN = {"value": 61.4, "unit": "%", "benchmark": "GSM8K"}
HOSTILE = "[bold red]Otter[/] \x1b[31m\x1b]0;owned\x07 \u202ereversed <script> %s {0}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with gold, a run of two witnesses, and one of the rules alone."""
    folder = tmp_path_factory.mktemp("evaluate")
    lines = [
        gold_line("a", results=[OWN], tasks=[{"name": HOSTILE, "verbatim": HOSTILE}]),
        gold_line("z", "Nobody tagged this."),
    ]
    (folder / "gold.jsonl").write_text("".join(f"{line}\n" for line in lines))
    right, wrong = element("results", **OWN), element("results", value=99, model=HOSTILE)
    verdicts = [verdict("results", rules=right, rule="score"), verdict("results", model=wrong, flagged=True)]
    (folder / "run.jsonl").write_text(record("a", verdicts).to_line() + "\n")
    rules_only = record("otter-1f2e", [verdict("results", rules=right, rule="score")], model=None)
    (folder / "rules.jsonl").write_text(rules_only.to_line() + "\n")
    return folder


def test_the_table_compares_the_witnesses_and_says_which_papers_it_is_about(folder: Path) -> None:
    ended = run("evaluate", "run.jsonl", "gold.jsonl", folder=folder)
    assert (0, "") == (ended.code, ended.err)
    lines = ended.out.splitlines()
    assert ["1 paper in both", "1 of gold not in the run: z"] == lines[:2]
    assert ["value", "0.000", "(0.00–0.00)", "1.000", "(1.00–1.00)", "0.667", "(0.67–0.67)"] in map(str.split, lines)
    assert ["value", "1", "2", "1", "0.500", "1.000", "0.667", "0.67–0.67", "0.500", "1.000", "0.667"] in map(
        str.split, lines
    )
    assert 100 >= max(map(len, lines))


def test_a_witness_without_a_field_leaves_its_own_cell_open(capsys: pytest.CaptureFixture[str]) -> None:
    gold = ['{"id": "a", "text": "x", "results": []}', '{"id": "b", "text": "y", "model_sizes": []}']
    unheard, heard = record("a", text="x", failed=True), record("b", text="y")  # of a failed paper no rules are heard
    print_evaluation(evaluated(gold, [unheard, heard]), by_rule=False)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["results", "0", "of", "1", "–", "0", "of", "1"] in lines
    assert ["model_sizes", *["0", "of", "1"] * 3] in lines


def test_errors_and_rules_are_listed_where_they_are_asked_for(folder: Path) -> None:
    plain = run("evaluate", "run.jsonl", "gold.jsonl", folder=folder).out
    more = run("evaluate", "run.jsonl", "gold.jsonl", "--errors", "3", "--by-rule", folder=folder).out
    assert not any(word in plain for word in ("covered", "invented", "score "))
    assert ["score", "results", "1", "1", "1.000", "1", "1.000"] in map(str.split, more.splitlines())
    assert "reconciled, invented: 1" in more
    assert "reconciled, missed: 1" in more


def test_text_of_papers_and_of_gold_steers_no_terminal(folder: Path) -> None:
    ended = run("evaluate", "run.jsonl", "gold.jsonl", "--errors", "9", "--by-rule", folder=folder, FORCE_COLOR="1")
    assert "[bold red]Otter[/]" in ended.out
    assert "<script> %s {0}" in ended.out
    assert not any(sign in ended.out for sign in ("\x1b[31m", "\x1b]", "\x07", "\u202e"))


def test_no_color_is_honoured(folder: Path) -> None:
    ended = run("evaluate", "run.jsonl", "gold.jsonl", "--errors", "9", folder=folder, NO_COLOR="1")
    assert "\x1b" not in ended.out


def test_json_is_one_object_that_reads_back_as_the_evaluation(folder: Path) -> None:
    ended = run("evaluate", "run.jsonl", "gold.jsonl", "--json", "--errors", "1", folder=folder)
    found = json.loads(ended.out)
    assert set(Evaluation.model_fields) == set(found)
    assert ["model", "rules", "reconciled"] == [w["witness"] for w in found["witnesses"]]
    keys = {"right", "given", "gold", "precision", "recall", "f1", "f1_low", "f1_high"}
    assert all(keys == set(r["exact"]) == set(r["relaxed"]) for w in found["witnesses"] for r in w["rows"])
    assert found == json.loads(Evaluation.model_validate_json(ended.out).model_dump_json())
    assert (["invented", "missed"], {"invented": 1, "missed": 1}) == (
        [m["kind"] for m in found["mistakes"]],
        found["mistake_counts"],
    )


@pytest.mark.parametrize("piped", ["run", "gold"])
def test_a_dash_is_standard_input(folder: Path, piped: str) -> None:
    names = {"run": "rules.jsonl", "gold": "gold.jsonl"}
    arguments = ["-" if name == piped else file for name, file in names.items()]
    ended = run("evaluate", *arguments, "--json", folder=folder, stdin=(folder / names[piped]).read_bytes())
    assert (1, 1) == (json.loads(ended.out)["papers"], json.loads(ended.out)["joined_by_text"])


def test_one_witness_can_be_asked_for_and_a_run_without_a_model_has_the_rules(folder: Path) -> None:
    asked = run("evaluate", "run.jsonl", "gold.jsonl", "--witness", "model", "--json", folder=folder)
    assert ["model"] == [w["witness"] for w in json.loads(asked.out)["witnesses"]]
    alone = run("evaluate", "rules.jsonl", "gold.jsonl", "--json", folder=folder)
    assert ["rules"] == [w["witness"] for w in json.loads(alone.out)["witnesses"]]


@pytest.mark.parametrize(
    ("floors", "code", "said"),
    [
        (["value=0.6"], 0, ""),
        (["value=0.7"], 8, "value, reconciled: F1 0.667, below 0.7"),
        (["value=0.7", "value=0.1"], 8, "value, reconciled: F1 0.667, below 0.7"),
        (["value=0.1", "value=0.7"], 8, "value, reconciled: F1 0.667, below 0.7"),
        (["value=0.6", "size=0.1"], 8, "nothing to score for 'size', reconciled"),
        (["tag=0"], 0, "nothing to score for 'tag', reconciled"),
        (["tag=0.1"], 8, "nothing to score for 'tag', reconciled"),
    ],
    ids=str,
)
def test_a_floor_that_is_not_reached_ends_with_8_and_says_which(
    folder: Path, floors: list[str], code: int, said: str
) -> None:
    options = [part for floor in floors for part in ("--min-f1", floor)]
    ended = run("evaluate", "run.jsonl", "gold.jsonl", *options, folder=folder)
    assert (code, True) == (ended.code, said in ended.err)


def test_papers_that_run_or_gold_hold_several_times_are_named_on_stderr(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_bytes((folder / "run.jsonl").read_bytes() * 2)
    (tmp_path / "gold.jsonl").write_text(f"{gold_line('a', results=[OWN])}\n{gold_line('again', results=[OWN])}\n")
    ended = run("evaluate", "run.jsonl", "gold.jsonl", "--json", folder=tmp_path)
    assert (0, 1) == (ended.code, json.loads(ended.out)["papers"])
    assert "1 paper in the run several times; the first record of each counts: a" in ended.err
    assert "1 paper of gold with the text of an earlier one; only a record with their id counts" in ended.err
    assert ended.err.rstrip().endswith(": again")


def test_a_run_can_come_through_a_named_pipe(folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as other:
        other.submit(lambda: pipe.write_bytes((folder / "rules.jsonl").read_bytes()))
        ended = CliRunner().invoke(app, ["evaluate", str(pipe), str(folder / "gold.jsonl"), "--json"])
    assert 1 == json.loads(ended.output)["papers"]


def test_a_line_without_end_is_refused_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = [len(line) for line in (folder / "gold.jsonl").read_text().splitlines(keepends=True)]
    for longest, said in ((20, "gold.jsonl:1: a line of more than 20 "), (max(lengths), "run.jsonl:1: a line of more")):
        monkeypatch.setattr("summarise.files.LONGEST_LINE", longest)
        ended = CliRunner().invoke(app, ["evaluate", str(folder / "run.jsonl"), str(folder / "gold.jsonl")])
        assert said in str(ended.exception)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.jsonl", "gold.jsonl"], 4, "can't read the run"),
        (["run.jsonl", "none.jsonl"], 4, "No such file or directory; docs/evaluate.md says how to write it"),
        (["run.jsonl", "run.jsonl"], 4, "run.jsonl:1: a record of a run, not gold"),
        (["gold.jsonl", "gold.jsonl"], 4, "gold.jsonl:1: not a record of a run"),
        (["run.jsonl", "."], 4, "Is a directory"),
        (["empty", "gold.jsonl"], 4, "empty: a run without records"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "=0.5"], 2, "not ROW=F1"),
        (["run.jsonl", "binary"], 4, "not UTF-8 text"),
        (["/dev/zero", "gold.jsonl"], 4, "can't read the run /dev/zero: a device, not a file"),
        (["run.jsonl", "/dev/zero"], 4, "can't read the gold /dev/zero: a device, not a file"),
        (["-", "-"], 2, "standard input can be read only once"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "worth=0.5"], 2, "not ROW=F1 with a row of size, size+role"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "value"], 2, "not ROW=F1"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "value=high"], 2, "'high' is no number"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "value=95"], 2, "F1 goes from 0 to 1"),
        (["run.jsonl", "gold.jsonl", "--min-f1", "value=nan"], 2, "F1 goes from 0 to 1"),
        (["rules.jsonl", "gold.jsonl", "--witness", "model"], 2, "asked no model"),
    ],
    ids=str,
)
def test_what_can_not_be_evaluated_is_refused_with_a_remedy(
    folder: Path, arguments: list[str], code: int, said: str
) -> None:
    (folder / "binary").write_bytes(b"\xff\xfe\x00")
    (folder / "empty").write_bytes(b"\n")
    known = {path.name: str(path) for path in folder.iterdir()}
    ended = CliRunner().invoke(app, ["evaluate", *(known.get(a, a) for a in arguments)])
    assert isinstance(ended.exception, SummariseError)
    assert (code, "", True) == (ended.exception.exit_code, ended.output, said in str(ended.exception))
