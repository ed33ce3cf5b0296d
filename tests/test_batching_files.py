"""Request files: how they are split, named and left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise.batching import RequestFiles
from summarise.batching.lines import custom_id, read_id, request_line
from summarise.errors import UsageError

LINES = [b'{"n":%d}\n' % n for n in range(7)]


REQUESTS = [request_line(f"{n:064}", "plain", b"{}") for n in range(7)]


def written(path: Path, lines: list[bytes] = LINES, **most: int) -> RequestFiles:
    with RequestFiles(path, **most) as files:
        for line in lines:
            files.write(line)
    return files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_fits_goes_into_the_one_file_that_was_named(tmp_path: Path) -> None:
    files = written(tmp_path / "new" / "requests.jsonl")
    assert ([tmp_path / "new" / "requests.jsonl"], 7, 56) == (files.paths, files.requests, files.bytes)
    assert b"".join(LINES) == files.paths[0].read_bytes()
    assert ["requests.jsonl"] == names(tmp_path / "new")


@pytest.mark.parametrize("most", [{"max_requests": 3}, {"max_bytes": 24}, {"max_bytes": 31}], ids=str)
def test_more_goes_into_numbered_files_none_of_which_is_too_large(tmp_path: Path, most: dict[str, int]) -> None:
    files = written(tmp_path / "requests.jsonl", **most)
    assert [f"requests-{n:03}.jsonl" for n in (1, 2, 3)] == names(tmp_path)
    assert [LINES[:3], LINES[3:6], LINES[6:]] == [path.read_bytes().splitlines(keepends=True) for path in files.paths]


def test_a_request_that_no_file_may_hold_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one request has 8 bytes"):
        written(tmp_path / "requests.jsonl", max_bytes=7)
    assert [] == names(tmp_path)


def test_an_interrupted_write_leaves_the_file_of_the_write_before(tmp_path: Path) -> None:
    written(tmp_path / "requests.jsonl")
    with pytest.raises(KeyboardInterrupt), RequestFiles(tmp_path / "requests.jsonl") as files:
        files.write(LINES[0])
        raise KeyboardInterrupt
    assert ["requests.jsonl"] == names(tmp_path)
    assert b"".join(LINES) == (tmp_path / "requests.jsonl").read_bytes()


def test_without_a_request_there_is_no_file(tmp_path: Path) -> None:
    with RequestFiles(tmp_path / "requests.jsonl") as files:
        pass
    assert ([], []) == (files.paths, names(tmp_path))


def test_files_that_an_earlier_write_left_are_told_and_others_are_not(tmp_path: Path) -> None:
    written(tmp_path / "requests.jsonl", max_requests=2)
    (tmp_path / "requests-old.jsonl").touch()
    (tmp_path / "requests-100k.jsonl").touch()
    files = written(tmp_path / "requests.jsonl", max_requests=4)
    assert ["requests-003.jsonl", "requests-004.jsonl"] == [path.name for path in files.stale()]


@pytest.mark.parametrize("left", [[], REQUESTS[:1], REQUESTS[:5]], ids=["none", "one", "five"])
def test_requests_of_an_earlier_write_are_removed_whether_one_is_left_or_none(
    tmp_path: Path, left: list[bytes]
) -> None:
    path = tmp_path / "requests.jsonl"
    written(path, REQUESTS, max_requests=2)
    written(path, REQUESTS, max_requests=9)
    files = written(path, left, max_requests=4)
    files.remove_earlier()
    assert sorted(path.name for path in files.paths) == names(tmp_path)
    assert b"".join(left) == b"".join(path.read_bytes() for path in files.paths)
    assert [] == files.stale()


def test_a_file_of_that_name_that_holds_no_requests_is_never_removed(tmp_path: Path) -> None:
    other = {
        "requests.jsonl": b'{"id":"p1","abstract":"We find owls."}\n', "requests-2024.jsonl": b"",
        "requests-007.jsonl": b'{"custom_id":"mine-1","body":{}}\n',
    }  # fmt: skip
    for name, text in other.items():
        (tmp_path / name).write_bytes(text)
    files = written(tmp_path / "requests.jsonl", [])
    files.remove_earlier()
    assert (sorted(other), []) == (names(tmp_path), files.removed)
    assert sorted(other) == [path.name for path in files.stale()]


def test_a_folder_is_no_place_for_requests(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name one"), RequestFiles(tmp_path):
        pass


def test_a_line_holds_the_body_as_it_is() -> None:
    line = request_line("a" * 64, "plain", b'{"messages":[{"content":"a\\nb"}]}', url='/v1/"x"')
    assert (1, b"\n") == (line.count(b"\n"), line[-1:])
    assert ["custom_id", "method", "url", "body"] == list(json.loads(line))
    assert ('/v1/"x"', {"messages": [{"content": "a\nb"}]}) == (json.loads(line)["url"], json.loads(line)["body"])


def test_an_id_is_of_what_is_asked_and_how_and_no_other_text_is_one() -> None:
    key = "0123456789abcdef" * 4
    assert ("json_object", key[:32]) == read_id(custom_id(key, "json_object"))
    assert 64 >= len(custom_id(key, "json_schema"))
    for other in ("request-1", "json_schema-" + "A" * 32, "tools-" + key[:32], custom_id(key, "plain") + "\n", None, 7):
        assert read_id(other) is None
