"""How a model is asked after a check: thinking, limits, temperature; and what usage tells."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from asking_support import KEY
from fault_server import Asked, FaultServer, Scripted, answer, status, truncated
from probe_support import ENFORCED, answering, found, question, quick

from summarise.completing.probing import probe


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick(monkeypatch, tmp_path)


THOUGHTS = {
    "field": answer(None, reasoning_content="The user wants"),
    "other-field": answer("", reasoning="The user wants"),
    "block": answer("<think>\nThe user wants\n</think>\n1, 2, 3"),
    "unclosed": truncated("<think>The user wants"),
    "opened in the prompt": answer("The user wants\n</think>\n1, 2, 3"),
    "in brackets": answer("[THINK]The user wants[/THINK]1, 2, 3"),
    "counted": answer("1, 2", usage={"completion_tokens": 9, "completion_tokens_details": {"reasoning_tokens": 7}}),
    "hidden": truncated(""),
    "chunk": answer([{"type": "thinking", "thinking": []}, {"type": "text", "text": "1"}]),
}


@pytest.mark.parametrize("name", THOUGHTS)
@pytest.mark.parametrize(
    ("field", "value", "switch"),
    [
        pytest.param("thinking", {"type": "disabled"}, "thinking", id="thinking"),
        pytest.param("chat_template_kwargs", {"enable_thinking": False}, "chat_template_kwargs", id="template"),
        pytest.param("reasoning_effort", "none", "reasoning_effort", id="effort"),
        pytest.param("think", False, "think", id="think"),
    ],
)
def test_thinking_is_seen_and_the_switch_that_turns_it_off_is_found(
    name: str, field: str, value: object, switch: str
) -> None:
    def behave(asked: Asked) -> Scripted:
        return answering(ENFORCED)(asked) if asked.json.get(field) == value else THOUGHTS[name]  # type: ignore[operator]

    with FaultServer(behave) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert (f"off by {switch}", "enforced") == (report.thinking, report.modes["json_schema"])
    assert report.manner is not None
    assert switch == report.manner.thinking_off
    assert [True] * 6 == [asked.json.get(field) == value for asked in server.asked[-6:]]


def test_a_model_that_thinks_whatever_it_is_told_gets_room_for_it() -> None:
    thoughts = {"reasoning_content": "Hm."}

    def behave(asked: Asked) -> Scripted:
        if asked.json["max_tokens"] < 1000:
            return truncated("") if question(asked) != "count" else answer("", finish_reason="length", **thoughts)
        return answering(ENFORCED)(asked)  # type: ignore[operator]

    report = found(behave)
    assert ("on", "enforced") == (report.thinking, report.modes["json_schema"])
    assert report.manner is not None
    assert report.manner.thinking_off is None


def test_a_form_that_is_kept_in_the_thoughts_alone_is_a_form_that_is_kept() -> None:
    """LM Studio 0.4 with Qwen 3.5: the schema binds the thoughts, nothing follows (its issues 1698, 1773, 1971)."""

    def behave(asked: Asked) -> Scripted:
        if asked.mode == "json_object":
            return status(400, "'response_format.type' must be 'json_schema' or 'text'")
        if asked.mode == "plain":
            return answering(ENFORCED)(asked)  # type: ignore[operator]
        cut = question(asked) == "own"
        said = json.loads(ENFORCED[question(asked)].body)["choices"][0]["message"]["content"]
        return answer("", reasoning_content=said, tool_calls=[], finish_reason="length" if cut else "stop")

    report = found(behave)
    assert ("enforced", "sometimes") == (report.modes["json_schema"], report.thinking)


def test_a_switch_that_a_server_refuses_is_not_sent_again_and_breaks_nothing() -> None:
    switches = ("thinking", "chat_template_kwargs", "reasoning_effort", "reasoning", "think")

    def behave(asked: Asked) -> Scripted:
        if any(field in asked.json for field in switches):
            return status(422, f"Extra inputs are not permitted: {sorted(asked.json)}")
        return truncated("<think>Hm") if question(asked) == "count" else answering(ENFORCED)(asked)  # type: ignore[operator]

    with FaultServer(behave) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert ("on", "enforced", ()) == (
        report.thinking, report.modes["json_schema"], report.manner and report.manner.without,
    )  # fmt: skip
    assert 1 + 6 + 6 == report.requests  # plain, each switch once, the rest
    assert [] == [asked for asked in server.asked[-6:] if any(field in asked.json for field in switches)]


def test_no_switch_is_tried_on_a_model_that_does_not_think() -> None:
    with FaultServer(answering(ENFORCED)) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert ("not seen", 7) == (report.thinking, report.requests)
    allowed = {"model", "messages", "max_tokens", "temperature", "response_format", "tools", "tool_choice"}
    assert set() == {key for asked in server.asked for key in asked.json} - allowed


def test_a_limit_that_is_ignored_under_one_name_is_tried_under_the_other() -> None:
    long = answer("1, 2, 3", usage={"prompt_tokens": 9, "completion_tokens": 400})

    def behave(asked: Asked) -> Scripted:
        return long if "max_tokens" in asked.json else answering(ENFORCED)(asked)  # type: ignore[operator]

    report = found(behave)
    assert report.manner is not None
    assert ("max_completion_tokens", "kept") == (report.manner.max_tokens_field, report.length_limit)


@pytest.mark.parametrize("ended", ["length", "MAX_TOKENS", "model_length", "model_context_window_exceeded"])
def test_a_limit_is_kept_by_whatever_name_the_server_has_for_that(ended: str) -> None:
    report = found(lambda asked: answer("1, 2, 3", finish_reason=ended))
    assert "kept" == report.length_limit


def test_temperature_and_the_limits_name_follow_what_the_server_refuses() -> None:
    def behave(asked: Asked) -> Scripted:
        if "max_tokens" in asked.json:
            return status(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "temperature" in asked.json:
            return status(400, "'temperature' does not support 0. Only the default (1) value is supported.")
        return answering(ENFORCED)(asked)  # type: ignore[operator]

    report = found(behave)
    assert report.manner is not None
    assert ("max_completion_tokens", ("temperature",)) == (report.manner.max_tokens_field, report.manner.without)
    assert "temperature 0: refused" in report.lines()


@pytest.mark.parametrize(
    ("usage", "told", "cache"),
    [
        pytest.param(None, False, "not told", id="no-usage"),
        pytest.param({"prompt_tokens": 5, "prompt_tokens_details": None}, True, "not told", id="no-details"),
        pytest.param({"prompt_tokens": 5, "prompt_cache_hit_tokens": 64}, True, "up to 64 tokens", id="deepseek"),
        pytest.param(
            {"prompt_tokens": 5, "prompt_tokens_details": {"cached_tokens": 0}},
            True,
            "told, nothing kept of so short a prefix",
            id="told-as-0",
        ),
        pytest.param({"prompt_tokens": "5", "prompt_tokens_details": [1]}, False, "not told", id="nonsense"),
    ],
)
def test_what_usage_tells_is_reported(usage: dict[str, Any] | None, told: bool, cache: str) -> None:
    report = found(lambda asked: answer("1, 2, 3", usage=usage))
    assert (told, cache) == (report.usage_reported, report.prefix_cache)


def test_a_check_counts_what_it_cost() -> None:
    report = found(answering(ENFORCED))
    assert (7, 700, 70) == (report.requests, report.prompt_tokens, report.completion_tokens)
    assert f"{'cost:':14} 7 requests, 700 + 70 tokens" in report.lines()
