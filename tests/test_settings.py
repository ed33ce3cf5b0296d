"""Where settings come from, which of them wins, and that no secret goes where it should not."""

from __future__ import annotations

from pathlib import Path

import pytest
from settings_support import KEY, LAYERS, Place, address

from summarise.settings import Settings


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("strongest", LAYERS)
def test_the_strongest_layer_wins_and_is_named_as_the_origin(place: Place, strongest: str) -> None:
    present = LAYERS[: LAYERS.index(strongest) + 1]
    for layer in present:
        if layer != "flag":
            place.put(layer, {"base_url": address(layer)})
    flags = {"base_url": address("flag")} if "flag" in present else {"base_url": None}
    loaded = place.load(**flags)
    origin = {"user file": str(place.user_file), "OPENAI": "OPENAI_BASE_URL", "SUMMARISE": "SUMMARISE_BASE_URL"}
    assert loaded.settings.base_url == address(strongest)
    assert loaded.origins["base_url"] == origin.get(strongest, strongest)
    assert loaded.origins["timeout_s"] == "default"


def test_without_any_layer_all_are_defaults(place: Place) -> None:
    loaded = place.load()
    assert set(loaded.origins.values()) == {"default"}
    assert set(loaded.origins) == set(Settings.model_fields)
    assert (loaded.settings.base_url, loaded.settings.api_key, loaded.settings.in_flight) == (None, None, 256)
    assert place.load(local=True).settings.in_flight == 2
    assert place.load(local=True, concurrency=5).settings.in_flight == 5


def test_summarise_names_win_over_openai_names_for_the_key_too(place: Place) -> None:
    place.environ = {"OPENAI_API_KEY": "openai-key", "SUMMARISE_API_KEY": "summarise-key"}
    loaded = place.load()
    assert loaded.settings.api_key is not None
    assert loaded.settings.api_key.get_secret_value() == "summarise-key"
    assert loaded.origins["api_key"] == "SUMMARISE_API_KEY"


def test_the_environments_key_wins_over_the_one_of_dot_env(place: Place) -> None:
    place.put(".env", {"api_key": "from-dot-env"})
    place.environ = {"OPENAI_API_KEY": "from-environment"}
    assert place.load().origins["api_key"] == "OPENAI_API_KEY"


def test_empty_values_count_as_not_given(place: Place) -> None:
    place.put("user file", {"model": "mine"})
    place.put(".env", {"model": "", "base_url": ""})
    place.environ = {"SUMMARISE_MODEL": "", "OPENAI_BASE_URL": "", "OPENAI_API_KEY": "", "SUMMARISE_TIMEOUT_S": ""}
    loaded = place.load()
    assert (loaded.settings.model, loaded.settings.base_url, loaded.settings.api_key) == ("mine", None, None)


def test_values_of_the_environment_are_read_as_their_type(place: Place) -> None:
    place.environ = {"SUMMARISE_LOCAL": "true", "SUMMARISE_RETRIES": "0", "SUMMARISE_TIMEOUT_S": "2.5"}
    settings = place.load().settings
    assert (settings.local, settings.retries, settings.timeout_s) == (True, 0, 2.5)


# ── files ────────────────────────────────────────────────────────────────────────────────────────
def test_dot_env_is_neither_expanded_nor_executed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_USER", "leaked")
    mark = place.folder / "mark"
    lines = [
        'SUMMARISE_MODEL="${SECRET_OF_THE_USER}"',
        f'SUMMARISE_PROMPT="$(touch {mark})"',
        "export OPENAI_BASE_URL=http://localhost/`id`",
    ]
    (place.folder / ".env").write_text("\n".join(lines))
    settings = place.load().settings
    assert settings.model == "${SECRET_OF_THE_USER}"
    assert settings.prompt == f"$(touch {mark})"
    assert settings.base_url == "http://localhost/`id`"
    assert not mark.exists()


def test_files_of_windows_begin_with_a_mark_and_are_read(place: Place) -> None:
    (place.folder / ".env").write_bytes(b"\xef\xbb\xbfSUMMARISE_MODEL=a\r\n")
    (place.folder / "summarise.toml").write_bytes(b"\xef\xbb\xbfretries = 1\r\n")
    settings = place.load().settings
    assert (settings.model, settings.retries) == ("a", 1)


