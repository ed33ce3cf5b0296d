"""`summarise vocabulary` and `--vocabulary` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

from command import run

OWN = "[topic]\nwaders = { label = 'Waders', aliases = ['heron'] }\n"
BAD = "[topic]\nwaders = { aliases = ['heron'] }\n"


def test_own_tags_come_from_a_file_that_flag_environment_or_summarise_toml_names(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    paper = json.dumps({"id": "p", "abstract": "We watch a heron."}).encode()
    (tmp_path / "p.jsonl").write_bytes(paper)
    command = ("tag", "p.jsonl", "--rules-only", "-q")
    runs = [run(*command, folder=tmp_path)]
    runs.append(run(*command, "--vocabulary", "own.toml", folder=tmp_path))
    runs.append(run(*command, folder=tmp_path, SUMMARISE_VOCABULARY="own.toml"))
    (tmp_path / "summarise.toml").write_text('vocabulary = "own.toml"\n')
    runs.append(run(*command, folder=tmp_path))
    assert [False, True, True, True] == [
        "waders" in [t["id"] for t in json.loads(ended.out)["summary"]["tags"]] for ended in runs
    ]
    assert runs[1].out == runs[2].out == runs[3].out


def test_a_bad_vocabulary_is_a_configuration_error_that_names_file_and_entry(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(BAD)
    (tmp_path / "p.jsonl").write_text(json.dumps({"id": "p", "abstract": "We watch a heron."}))
    for ended in (
        run("tag", "p.jsonl", "--rules-only", "--vocabulary", "own.toml", folder=tmp_path),
        run("vocabulary", "check", "own.toml", folder=tmp_path),
        run("vocabulary", "list", "--vocabulary", "own.toml", folder=tmp_path),
    ):
        assert 3 == ended.code
        assert "own.toml: [topic] waders: a new entry needs a label" in ended.err
        assert "" == ended.out


def test_check_says_what_a_sound_file_changes(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('disable = ["fashion"]\n' + OWN + "[task]\nplanning = { label = 'Plans' }\n")
    ended = run("vocabulary", "check", "own.toml", folder=tmp_path)
    assert 0 == ended.code
    assert "1 new, 1 changed, 1 left out" in ended.out


def test_list_prints_the_entries_that_apply_and_json_with_their_aliases(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    ended = run("vocabulary", "list", "--facet", "topic", "--vocabulary", "own.toml", "--json", folder=tmp_path)
    row = {"id": "waders", "facet": "topic", "label": "Waders", "parent": None, "aliases": ["heron"]}
    assert [row] == [json.loads(line) for line in ended.out.splitlines()]
    assert 2 == run("vocabulary", "list", "--facet", "birds", folder=tmp_path).code


def test_a_vocabulary_without_entries_is_sound_and_warned_of(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("builtin = false\n")
    ended = run("vocabulary", "check", "own.toml", folder=tmp_path)
    assert (0, True) == (ended.code, "own.toml: sound. 0 entries" in ended.out)
    assert "0 entries: nothing will be tagged" in ended.err


def test_a_file_that_settings_name_lies_beside_them_and_its_fault_says_who_named_it(tmp_path: Path) -> None:
    settings = tmp_path / "cache" / "config" / "summarise"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('vocabulary = "own.toml"\n')
    command = ("vocabulary", "list", "--facet", "topic")
    missing = run(*command, folder=tmp_path)
    assert 3 == missing.code
    assert f"{settings / 'own.toml'}: No such file" in missing.err
    assert f"(named by {settings / 'config.toml'})" in missing.err
    (settings / "own.toml").write_text(OWN)
    assert "Waders" in run(*command, folder=tmp_path).out
    (tmp_path / "p.jsonl").write_text(json.dumps({"id": "p", "abstract": "We watch a heron."}))
    for arguments, env, named_by in (
        (("--vocabulary", "none.toml"), {}, "--vocabulary"),
        ((), {"SUMMARISE_VOCABULARY": "none.toml"}, "SUMMARISE_VOCABULARY"),
    ):
        for what in (command, ("tag", "p.jsonl", "--rules-only")):
            ended = run(*what, *arguments, folder=tmp_path, **env)
            assert (3, True) == (ended.code, f"(named by {named_by})" in ended.err)
