"""A reply that can be read in two ways: its values are flagged in the record, and the commands say why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise import Settings, tag
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.reconciling import Reconciled, doubted
from summarise.reconciling.reasons import REASONS
from summarise.records import Paper, Record, Verdict
from summarise.schemas.compact_reply import CompactReply
from summarise.schemas.paper import PaperSummary
from summarise.validating import read

ABSTRACT = "We present Falconet-7B, a model with 7B parameters for machine translation. It reaches 51.2% on GSM8K."
FIRST = {"tasks": ["machine translation"], "sizes": [{"model": "Falconet-7B", "total": "7B", "role": "subject"}]}
SECOND = {"tasks": ["machine translation"], "sizes": [{"model": "Falconet-7B", "total": "70B", "role": "subject"}]}


def record_of(text: str, folder: Path) -> Record:
    completer = ReplayCompleter({"Falconet": text})
    endpoint = ChosenEndpoint(EndpointIdentity("replay", "m"), lambda: completer)
    (record,) = tag(
        [Paper(id="p", abstract=ABSTRACT)], Settings(cache_dir=folder, prompt="extract.v1"), endpoint=endpoint
    )
    return record


def doubtful(record: Record) -> set[str]:
    return {verdict.field for verdict in record.verdicts if "ambiguous_reply" in verdict.reasons}


def test_the_values_of_the_fields_in_which_two_readings_differ_are_flagged(tmp_path: Path) -> None:
    record = record_of(f"{json.dumps(FIRST)} or {json.dumps(SECOND)}", tmp_path)
    assert ({"model_sizes"}, "flagged") == (doubtful(record), record.status)
    assert all(v.flagged for v in record.verdicts if v.field == "model_sizes")
    assert 7_000_000_000 == record.summary.model_sizes[0].total_params  # type: ignore[union-attr]


def test_a_key_that_is_given_twice_is_flagged(tmp_path: Path) -> None:
    record = record_of('{"tasks": ["machine translation"], "tasks": ["speech recognition"]}', tmp_path)
    assert {"tasks"} == doubtful(record)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(FIRST), id="one"),
        pytest.param(json.dumps(FIRST) * 2, id="twice-the-same"),
        pytest.param(f"<think>{json.dumps(SECOND)}</think>{json.dumps(FIRST)}", id="draft-in-thoughts"),
        pytest.param(json.dumps(FIRST) + ' {"tasks": []}', id="one-says-less"),
    ],
)
def test_where_one_reading_is_better_nothing_is_doubtful(text: str, tmp_path: Path) -> None:
    assert set() == doubtful(record_of(text, tmp_path))


def test_a_cached_reply_is_as_doubtful_as_a_fresh_one(tmp_path: Path) -> None:
    text = f"{json.dumps(FIRST)} or {json.dumps(SECOND)}"
    assert record_of(text, tmp_path).to_line() == record_of(text, tmp_path).to_line()


def test_where_no_value_is_of_the_doubtful_field_all_are(tmp_path: Path) -> None:
    record = record_of(json.dumps(FIRST), tmp_path)
    assert record.summary is not None
    outcome = Reconciled(record.summary, record.verdicts, record.verdicts)
    marked = doubted(outcome, ["artifacts"])
    assert all(verdict.flagged and "ambiguous_reply" in verdict.reasons for verdict in marked.verdicts)
    assert outcome == doubted(outcome, [])


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"introduced": ["Falconet"]}, {"methods", "model_sizes", "results", "benchmarks"}),
        ({"data": [{"amount": "7B"}]}, {"training_data"}),
    ],
)
def test_a_list_of_a_compact_reply_makes_those_values_doubtful_that_follow_from_it(
    other: dict[str, object], fields: set[str]
) -> None:
    value = {"confidence": 1.0, "flagged": False, "state": "model_only"}
    every = ("tasks", "artifacts", "methods", "model_sizes", "results", "benchmarks", "training_data")
    verdicts = tuple(Verdict.model_validate({"id": field, "field": field, **value}) for field in every)
    text = json.dumps({"tasks": ["speech"]} | {key: [] for key in other})
    text += json.dumps({"tasks": ["translation"]} | other)
    doubts = read(text, CompactReply).ambiguous
    marked = doubted(Reconciled(PaperSummary(), verdicts, ()), doubts)
    assert {"tasks", *fields} == {verdict.field for verdict in marked.verdicts if verdict.flagged}


def test_the_reason_has_words() -> None:
    assert "two ways" in REASONS["ambiguous_reply"]
