"""A check of a server that answers each question as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from asking_support import KEY
from fault_server import Asked, FaultServer, Scripted, answer, truncated

from summarise.completing import recognising
from summarise.completing.probing import Report, probe

QUESTIONS = {
    "count": "numbers from 1 to 200",
    "colour": "Name a colour in one short sentence.",
    "tempt": "exactly this JSON",
    "own": "empty JSON object",
    "prose": "without any JSON",
    "greet": "good morning",
}
ENFORCED = {
    "count": truncated("1, 2, 3,"),
    "colour": answer('{"n": 1, "kind": "zeta"}'),
    "tempt": answer('{"word": "extr", "list": [1, 2], "kind": "eta"}'),
    "own": truncated('{"tasks": [], "sizes": ['),
    "prose": answer('{"colour": "blue"}'),
    "greet": answer('{"greeting": "good morning"}'),
}
NATURAL = {
    "count": truncated("1, 2, 3,"),
    "colour": answer("The sky is blue."),
    "tempt": answer('{"word": "extraordinary", "list": [1, 2, 3, 4, 5], "kind": "other", "note": "x"}'),
    "own": answer("{}"),
    "prose": answer("The grass is green."),
    "greet": answer("Good morning"),
}


def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No profiles of the user's own, and no long wait for routes that are not there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(recognising, "OPTIONAL_S", 0.5)


def question(asked: Asked) -> str:
    """Which question a request asks."""
    return next(name for name, words in QUESTIONS.items() if words in asked.messages[-1]["content"])


def answering(answers: Mapping[str, Scripted], tools: Scripted | None = None) -> Scripted:
    """Each question with its answer; a question in plain text with NATURAL's, tools with `tools`."""

    def behave(asked: Asked) -> Scripted:
        if "tools" in asked.json:
            return tools or NATURAL["colour"]
        return (NATURAL if asked.mode == "plain" else answers)[question(asked)]

    return behave


def found(script: Scripted, model: str | None = "m", timeout_s: float = 5, **server: Any) -> Report:
    with FaultServer(script, **server) as running:
        return asyncio.run(probe(running.base_url, model, KEY, timeout_s))
