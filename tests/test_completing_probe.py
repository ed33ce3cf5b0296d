"""What a check finds out, against servers that lie, refuse, hang, think and redirect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from asking_support import GOOD, KEY
from fault_server import (
    Asked,
    Behaviour,
    FaultServer,
    Scripted,
    answer,
    calling,
    dripping,
    html,
    in_turn,
    json_body,
    silent,
    status,
    truncated,
)

from summarise import Settings
from summarise.completing import EndpointIdentity, recognising
from summarise.completing.probing import Report, probe
from summarise.completing.remembering import Memory
from summarise.endpoints import checked

QUESTIONS = {
    "count": "numbers from 1 to 200",
    "colour": "Name a colour in one short sentence.",
    "tempt": "exactly this JSON",
    "own": "empty JSON object",
    "prose": "without any JSON",
    "greet": "good morning",
}
ENFORCED = {
    "count": truncated("1, 2, 3,"),
    "colour": answer('{"n": 1, "kind": "zeta"}'),
    "tempt": answer('{"word": "extr", "list": [1, 2], "kind": "eta"}'),
    "own": truncated('{"tasks": [], "sizes": ['),
    "prose": answer('{"colour": "blue"}'),
    "greet": answer('{"greeting": "good morning"}'),
}
NATURAL = {
    "count": truncated("1, 2, 3,"),
    "colour": answer("The sky is blue."),
    "tempt": answer('{"word": "extraordinary", "list": [1, 2, 3, 4, 5], "kind": "other", "note": "x"}'),
    "own": answer("{}"),
    "prose": answer("The grass is green."),
    "greet": answer("Good morning"),
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(recognising, "OPTIONAL_S", 0.5)


def question(asked: Asked) -> str:
    """Which question a request asks."""
    return next(name for name, words in QUESTIONS.items() if words in asked.messages[-1]["content"])


def answering(answers: Mapping[str, Scripted], tools: Scripted | None = None) -> Scripted:
    """Each question with its answer; a question in plain text with NATURAL's, tools with `tools`."""

    def behave(asked: Asked) -> Scripted:
        if "tools" in asked.json:
            return tools or NATURAL["colour"]
        return (NATURAL if asked.mode == "plain" else answers)[question(asked)]

    return behave


def found(script: Scripted, model: str | None = "m", timeout_s: float = 5, **server: Any) -> Report:
    with FaultServer(script, **server) as running:
        return asyncio.run(probe(running.base_url, model, KEY, timeout_s))


# ── modes ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("answers", "modes", "papers_by"),
    [
        pytest.param(ENFORCED, ("enforced", "enforced"), "json_schema", id="enforces-all"),
        pytest.param(NATURAL, ("accepted", "accepted"), "json_schema", id="takes-and-ignores-all"),
        pytest.param(
            NATURAL | {q: ENFORCED[q] for q in ("prose", "greet")},
            ("accepted", "enforced"),
            "json_object",
            id="ignores-the-schema-and-enforces-an-object",
        ),
        pytest.param(
            ENFORCED | {q: NATURAL[q] for q in ("tempt", "prose")},
            ("accepted", "accepted"),
            "json_schema",
            id="right-once-by-chance",
        ),
        pytest.param(
            ENFORCED | {"prose": truncated('{"colour": "bl')},
            ("enforced", "enforced"),
            "json_schema",
            id="cut-off-object",
        ),
        pytest.param(
            ENFORCED | {"colour": answer('{"n": true, "kind": "zeta"}')},
            ("accepted", "enforced"),
            "json_object",
            id="wrong-type",
        ),
        pytest.param(
            ENFORCED | {"colour": answer('{"n": 1, "kind": "theta"}')},
            ("accepted", "enforced"),
            "json_object",
            id="word-outside-the-enum",
        ),
        pytest.param(
            ENFORCED | {"colour": answer("[" * 100_000)}, ("accepted", "enforced"), "json_object", id="deep-brackets"
        ),
    ],
)
def test_a_mode_is_called_enforced_only_where_both_answers_have_its_form(
    answers: Mapping[str, Scripted], modes: tuple[str, str], papers_by: str
) -> None:
    report = found(answering(answers))
    assert modes == (report.modes["json_schema"], report.modes["json_object"])
    assert report.manner is not None
    assert papers_by == report.manner.mode


