"""The decisions file: two processes, kill -9, half lines, foreign lines, files that others replace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from review_support import planted_run

from summarise.errors import InputError, UsageError
from summarise.reviewing import Decision, Event, Review, decisions_path

WRITER = """
import sys
from summarise.reviewing import Decision, Review

review = Review.open(sys.argv[1], sys.argv[2])
keys = [row.key for row in review.rows()]
for n in range(int(sys.argv[3])):
    event = review.act(keys[n % len(keys)], Decision("unsure", note="é" * (n % 50)))
    print(event.id, flush=True)
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return planted_run(tmp_path)


def writer(run: Path, who: str, decisions: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(run), who, str(decisions)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def ids(run: Path) -> list[str]:
    return [event.id for event in Review.open(run, "reader")._folded.events]


def test_none_of_200_acknowledged_decisions_is_lost_when_the_process_is_killed_again_and_again(run: Path) -> None:
    acknowledged: list[str] = []
    while len(acknowledged) < 200:
        process = writer(run, "ada", 10_000)
        assert process.stdout is not None
        acknowledged += [process.stdout.readline().strip() for _ in range(100)]
        process.send_signal(signal.SIGKILL)  # in the midst of the decisions that follow
        acknowledged += process.stdout.read().split()
        process.wait()
        process.stdout.close()
    assert all(len(one) == 16 for one in acknowledged)
    assert set(acknowledged) <= set(ids(run))
    Review.open(run, "ada").undo()


def test_two_processes_append_at_once_and_every_line_is_whole(run: Path) -> None:
    processes = [writer(run, who, 100) for who in ("ada", "bob")]
    said = [process.communicate()[0].split() for process in processes]
    assert [100, 100] == [len(its) for its in said]
    assert sorted(said[0] + said[1]) == sorted(ids(run))
    events = [Event.model_validate_json(line) for line in decisions_path(run).read_text().splitlines()]
    assert events == sorted(events, key=lambda event: event.order)


def decide(review: Review, n: int = 0, note: str = "") -> Event:
    return review.act(review.rows()[n].key, Decision("unsure", note=note))


def test_half_a_last_line_is_closed_off_said_and_costs_nothing_else(run: Path) -> None:
    review = Review.open(run, "ada")
    first = decide(review)
    with decisions_path(run).open("a") as file:
        file.write('{"id": "half", "at": "2026-')
    again = Review.open(run, "ada")
    assert ([first], ()) == (again.history(again.rows()[0].key), again.problems)
    second = decide(again, 1)
    assert [first.id, second.id] == ids(run)
    (problem,) = Review.open(run, "ada").problems
    assert problem.startswith(f"{decisions_path(run)}:2: no decision (line: Invalid JSON")


def test_a_whole_last_line_without_its_end_counts_and_the_next_one_begins_a_new_line(run: Path) -> None:
    review = Review.open(run, "ada")
    first = decide(review)
    path = decisions_path(run)
    path.write_text(path.read_text().rstrip("\n"))  # as some editors save
    second = decide(Review.open(run, "ada"), 1)
    third = decide(review, 2)
    assert [first.id, second.id, third.id] == ids(run)
    assert () == review.problems


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "Invalid JSON"),
        ("[1]", "should be an object"),
        ('{"id": "x", "at": "2026-01-01T00:00:00Z", "who": "a", "action": "destroy"}', "action: Input should be"),
        ('{"who": "a", "action": "undo"}', "id: Field required"),
        (
            '{"id": "x", "at": "2026-01-01T00:00:00Z", "who": "a", "action": "edit", "paper": "otter", "verdict": "v", '
            '"field": "model_sizes", '
            '"to": {"model": "Otter-3", "total_params": "1e99999999", "active_params": null, "role": "base"}}',
            "is no quantity",
        ),
        ('{"id": "x", "at": "2026-01-01T00:00:00Z", "who": "\\ud800", "action": "undo", "undoes": "y"}', "hex escape"),
        ("\0", "Invalid JSON"),
        ("\udcff", "Invalid JSON"),
        ("<<<<<<< HEAD", "Invalid JSON"),
    ],
    ids=[
        "text",
        "list",
        "unknown action",
        "no id",
        "millions of digits",
        "half a letter",
        "zero",
        "no utf-8",
        "git's marks",
    ],
)
def test_a_foreign_line_is_named_with_file_and_line_and_the_rest_counts(run: Path, line: str, said: str) -> None:
    first = decide(Review.open(run, "ada"))
    with decisions_path(run).open("ab") as file:
        file.write(line.encode("utf-8", "surrogateescape") + b"\n")
    second = decide(Review.open(run, "ada"), 1)
    review = Review.open(run, "ada")
    assert [first.id, second.id] == ids(run)
    (problem,) = review.problems
    assert problem.startswith(f"{decisions_path(run)}:2: ")
    assert said in problem


