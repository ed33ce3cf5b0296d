"""`show`, `conflicts`, `config show`, `cache info`, `model list` and `endpoint check`, as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment, run
from fault_server import FaultServer, answer

from summarise.cli.printing import brief
from summarise.schemas.paper import Result

PAPERS = [
    {"id": "otter", "title": "Otter-3", "abstract": "Otter-3 is a 7B model. It reaches 61.4% accuracy on GSM8K."},
    {"id": "heron", "title": "Heron", "abstract": "Heron is a survey of birds."},
]
WRONG = json.dumps(
    {"sizes": [{"model": "Otter-3", "total": "9B"}], "results": [{"value": "64.1%", "benchmark": "GSM8K"}]}
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run in which the model erred twice about one of two papers."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    with FaultServer([answer(WRONG)]) as server:
        env = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m"}
        ended = run("tag", "papers.jsonl", "--prompt", "extract.v1", "-o", "run.jsonl", folder=folder, **env)
    assert 0 == ended.code, ended.err
    return folder


def test_conflicts_lists_the_worst_first_with_reasons_both_values_and_evidence(folder: Path) -> None:
    ended = run("conflicts", "run.jsonl", folder=folder)
    assert 0 == ended.code
    assert "digits_differ" in ended.out
    assert "model: 64.1" in ended.out
    assert "GSM8K · accuracy · 61.4" in ended.out
    listed = [json.loads(line) for line in run("conflicts", "run.jsonl", "--json", folder=folder).out.splitlines()]
    impact = [(1 - v["confidence"]) for v in listed if v["field"] in ("results", "model_sizes")]
    assert impact == sorted(impact, reverse=True)
    assert all(v["flagged"] for v in listed)


def test_conflicts_can_be_narrowed_by_field_and_reason(folder: Path) -> None:
    only = run("conflicts", "run.jsonl", "--field", "model_sizes", "--json", folder=folder).out.splitlines()
    assert {"model_sizes"} == {json.loads(line)["field"] for line in only}
    assert "" == run("conflicts", "run.jsonl", "--reason", "unit_differs", folder=folder).out


def test_show_gives_one_line_a_paper_and_one_paper_with_its_abstract(folder: Path) -> None:
    table = run("show", "run.jsonl", folder=folder).out.splitlines()
    assert ["otter", "heron"] == [line.split()[0] for line in table[1:]]
    paper = run("show", "run.jsonl", "ott", folder=folder).out
    assert "It reaches 61.4% accuracy on GSM8K." in paper
    assert "papers.jsonl:1" in paper


def test_show_names_what_it_can_not_find(folder: Path) -> None:
    missing = run("show", "run.jsonl", "walrus", folder=folder)
    assert (2, True) == (missing.code, "no paper 'walrus'" in missing.err)
    assert 4 == run("show", "none.jsonl", folder=folder).code


@pytest.mark.parametrize(
    "arguments",
    ["show run.jsonl", "show run.jsonl --json", "show run.jsonl otter", "export run.jsonl", "--help", "config show",
     "tag papers.jsonl --rules-only"],
    ids=str,
)  # fmt: skip
def test_a_pipe_that_nobody_reads_ends_it_quietly_as_sigpipe_would(folder: Path, arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "summarise", *arguments.split()],
            cwd=folder,
            env=environment(folder / "cache"),
            stdout=write,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(write)
    assert (141, b"") == (ended.returncode, ended.stderr)


def test_output_that_does_not_fit_on_the_disk_is_said(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "summarise", "show", "run.jsonl"],
            cwd=folder,
            env=environment(folder / "cache"),
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (1, b"summarise: No space left on device\n") == (ended.returncode, ended.stderr)


def test_config_show_names_each_origin_and_masks_the_key(folder: Path) -> None:
    env = {"OPENAI_API_KEY": "sk-very-secret", "SUMMARISE_CONCURRENCY": "3"}
    ended = run("config", "show", "--json", folder=folder, **env)
    rows = json.loads(ended.out)
    assert {"value": 3, "origin": "SUMMARISE_CONCURRENCY"} == rows["concurrency"]
    assert {"value": "(set)", "origin": "OPENAI_API_KEY"} == rows["api_key"]
    assert "sk-very-secret" not in ended.out + ended.err


def test_cache_info_counts_replies_and_clear_removes_them(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text(json.dumps(PAPERS[0]) + "\n")
    with FaultServer([answer(WRONG)]) as server:
        run(
            "tag",
            "papers.jsonl",
            "--prompt",
            "extract.v1",
            folder=tmp_path,
            OPENAI_BASE_URL=server.base_url,
            SUMMARISE_MODEL="m",
        )
    assert 1 == json.loads(run("cache", "info", "--json", folder=tmp_path).out)["replies"]
    run("cache", "clear", "--yes", folder=tmp_path)
    assert 0 == json.loads(run("cache", "info", "--json", folder=tmp_path).out)["replies"]


def test_model_list_says_what_can_be_fetched(folder: Path) -> None:
    rows = [json.loads(line) for line in run("model", "list", "--json", folder=folder).out.splitlines()]
    assert ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"] == [row["name"] for row in rows]
    assert [True, False] == [row["default"] for row in rows]
    path = run("model", "path", folder=folder)
    assert (3, True) == (path.code, "summarise model fetch" in path.err)


def test_endpoint_check_of_nothing_ends_with_5(folder: Path) -> None:
    ended = run("endpoint", "check", "--base-url", "http://127.0.0.1:9/v1", "--model", "m", folder=folder)
    assert (5, True) == (ended.code, "does not answer" in ended.out)


def test_a_word_that_no_value_can_have_is_an_error_and_not_an_empty_list(folder: Path) -> None:
    assert 2 == run("conflicts", "run.jsonl", "--field", "result", folder=folder).code
    assert "digits_differ" in run("conflicts", "run.jsonl", "--reason", "digit_differ", folder=folder).err


def result(**given: object) -> Result:
    blank = dict.fromkeys(("model", "benchmark", "metric", "unit"))
    return Result.model_validate({**blank, "kind": "absolute", "role": "own", **given})


@pytest.mark.parametrize(
    ("element", "line"),
    [
        (result(value=49.3, unit="%", comparator="<="), "≤ 49.3 · % · absolute · own"),
        (result(model="Heron", value=75, from_value=71), "Heron · 71 → 75 · absolute · own"),
        (result(value=13, value_max=19, unit="%", comparator="~"), "≈ 13–19 · % · absolute · own"),
    ],
)
def test_a_result_is_shown_with_its_bound_its_origin_and_its_range(element: Result, line: str) -> None:
    assert line == brief(element)


def test_where_no_model_was_asked_the_rule_stands_behind_each_value(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text('{"id": "otter", "abstract": "We present Otter, with 7B parameters."}\n')
    run("tag", "papers.jsonl", "--rules-only", "-o", "run.jsonl", folder=tmp_path)
    assert "model_sizes    Otter · 7B · subject  [size]" in run("show", "run.jsonl", "otter", folder=tmp_path).out


# ── why, check, calibrate ────────────────────────────────────────────────────────────────────────
GOLD = {
    "id": "otter",
    "text": PAPERS[0]["abstract"],
    "model_sizes": [{"model": "Otter-3", "total_params": 7e9, "active_params": None, "role": "subject"}],
    "results": [
        {
            "model": "Otter-3",
            "benchmark": "GSM8K",
            "metric": "accuracy",
            "value": 61.4,
            "unit": "%",
            "kind": "absolute",
            "role": "own",
        }
    ],
    "training_data": [],
}


def test_why_tells_both_sides_their_places_the_reasons_in_words_and_what_the_confidence_rests_on(folder: Path) -> None:
    told = run("why", "run.jsonl", "ott", "results", folder=folder)
    assert 0 == told.code
    for words in (
        "vetoed: the model's value can't be right",
        "digits_differ: the abstract has nearly this number, with other digits",
        "rules: Otter-3 · GSM8K · accuracy · 61.4 · % · absolute · own  (rule result_absolute)",
        "61.4% accuracy on GSM8K”  abstract ",
        "a prior: no value of its kind was checked",
    ):
        assert words in told.out


def test_why_tells_one_value_by_its_id_and_as_json(folder: Path) -> None:
    listed = [json.loads(line) for line in run("why", "run.jsonl", "otter", "--json", folder=folder).out.splitlines()]
    one = listed[0]
    again = run("why", "run.jsonl", "otter", one["id"], "--json", folder=folder).out
    assert one == json.loads(again)
    assert {"calibration": "priors", "seen": 0, "right": 0} == one["checked"]
    assert set(one["reasons"]) == set(one["explained"])


def test_why_of_what_is_not_there_names_what_is(folder: Path) -> None:
    nothing = run("why", "run.jsonl", "otter", "artifacts", folder=folder)
    assert 2 == nothing.code
    assert "model_sizes" in nothing.err


def test_check_ends_with_8_while_values_are_open_and_with_0_where_none_is(folder: Path) -> None:
    still = run("check", "run.jsonl", "--json", folder=folder)
    counts = json.loads(still.out)
    assert (8, False, 2) == (still.code, counts["passed"], counts["papers"])
    assert counts["open"] == sum(counts["by_field"].values())
    assert 0 == run("check", "run.jsonl", "--at-most", str(counts["open"]), folder=folder).code
    assert 0 == run("check", "run.jsonl", "--reason", "too_long", folder=folder).code


def test_a_paper_that_failed_keeps_the_gate_closed(folder: Path, tmp_path: Path) -> None:
    run("tag", "-", "--rules-only", "-o", str(tmp_path / "bad.jsonl"), folder=folder, stdin=b'{"id": "x"}\n')
    assert 8 == run("check", str(tmp_path / "bad.jsonl"), folder=folder).code


@pytest.mark.parametrize("by", ["paper", "field", "reason"])
def test_conflicts_in_groups_are_all_there_each_group_once(folder: Path, by: str) -> None:
    ungrouped = run("conflicts", "run.jsonl", "--json", folder=folder).out.splitlines()
    grouped = run("conflicts", "run.jsonl", "--by", by, "--json", folder=folder).out.splitlines()
    assert sorted(ungrouped) == sorted(grouped)
    heads = [
        line for line in run("conflicts", "run.jsonl", "--by", by, folder=folder).out.splitlines() if line[:2] == "──"
    ]
    assert heads
    assert len(heads) == len(set(heads))


def test_what_a_calibration_learned_is_what_a_later_run_is_trusted_by(folder: Path) -> None:
    (folder / "gold.jsonl").write_text(json.dumps(GOLD) + "\n")
    learned = run("calibrate", "run.jsonl", "gold.jsonl", "-o", "mine.toml", folder=folder)
    assert 0 == learned.code, learned.err
    assert "verdicts of 1 paper, replies of served-model" in learned.err
    told = run("why", "run.jsonl", "otter", "results", "--calibration", "mine.toml", folder=folder).out
    assert "checked values of its kind 1 were right (calibration mine/1/" in told


def test_why_tells_the_signs_of_a_result_where_the_calibration_knows_what_they_are_worth(folder: Path) -> None:
    (folder / "mine.toml").write_text(
        'papers = 9\n[[sign]]\nname = "small_number"\nseen = 20\nwrong = 6\nexpected = 2.0\n'
    )
    paper = {"id": "newt", "abstract": "Newt is 3 times faster than Heron."}
    tag = ("tag", "-", "--rules-only", "--calibration", "mine.toml", "-o", "newt.jsonl")
    run(*tag, folder=folder, stdin=json.dumps(paper).encode())
    ask = ("why", "newt.jsonl", "newt", "results", "--calibration", "mine.toml")
    told = run(*ask, folder=folder).out
    assert (
        "small_number: a whole number below ten: 2.0 times the odds of an error; of 20 such values 6 were wrong" in told
    )
    (line,) = run(*ask, "--json", folder=folder).out.splitlines()
    assert {"small_number": {"seen": 20, "wrong": 6, "expected": 2.0}} == json.loads(line)["signs"]


def test_a_policy_of_ones_own_changes_what_is_chosen_and_the_record_says_so(folder: Path) -> None:
    (folder / "mine.toml").write_text("[default]\nrules_only = 'leave'\n")
    arguments = ("tag", "papers.jsonl", "--rules-only", "--policy", "mine.toml")
    record = json.loads(run(*arguments, folder=folder).out.splitlines()[0])
    assert [] == record["summary"]["results"]
    assert ["left_out_by_policy"] == next(v for v in record["verdicts"] if v["field"] == "results")["reasons"]
    assert record["provenance"]["trust"].startswith("rules/")
    assert "+" in record["provenance"]["trust"]


@pytest.mark.parametrize("option", ["--policy", "--calibration"])
def test_a_file_of_trust_that_is_not_there_ends_the_run_before_the_first_paper(folder: Path, option: str) -> None:
    ended = run("tag", "papers.jsonl", "--rules-only", option, "none.toml", folder=folder)
    assert (3, "") == (ended.code, ended.out)
    assert "none.toml" in ended.err


def test_min_confidence_flags_even_what_the_rules_alone_say(folder: Path) -> None:
    record = json.loads(
        run("tag", "papers.jsonl", "--rules-only", "--min-confidence", "1", folder=folder).out.splitlines()[0]
    )
    assert ("flagged", True) == (record["status"], all(v["flagged"] for v in record["verdicts"]))


def test_a_calibration_never_replaces_the_labels_that_it_is_learned_from(folder: Path) -> None:
    (folder / "labels.jsonl").write_text(json.dumps(GOLD) + "\n")
    ended = run("calibrate", "run.jsonl", "labels.jsonl", "-o", "labels.jsonl", folder=folder)
    assert (2, True) == (ended.code, "is one of the documents" in ended.err)
    assert json.dumps(GOLD) + "\n" == (folder / "labels.jsonl").read_text()


def test_a_calibration_of_another_model_is_used_and_said(folder: Path) -> None:
    (folder / "other.toml").write_text('model = "n"\npapers = 1\n')
    ended = run("tag", "papers.jsonl", "--rules-only", "--calibration", "other.toml", folder=folder)
    assert (0, True) == (ended.code, "other.toml was learned from n, and the rules alone is run" in ended.err)


def test_why_of_a_paper_in_which_nothing_was_found_says_so(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text('{"id": "heron", "abstract": "Birds fly."}\n')
    run("tag", "papers.jsonl", "--rules-only", "-o", "run.jsonl", folder=tmp_path)
    ended = run("why", "run.jsonl", "heron", folder=tmp_path)
    assert (0, True) == (ended.code, "heron has no values" in ended.err)


def test_why_of_an_earlier_versions_run_says_so_tells_votes_and_steers_no_terminal(folder: Path) -> None:
    record = json.loads((folder / "run.jsonl").read_text().splitlines()[0])
    del record["provenance"]["trust"], record["provenance"]["witnesses"]
    one = next(v for v in record["verdicts"] if v["field"] == "results")
    one["votes"] = [{"witness": "numbers", "sides": "rules", "says": "score\x1b[31m"}]
    one["id"], one["rule"], one["reasons"] = "results:\x1b1", "rule\x1b", ["reason\x1b"]
    (folder / "earlier.jsonl").write_text(json.dumps(record) + "\n")
    ended = run("why", "earlier.jsonl", "otter", "results", folder=folder)
    assert "numbers sides with rules: score[31m" in ended.out
    assert "made by an earlier version" in ended.err
    assert "\x1b" not in ended.out + ended.err


def test_conflicts_weighs_by_the_policy_that_the_settings_name(folder: Path) -> None:
    (folder / "heavy.toml").write_text("[results]\nweight = 1000\n")
    lines = run("conflicts", "run.jsonl", "--json", folder=folder, SUMMARISE_POLICY="heavy.toml").out.splitlines()
    impacts = {json.loads(line)["field"]: json.loads(line)["impact"] for line in lines}
    assert impacts["results"] > 100 > impacts["model_sizes"]
    broken = run("conflicts", "run.jsonl", folder=folder, SUMMARISE_POLICY="none.toml")
    assert 3 == broken.code


def test_why_shows_the_confidence_that_the_run_was_asked_for(folder: Path) -> None:
    run("tag", "papers.jsonl", "--rules-only", "--min-confidence", "0.97", "-o", "strict.jsonl", folder=folder)
    told = run("why", "strict.jsonl", "otter", "results", folder=folder)
    assert (True, "") == ("flagged below 0.97" in told.out, told.err)


def test_why_says_that_the_run_was_made_with_another_policy(folder: Path) -> None:
    (folder / "strict.toml").write_text("[results]\nflag_below = 1\n")
    run("tag", "papers.jsonl", "--rules-only", "--policy", "strict.toml", "-o", "strict.jsonl", folder=folder)
    assert "with --policy" in run("why", "strict.jsonl", "otter", folder=folder).err
    assert "" == run("why", "strict.jsonl", "otter", "--policy", "strict.toml", folder=folder).err


@pytest.mark.parametrize("output", ["run.jsonl", "gold.jsonl", "none/mine.toml", "."])
def test_a_calibration_never_replaces_what_it_is_made_from_nor_goes_where_nothing_can(
    folder: Path, output: str
) -> None:
    (folder / "gold.jsonl").write_text(json.dumps(GOLD) + "\n")
    before = (folder / "run.jsonl").read_bytes()
    ended = run("calibrate", "run.jsonl", "gold.jsonl", "-o", output, folder=folder)
    assert (2, True, before) == (ended.code, output in ended.err, (folder / "run.jsonl").read_bytes())


def test_replies_of_several_models_make_no_calibration(folder: Path) -> None:
    first, second = map(json.loads, (folder / "run.jsonl").read_text().splitlines())
    second["provenance"]["model"] = "another"
    (folder / "two.jsonl").write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n")
    labels = [GOLD, {"id": "heron", "text": PAPERS[1]["abstract"], "results": []}]
    (folder / "both.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in labels))
    ended = run("calibrate", "two.jsonl", "both.jsonl", folder=folder)
    assert (4, "") == (ended.code, ended.out)
    assert "another, served-model" in ended.err


@pytest.mark.parametrize(
    "command", [("why", "odd.jsonl", "otter"), ("conflicts", "odd.jsonl"), ("show", "odd.jsonl", "otter")]
)
def test_a_run_of_strangers_can_not_steer_the_terminal(folder: Path, command: tuple[str, ...]) -> None:
    record = json.loads((folder / "run.jsonl").read_text().splitlines()[0])
    steering = "\x1b[2J\u202e"
    for verdict in record["verdicts"]:
        verdict |= {"id": steering, "reasons": [steering], "differs": [steering], "rule": steering, "flagged": True}
        verdict["votes"] = [{"witness": steering, "sides": "rules", "says": steering}]
    (folder / "odd.jsonl").write_text(json.dumps(record) + "\n")
    ended = run(*command, folder=folder)
    assert 0 == ended.code
    assert "[2J" in ended.out
    assert not set(steering[0] + steering[-1]) & set(ended.out)
