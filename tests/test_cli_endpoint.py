"""`summarise endpoint check` as a user runs it: what it prints, remembers, forgets and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Ended, run
from exchanged import exchange, serving
from fault_server import FaultServer, answer, json_body, status

PAPER = {
    "id": "tern",
    "abstract": "We present Tern-7B, a model for machine translation. It reaches 41.2 BLEU on FLORES.",
}
KEY = "sk-Zebra-9f8e7d6c5b4a"
COLUMN = 15
SMALL_MODEL = "qwen2.5-coder-0.5b"
"""The model of the fixture `small_model`."""


def check(server: FaultServer, folder: Path, *more: str) -> Ended:
    return run("endpoint", "check", *more, folder=folder, OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY)


def facts(ended: Ended) -> dict[str, str]:
    """The lines behind the first one, by their names."""
    return {line[:COLUMN].rstrip(" :"): line[COLUMN:] for line in ended.out.splitlines()[1:]}


def test_a_check_prints_a_table_and_a_run_after_it_is_asked_accordingly(tmp_path: Path) -> None:
    stored = exchange("ollama")
    (tmp_path / "papers.jsonl").write_text(json.dumps(PAPER))
    with serving(stored) as server:
        checked = check(server, tmp_path)
        tagged = run(
            *("tag", "papers.jsonl", "-o", "run.jsonl", "--prompt", "extract.v1"),
            *("--base-url", server.base_url, "--model", "qwen3:8b"),
            folder=tmp_path,
            OPENAI_API_KEY=KEY,
        )
        sent = server.asked[-1].json
    assert (0, "") == (checked.code, checked.err)
    told = facts(checked)
    assert checked.out.splitlines()[0].startswith(f"{server.base_url}: answers in ")
    assert "Ollama 0.40.12" == told["server"]
    assert "qwen3:8b" == told["models"] == told["model asked"]
    assert told["context"].startswith("4,096 tokens (the model could have 40,960")
    assert "enforced (maxLength enforced, maxItems enforced)" == told["json_schema"]
    assert "off by reasoning_effort" == told["thinking"]
    assert str(tmp_path / "cache" / "endpoints") in told["remembered"]
    assert 0 == tagged.code, tagged.err
    assert ("none", "json_schema") == (sent["reasoning_effort"], sent["response_format"]["type"])
    assert KEY not in checked.out + tagged.err


def test_a_check_as_json_says_the_same_and_forget_drops_what_is_remembered(tmp_path: Path) -> None:
    with serving(exchange("together")) as server:
        ended = check(server, tmp_path, "--json")
        asked = len(server.requests)
        forgotten = [check(server, tmp_path, "--forget", "--model", "other"), check(server, tmp_path, "--forget")]
        again = check(server, tmp_path, "--forget")
        assert asked == len(server.requests)
    report = json.loads(ended.out)
    assert 0 == ended.code
    assert ("enforced", "json_schema", True) == (
        report["modes"]["json_schema"], report["manner"]["mode"], report["usable"],
    )  # fmt: skip
    assert report["remembered"].endswith(".json")
    assert ["forgotten: 0\n", "forgotten: 1\n"] == [one.out for one in forgotten]
    assert "forgotten: 0\n" == again.out
    assert [] == list((tmp_path / "cache" / "endpoints").iterdir())


def test_an_endpoint_that_can_not_be_used_ends_with_5_and_its_words_can_not_steer_a_terminal(tmp_path: Path) -> None:
    evil = "\x1b[2Jgone\nfaked: line"
    with FaultServer(status(400, evil), models=json_body({"data": [{"id": evil}]})) as server:
        ended = check(server, tmp_path)
    assert 5 == ended.code
    assert "can't be used" in ended.err
    assert "\x1b" not in ended.out + ended.err
    assert [] == [line for line in ended.out.splitlines() if line.startswith("faked")]
    assert "it rejects a plain question" in facts(ended)["problem"]


@pytest.mark.parametrize("more", [[], ["--forget"]])
def test_without_an_endpoint_a_check_ends_with_3_and_says_how_to_name_one(more: list[str], tmp_path: Path) -> None:
    ended = run("endpoint", "check", *more, folder=tmp_path)
    assert 3 == ended.code
    assert "--base-url" in ended.err


def test_a_wrong_file_of_profiles_ends_with_3_and_is_named(tmp_path: Path) -> None:
    own = tmp_path / "cache" / "config" / "summarise" / "profiles.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[[profile]]\nhots = "x"\n')
    with FaultServer(answer("1")) as server:
        ended = check(server, tmp_path, "--model", "m")
    assert 3 == ended.code
    assert f"{own}: profile.0.hots" in ended.err


@pytest.mark.model
def test_the_embedded_model_can_be_checked_like_any_other(small_model: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "models").symlink_to(small_model.parent)
    ended = run("endpoint", "check", "--local", "--model", SMALL_MODEL, "--json", folder=tmp_path, timeout_s=600)
    report = json.loads(ended.out)
    assert 0 == ended.code
    assert ("llama.cpp", 8192, 2) == (report["server"], report["context_tokens"], report["slots"])
    assert ("enforced", "enforced") == (report["modes"]["json_schema"], report["modes"]["json_object"])
    assert ("json_schema", None) == (report["manner"]["mode"], report["problem"])
    assert report["remembered"].endswith(".json")
