"""What settings mean together: folders and files as they are named, whom to ask, further witnesses, own schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from settings_support import Place

from summarise.errors import ConfigurationError, UsageError
from summarise.settings import load_settings


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


# ── folders ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("~/replies", "/home/me/replies", id="home"),
        pytest.param("here/replies", "here/replies", id="relative"),
        pytest.param("/var/replies", "/var/replies", id="absolute"),
        pytest.param("~nobody-of-that-name/x", "~nobody-of-that-name/x", id="unknown-user"),
        pytest.param("a/~/b", "a/~/b", id="tilde-inside"),
    ],
)
def test_the_cache_folder_is_taken_as_a_shell_would(
    place: Place, monkeypatch: pytest.MonkeyPatch, given: str, expected: str
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    place.environ = {"SUMMARISE_CACHE_DIR": given}
    assert place.load().settings.cache_dir == Path(expected)
    assert place.load(cache_dir=Path(given)).settings.cache_dir == Path(expected)


@pytest.mark.parametrize(
    ("flags", "environ", "expected"),
    [
        ({"base_url": "http://h/v1"}, {"SUMMARISE_LOCAL": "1"}, ("http://h/v1", False, False)),
        ({"local": True}, {"OPENAI_BASE_URL": "http://h/v1"}, (None, True, False)),
        ({"rules_only": True}, {"SUMMARISE_LOCAL": "1", "OPENAI_BASE_URL": "http://h/v1"}, (None, False, True)),
        ({}, {"SUMMARISE_LOCAL": "1", "OPENAI_BASE_URL": "http://h/v1"}, (None, True, False)),
        ({}, {"SUMMARISE_LOCAL": "0", "SUMMARISE_BASE_URL": "http://h/v1"}, ("http://h/v1", False, False)),
    ],
)
def test_whom_to_ask_is_one_choice_made_by_the_highest_source(
    tmp_path: Path, flags: dict[str, object], environ: dict[str, str], expected: tuple[object, ...]
) -> None:
    settings = load_settings(flags, environ=environ, folder=tmp_path, user_file=tmp_path / "none").settings
    assert expected == (settings.base_url, settings.local, settings.rules_only)


def test_two_answers_to_whom_to_ask_from_one_source_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--local, --rules-only exclude one another"):
        load_settings({"local": True, "rules_only": True}, environ={}, folder=tmp_path, user_file=tmp_path / "none")


@pytest.mark.parametrize("also", ["rules_only = true", "local = true"])
def test_a_file_of_the_working_folder_can_not_get_the_key_by_naming_two_witnesses(tmp_path: Path, also: str) -> None:
    (tmp_path / "summarise.toml").write_text(f'base_url = "http://evil/v1"\n{also}\n')
    with pytest.raises(ConfigurationError):
        load_settings({}, environ={"OPENAI_API_KEY": "sk-1"}, folder=tmp_path, user_file=tmp_path / "none")


def test_a_vocabulary_is_named_by_flag_environment_or_file(place: Place) -> None:
    place.put("summarise.toml", {"vocabulary": "folder.toml"})
    assert (place.folder / "folder.toml", "summarise.toml") == (
        place.load().settings.vocabulary,
        place.load().origins["vocabulary"],
    )
    place.put("SUMMARISE", {"vocabulary": "environment.toml"})
    assert "environment.toml" == str(place.load().settings.vocabulary)
    assert "flag.toml" == str(place.load(vocabulary="flag.toml").settings.vocabulary)
    assert Path.home() / "own.toml" == place.load(vocabulary="~/own.toml").settings.vocabulary


@pytest.mark.parametrize("layer", ["user file", "summarise.toml"])
def test_a_relative_vocabulary_starts_at_the_folder_of_the_file_that_names_it(place: Place, layer: str) -> None:
    folder = place.user_file.parent if layer == "user file" else place.folder
    place.put(layer, {"vocabulary": "tags/own.toml"})
    assert folder / "tags/own.toml" == place.load().settings.vocabulary
    place.put(layer, {"vocabulary": "~/own.toml"})
    assert Path.home() / "own.toml" == place.load().settings.vocabulary
    place.put(layer, {"vocabulary": "/tags/own.toml"})
    assert Path("/tags/own.toml") == place.load().settings.vocabulary


def test_an_empty_vocabulary_counts_as_not_given(place: Place) -> None:
    place.put("summarise.toml", {"vocabulary": ""})
    assert (None, "default") == (place.load().settings.vocabulary, place.load().origins["vocabulary"])
    place.put("user file", {"vocabulary": "mine.toml"})
    assert place.user_file.parent / "mine.toml" == place.load().settings.vocabulary


# ── further witnesses ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("given", "names"),
    [
        pytest.param(["numbers", "feedback"], ("numbers", "feedback"), id="a-list"),
        pytest.param("feedback, numbers", ("feedback", "numbers"), id="commas"),
        pytest.param(["numbers,feedback", "numbers"], ("numbers", "feedback"), id="repeats"),
        pytest.param("", (), id="none"),
    ],
)
def test_witnesses_are_named_in_a_list_or_with_commas(place: Place, given: Any, names: tuple[str, ...]) -> None:
    assert names == place.load(witness=given).settings.witness


def test_a_variable_names_witnesses_too(place: Place) -> None:
    place.put("SUMMARISE", {"witness": "numbers,feedback"})
    assert ("numbers", "feedback") == place.load().settings.witness


@pytest.mark.parametrize("bad", ["oracle", ["numbers", "oracle"]])
def test_an_unknown_witness_is_refused_with_the_names_of_the_known(place: Place, bad: Any) -> None:
    assert "witness (from flag): there is no witness 'oracle'; known are numbers, feedback" == place.problem(
        witness=bad
    )


def test_a_witness_that_is_no_text_is_refused(place: Place) -> None:
    (place.folder / "summarise.toml").write_text("witness = 3\n")
    assert "names parted by commas" in place.problem()


def test_rules_only_from_a_higher_source_drops_the_witnesses_of_a_lower(place: Place) -> None:
    place.put("summarise.toml", {"witness": "numbers"})
    settings = place.load(rules_only=True).settings
    assert (True, ()) == (settings.rules_only, settings.witness)


def test_a_witness_beside_or_above_rules_only_is_wrong_use(place: Place) -> None:
    place.put("summarise.toml", {"rules_only": "true"})
    with pytest.raises(UsageError, match="keep one"):
        place.load(witness=["numbers"])
    with pytest.raises(UsageError, match="keep one"):
        place.load(witness=["numbers"], rules_only=True)


# ── a schema of the user's own ───────────────────────────────────────────────────────────────────
def test_a_schema_from_a_higher_source_drops_what_a_lower_says_of_the_built_in_summary(place: Place) -> None:
    place.put("summarise.toml", {"prompt": "compact.v3", "witness": "numbers", "vocabulary": "v", "calibration": "c"})
    configuration = place.load(own_schema="birds:Bird")
    settings = configuration.settings
    assert ((), None, None) == (settings.witness, settings.vocabulary, settings.calibration)
    assert ("default", "flag") == (configuration.origins["prompt"], configuration.origins["own_schema"])


def test_what_stands_beside_or_above_a_schema_is_kept_for_it_to_be_refused(place: Place) -> None:
    place.put("SUMMARISE", {"own_schema": "birds:Bird", "witness": "numbers"})
    settings = place.load(prompt="compact.v3").settings
    assert (("numbers",), "compact.v3") == (settings.witness, settings.prompt)
