"""Changes that decisions bear out, each with a replay; those that would do harm are not suggested."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from review_support import called, records, written

from summarise.records import Paper
from summarise.reviewing import Decision, Decisions, Review
from summarise.rules import built_in_vocabulary, read_vocabulary
from summarise.runs import read_run
from summarise.teaching import Suggestion, as_toml, suggest
from summarise.teaching.replays import Replay
from summarise.teaching.suggesting import worth_it

BIRDS = ("Robin", "Raven", "Swift", "Stork", "Goose")
TEXT = "We propose {} for the task of beak sound restoration. It has 7B parameters and scores 61.4% on GSM8K."


def papers() -> tuple[Paper, ...]:
    return tuple(Paper(id=bird.lower(), title=bird, abstract=TEXT.format(bird)) for bird in BIRDS)


def reply(role: str) -> dict[str, dict[str, object]]:
    """The model errs about every size's role, and calls the task otherwise than the paper."""
    made = {"sizes": [{"model": None, "total": "7B", "role": role}], "tasks": ["birdsong restoration"]}
    return {bird.lower(): made for bird in BIRDS}


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review.open(written(tmp_path / "run.jsonl", records(tmp_path, papers(), reply("baseline"))), "ada")


def decide(review: Review, field: str, choices: list[str]) -> None:
    """Takes the side of 'model' or 'rules' in the papers' values of a field, or leaves them undecided."""
    for paper, side in zip(review.papers(), choices, strict=False):
        for row in review.rows_of(paper.id):
            if row.field == field:
                unit = review.unit(row.key)
                number = next((c.number for c in unit.candidates if side in c.sources), None)
                review.act(row.key, Decision("choose", candidate=number) if number else Decision("not_stated"))


def suggested(review: Review, at_least: int = 3) -> list[Suggestion]:
    decisions = Decisions.beside(review.run)
    decided = [(record, decisions.applied(record)) for record in read_run(review.run)]
    return suggest([pair for pair in decided if pair[1].standing], built_in_vocabulary(), at_least)


def test_where_people_take_the_models_side_a_policy_is_suggested_with_its_replay(review: Review) -> None:
    decide(review, "model_sizes", ["model", "model", "model", "model", "rules"])
    (one,) = suggested(review)
    assert ("policy", "changes 5, right in 4") == (one.file, str(one.replay))
    assert {"model_sizes": {"conflict": "model"}} == tomllib.loads(one.toml)


def test_a_change_that_would_not_be_right_more_often_than_wrong_is_not_suggested(review: Review) -> None:
    decide(review, "model_sizes", ["model", "model", "rules", "rules"])
    assert [] == suggested(review, at_least=1)


def test_few_decisions_bear_nothing_out(review: Review) -> None:
    decide(review, "model_sizes", ["model", "model"])
    assert [] == suggested(review)
    assert 1 == len(suggested(review, at_least=2))


def test_a_suggested_policy_does_what_its_replay_says(review: Review, tmp_path: Path) -> None:
    decide(review, "model_sizes", ["model"] * 5)
    (one,) = suggested(review)
    (tmp_path / "mine.toml").write_text(one.toml)
    again = records(tmp_path, papers(), reply("baseline"), policy=tmp_path / "mine.toml")
    roles = [size.role for record in again for size in record.summary.model_sizes]  # type: ignore[union-attr]
    assert ["baseline"] * one.replay.right == roles


def test_where_people_rename_a_task_an_entry_is_suggested_that_renames_it(review: Review, tmp_path: Path) -> None:
    decide(review, "tasks", ["model", "model", "model", "model", "rules"])
    (one,) = [found for found in suggested(review) if found.file == "vocabulary"]
    entry = {"label": "birdsong restoration", "aliases": ["beak sound restoration"]}
    assert {"task": {"birdsong-restoration": entry}} == tomllib.loads(one.toml)
    assert (10, 8) == (one.replay.changes, one.replay.right)  # five names come and five go
    assert "people write 'birdsong restoration' where the rules say 'Beak sound restoration' (4 papers)" == one.why
    (tmp_path / "own.toml").write_text(one.toml)
    again = records(tmp_path, papers(), reply("baseline"), vocabulary=tmp_path / "own.toml")
    assert {"birdsong restoration"} == {task.name for record in again for task in record.summary.tasks}  # type: ignore[union-attr]
    assert "birdsong-restoration" in read_vocabulary(tmp_path / "own.toml").entries


def test_the_command_prints_toml_to_add_or_says_that_there_is_nothing(review: Review, tmp_path: Path) -> None:
    nothing = called("decisions", "suggest", "run.jsonl", folder=tmp_path)
    assert (0, "", True) == (nothing.code, nothing.out, "No change is borne out" in nothing.err)
    decide(review, "model_sizes", ["model"] * 5)
    text = called("decisions", "suggest", "run.jsonl", folder=tmp_path).out
    assert "# policy: in conflicts of model_sizes take the model's value: changes 5, right in 5\n" in text
    assert {"model_sizes": {"conflict": "model"}} == tomllib.loads(text)
    row = json.loads(called("decisions", "suggest", "run.jsonl", "--json", folder=tmp_path).out)
    assert (5, 5, "policy") == (row["changes"], row["right"], row["file"])


def test_changes_of_one_table_stand_in_one_table_that_can_be_pasted() -> None:
    found = [
        Suggestion("policy", "sizes", 'conflict = "model"', "take the\nmodel's value", Replay(9, 8)),
        Suggestion("vocabulary", "task", 'x = { label = "A  b" }', "people write 'A  b'", Replay(4, 4)),
        Suggestion("policy", "sizes", 'rules_only = "leave"', "leave it out", Replay(5, 3)),
    ]
    text = as_toml(found)
    sizes = {"conflict": "model", "rules_only": "leave"}
    assert {"sizes": sizes, "task": {"x": {"label": "A  b"}}} == tomllib.loads(text)
    assert "# policy: take the model's value: changes 9, right in 8\nconflict" in text


def test_of_two_changes_of_one_key_only_the_better_one_is_suggested() -> None:
    found = [
        Suggestion("policy", "sizes", 'conflict = "none"', "few", Replay(5, 3)),
        Suggestion("policy", "sizes", 'conflict = "model"', "more", Replay(9, 8)),
        Suggestion("policy", "data", 'conflict = "none"', "another table", Replay(4, 4)),
    ]
    assert ["more", "another table"] == [one.why for one in worth_it(found, at_least=3)]


def test_the_report_says_how_far_the_review_is(review: Review, tmp_path: Path) -> None:
    decide(review, "model_sizes", ["model"] * 5)
    text = called("decisions", "report", "run.jsonl", "--audit", "5", folder=tmp_path).out
    waiting = len(review.queue())
    assert f"5 of {5 + waiting} values decided (5 decided, {waiting} open)" in text
    told = json.loads(called("decisions", "report", "run.jsonl", "--json", folder=tmp_path).out)
    assert (5, review.progress().residual_errors) == (told["settled"], told["residual_errors"])