@pytest.mark.parametrize("layer", ["user file", "summarise.toml"])
def test_an_unknown_name_in_a_file_is_refused_and_the_known_ones_are_told(place: Place, layer: str) -> None:
    place.put(layer, {"base_urll": "x"})
    problem = place.problem()
    assert "unknown setting 'base_urll'" in problem
    assert "base_url, model" in problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("summarise.toml", b"base_url = ", id="broken-toml"),
        pytest.param("summarise.toml", f"api_key = {KEY}".encode(), id="key-without-quotes"),
        pytest.param("summarise.toml", b"concurrency = " + b"9" * 5000, id="long-number"),
        pytest.param("summarise.toml", b"retries = " + b"[" * 100_000, id="deep-brackets"),
        pytest.param("summarise.toml", b"\xff\xfe" + KEY.encode(), id="toml-no-utf-8"),
        pytest.param(".env", b"OPENAI_API_KEY=" + KEY.encode() + b"\xff", id="env-no-utf-8"),
    ],
)
def test_a_file_that_can_not_be_read_is_named_and_not_quoted(place: Place, name: str, content: bytes) -> None:
    (place.folder / name).write_bytes(content)
    assert str(place.folder / name) in place.problem()


def test_folders_in_the_place_of_files_are_no_crash(place: Place) -> None:
    (place.folder / ".env").mkdir()
    assert place.load().settings.model is None
    (place.folder / "summarise.toml").mkdir()
    assert "can't be read" in place.problem()


# ── bad values ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("layer", "name", "value", "origin"),
    [
        pytest.param("SUMMARISE", "concurrency", "many", "SUMMARISE_CONCURRENCY", id="environment"),
        pytest.param(".env", "retries", "-1", ".env", id="dot-env"),
        pytest.param("summarise.toml", "timeout_s", "nan", "summarise.toml", id="toml"),
        pytest.param("SUMMARISE", "timeout_s", "inf", "SUMMARISE_TIMEOUT_S", id="infinite"),
        pytest.param("OPENAI", "base_url", "localhost:8000/v1", "OPENAI_BASE_URL", id="no-scheme"),
        pytest.param("SUMMARISE", "base_url", "file:///etc/passwd", "SUMMARISE_BASE_URL", id="file"),
        pytest.param("SUMMARISE", "base_url", "http://host:99999/v1", "SUMMARISE_BASE_URL", id="port"),
        pytest.param("SUMMARISE", "base_url", "http://[::1/v1", "SUMMARISE_BASE_URL", id="ipv6"),
        pytest.param("SUMMARISE", "base_url", "http:///v1", "SUMMARISE_BASE_URL", id="no-host"),
    ],
)
def test_a_bad_value_is_told_with_its_origin(place: Place, layer: str, name: str, value: str, origin: str) -> None:
    place.put(layer, {name: value})
    assert place.problem().startswith(f"{name} (from {origin}): ")


def test_a_bad_flag_is_told_as_a_flag(place: Place) -> None:
    assert place.problem(concurrency=5000).startswith("concurrency (from flag): ")
    assert place.problem(speed=1).startswith("speed (from flag): ")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(f"{KEY}\nX-Evil: 1", id="line-break"),
        pytest.param(f"Bearer {KEY}", id="blank"),
        pytest.param(f"“{KEY}”", id="typographic-quotes"),
    ],
)
def test_a_key_that_no_header_takes_is_refused_without_being_shown(place: Place, key: str) -> None:
    place.environ = {"OPENAI_API_KEY": key}
    assert place.problem().startswith("api_key (from OPENAI_API_KEY): the key holds a blank")


def test_white_space_around_a_key_is_dropped(place: Place) -> None:
    place.environ = {"OPENAI_API_KEY": f" {KEY}\n"}
    settings = place.load().settings
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == KEY
    place.environ = {"OPENAI_API_KEY": " \n"}
    assert place.load().settings.api_key is None


