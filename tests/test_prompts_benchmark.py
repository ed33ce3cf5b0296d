"""The table of prompts in the documentation is what the benchmark prints from stored replies to today's wording."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def printed() -> str:
    command = [sys.executable, "-m", "benchmarks.prompts"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_table_of_the_page_is_the_benchmarks(printed: str) -> None:
    table, _ = re.findall(r"```text\n(.+?)\n```", (ROOT / "docs" / "prompts.md").read_text(encoding="utf-8"), re.S)
    assert printed.rstrip() == table


def test_the_stored_replies_were_given_to_the_prompts_as_they_are(printed: str) -> None:
    asked = [line for line in printed.splitlines() if re.match(r"\w+\.v\d ", line) and "not asked yet" not in line]
    assert len(asked) >= 2
    assert [] == [line for line in asked if "another wording" in line or "failed" in line]
