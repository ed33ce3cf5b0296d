"""A further witness with a real language model, through the command line; the first reply is planted, disputed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Ended, run

from summarise import Paper, Record, Settings, read_run
from summarise.cache import ReplyCache, reply_key
from summarise.endpoints import choose_endpoint
from summarise.prompting import build_prompt
from summarise.records import Completion

pytestmark = pytest.mark.model
SMALL_MODEL = "qwen2.5-coder-0.5b"
"""That of the fixture `small_model`."""
PAPER = Paper(
    id="osprey", abstract="We present Osprey, a language model. Osprey reaches 61.4% on GSM8K, against 57.0% for Heron."
)
FIRST = {
    "results": [
        {"value": "61.4%", "model": "Heron", "benchmark": "GSM8K", "kind": "absolute", "role": "baseline"},
        {"value": "57.0%", "model": "Osprey", "benchmark": "GSM8K", "kind": "absolute", "role": "own"},
    ]
}


@pytest.fixture(scope="module")
def folder(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the paper, whose cache holds the weights and a first reply that mixes two scores up."""
    folder = tmp_path_factory.mktemp("witnessing")
    (folder / "papers.jsonl").write_text(json.dumps({"id": PAPER.id, "abstract": PAPER.abstract}) + "\n")
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(small_model.parent)
    settings = Settings(local=True, model=SMALL_MODEL, cache_dir=folder / "cache")
    endpoint = choose_endpoint(settings)
    assert endpoint is not None
    cache = ReplyCache(settings.cache_dir)
    key = reply_key(build_prompt(PAPER), endpoint.identity.endpoint, endpoint.identity.model)
    cache.put(key, Completion(text=json.dumps(FIRST), model=SMALL_MODEL, mode="json_schema"))
    cache.close()
    return folder


def tag(folder: Path, output: str) -> Ended:
    chosen = ("--local", "--model", SMALL_MODEL, "--prompt", "extract.v1", "--witness", "numbers", "-o", output)
    return run("tag", "papers.jsonl", *chosen, folder=folder, timeout_s=900)


def test_a_real_model_is_asked_about_the_dispute_alone_and_its_votes_are_kept(folder: Path) -> None:
    ended = tag(folder, "first.jsonl")
    assert 0 == ended.code, ended.err
    assert "0 from the cache, 1 request" in ended.err  # not all that the paper needed was there
    record: Record = next(read_run(folder / "first.jsonl"))
    assert [("numbers", "numbers.v1", None)] == [
        (asked.witness, asked.prompt, asked.failure) for asked in record.provenance.witnesses
    ]
    assert record.provenance.usage is not None
    assert record.provenance.usage.completion_tokens > 20
    votes = [vote for verdict in record.verdicts for vote in verdict.votes]
    assert votes, "the grammar holds every row to a number of the list"
    assert {"numbers"} == {vote.witness for vote in votes}

    again = tag(folder, "second.jsonl")
    assert 0 == again.code
    assert "1 from the cache, 0 requests" in again.err
    assert (folder / "first.jsonl").read_bytes() == (folder / "second.jsonl").read_bytes()
