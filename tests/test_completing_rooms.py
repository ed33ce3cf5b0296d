"""Profiles, identities, the probe and the replaying completer."""

from __future__ import annotations

import asyncio

import openai
import pytest
from asking_support import GOOD, prompt_about, quick_http_client
from fault_server import Behaviour, FaultServer, Scripted, answer, html, json_body, refusing, silent, status

from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.completing.probing import Report, probe
from summarise.completing.profiles import Profile, in_dialect, known_profiles, profile_of
from summarise.errors import CompletionError, EndpointRefused
from summarise.records import Usage


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "DefaultAsyncHttpxClient", quick_http_client)


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


def test_the_embedded_server_has_its_own_profile() -> None:
    assert profile_of("http://127.0.0.1:9/v1", embedded=True).extra_body == {"cache_prompt": True}


def test_deepseek_begins_with_json_object_and_without_thinking() -> None:
    profile = profile_of("https://api.deepseek.com/v1")
    assert (profile.first_mode, profile.extra_body) == ("json_object", {"thinking": {"type": "disabled"}})


def test_every_known_profile_is_whole() -> None:
    assert {p.name for p in known_profiles()} >= {"DeepSeek API", "OpenAI", "embedded llama.cpp"}
    assert all(p.host and p.first_mode in ("json_schema", "json_object", "plain") for p in known_profiles())


def test_a_dialect_leaves_keywords_out_at_every_depth() -> None:
    schema = {"maxLength": 1, "items": [{"maxLength": 2, "type": "string"}], "anyOf": [{"maxItems": 3}]}
    profile = Profile(drop_keywords=("maxLength",))
    assert in_dialect(schema, profile) == {"items": [{"type": "string"}], "anyOf": [{"maxItems": 3}]}
    assert in_dialect(schema, Profile()) == schema


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


# ── the probe ────────────────────────────────────────────────────────────────────────────────────
def ask_probe(server: FaultServer, model: str | None = None, timeout_s: float = 2) -> Report:
    return asyncio.run(probe(server.base_url, model, "key-of-a-test", timeout_s))


@pytest.mark.parametrize(
    ("script", "modes"),
    [
        pytest.param(answer('{"n": 3}'), ["enforced", "enforced", "accepted"], id="enforces"),
        pytest.param(answer("Blue."), ["accepted", "accepted", "accepted"], id="takes-and-ignores"),
        pytest.param(answer('{"colour": "blue"}'), ["accepted", "enforced", "accepted"], id="object-of-its-own"),
    ],
)
def test_a_probe_tells_a_mode_that_is_enforced_from_one_that_is_taken(script: Scripted, modes: list[str]) -> None:
    with FaultServer(script, models=["first", "second"]) as server:
        report = ask_probe(server)
    assert list(report.modes.values()) == modes
    assert (report.model, report.models, report.reachable, report.usable) == ("first", ["first", "second"], True, True)
    assert report.usage_reported
    assert [asked.mode for asked in server.asked] == ["json_schema", "json_object", "plain"]
    assert {asked.json["model"] for asked in server.asked} == {"first"}


def test_a_probe_says_why_a_mode_is_refused() -> None:
    with FaultServer(refusing("json_schema", then=answer("Blue.", usage=None))) as server:
        report = ask_probe(server, "mine")
    assert report.modes["json_schema"].startswith("no (400: response_format type")
    assert (report.usable, report.usage_reported, report.model) == (True, False, "mine")
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("listing", "problem"),
    [
        pytest.param(status(404, "Not Found"), "there is no models at", id="404"),
        pytest.param(html(200), "not JSON", id="html"),
        pytest.param(json_body({"data": None}), "without a list of models", id="null"),
        pytest.param(json_body({"data": [{"id": 5}, "x", {}]}), "names no models", id="strange-rows"),
    ],
)
def test_a_server_without_a_list_of_models_is_probed_with_the_model_that_is_named(
    listing: Behaviour, problem: str
) -> None:
    with FaultServer(answer(GOOD), models=listing) as server:
        report = ask_probe(server, "mine")
        alone = ask_probe(server)
    assert report.usable
    assert len(server.asked) == 3
    assert not alone.usable
    assert alone.problem
    if problem != "names no models":
        assert problem in str(report.problem)


def test_a_probe_of_a_silent_list_ends_at_the_timeout() -> None:
    with FaultServer(answer(GOOD), models=silent()) as server:
        report = ask_probe(server, "mine", timeout_s=0.3)
    assert "did not answer in time" in str(report.problem)
    assert report.usable


def test_a_probe_of_a_dead_address_asks_once_and_says_so() -> None:
    with FaultServer(answer(GOOD)) as server:
        address = server.base_url
    report = asyncio.run(probe(address, "m", "", 2))
    assert (report.reachable, report.usable, report.modes) == (False, False, {})
    assert report.problem
    assert report.lines()[0] == f"{address}: does not answer"


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
