"""A run in a user's schema as a user runs it: real process, real HTTP server; every reader of a run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command import Ended, run
from fault_server import FaultServer, answer, in_turn
from pydantic import BaseModel

from summarise import Paper, Settings, read_run, tag
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.errors import ConfigurationError
from summarise.own_schemas import read_schema
from summarise.prompting import load_template
from summarise.schemas.own import OwnSummary
from summarise.settings import load_settings

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ABSTRACT = (
    "In a phase 3 trial, 412 adults with hives were randomised to lerivastine 25 mg (n=208) or placebo (n=204) for "
    "12 weeks. Wheals cleared in 58.3% and 21.4%."
)
REPLY = {
    "condition": "hives",
    "phase": "3",
    "participants": 412,
    "follow_up_weeks": "12 weeks",
    "arms": [
        {"treatment": "lerivastine", "dose_mg": "25 mg", "participants": "208"},
        {"treatment": "placebo", "dose_mg": None, "participants": "240"},
    ],
    "outcomes": [{"measure": "Wheals", "treatment": "lerivastine", "value": "58.3%", "unit": "%"}],
    "conclusion": "Lerivastine clears wheals.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers.jsonl").write_text(json.dumps({"id": "hives", "abstract": ABSTRACT}) + "\n")
    shutil.copy(EXAMPLES / "trials.py", tmp_path / "trials.py")
    return tmp_path


def tagged(folder: Path, server: FaultServer, *more: str, **env: str) -> Ended:
    chosen = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m", **env}
    return run("tag", "papers.jsonl", "-o", "run.jsonl", *more, folder=folder, **chosen)


@pytest.fixture
def written(folder: Path) -> Path:
    """A folder with a run in the schema, and without the schema."""
    with FaultServer([answer(json.dumps(REPLY))]) as server:
        ended = tagged(folder, server, "--schema", "trials.py:Trial")
    assert 0 == ended.code, ended.err
    (folder / "trials.py").unlink()
    return folder


def test_the_class_is_asked_and_filled_with_evidence_and_what_does_not_stand_is_left_out(written: Path) -> None:
    (record,) = read_run(written / "run.jsonl")
    assert isinstance(record.summary, OwnSummary)
    values: Any = record.summary.values
    assert [(25, 208), (None, None)] == [(arm["dose_mg"], arm["participants"]) for arm in values["arms"]]
    assert 12 == values["follow_up_weeks"]
    assert "25 mg" == record.summary.evidence["arms[0].dose_mg"].quote
    for at in record.summary.evidence.values():
        assert at.quote == record.paper.abstract[at.start : at.end]
    assert "flagged" == record.status
    assert record.provenance.schema_.startswith("trials:Trial@")
    assert "own.v1" == record.provenance.prompt


def test_what_is_sent_is_the_class_s_form_and_its_paper_last(folder: Path) -> None:
    with FaultServer([answer(json.dumps(REPLY))]) as server:
        tagged(folder, server, "--schema", "trials.py:Trial")
        (asked,) = server.asked
    system, user = asked.messages
    assert "  - dose_mg: number as written, with its unit. Dose of one administration, in mg.\n" in system["content"]
    assert user["content"].endswith(f"Abstract: {ABSTRACT}\nJSON:")
    sent = asked.json["response_format"]["json_schema"]
    assert "Trial" == sent["name"]
    assert "phase" in sent["schema"]["required"]


def test_a_second_run_asks_nothing_and_a_changed_class_asks_again(folder: Path) -> None:
    with FaultServer([answer(json.dumps(REPLY))]) as server:
        tagged(folder, server, "--schema", "trials.py:Trial")
        first = (folder / "run.jsonl").read_bytes()
        tagged(folder, server, "--schema", "trials.py:Trial")
        assert (1, first) == (len(server.asked), (folder / "run.jsonl").read_bytes())
        trials = folder / "trials.py"
        trials.write_text(
            trials.read_text().replace("    blinded: bool", "    site: str | None = None\n    blinded: bool")
        )
        tagged(folder, server, "--schema", "trials.py:Trial")
        assert 2 == len(server.asked)
    assert first != (folder / "run.jsonl").read_bytes()


def test_what_the_class_refuses_is_asked_again_once_with_the_path(folder: Path) -> None:
    bad = {**REPLY, "participants": "-412"}
    with FaultServer([in_turn(answer(json.dumps(bad)), answer(json.dumps(REPLY)))]) as server:
        assert 0 == tagged(folder, server, "--schema", "trials.py:Trial").code
        assert 2 == len(server.asked)
        told = json.dumps(server.asked[1].messages)
    assert "participants: input should be greater than or equal to 0" in told


def test_what_the_class_refuses_twice_is_a_failed_paper_with_its_reply(folder: Path) -> None:
    with FaultServer([answer(json.dumps({**REPLY, "participants": "-412"}))]) as server:
        ended = tagged(folder, server, "--schema", "trials.py:Trial")
    assert 6 == ended.code
    (record,) = read_run(folder / "run.jsonl")
    assert record.error is not None
    assert "invalid" == record.error.kind
    assert "-412" in (record.error.reply or "")


def test_show_why_conflicts_and_check_read_a_run_without_the_class(written: Path) -> None:
    table = run("show", "run.jsonl", folder=written)
    assert (0, True) == (table.code, "values" in table.out), table.err
    paper = run("show", "run.jsonl", "hives", folder=written)
    assert "arms[0].dose_mg" in paper.out
    assert "25 (25 mg)" in paper.out
    (row,) = map(json.loads, run("show", "run.jsonl", "--json", folder=written).out.splitlines())
    assert {"id", "status", "flagged", "values", "what"} == row.keys()
    why = run("why", "run.jsonl", "hives", "arms", folder=written)
    assert "arms[1].participants  left out  ! look" in why.out
    assert "digits_differ: the abstract has nearly this number, with other digits" in why.out
    assert "a prior: no value of its kind was checked" in why.out
    assert "summarise:" not in why.err
    conflicts = run("conflicts", "run.jsonl", folder=written)
    assert "hives  arms[1].participants  vetoed  digits_differ" in conflicts.out
    assert "1 value to look at" in conflicts.err
    assert 8 == run("check", "run.jsonl", folder=written).code
    assert 0 == run("check", "run.jsonl", "--field", "outcomes", folder=written).code
    assert 8 == run("check", "run.jsonl", "--field", "arms", folder=written).code


def test_a_field_that_no_value_has_is_refused_and_not_taken_for_all_is_fine(written: Path) -> None:
    ended = run("check", "run.jsonl", "--field", "amrs", folder=written)
    assert (2, True) == (ended.code, "--field 'amrs' is not known; it is one of arms[].dose_mg" in ended.err), ended.err


@pytest.mark.parametrize("command", ["evaluate", "calibrate"])
def test_labels_of_papers_are_not_held_against_a_run_in_a_schema(written: Path, command: str) -> None:
    (written / "gold.jsonl").write_text('{"id": "hives", "text": "In a phase 3 trial", "results": []}\n')
    more = ["-o", "c.toml"] if command == "calibrate" else []
    ended = run(command, "run.jsonl", "gold.jsonl", *more, folder=written)
    assert (4, True) == (ended.code, "made with the schema trials:Trial@" in ended.err), ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--schema", "trials.py:Trial", "--rules-only"], 3, "--schema asks a model and --rules-only asks none"),
        (["--schema", "trials.py:Trail", "--local"], 3, "has no class 'Trail'; its Pydantic models are Arm, Outcome"),
        (["--schema", "trails.py:Trial", "--local"], 3, "there is no file trails.py"),
        (["--schema", "trials.py:Design", "--local"], 3, "is no Pydantic model"),
        (["--schema", "trials.py:Trial", "--local", "--witness", "numbers"], 3, "leave it out beside --schema"),
        (["--schema", "trials.py:Trial", "--local", "--prompt", "compact.v3"], 3, "--prompt chooses how the built-in"),
        (["--schema", "trials.py:Trial", "--local", "--prompt", "extract.v1"], 3, "leave it out beside --schema"),
        (["--schema", "trials.py:Trial", "--local", "--vocabulary", "v.toml"], 3, "--vocabulary names tags and tasks"),
        (["--schema", "trials.py:Trial", "--local", "--calibration", "c.toml"], 3, "built-in summary were right"),
    ],
)
def test_what_can_t_be_asked_is_told_before_weights_are_fetched(
    folder: Path, arguments: list[str], code: int, said: str
) -> None:
    ended = run("tag", "papers.jsonl", *arguments, folder=folder)
    assert (code, True) == (ended.code, said in ended.err), ended.err
    assert not (folder / "cache" / "models").exists()


@pytest.mark.parametrize("name", ["summarise.toml", ".env"])
def test_a_file_of_the_working_folder_runs_no_code(folder: Path, name: str) -> None:
    (folder / "trap.py").write_text("open('sprung', 'w').close()\n")
    line = 'own_schema = "trap.py:Trap"' if name == "summarise.toml" else "SUMMARISE_OWN_SCHEMA=trap.py:Trap"
    (folder / name).write_text(line)
    ended = run("tag", "papers.jsonl", "--local", folder=folder)
    assert (3, True) == (
        ended.code,
        f"{name} here names the schema 'trap.py:Trap', whose code would be run" in ended.err,
    )
    run("config", "show", folder=folder)
    assert not (folder / "sprung").exists()


def test_the_user_s_own_variable_and_file_name_a_schema(tmp_path: Path) -> None:
    user_file = tmp_path / "config.toml"
    user_file.write_text('own_schema = "birds:Bird"')
    named = load_settings({}, environ={}, folder=tmp_path, user_file=user_file).settings.own_schema
    assert "birds:Bird" == named
    environ = {"SUMMARISE_OWN_SCHEMA": "fish:Fish"}
    assert "fish:Fish" == load_settings({}, environ=environ, folder=tmp_path, user_file=user_file).settings.own_schema


class Hive(BaseModel):
    bees: int


def test_a_class_is_given_to_tag_as_it_is(tmp_path: Path) -> None:
    endpoint = ChosenEndpoint(EndpointIdentity("x", "m"), lambda: ReplayCompleter({"Bees": '{"bees": "about 3,000"}'}))
    settings = Settings(own_schema=Hive, cache_dir=tmp_path)
    paper = Paper(id="b", abstract="Bees: a hive has about 3,000 of them.")
    (record,) = tag([paper], settings, endpoint=endpoint)
    assert isinstance(record.summary, OwnSummary)
    assert Hive(bees=3000) == Hive.model_validate(record.summary.values)


def test_a_reply_that_can_be_read_in_two_ways_is_flagged_where_they_differ(tmp_path: Path) -> None:
    two = '{"bees": "3,000", "honey_kg": "20 kg"} or rather {"bees": "3,000", "honey_kg": "25 kg"}'

    class Hives(BaseModel):
        bees: int
        honey_kg: float | None = None

    endpoint = ChosenEndpoint(EndpointIdentity("x", "m"), lambda: ReplayCompleter({"Bees": two}))
    paper = Paper(id="b", abstract="Bees: a hive has 3,000 of them, and 20 kg or 25 kg of honey.")
    (record,) = tag([paper], Settings(own_schema=Hives, cache_dir=tmp_path), endpoint=endpoint)
    flagged = {v.id: "ambiguous_reply" in v.reasons for v in record.verdicts if v.topic == "own"}
    assert {"bees": False, "honey_kg": True} == flagged


def test_rules_alone_can_t_fill_a_class(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--schema asks a model and --rules-only asks none"):
        list(tag([Paper(id="b", abstract="A.")], Settings(own_schema=Hive, rules_only=True, cache_dir=tmp_path)))


class Odd(BaseModel):
    bees: int


Odd.__name__ = "Étude[" + "x" * 80 + "]"


def test_a_class_is_called_so_that_every_endpoint_takes_its_name() -> None:
    prompt = read_schema(Odd).prompt(Paper(id="b", abstract="A."), load_template("own.v1"))
    assert "_tude_" + "x" * 58 == prompt.schema_name
