"""The main job with a real language model: three papers of the seeds through the command line, nothing mocked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Ended, run

from summarise import Record, read_run
from summarise.schemas.paper import LIST_FIELDS, Evidence

SEEDS = Path(__file__).parent.parent / "seeds"
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose cache holds the weights and no reply."""
    folder = tmp_path_factory.mktemp("main_job")
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(small_model.parent)
    return folder


def tag(folder: Path, output: str) -> Ended:
    documents = str(SEEDS / "000_cacd8cc7d3ab05e2.txt")
    model = ("--local", "--model", "qwen2.5-coder-0.5b")
    return run("tag", documents, *model, "--limit", "3", "-o", output, folder=folder, timeout_s=900)


@pytest.fixture(scope="module")
def records(folder: Path) -> list[Record]:
    """What a real model and the rules made of three papers."""
    ended = tag(folder, "first.jsonl")
    assert 0 == ended.code, ended.err
    return list(read_run(folder / "first.jsonl"))


def evidence_of(record: Record) -> list[Evidence]:
    assert record.summary is not None
    elements = [e for name in LIST_FIELDS for e in getattr(record.summary, name)]
    judged = [side for v in record.verdicts for side in (v.model, v.rules, v.chosen) if side is not None]
    return [e.evidence for e in [*elements, *judged] if e.evidence is not None]


def test_three_papers_are_read_by_the_model_and_checked_by_the_rules(records: list[Record]) -> None:
    assert 3 == len(records)
    for record in records:
        assert record.error is None
        assert record.provenance.model == "qwen2.5-coder-0.5b"
        assert record.provenance.usage is not None
        assert record.provenance.usage.completion_tokens > 20
        assert any(v.model is not None for v in record.verdicts), "the model proposed something"
        assert any(v.rules is not None for v in record.verdicts), "the rules found something"


def test_all_evidence_slices_back_to_its_quote(records: list[Record]) -> None:
    checked = 0
    for record in records:
        for at in evidence_of(record):
            text = record.paper.title if at.where == "title" else record.paper.abstract
            text = record.paper.variants[at.variant].abstract if at.variant is not None else text
            assert text is not None
            assert at.quote == text[at.start : at.end]
            checked += 1
    assert checked > 10


def test_every_number_of_the_summary_stands_in_the_abstract_and_every_doubt_has_a_reason(records: list[Record]) -> None:
    for record in records:
        assert record.summary is not None
        for result in record.summary.results:
            assert result.value is None or result.evidence is not None
        for verdict in record.verdicts:
            if verdict.flagged:
                assert verdict.reasons or verdict.differs or verdict.state in ("model_only", "rules_only")


def test_a_second_run_asks_nothing_starts_no_server_and_writes_the_same_bytes(
    folder: Path, records: list[Record]
) -> None:
    log = folder / "cache" / "endpoint.log"
    before = log.stat().st_mtime_ns
    ended = tag(folder, "second.jsonl")
    assert 0 == ended.code
    assert "3 from the cache, 0 requests" in ended.err
    assert (folder / "first.jsonl").read_bytes() == (folder / "second.jsonl").read_bytes()
    assert before == log.stat().st_mtime_ns
    assert records


def test_conflicts_lists_what_the_run_flagged(folder: Path, records: list[Record]) -> None:
    listed = [json.loads(line) for line in run("conflicts", "first.jsonl", "--json", folder=folder).out.splitlines()]
    assert sorted(v.id for r in records for v in r.verdicts if v.flagged) == sorted(v["id"] for v in listed)
