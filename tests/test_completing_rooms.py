"""Profiles, how requests are put, identities and the replaying completer."""

from __future__ import annotations

import asyncio
import datetime
import json
from pathlib import Path

import pytest
from asking_support import GOOD, prompt_about

from summarise import Settings
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.completing.profiles import EMBEDDED, known_profiles, known_switches, profile_of
from summarise.completing.requesting import Form, Manner, adapted, in_dialect
from summarise.errors import CompletionError, ConfigurationError, EndpointRefused
from summarise.inquiring import PaperInquiry
from summarise.records import Paper, Usage


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        pytest.param("https://api.deepseek.com/v1", "DeepSeek API", id="deepseek"),
        pytest.param("https://API.OpenAI.com/v1", "OpenAI", id="capitals"),
        pytest.param("https://eu.api.openai.com/v1", "OpenAI", id="subdomain"),
        pytest.param("https://evilapi.openai.com.example/v1", "OpenAI-compatible", id="look-alike"),
        pytest.param("http://gpu.local:8000/v1", "OpenAI-compatible", id="mdns-host"),
        pytest.param("http://local/v1", "OpenAI-compatible", id="host-called-local"),
        pytest.param("http://127.0.0.1:8080/v1", "OpenAI-compatible", id="loopback"),
    ],
)
def test_a_profile_is_chosen_by_host(base_url: str, name: str) -> None:
    assert profile_of(base_url).name == name


def test_a_server_that_was_recognised_has_a_profile_wherever_it_runs() -> None:
    assert profile_of("http://gpu.local:8000/v1", "vLLM").thinking_off == ("chat_template_kwargs",)
    assert profile_of("http://127.0.0.1:9/v1", EMBEDDED).extra_body == {"cache_prompt": True}
    assert profile_of("http://gpu.local:8000/v1", "unheard-of").name == "OpenAI-compatible"


@pytest.mark.parametrize(("embedded", "prompt", "penalty"), [
    (True, "compact.v3", 0.1), (True, "extract.v1", None), (False, "compact.v3", None),
])  # fmt: skip
def test_repetition_is_penalised_for_the_embedded_model_where_the_prompt_is_made_for_it(
    embedded: bool, prompt: str, penalty: float | None
) -> None:
    (asked,) = PaperInquiry(Settings(prompt=prompt), "m").prompts(Paper(id="otter", abstract="Otter is new."))
    completer = ChatCompleter(Endpoint("http://127.0.0.1:9/v1", "m", "", 1, embedded=embedded))
    body = completer.body(completer.manner, asked.messages, Form("F", asked.json_schema, asked.against_loops), 10)
    assert penalty == json.loads(body).get("frequency_penalty")


def test_deepseek_begins_with_json_object_and_without_thinking() -> None:
    manner = profile_of("https://api.deepseek.com/v1").manner("deepseek-flash")
    assert ("json_object", "thinking") == (manner.mode, manner.thinking_off)
    assert {"thinking": {"type": "disabled"}} == known_switches()["thinking"]


@pytest.mark.parametrize(
    ("model", "without"),
    [("gpt-5-mini", ("temperature",)), ("o3", ("temperature",)), ("gpt-4.1", ()), ("ft:o3", ())],
)
def test_a_profile_knows_the_models_that_refuse_a_temperature(model: str, without: tuple[str, ...]) -> None:
    assert without == profile_of("https://api.openai.com/v1").manner(model).without


def test_every_known_profile_says_for_whom_it_is_since_when_and_where_it_stands() -> None:
    since = datetime.date(2026, 11, 1)
    incomplete = [p.name for p in known_profiles() if not (p.host or p.server) or not p.checked or not p.source]
    assert [] == incomplete
    assert [] == [p.name for p in known_profiles() if p.checked and p.checked < since]
    assert [] == [switch for p in known_profiles() for switch in p.thinking_off if switch not in known_switches()]


OWN = """
[[switch]]
name = "quiet"
body = { quiet = true }

[[profile]]
name = "mine"
host = "llm.example"
first_mode = "json_object"
thinking_off = ["quiet"]
send_thinking_off = true
"""


def own_profiles(folder: Path, text: str) -> Path:
    path = folder / "summarise" / "profiles.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def test_a_file_of_ones_own_adds_profiles_and_comes_before_the_built_in_ones(tmp_path: Path) -> None:
    own_profiles(tmp_path, OWN + OWN.replace("llm.example", "api.deepseek.com").replace('"mine"', '"my DeepSeek"'))
    assert {"quiet": True} == known_switches()["quiet"]
    assert "mine" == profile_of("https://llm.example/v1").name
    assert "my DeepSeek" == profile_of("https://api.deepseek.com").name


