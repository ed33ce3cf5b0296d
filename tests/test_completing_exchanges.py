"""Each known profile against what its server sends: what a check finds, how a paper is asked after it and without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exchanged import NAMES, TERN, exchange, serving, stand_for_host
from fault_server import Asked

from summarise import Settings, tag
from summarise.completing.profiles import EMBEDDED, known_profiles
from summarise.endpoints import checked
from summarise.records import Record


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def settings_for(stored: dict[str, Any], base_url: str, folder: Path) -> Settings:
    stand_for_host(stored["profile"], folder / "config")
    return Settings(
        base_url=base_url,
        model=stored["model"],
        api_key="sk-Zebra-9f8e7d6c5b4a",
        cache_dir=folder / "cache",
        retries=0,
        prompt="extract.v1",
    )


def tagged(settings: Settings) -> Record:
    return next(iter(tag([TERN], settings)))


def papers_in(asked: list[Asked]) -> list[Asked]:
    return [request for request in asked if "Tern-7B" in request.messages[-1]["content"]]


def test_every_profile_has_a_stored_exchange_that_says_where_it_comes_from() -> None:
    stored = {exchange(name)["profile"]: exchange(name)["origin"] for name in NAMES}
    assert {profile.name for profile in known_profiles() if profile.server != EMBEDDED} <= set(stored)
    begins = {"recorded": "recorded from ", "documented": "from "}
    assert [] == [n for n in NAMES if not exchange(n)["origin"].startswith(begins[exchange(n)["obtained"]])]


def test_the_documentation_says_how_each_exchange_was_obtained() -> None:
    rows = [exchange(name) | {"file": name} for name in NAMES]
    table = "".join(f"| `{r['file']}.json` | {r['profile']} | {r['obtained']} | {r['version']} |\n" for r in rows)
    page = (Path(__file__).parents[1] / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert (
        table
        == page.split("| exchange | profile | obtained | version |\n|---|---|---|---|\n")[1].split("\n\n")[0] + "\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_check_finds_what_the_endpoint_can_do_and_a_paper_is_asked_by_it(name: str, tmp_path: Path) -> None:
    stored = exchange(name)
    with serving(stored) as server:
        settings = settings_for(stored, server.base_url, tmp_path)
        report = checked(settings, lambda step: None)
        after_check = len(server.asked)
        record = tagged(settings)
    found = report.as_dict()
    expected = stored["expected"]
    assert expected["check"] == {key: found[key] for key in expected["check"]}, report.lines()
    assert (after_check, report.problem) == (report.requests, expected.get("problem"))
    assert [str(tmp_path / "cache" / "endpoints")] == [str(Path(str(report.remembered)).parent)]
    asked = server.asked[after_check:]
    assert expected.get("paper_requests", 1) == len(asked)
    assert expected["papers_by"] == asked[0].mode
    assert expected["paper_sends"] == {key: asked[0].json.get(key) for key in expected["paper_sends"]}
    assert expected.get("paper", "answered") == (record.error.kind if record.error else "answered")
    if record.summary is not None:
        assert expected["papers_by"] == record.provenance.mode
        assert "41.2" in [str(result.value) for result in record.summary.results]


@pytest.mark.parametrize("name", [name for name in NAMES if "unchecked" in exchange(name)["expected"]])
def test_without_a_check_the_profile_alone_gets_a_paper_answered(name: str, tmp_path: Path) -> None:
    stored = exchange(name)
    with serving(stored) as server:
        record = tagged(settings_for(stored, server.base_url, tmp_path))
    expected = stored["expected"]["unchecked"]
    assert (expected["requests"], expected["mode"]) == (len(server.asked), record.provenance.mode)
    assert record.summary is not None


@pytest.mark.parametrize("name", NAMES)
def test_neither_memory_nor_report_holds_the_key_or_a_papers_words(name: str, tmp_path: Path) -> None:
    stored = exchange(name)
    with serving(stored) as server:
        settings = settings_for(stored, server.base_url, tmp_path)
        report = checked(settings, lambda step: None)
        tagged(settings)
    told = json.dumps(report.as_dict()) + "\n".join(report.lines())
    kept = "".join(path.read_text() for path in (tmp_path / "cache" / "endpoints").iterdir())
    assert [] == [word for word in ("sk-Zebra", "Tern") if word in told + kept]


def test_a_check_between_two_runs_changes_no_replys_key(tmp_path: Path) -> None:
    stored = exchange("openai")
    with serving(stored) as server:
        settings = settings_for(stored, server.base_url, tmp_path)
        first = tagged(settings)
        checked(settings, lambda step: None)
        asked = len(papers_in(server.asked))
        assert first == tagged(settings)
    assert asked == len(papers_in(server.asked)) > 0


def test_the_documented_output_of_a_check_is_that_of_the_recorded_server(tmp_path: Path) -> None:
    stored = exchange("llama-cpp")
    with serving(stored) as server:
        report = checked(settings_for(stored, server.base_url, tmp_path), lambda step: None)
    page = (Path(__file__).parents[1] / "docs" / "endpoints.md").read_text(encoding="utf-8")
    shown = page.split("```text\n")[1].split("```")[0].splitlines()
    assert shown[1:-1] == report.lines()[1:-1]