def test_keys_of_a_later_version_are_left_aside(run: Path) -> None:
    event = json.loads(decide(Review.open(run, "ada")).to_line())
    decisions_path(run).write_text(json.dumps({**event, "mood": "good"}) + "\n")
    assert [event["id"]] == ids(run)


def test_a_file_that_git_replaced_is_read_anew_and_nothing_is_lost_or_doubled(run: Path) -> None:
    ada, path = Review.open(run, "ada"), decisions_path(run)
    mine = decide(ada)
    theirs = mine.model_copy(update={"id": "theirs", "who": "bob"})
    merged = path.with_suffix(".merged")
    merged.write_text(f"{theirs.to_line()}\n{mine.to_line()}\n{theirs.to_line()}\n")  # by union: any order, twice
    merged.replace(path)
    assert ada.refresh()
    assert {"ada", "bob"} == {event.who for event in ada.history(ada.rows()[0].key)}
    last = decide(ada, 1)
    assert sorted([mine.id, "theirs", last.id]) == sorted(ids(run))


def test_a_file_that_was_edited_in_place_or_deleted_is_read_anew(run: Path) -> None:
    ada, path = Review.open(run, "ada"), decisions_path(run)
    first, second = decide(ada), decide(ada, 1)
    path.write_text(f"{second.to_line()}\n{second.to_line()}\n{second.to_line()}\n")
    assert ada.refresh()
    assert ([], [second]) == (ada.history(ada.rows()[0].key), ada.history(ada.rows()[1].key))
    path.unlink()
    assert ada.refresh()
    assert [] == ada.history(ada.rows()[1].key)
    third = decide(ada, 2)
    assert [third.id] == ids(run)
    assert first.id != third.id


def test_what_can_not_be_written_is_refused_and_the_review_goes_on_as_before(run: Path, tmp_path: Path) -> None:
    review = Review.open(run, "ada")
    decisions_path(run).mkdir()
    with pytest.raises(UsageError, match=r"can't write the decisions to .*nothing was recorded"):
        decide(review)
    decisions_path(run).rmdir()
    assert [] == review.history(review.rows()[0].key)
    assert decide(review).id in ids(run)


def test_a_full_disk_leaves_no_part_of_a_line(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = Review.open(run, "ada")
    first = decide(review)
    whole = os.write
    monkeypatch.setattr("os.write", lambda number, data: whole(number, data[: len(data) // 2]))
    with pytest.raises(UsageError, match="the disk is full; nothing was recorded"):
        decide(review, 1)
    monkeypatch.undo()
    second = decide(review, 2)
    assert ([first.id, second.id], ()) == (ids(run), Review.open(run, "ada").problems)


def test_what_the_disk_does_not_take_is_refused_and_leaves_nothing(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(number: int) -> None:
        raise OSError(5, "Input/output error")

    review = Review.open(run, "ada")
    first = decide(review)
    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(UsageError, match=r"Input/output error; nothing was recorded"):
        decide(review, 1)
    monkeypatch.undo()
    assert ([first.id], "open") == (ids(run), Review.open(run, "ada").standing(review.rows()[1].key).status)


def test_decisions_that_can_not_be_read_are_said_so(run: Path) -> None:
    decisions_path(run).mkdir()
    with pytest.raises(InputError, match="can't read the decisions"):
        Review.open(run, "ada")


def test_a_clock_that_goes_back_does_not_change_what_came_last(run: Path) -> None:
    review = Review.open(run, "ada")
    first = decide(review)
    ahead = first.model_copy(update={"id": "ahead", "at": first.at.replace(year=2900), "action": "escalate"})
    with decisions_path(run).open("a") as file:
        file.write(ahead.to_line() + "\n")
    review.refresh()
    key = review.rows()[0].key
    assert "escalated" == review.standing(key).status
    review.act(key, Decision("choose", candidate=1))
    assert "decided" == review.standing(key).status
    assert "decided" == Review.open(run, "bob").standing(key).status


def test_a_decision_goes_into_the_file_that_git_put_in_its_place_at_that_moment(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review, path = Review.open(run, "ada"), decisions_path(run)
    mine = decide(review)
    theirs = mine.model_copy(update={"id": "theirs", "who": "bob"})
    real = os.open
    merged: list[bool] = []

    def opened(name: object, flags: int, mode: int = 0o777) -> int:
        number = real(name, flags, mode)  # type: ignore[call-overload]
        if name == path and not merged:  # between opening and locking
            merged.append(True)
            other = path.with_suffix(".merged")
            other.write_text(f"{mine.to_line()}\n{theirs.to_line()}\n")
            other.replace(path)
        return int(number)

    monkeypatch.setattr("os.open", opened)
    second = decide(review, 1)
    monkeypatch.undo()
    assert ([True], sorted([mine.id, "theirs", second.id])) == (merged, sorted(ids(run)))