def test_limits_in_a_schema_are_told_from_its_form() -> None:
    long = answer('{"word": "extraordinary", "list": [1, 2], "kind": "eta"}')
    report = found(answering(ENFORCED | {"tempt": long}))
    assert ("enforced", {"maxLength": "ignored", "maxItems": "enforced"}) == (
        report.modes["json_schema"],
        report.keywords,
    )


def test_a_schema_of_papers_that_is_taken_and_not_enforced_is_no_enforced_mode() -> None:
    report = found(answering(ENFORCED | {"own": NATURAL["own"]}))
    assert ("accepted", "json_object") == (report.modes["json_schema"], report.manner and report.manner.mode)
    assert "the one of papers is not" in str(report.note)


def test_a_schema_of_papers_that_is_enforced_without_its_limits_goes_without_them() -> None:
    def own(asked: Asked) -> Scripted:
        return (NATURAL if b"maxLength" in asked.body else ENFORCED)["own"]

    report = found(answering(ENFORCED | {"own": own}))
    assert report.manner is not None
    assert ("json_schema", ("maxLength",)) == (report.manner.mode, report.manner.drop_keywords)


@pytest.mark.parametrize("words", ["'maxLength' is not permitted", "Bad Request"])
def test_a_keyword_that_is_refused_by_name_or_without_is_left_out_and_the_mode_stays(words: str) -> None:
    def tempt(asked: Asked) -> Scripted:
        return status(400, words) if b"maxLength" in asked.body else ENFORCED["tempt"]

    def own(asked: Asked) -> Scripted:
        return status(400, words) if b"maxLength" in asked.body else ENFORCED["own"]

    report = found(answering(ENFORCED | {"tempt": tempt, "own": own}))
    assert report.manner is not None
    assert ("enforced", "json_schema") == (report.modes["json_schema"], report.manner.mode)
    assert "maxLength" in report.manner.drop_keywords
    assert "refused" == report.keywords["maxLength"]


def test_a_refused_mode_is_reported_in_the_servers_words() -> None:
    def behave(asked: Asked) -> Scripted:
        refused = status(400, "response_format is unheard of here")
        return refused if asked.mode != "plain" else answering(ENFORCED)(asked)  # type: ignore[operator]

    report = found(behave)
    assert ("rejected", "rejected", "plain") == (
        report.modes["json_schema"], report.modes["json_object"], report.manner and report.manner.mode,
    )  # fmt: skip
    assert "response_format is unheard of here" in report.refusals["json_schema"]
    assert any("unheard of" in line for line in report.lines())


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        pytest.param(status(400, "no tools"), "rejected", id="refused"),
        pytest.param(status(404, "No endpoints found that support tool use"), "rejected", id="openrouter"),
        pytest.param(status(500, "tools param requires --jinja flag"), "rejected", id="llama.cpp"),
        pytest.param(answer("Blue."), "accepted", id="no-call"),
        pytest.param(answer(None, tool_calls=calling('{"n": 1, "kind": "eta"}')), "accepted", id="by-chance"),
        pytest.param(
            in_turn(
                answer(None, tool_calls=calling('{"n": 1, "kind": "eta"}')),
                answer(None, tool_calls=calling('{"word": "e", "list": [], "kind": "eta"}')),
            ),
            "enforced",
            id="enforced",
        ),
        pytest.param(answer(None, tool_calls=["x", 5]), "accepted", id="strange-calls"),
    ],
)
def test_tools_are_told_as_refused_taken_or_enforced(tools: Scripted, said: str) -> None:
    report = found(answering(ENFORCED, tools))
    assert (said, None) == (report.modes["tools"], report.problem)
    assert report.manner is not None


# ── thinking, limits, usage ──────────────────────────────────────────────────────────────────────
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


