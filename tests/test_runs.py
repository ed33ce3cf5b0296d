"""A run on disk: complete or not there, and read back as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise import Settings, read_run, tag
from summarise.errors import InputError, UsageError
from summarise.records import Paper, Record
from summarise.runs import RunFile

PAPER = Paper(id="p", title="T", abstract=r"Rovella-7B reaches 51.2\% on GSM8K with 0.1 extra cost, 2.788M GPU hours.")


def records() -> list[Record]:
    return list(tag([PAPER], Settings(rules_only=True)))


def test_a_record_read_back_is_the_record_that_was_written(tmp_path: Path) -> None:
    with RunFile(tmp_path / "new" / "run.jsonl") as run:
        run.write(records()[0])
    assert records() == list(read_run(tmp_path / "new" / "run.jsonl"))


def test_the_file_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("an earlier run\n")
    with pytest.raises(RuntimeError), RunFile(path) as run:
        run.write(records()[0])
        raise RuntimeError
    assert "an earlier run\n" == path.read_text()
    assert 1 == len((tmp_path / "run.jsonl.partial").read_text().splitlines())


def test_numbers_are_plain_and_exact_in_json(tmp_path: Path) -> None:
    line = records()[0].to_line()
    assert '"value":51.2,' in line
    assert '"total_params":7000000000,' in line


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{}\n", "run.jsonl:1"), (b'\n{"id": 3\n', "run.jsonl:2"), (b"\xff\xfe\n", "UTF-8")],
    ids=["no record", "torn line", "not text"],
)
def test_what_is_no_run_is_named_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "run.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=said):
        list(read_run(tmp_path / "run.jsonl"))


def test_a_missing_run_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="summarise tag"):
        list(read_run(tmp_path / "none.jsonl"))


def test_a_place_that_can_not_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't write"), RunFile(tmp_path / "file" / "run.jsonl"):
        pass


def test_half_a_character_from_a_caller_is_replaced_and_offsets_stay() -> None:
    paper = Paper(id="p\ud83d", abstract="We reach\ud83d 51.2% on GSM8K.")
    (record,) = tag([paper], Settings(rules_only=True))
    assert ("p\ufffd", "We reach\ufffd 51.2% on GSM8K.") == (record.id, record.paper.abstract)
    assert record.to_line().encode("utf-8")


def test_a_folder_in_the_place_of_the_run_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it is a folder"), RunFile(tmp_path):
        pass


def test_what_is_no_regular_file_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    import os
    import stat
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with RunFile(pipe) as run:
        run.write(records()[0])
    reader.join()
    assert [records()[0].to_line() + "\n"] == read
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_run_that_never_begins_leaves_an_earlier_partial_file_alone(tmp_path: Path) -> None:
    partial = tmp_path / "run.jsonl.partial"
    partial.write_text("kept\n")
    with pytest.raises(RuntimeError), RunFile(tmp_path / "run.jsonl"):
        raise RuntimeError
    assert "kept\n" == partial.read_text()


def test_a_run_of_no_papers_is_an_empty_file(tmp_path: Path) -> None:
    with RunFile(tmp_path / "run.jsonl"):
        pass
    assert "" == (tmp_path / "run.jsonl").read_text()


def test_a_second_run_to_the_same_file_is_refused_while_the_first_one_writes(tmp_path: Path) -> None:
    with RunFile(tmp_path / "run.jsonl") as first:
        first.write(records()[0])
        with pytest.raises(UsageError, match="another run is writing"), RunFile(tmp_path / "run.jsonl"):
            pass
    assert records() == list(read_run(tmp_path / "run.jsonl"))


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "target.jsonl")
    with RunFile(tmp_path / "link.jsonl") as run:
        run.write(records()[0])
    assert (tmp_path / "link.jsonl").is_symlink()
    assert records() == list(read_run(tmp_path / "target.jsonl"))


def test_a_flagged_paper_without_its_verdicts_is_no_record_and_never_looks_settled(tmp_path: Path) -> None:
    bare = records()[0].model_copy(update={"status": "flagged", "verdicts": ()})
    (tmp_path / "run.jsonl").write_text(f"{bare.to_line()}\n")
    with pytest.raises(InputError, match=r"run\.jsonl:1: flagged, and without its verdicts"):
        list(read_run(tmp_path / "run.jsonl"))
