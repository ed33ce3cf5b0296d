"""Responses of a batch: which go into the reply cache, and why the others do not."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from batching_support import IDENTITY, PAPERS, REPLY, body, file_of, keys, refused, response, settings, taken
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from summarise import Paper
from summarise.batching import Requests
from summarise.cache import ReplyCache
from summarise.errors import InputError
from summarise.records import Completion, Usage

VLLM_ERROR = {"object": "error", "message": "max_tokens must be at least 1, got -7.", "code": 400}


def cached(folder: Path, key: str) -> Completion | None:
    cache = ReplyCache(folder)
    found = cache.get(key)
    cache.close()
    return found


def test_replies_go_into_the_cache_by_what_was_asked_and_not_by_their_order(tmp_path: Path) -> None:
    asked = keys(tmp_path)
    replies = [json.dumps({"tasks": [f"task {n}"], "results": []}) for n in range(4)]
    lines = [response(key, body(reply)) for key, reply in zip(asked, replies, strict=True)]
    came = taken(tmp_path, file_of(tmp_path / "a", lines[:1:-1]), file_of(tmp_path / "b", lines[1::-1]))
    assert (4, 0, 0, {}) == (came.stored, came.kept, came.unanswered, came.failed)
    assert replies == [getattr(cached(tmp_path, key), "text", None) for key in asked]


def test_what_is_stored_holds_the_model_the_mode_of_the_id_and_the_usage(tmp_path: Path) -> None:
    key = keys(tmp_path)[0]
    came = taken(tmp_path, file_of(tmp_path / "a", [response(key, mode="json_object")]))
    usage = Usage(prompt_tokens=100, completion_tokens=10, cached_tokens=60, requests=1)
    expected = Completion(text=REPLY, model="served-model", mode="json_object", usage=usage)
    assert (expected, usage) == (cached(tmp_path, key), came.usage)


FAILED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no JSON": ({"said": body("I'd rather not.")}, "invalid", "no JSON object"),
    "wrong JSON": ({"said": body('{"tasks": 7, "results": []}')}, "invalid", "tasks"),
    "blank": ({"said": body(" \n")}, "blank", "blank"),
    "cut off": ({"said": body('{"tasks": ["bir', "length", 1500)}, "truncated", "cut off at 1,500 tokens"),
    "refusal": ({"said": body('{"tasks": []}', "refusal")}, "refused", "refuses"),
    "filter": ({"said": body("", "content_filter")}, "filtered", "filter"),
    "no completion": ({"said": {"id": "x"}}, "overloaded", "without an answer"),
    "text for a body": ({"said": "Bad Gateway"}, "overloaded", "Bad Gateway"),
    "expired": (
        {"response": None, "error": {"code": "batch_expired", "message": "not executed in time"}},
        "expired", "not executed in time",
    ),
    "cancelled": ({"response": None, "error": {"code": "batch_cancelled"}}, "cancelled", "batch_cancelled"),
    "error of OpenAI": (
        {"response": {"status_code": 400, "body": {"error": {"message": "Unknown parameter: 'foo'."}}}},
        "rejected", "Unknown parameter: 'foo'.",
    ),
    "mode": (
        {"response": {"status_code": 400, "body": {"error": {"message": "response_format is not supported"}}}},
        "mode_rejected", "another --mode",
    ),
    "rate": ({"response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}}, "rate_limited", "slow"),
    "error of vLLM": (
        {"response": {"status_code": 400, "request_id": "r"}, "error": VLLM_ERROR}, "context_too_long", "got -7",
    ),
    "error of Groq": (
        {"response": {"status_code": 500, "message": "Internal Server Error"}}, "overloaded", "Internal Server Error",
    ),
    "no model": (
        {"response": {"status_code": 404, "body": {"error": {"message": "The model `m` does not exist"}}}},
        "model_missing", "does not exist",
    ),
    "nothing": ({"response": None, "error": None}, "overloaded", "neither"),
    "another shape": ({"response": [1], "error": "broken"}, "overloaded", "broken"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILED)
def test_a_response_without_a_valid_reply_is_listed_with_its_reason_and_not_cached(tmp_path: Path, case: str) -> None:
    changes, kind, words = FAILED[case]
    key = keys(tmp_path)[0]
    line = response(key, **changes)
    came = taken(tmp_path, file_of(tmp_path / "out.jsonl", [line]), papers=PAPERS[:1])
    failed = came.failed[key]
    assert (kind, "p0", "out.jsonl:1", 0, 0) == (
        failed.error.kind, failed.paper, failed.place, came.stored, came.unanswered,
    )  # fmt: skip
    assert words in str(failed.error)
    assert cached(tmp_path, key) is None


def test_a_cut_off_reply_that_is_whole_all_the_same_is_used(tmp_path: Path) -> None:
    came = taken(tmp_path, file_of(tmp_path / "a", [response(keys(tmp_path)[0], body(REPLY + "\n\n", "length"))]))
    assert 1 == came.stored


def test_a_key_that_a_service_echoes_is_neither_stored_nor_told(tmp_path: Path) -> None:
    first, second, *_ = keys(tmp_path)
    said = json.dumps({"tasks": ["sk-secret-12345"], "results": []})
    error = {"response": {"status_code": 401, "body": {"error": {"message": "bad key sk-secret-12345"}}}}
    came = taken(tmp_path, file_of(tmp_path / "a", [response(first, body(said)), response(second, **error)]))
    assert "sk-secret" not in str(cached(tmp_path, first)) + str(came.failed[second].error)
    assert "[key]" in str(cached(tmp_path, first))


def test_of_several_responses_to_one_request_the_first_valid_one_counts(tmp_path: Path) -> None:
    key = keys(tmp_path)[0]
    second = json.dumps({"tasks": ["second"], "results": []})
    lines = [response(key, body("none")), response(key, body(second)), response(key), response(key, body("none"))]
    came = taken(tmp_path, file_of(tmp_path / "a", lines))
    assert (1, 3, {}) == (came.stored, came.kept, came.failed)
    assert second == getattr(cached(tmp_path, key), "text", None)


def test_a_cached_reply_stays_until_it_is_to_be_replaced_and_an_error_never_replaces_it(tmp_path: Path) -> None:
    key = keys(tmp_path)[0]
    other = json.dumps({"tasks": ["other"], "results": []})
    taken(tmp_path, file_of(tmp_path / "a", [response(key)]))
    again = file_of(tmp_path / "b", [response(key, body(other))])
    assert (0, 1) == (taken(tmp_path, again).stored, taken(tmp_path, again).kept)
    assert REPLY == getattr(cached(tmp_path, key), "text", None)
    failed = taken(tmp_path, file_of(tmp_path / "c", [response(key, body("none"))]), replace=True)
    assert ({}, REPLY) == (failed.failed, getattr(cached(tmp_path, key), "text", None))
    assert 1 == taken(tmp_path, again, replace=True).stored
    assert other == getattr(cached(tmp_path, key), "text", None)


def test_a_response_to_something_else_is_refused_with_its_place_and_reason(tmp_path: Path) -> None:
    key = keys(tmp_path)[0]
    foreign = keys(tmp_path, [Paper(id="p0", abstract="We present a wholly other model of trees and birds here.")])[0]
    lines = [response(key), response(foreign), response(key) | {"custom_id": "request-1"}, {"id": "x"}]
    came = taken(tmp_path, file_of(tmp_path / "out.jsonl", lines))
    assert (1, 3) == (came.stored, came.unanswered)
    assert [
        ("out.jsonl:3", "has the id 'request-1', as 'summarise batch write' makes none"),
        ("out.jsonl:4", "has no custom_id"),
        ("out.jsonl:2", "answers no request of these papers and settings"),
    ] == [(fault.place, fault.message) for fault in refused]
    assert cached(tmp_path, foreign) is None


def test_a_response_counts_only_for_the_question_that_was_asked(tmp_path: Path) -> None:
    key = keys(tmp_path)[0]
    came = taken(tmp_path, file_of(tmp_path / "a", [response(key)]), prompt="compact.v3")
    assert (0, 1, 4) == (came.stored, len(refused), came.unanswered)


HALF = b'{"id": "x", "custom_id": "json_sch'
DEEP = b"[" * 100_000 + b"\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [(HALF, "breaks off"), (HALF + b"\n", "no JSON object"), (b"\xff\xfe\n", "no JSON"), (DEEP, "no JSON"),
     (b"[1]\n", "no JSON object"), (b"\x00\n", "no JSON")],
    ids=["half a last line", "half a line", "no UTF-8", "deep", "a list", "a zero"],
)  # fmt: skip
def test_a_line_that_is_no_response_is_refused_and_the_others_are_used(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    lines = [b"\xef\xbb\xbf", response(keys(tmp_path)[0]), b"\r\n", line]
    came = taken(tmp_path, file_of(tmp_path / "a.jsonl", lines))
    assert 1 == came.stored
    assert [("a.jsonl:3", True)] == [(fault.place, reason in fault.message) for fault in refused]


def test_text_that_no_file_can_hold_is_stored_as_text_that_one_can(tmp_path: Path) -> None:
    reply = '{"tasks": ["\ud83d birds"], "results": []}'
    came = taken(tmp_path, file_of(tmp_path / "a", [response(keys(tmp_path)[0], body(reply))]))
    assert 1 == came.stored
    assert "\ufffd birds" in getattr(cached(tmp_path, keys(tmp_path)[0]), "text", "")


@pytest.mark.parametrize("what", ["missing", "a folder"])
def test_a_file_that_cant_be_read_is_named(tmp_path: Path, what: str) -> None:
    with pytest.raises(InputError, match="can't read the responses"):
        taken(tmp_path, tmp_path / "none" if what == "missing" else tmp_path)


def test_a_prompt_of_two_questions_needs_both_replies_and_each_is_its_own_request(tmp_path: Path) -> None:
    facts, names = keys(tmp_path, PAPERS[:1], prompt="twice.v3")
    answer = body('{"introduced": ["Falconet0"]}')
    came = taken(tmp_path, file_of(tmp_path / "a", [response(names, answer)]), papers=PAPERS[:1], prompt="twice.v3")
    assert (1, 1) == (came.stored, came.unanswered)
    cache = ReplyCache(tmp_path)
    requests = Requests(settings(tmp_path, prompt="twice.v3"), IDENTITY, cache)
    left = [request.key for request in requests.about(PAPERS[0]) if requests.reply(request) is None]
    cache.close()
    assert [facts] == left


@settings_of_hypothesis(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["valid", "invalid", "expired"])), max_size=9), st.data())
def test_whatever_the_files_hold_in_whatever_order_exactly_what_has_a_valid_reply_is_cached(
    came: list[tuple[int, str]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        asked = keys(folder)
        changes = {"valid": {}, "invalid": {"said": body("none")}, "expired": FAILED["expired"][0]}
        lines: list[Any] = [response(asked[n], **changes[what]) for n, what in came]
        lines += data.draw(st.lists(st.sampled_from([HALF + b"\n", b"\n", b"{}\n", b"null\n"]), max_size=3))
        lines = data.draw(st.permutations(lines))
        cut = data.draw(st.integers(0, len(lines)))
        told = taken(folder, file_of(folder / "a", lines[:cut]), file_of(folder / "b", lines[cut:]))
        valid = {n for n, what in came if what == "valid"}
        assert [n in valid for n in range(4)] == [cached(folder, key) is not None for key in asked]
        assert {asked[n] for n, _ in came} - {asked[n] for n in valid} == told.failed.keys()
        assert 4 - len({n for n, _ in came}) == told.unanswered
        assert len([line for line in lines if line != b"\n"]) == told.stored + told.kept + len(told.failed) + len(
            refused
        )


DISPUTED = Paper(
    id="d", abstract="We present Falconet, a model of 7B parameters. It reaches 71.3% accuracy on BirdSet."
)
CLAIM = {
    "tasks": ["bird classification"],
    "sizes": [{"model": "Falconet", "total": "70B", "active": None, "role": "subject"}],
    "results": [{
        "value": "91.3%", "metric": "accuracy", "model": "Falconet", "benchmark": "BirdSet", "kind": "absolute",
        "role": "own",
    }],
    "tldr": "Falconet is a model of birds.",
}  # fmt: skip


def test_a_further_witness_is_asked_in_the_batch_after_the_one_with_the_models_replies(tmp_path: Path) -> None:
    asked = keys(tmp_path, [DISPUTED], witness=("numbers", "feedback"))
    assert 1 == len(asked)
    replied = file_of(tmp_path / "a", [response(asked[0], body(json.dumps(CLAIM)))])
    came = taken(tmp_path, replied, papers=[DISPUTED], witness=("numbers", "feedback"))
    assert 1 == came.stored
    again = keys(tmp_path, [DISPUTED], witness=("numbers", "feedback"))
    assert asked == again[:1]
    assert 2 <= len(again)
    assert [*again[1:]] == list(dict.fromkeys(again[1:]))