def test_a_switch_of_ones_own_replaces_the_built_in_one_of_its_name(tmp_path: Path) -> None:
    own_profiles(tmp_path, '[[switch]]\nname = "thinking"\nbody = {thoughts = 0}\n')
    assert {"thoughts": 0} == known_switches()["thinking"]
    assert {"think": False} == known_switches()["think"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[[profile", "can't be read as TOML", id="no-toml"),
        pytest.param('[[profile]]\nhots = "x"', "profile.0.hots", id="misspelt"),
        pytest.param('[[profile]]\nfirst_mode = "xml"', "profile.0.first_mode", id="no-mode"),
        pytest.param('[[profile]]\nown_temperature = "("', "is no pattern", id="no-pattern"),
        pytest.param('[[profile]]\nname = "mine"\nthinking_off = ["hush"]', "no switch 'hush'", id="no-switch"),
        pytest.param("[[profile]]\nextra_body = {since = 2026-11-22}", "profile.0.extra_body", id="no-json"),
        pytest.param("#" * 1_000_001, "larger than", id="huge"),
    ],
)
def test_a_file_of_ones_own_that_is_wrong_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = own_profiles(tmp_path, text)
    with pytest.raises(ConfigurationError, match=said) as caught:
        profile_of("https://llm.example/v1")
    assert str(path) in str(caught.value)


def test_a_dialect_leaves_keywords_out_at_every_depth_and_no_property_of_that_name() -> None:
    schema = {
        "maxLength": 1,
        "items": [{"maxLength": 2, "type": "string"}],
        "properties": {"maxLength": {"maxLength": 3, "type": "string"}},
        "anyOf": [{"maxItems": 3}],
    }
    assert in_dialect(schema, ("maxLength",)) == {
        "items": [{"type": "string"}],
        "properties": {"maxLength": {"type": "string"}},
        "anyOf": [{"maxItems": 3}],
    }
    assert in_dialect(schema, ()) == schema


SCHEMA = Manner(mode="json_schema")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        pytest.param(
            "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
            {"max_tokens_field": "max_completion_tokens"},
            id="openai-limit",
        ),
        pytest.param(
            "Only the default (1) value of temperature is supported", {"without": ("temperature",)}, id="temp"
        ),
        pytest.param("'maxLength' is not permitted", {"drop_keywords": ("maxLength",)}, id="openai-keyword"),
        pytest.param(
            "invalid schema: next/step: maxItems is not supported", {"drop_keywords": ("maxItems",)}, id="groq"
        ),
        pytest.param("number of repetitions exceeds sane defaults", {"drop_keywords": ("maxLength",)}, id="llama.cpp"),
        pytest.param(
            "[{'type': 'extra_forbidden', 'loc': ['body', 'cache_prompt'], 'msg': 'Extra inputs are not permitted'}]",
            {"without": ("cache_prompt",)},
            id="pydantic",
        ),
        pytest.param("max_tokens must be at least 1, got -186", None, id="a-number-too-small"),
        pytest.param("max_tokens must be less than or equal to 8000", None, id="a-number-too-large"),
        pytest.param("the image has an unsupported format", None, id="an-ordinary-word"),
        pytest.param("temperature readings in the abstract", None, id="no-refusal"),
        pytest.param("unknown error", None, id="names-nothing"),
    ],
)
def test_a_refusal_that_names_a_field_changes_how_requests_are_put(
    said: str, changed: dict[str, object] | None
) -> None:
    expected = SCHEMA.but(**changed) if changed else None
    assert expected == adapted(SCHEMA, said, {"cache_prompt": True})


def test_what_was_left_out_already_changes_nothing() -> None:
    left_out = SCHEMA.but(without=("temperature",), drop_keywords=("maxLength",))
    assert adapted(left_out, "temperature must be 1", {}) is None
    assert adapted(left_out, "'maxLength' is not permitted; repetition", {}) is None


@pytest.mark.parametrize(
    ("base_url", "identity"),
    [
        pytest.param("HTTP://Host:8000/v1/", "http://host:8000/v1", id="spelling"),
        pytest.param("https://me:secret@host/v1?key=secret#x", "https://host/v1", id="secrets"),
        pytest.param("http://[::1]:8000/v1", "http://[::1]:8000/v1", id="ipv6"),
    ],
)
def test_an_identity_is_an_address_in_one_spelling_without_secrets(base_url: str, identity: str) -> None:
    assert EndpointIdentity.of_url(base_url, "m") == EndpointIdentity(identity, "m")


# ── replaying ────────────────────────────────────────────────────────────────────────────────────
def test_replay_answers_by_the_papers_words_and_keeps_what_was_asked() -> None:
    completer = ReplayCompleter({"Alpha": GOOD, "Beta": EndpointRefused("no")})
    completion = asyncio.run(completer.complete(prompt_about("We present Alpha.")))
    assert (completion.text, completion.usage) == (GOOD, Usage(requests=1))
    with pytest.raises(EndpointRefused):
        asyncio.run(completer.complete(prompt_about("Beta.")))
    with pytest.raises(CompletionError, match="no reply is stored") as caught:
        asyncio.run(completer.complete(prompt_about("Gamma.")))
    assert caught.value.kind == "not_recorded"
    assert len(completer.asked) == 3