@pytest.mark.parametrize(
    "base_url",
    [
        pytest.param(f"https://me:{KEY}@host/v1", id="password"),
        pytest.param(f"https://{KEY}@host/v1", id="user"),
        pytest.param(f"https://host/v1?api-key={KEY}", id="query"),
        pytest.param(f"https://host/v1#{KEY}", id="fragment"),
        pytest.param(f"me:{KEY}@host/v1", id="no-scheme"),
        pytest.param(f"ftp://me:{KEY}@host/v1", id="other-scheme"),
    ],
)
def test_a_secret_in_the_address_is_refused_without_being_shown(place: Place, base_url: str) -> None:
    place.environ = {"OPENAI_BASE_URL": base_url}
    assert place.problem().startswith("base_url (from OPENAI_BASE_URL): an address ")
    with pytest.raises(ValueError) as caught:
        Settings(base_url=base_url)
    assert KEY not in str(caught.value)


def test_no_text_of_a_configuration_shows_the_key(place: Place) -> None:
    place.environ = {"OPENAI_API_KEY": KEY}
    loaded = place.load()
    shown = [repr(loaded), str(loaded), loaded.model_dump_json(), repr(loaded.model_dump()), repr(loaded.settings)]
    assert KEY not in "".join(shown)
    with pytest.raises(ValueError) as caught:
        Settings(api_key=[KEY])  # type: ignore[arg-type]
    assert KEY not in str(caught.value)


# ── where the key may go ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("endpoint_from", [".env", "summarise.toml"])
@pytest.mark.parametrize("key_from", ["OPENAI", "SUMMARISE", "user file"])
def test_a_file_of_the_working_folder_can_not_redirect_the_users_key(
    place: Place, endpoint_from: str, key_from: str
) -> None:
    place.put(endpoint_from, {"base_url": "http://thief.example/v1"})
    place.put(key_from, {"api_key": KEY})
    problem = place.problem()
    assert f"{endpoint_from} here names the endpoint http://thief.example/v1" in problem
    assert "--base-url" in problem


def test_openai_names_in_dot_env_can_not_redirect_it_either(place: Place) -> None:
    (place.folder / ".env").write_text("OPENAI_BASE_URL=http://thief.example/v1\n")
    place.environ = {"OPENAI_API_KEY": KEY}
    assert ".env here names the endpoint" in place.problem()


@pytest.mark.parametrize(
    ("endpoint_from", "key_from"),
    [
        pytest.param(".env", ".env", id="both-in-dot-env"),
        pytest.param("summarise.toml", ".env", id="both-in-the-folder"),
        pytest.param("SUMMARISE", ".env", id="environment-endpoint-folder-key"),
        pytest.param("OPENAI", "OPENAI", id="both-in-the-environment"),
        pytest.param("user file", "OPENAI", id="users-own-file"),
        pytest.param("user file", ".env", id="users-own-file-folder-key"),
        pytest.param(".env", None, id="no-key"),
    ],
)
def test_a_key_goes_where_its_owner_said(place: Place, endpoint_from: str, key_from: str | None) -> None:
    both = {"base_url": "http://mine.example/v1", "api_key": KEY}
    if key_from == endpoint_from:
        place.put(endpoint_from, both)
    else:
        place.put(endpoint_from, {"base_url": both["base_url"]})
        if key_from:
            place.put(key_from, {"api_key": KEY})
    settings = place.load().settings
    assert settings.base_url == "http://mine.example/v1"
    assert (settings.api_key is not None) == (key_from is not None)


def test_a_flag_for_the_address_frees_the_key(place: Place) -> None:
    place.put(".env", {"base_url": "http://thief.example/v1"})
    place.environ = {"OPENAI_API_KEY": KEY}
    assert place.load(base_url="http://mine.example/v1").origins["base_url"] == "flag"


@pytest.mark.parametrize("flag", ["local", "rules_only"])
def test_where_no_address_is_asked_nothing_is_refused(place: Place, flag: str) -> None:
    place.put("summarise.toml", {"base_url": "http://other.example/v1"})
    place.environ = {"OPENAI_API_KEY": KEY}
    assert place.load(**{flag: True}).settings.api_key is not None
