"""What the tests of streaming, resuming and keeping share: papers, a model that answers at once, and a run of both."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from summarise import Settings, Tally
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.records import Paper, Unreadable
from summarise.tagging import finished

REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})
OTHER_REPLY = json.dumps({"tasks": ["machine translation"], "results": [], "tldr": "A translator."})


def paper(number: int, **changes: Any) -> Paper:
    """A paper of its own number."""
    text = f"We present Falconet-{number}, a language model. It reaches 61.4% accuracy on GSM8K."
    return Paper(**{"id": f"p{number}", "abstract": text, **changes})


def papers(count: int) -> list[Paper]:
    return [paper(number) for number in range(count)]


def endpoint_of(completer: object, endpoint: str = "replay", model: str = "m") -> ChosenEndpoint:
    """An endpoint that is answered by `completer`."""
    return ChosenEndpoint(EndpointIdentity(endpoint, model), lambda: completer)  # type: ignore[arg-type, return-value]


def model() -> ReplayCompleter:
    """Answers every paper, and keeps what it was asked."""
    return ReplayCompleter({"Falconet": REPLY})


def lines(
    some: Iterable[Paper | Unreadable], folder: Path, completer: object = None, tally: Tally | None = None, **more: Any
) -> list[str]:
    """The lines of a run; under rules alone where there is no completer."""
    settings = Settings(**{"cache_dir": folder, "rules_only": completer is None, "prompt": "extract.v1", **more})
    endpoint = endpoint_of(completer) if completer is not None else None
    return [one.line for one in finished(some, settings, endpoint=endpoint, tally=tally)]


def noting_judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list to which the id of each paper is added that is judged from now on."""
    from summarise.concluding.concluder import Concluder  # a warm run loads nothing of it, which a test looks at

    seen: list[str] = []
    told = Concluder.told

    def noted(self: Concluder, paper: Any, said: Any) -> Any:
        seen.append(paper.id)
        return told(self, paper, said)

    monkeypatch.setattr(Concluder, "told", noted)
    return seen
