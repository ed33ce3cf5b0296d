"""One paper asked of a FaultServer, as the tests of the completing room do it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from fault_server import FaultServer

from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.errors import SummariseError
from summarise.prompting import build_prompt
from summarise.records import Completion, Paper, Prompt

PROSE = "There is no JSON here."
CUT = '{"tasks": ["machine translation"], "results": [{"value": "71.3%", "model": "Alp'
LOOP = '{"tasks": ["a"], "results": [' + '{"value": "7%", "model": "Alpha", "kind": "delta"},' * 40
GOOD = '{"tasks": ["machine translation"], "results": [], "tldr": "Alpha translates."}'
INVALID = '{"tasks": ["translation"], "results": [{"value": "71.3%", "kind": "huge"}]}'
KEY = "sk-Zebra-9f8e7d6c5b4a"


class StoppedTime:
    """A clock that only waiting moves, and the waits between tries, in seconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def prompt_about(abstract: str = "We present Alpha.", title: str | None = None) -> Prompt:
    return build_prompt(Paper(id="p", title=title, abstract=abstract))


def endpoint_of(server: FaultServer | str, **options: Any) -> Endpoint:
    base_url = server if isinstance(server, str) else server.base_url
    return Endpoint(base_url, "m", options.pop("api_key", KEY), **({"timeout_s": 5, "retries": 2} | options))


def complete(server: FaultServer | str, prompt: Prompt | None = None, **options: Any) -> Completion:
    """The completion of one paper by a fresh completer."""

    async def ask() -> Completion:
        async with aclosing(ChatCompleter(endpoint_of(server, **options))) as completer:
            return await completer.complete(prompt or prompt_about())

    return asyncio.run(ask())


def failure_of(server: FaultServer | str, **options: Any) -> SummariseError:
    """The error that asking one paper ends in."""
    try:
        completion = complete(server, **options)
    except SummariseError as error:
        return error
    raise AssertionError(f"no failure, but {completion}")
