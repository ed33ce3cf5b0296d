"""README shows what the program prints: its two outputs come from replies that a real model once gave.

`make docs` writes them anew after a change of rules or reconciliation.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from replayed import README, replayed_run, with_outputs


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replayed_run(tmp_path_factory.mktemp("readme"))


def test_the_outputs_in_the_readme_are_what_the_program_prints(folder: Path) -> None:
    assert with_outputs(README.read_text(encoding="utf-8"), folder) == README.read_text(encoding="utf-8"), (
        "run make docs"
    )


def test_the_python_of_the_readme_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", README.read_text(encoding="utf-8"), re.S)
    (folder / "papers.jsonl").write_text('{"id": "otter", "abstract": "We present Otter-7B, a language model."}\n')
    monkeypatch.chdir(folder)
    exec(code, {})
    assert "otter accepted [('Otter-7B', Decimal('7000000000'))]\n" == capsys.readouterr().out


def test_the_commands_of_the_readme_exist() -> None:
    from write_commands import commands

    used = set(re.findall(r"(?m)^\$ (?:.*\| )?(?:\.venv/bin/)?summarise (\w+)", README.read_text(encoding="utf-8")))
    assert {"tag", "show", "conflicts"} <= used
    assert used <= {name.split()[0] for name in commands()}