# ── the list of models, and servers that tell more ───────────────────────────────────────────────
@pytest.mark.parametrize(
    ("listing", "problem"),
    [
        pytest.param(status(404, "Not Found"), "there is no models at", id="404"),
        pytest.param(html(200), "its list of models is none", id="html"),
        pytest.param(json_body({"data": None}), "its list of models is none", id="null"),
        pytest.param(json_body({"data": [{"id": 5}, "x", {}]}), "its list of models is none", id="strange-rows"),
        pytest.param(silent(), "did not answer in time", id="silent"),
    ],
)
def test_a_server_without_a_list_of_models_is_checked_with_the_model_that_is_named(
    listing: Behaviour, problem: str
) -> None:
    report = found(answering(ENFORCED), models=listing, timeout_s=1)
    alone = found(answering(ENFORCED), model=None, models=listing, timeout_s=1)
    assert (True, False) == (report.usable, alone.usable)
    assert report.manner is not None
    assert problem in str(report.problem)
    assert alone.problem


@pytest.mark.parametrize(
    ("row", "tokens"),
    [
        ({"max_model_len": 4096}, 4096),
        ({"context_length": 8192}, 8192),
        ({"context_window": 131072}, 131072),
        ({"meta": {"n_ctx": 2048}}, 2048),
        ({"max_model_len": None, "context_length": "many"}, None),
        ({"context_length": True}, None),
        ({}, None),
    ],
)
def test_the_context_is_what_the_list_of_models_tells(row: dict[str, Any], tokens: int | None) -> None:
    report = found(answering(ENFORCED), models=json_body({"data": [{"id": "other"}, {"id": "m"} | row]}))
    assert tokens == report.context_tokens
    assert f"{'context:':14} {f'{tokens:,} tokens' if tokens else 'not told'}" in report.lines()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(html(200), id="html"),
        pytest.param(silent(), id="hangs"),
        pytest.param(json_body([1, 2]), id="list"),
        pytest.param(json_body({"version": {"a": 1}, "data": 5, "default_generation_settings": 7}), id="strange-json"),
        pytest.param(Behaviour(body=b"[" * 100_000), id="deep"),
        pytest.param(Behaviour(body=b'{"version": "' + b"9" * 5_000_000 + b'"}'), id="huge"),
        pytest.param(dripping(json_body({"version": "1"}), 0.2), id="drips"),
        pytest.param(Behaviour(reset=True), id="reset"),
        pytest.param(Behaviour(body=b"no gzip", headers={"Content-Encoding": "gzip"}), id="bad-gzip"),
        pytest.param(status(500), id="500"),
    ],
)
def test_routes_beside_the_protocol_never_fail_a_check(page: Behaviour) -> None:
    paths = ("/props", "/api/version", "/api/v0/models", "/api/v1/models", "/server_info", "/get_server_info")
    report = found(answering(ENFORCED), routes=dict.fromkeys(paths, page))
    assert (True, None, None, None) == (report.usable, report.server, report.slots, report.problem)


def test_a_known_host_is_asked_nothing_beside_the_protocol(tmp_path: Path) -> None:
    (tmp_path / "config" / "summarise").mkdir(parents=True)
    own = '[[profile]]\nname = "mine"\nhost = "127.0.0.1"\n'
    (tmp_path / "config" / "summarise" / "profiles.toml").write_text(own)
    with FaultServer(answering(ENFORCED)) as server:
        report = asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert ("mine", 0) == (report.server, report.side_requests)
    assert {"/v1/models", "/v1/chat/completions"} == {asked.path for asked in server.requests}


# ── failures of the whole ────────────────────────────────────────────────────────────────────────
def test_a_check_of_a_dead_address_asks_once_and_says_so() -> None:
    with FaultServer(answer(GOOD)) as server:
        address = server.base_url
    report = asyncio.run(probe(address, "m", "", 2))
    assert (report.reachable, report.usable, report.modes, report.requests) == (False, False, {}, 0)
    assert report.problem
    assert report.lines()[0] == f"{address}: does not answer"


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        pytest.param(silent(), "did not answer in time", id="hangs"),
        pytest.param(status(401, "bad key"), "refuses the key", id="401"),
        pytest.param(html(200), "without a completion", id="html"),
        pytest.param(status(400, "never"), "rejects a plain question", id="400"),
    ],
)
def test_a_model_that_does_not_answer_ends_the_check_with_the_reason(fault: Behaviour, problem: str) -> None:
    report = found(lambda asked: fault, timeout_s=1)
    assert (False, None) == (report.usable, report.manner)
    assert problem in str(report.problem)
    assert report.requests == 1


