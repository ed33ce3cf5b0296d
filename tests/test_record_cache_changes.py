"""Kept records are never stale: each thing on which a record depends makes another one where it changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flow_support import OTHER_REPLY, endpoint_of, lines, model, noting_judged, paper

from summarise import Settings
from summarise.cache import ReplyCache
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.record_cache import RecordCache, mark_of_run
from summarise.records import Completion, Source
from summarise.tagging import finished


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The papers that are judged, one after the other."""
    return noting_judged(monkeypatch)


CHANGED: dict[str, dict[str, Any]] = {
    "min_confidence": {"min_confidence": 0.9},
    "policy": {"policy": "policy.toml"},
    "calibration": {"calibration": "calibration.toml"},
    "vocabulary": {"vocabulary": "vocabulary.toml"},
    "prompt": {"prompt": "compact.v3"},
    "witness": {"witness": ("numbers",)},
    "rules alone": {"rules_only": True},
}


def files(folder: Path) -> None:
    """What the settings above name."""
    from summarise.reconciling.trust import built_in_calibration, write_calibration

    (folder / "policy.toml").write_text("[results]\nflag_below = 0.9\n")
    (folder / "vocabulary.toml").write_text("[topic]\nfalcons = { label = 'Falcons', aliases = ['language model'] }\n")
    (folder / "calibration.toml").write_text(write_calibration(built_in_calibration("m")))


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED.keys())
def test_another_setting_makes_another_record(tmp_path: Path, changes: dict[str, Any], judged: list[str]) -> None:
    files(tmp_path)
    named = {k: tmp_path / v if str(v).endswith(".toml") else v for k, v in changes.items()}
    lines([paper(1)], tmp_path, model())
    judged.clear()
    lines([paper(1)], tmp_path, None if "rules_only" in changes else model(), **named)
    assert ["p1"] == judged


@pytest.mark.parametrize("name", ["policy", "vocabulary", "calibration"])
def test_another_content_of_the_same_file_makes_another_record(tmp_path: Path, name: str, judged: list[str]) -> None:
    files(tmp_path)
    path = tmp_path / f"{name}.toml"
    lines([paper(1)], tmp_path, model(), **{name: path})
    lines([paper(1)], tmp_path, model(), **{name: path})
    assert ["p1"] == judged
    path.write_text(path.read_text() + "\n# another\n")
    lines([paper(1)], tmp_path, model(), **{name: path})
    assert ["p1", "p1"] == judged


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "other"},
        {"title": "T"},
        {"authors": ("A",)},
        {"abstract": "We present Falconet-1, a model."},
        {"identifiers": {"doi": "10.1/x"}},
        {"sources": (Source(document="d", position="2"),)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_paper_makes_another_record(tmp_path: Path, changes: dict[str, Any], judged: list[str]) -> None:
    lines([paper(1)], tmp_path, model())
    judged.clear()
    (made,) = lines([paper(1, **changes)], tmp_path, model())
    assert 1 == len(judged)
    assert paper(1, **changes).model_dump(mode="json") == json.loads(made)["paper"]


@pytest.mark.parametrize(("endpoint", "name"), [("other", "m"), ("replay", "other")])
def test_another_endpoint_or_model_makes_another_record(
    tmp_path: Path, endpoint: str, name: str, judged: list[str]
) -> None:
    lines([paper(1)], tmp_path, model())
    judged.clear()
    list(finished([paper(1)], Settings(cache_dir=tmp_path), endpoint=endpoint_of(model(), endpoint, name)))
    assert ["p1"] == judged


def test_another_code_makes_another_record(tmp_path: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines([paper(1)], tmp_path, model())
    judged.clear()
    monkeypatch.setattr("summarise.record_cache.code_mark", lambda: "other")
    lines([paper(1)], tmp_path, model())
    assert ["p1"] == judged


def test_program_versions_that_share_a_cache_keep_their_records(
    tmp_path: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for n, version in enumerate(["old", "new", "old", "new"]):
        monkeypatch.setattr("summarise.record_cache.code_mark", lambda version=version: version)
        lines([paper(1)], tmp_path, model())
        found.append(len(judged))
        os.utime(tmp_path / "records" / f"{version}.db", (n, n))
    assert [1, 2, 2, 2] == found


def test_of_many_program_versions_those_used_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, version in enumerate(["a", "b", "c", "d", "a", "e", "f"]):
        monkeypatch.setattr("summarise.record_cache.code_mark", lambda version=version: version)
        RecordCache(tmp_path).close()
        os.utime(tmp_path / "records" / f"{version}.db", (n, n))
    assert ["a.db", "d.db", "e.db", "f.db"] == sorted(path.name for path in (tmp_path / "records").iterdir())


def test_another_reply_makes_another_record_whoever_has_put_it_there(tmp_path: Path, judged: list[str]) -> None:
    (first,) = lines([paper(1)], tmp_path, model())
    cache = ReplyCache(tmp_path)
    (key,) = cache._store
    cache.put(key, Completion(text=OTHER_REPLY, model="m", mode="plain"))
    cache.close()
    judged.clear()
    silent = ReplayCompleter({})
    (second,) = lines([paper(1)], tmp_path, silent)
    assert (["p1"], []) == (judged, silent.asked)
    assert ("A model.", "A translator.") == tuple(json.loads(x)["summary"]["tldr"] for x in (first, second))


def test_a_reply_that_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    lines([paper(1)], tmp_path, model())
    cache = ReplyCache(tmp_path)
    cache.clear()
    cache.close()
    asked = model()
    lines([paper(1)], tmp_path, asked)
    assert 1 == len(asked.asked)


def test_refresh_asks_again_and_what_it_hears_is_kept(tmp_path: Path, judged: list[str]) -> None:
    lines([paper(1)], tmp_path, model())
    (fresh,) = lines([paper(1)], tmp_path, ReplayCompleter({"Falconet": OTHER_REPLY}), refresh=True)
    judged.clear()
    assert [fresh] == lines([paper(1)], tmp_path, ReplayCompleter({}))
    assert [] == judged


def test_every_setting_says_what_a_record_is_or_only_how_it_is_come_by() -> None:
    from summarise.record_cache import _HOW

    says_what = {
        "rules_only",
        "prompt",
        "vocabulary",
        "witness",
        "own_schema",
        "policy",
        "calibration",
        "min_confidence",
    }
    assert Settings.model_fields.keys() - _HOW == says_what
    asked = EndpointIdentity("replay", "m")
    how = {"concurrency": 3, "workers": 2, "retries": 1, "timeout_s": 9, "refresh": True, "cache_dir": Path("x")}
    assert mark_of_run(Settings(), asked) == mark_of_run(Settings(**how), asked)


def test_the_code_is_known_by_the_content_of_its_files() -> None:
    program = """
import pathlib, sys
import summarise.code_mark as m
extra = pathlib.Path(sys.argv[1])
m._ROOTS = (*m._ROOTS, extra)
print(m.code_mark())
"""

    def marked(folder: Path) -> str:
        command = [sys.executable, "-c", program, str(folder)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rule.py").write_text("1")
        first, again = marked(folder), marked(folder)
        (folder / "rule.py").write_text("2")
        assert first == again != marked(folder)
