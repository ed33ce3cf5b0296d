"""docs/review.md says what there is: statuses, the keys of the decisions file, and code that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from review_support import planted_run

from summarise.reviewing import STATUSES, Event, Filter, Review

PAGE = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")


def test_every_status_is_told() -> None:
    told = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| .+ \| (?:yes|no) \|$", PAGE, re.M)
    assert sorted(STATUSES) == sorted(name for cell in told for name in re.findall(r"`(\w+)`", cell))


def test_every_key_of_the_decisions_file_is_told() -> None:
    section = PAGE.split("## The decisions file")[1].split("\n## ")[0]
    assert [] == [name for name in Event.model_fields if f"`{name}`" not in section]


def test_the_python_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", PAGE, re.S)
    run = planted_run(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(code, names)
    assert {"ada"} == {names["decided"].who(row.verdict) for row in _decided(run)}  # type: ignore[attr-defined]


def _decided(run: Path) -> list[object]:
    return [row for row in Review.open(run, "bob").rows(Filter(status="decided")) if row.paper.id == "otter"]  # type: ignore[misc]