def settings_for(server: FaultServer, folder: Path) -> Settings:
    return Settings(base_url=server.base_url, model="m", api_key=KEY, cache_dir=folder, timeout_s=1)


def test_a_check_that_breaks_off_tells_what_it_found_and_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    def behave(asked: Asked) -> Scripted:
        return silent() if asked.mode == "json_object" else answering(ENFORCED)(asked)  # type: ignore[operator]

    with FaultServer(behave) as server:
        memory = Memory(tmp_path, EndpointIdentity.of_url(server.base_url, "m"))
        with FaultServer(answering(ENFORCED)) as before:
            report = asyncio.run(probe(before.base_url, "m", KEY, 5))
        assert report.manner is not None
        memory.keep(report.manner, "check", None, report.modes)
        broken = checked(settings_for(server, tmp_path), lambda step: None)
        known = memory.recall()
    assert {"plain": "accepted", "json_schema": "enforced"} == broken.modes
    assert "did not answer in time" in str(broken.problem)
    assert (None, "enforced") == (broken.remembered, known and known.modes["json_object"])


def test_a_check_always_renews_what_is_remembered(tmp_path: Path) -> None:
    answers = dict(NATURAL)
    with FaultServer(answering(answers)) as server:
        first = checked(settings_for(server, tmp_path), lambda step: None)
        answers.update(ENFORCED)
        second = checked(settings_for(server, tmp_path), lambda step: None)
        known = Memory(tmp_path, EndpointIdentity.of_url(server.base_url, "m")).recall()
    assert ("accepted", "enforced") == (first.modes["json_schema"], second.modes["json_schema"])
    assert known is not None
    assert second.modes == known.modes


def test_a_check_whose_memory_can_not_be_written_says_so_and_succeeds(tmp_path: Path) -> None:
    (tmp_path / "endpoints").write_text("")
    with FaultServer(answering(ENFORCED)) as server:
        report = checked(settings_for(server, tmp_path), lambda step: None)
    assert report.usable
    assert "can't be written" in str(report.remembered)


@pytest.mark.parametrize("passing", [status(429, "slow down", retry_after="0"), status(503, "loading")])
def test_a_question_that_comes_too_early_is_asked_once_more(
    passing: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarise.completing import trying

    monkeypatch.setattr(trying, "_MOST_WAIT_S", 0.0)
    first = in_turn(passing, truncated("1, 2, 3,"))
    report = found(lambda asked: first if question(asked) == "count" else answering(ENFORCED)(asked))  # type: ignore[operator]
    assert (True, None) == (report.usable, report.problem)


# ── the key ──────────────────────────────────────────────────────────────────────────────────────
def test_no_route_takes_the_key_to_another_host(tmp_path: Path) -> None:
    with FaultServer(answering(ENFORCED)) as other:
        there = other.base_url.replace("127.0.0.1", "localhost").removesuffix("/v1")
        moved = {path: Behaviour(307, headers={"Location": there + path}) for path in ("/props", "/api/version")}
        listing = Behaviour(307, headers={"Location": f"{there}/v1/models"})
        with FaultServer(answering(ENFORCED), models=listing, routes=moved) as server:
            asyncio.run(probe(server.base_url, "m", KEY, 5))
    assert [] == [asked.path for asked in other.requests if "authorization" in asked.headers]
    assert [] == [asked.path for asked in other.requests if asked.path in moved]


def test_a_server_that_repeats_the_key_gets_it_into_no_report_and_no_memory(tmp_path: Path) -> None:
    def behave(asked: Asked) -> Scripted:
        if asked.mode == "json_object":
            return status(400, f"bad response_format for {asked.headers['authorization']}")
        return answering(ENFORCED)(asked)  # type: ignore[operator]

    listing = json_body({"data": [{"id": "m", "owned_by": KEY}, {"id": KEY}]})
    with FaultServer(behave, models=listing, routes={"/api/version": json_body({"version": KEY})}) as server:
        report = checked(settings_for(server, tmp_path), lambda step: None)
    told = json.dumps(report.as_dict()) + "\n".join(report.lines())
    kept = "".join(path.read_text() for path in (tmp_path / "endpoints").iterdir())
    assert "[key]" in told
    assert KEY[:14] not in told + kept
