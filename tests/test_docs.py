"""The documents say what the program does: commands, README's commands and output, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from write_commands import PAGE, commands, page

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "seeds").glob("*.md")]


def test_the_page_of_commands_is_the_commands_own_help() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run make docs"


@pytest.mark.parametrize("name", commands())
def test_every_command_has_a_help_that_begins_with_what_it_does(name: str) -> None:
    first = (commands()[name].help or "").splitlines()[0]
    assert re.fullmatch(r"[A-Z].+[.:,]|[A-Z].+", first)
    assert f"## summarise {name}\n" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_of_a_document_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


def test_every_reason_code_is_documented_in_the_words_of_the_program() -> None:
    from summarise.reconciling.reasons import REASONS

    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert [] == [code for code, meaning in REASONS.items() if f"| `{code}` | {meaning} |" not in text]
