"""The Completer for `--local`: fetches the weights and starts the server when the first paper must be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.completing.reading_ahead import HeadReader
from summarise.completing.remembering import Memory
from summarise.errors import EndpointUnreachable
from summarise.local_model import LocalServer, fetch, path_of
from summarise.pacing import Pace
from summarise.records import Completion, Prompt


@dataclass(frozen=True, slots=True)
class Embedded:
    """Which embedded model to run, and how."""

    model: str
    shown_model: str
    """What records call it: the name, or the stem of a file of the user's own."""
    cache_dir: Path
    slots: int
    timeout_s: float
    pace: Pace
    memory: Memory | None = None
    """Where is kept how the model is asked."""
    on_fetch: Callable[[int, int], None] | None = None
    """Told (bytes done, bytes in all) while weights are fetched."""
    on_state: Callable[[str], None] | None = None
    """Told what takes time before the first answer."""


class EmbeddedCompleter:
    """Runs its own server from the first paper until `aclose`."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._starting = asyncio.Lock()
        self._server: LocalServer | None = None
        self._chat: ChatCompleter | None = None

    async def complete(self, prompt: Prompt) -> Completion:
        """See Completer.complete; raises ModelError where the weights or the server can't be had."""
        async with self._starting:
            if self._chat is None:
                self._chat = await self._start(prompt)
        try:
            completion = await self._chat.complete(prompt)
        except EndpointUnreachable as error:
            problem = self._server.problem() if self._server else None
            raise EndpointUnreachable(problem or str(error)) from None
        return completion.model_copy(update={"model": self._embedded.shown_model})

    async def aclose(self) -> None:
        """Stops the server."""
        if self._chat is not None:
            await self._chat.aclose()
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)

    async def _start(self, first: Prompt) -> ChatCompleter:
        wanted = self._embedded
        if path_of(wanted.model, wanted.cache_dir) is None:
            self._say(f"fetching {wanted.model}")
        path = await asyncio.to_thread(fetch, wanted.model, wanted.cache_dir, wanted.on_fetch)
        self._say(f"loading {wanted.model}")
        states = _folder(wanted.cache_dir / "prompt-heads")
        self._server = LocalServer(path, wanted.cache_dir / "endpoint.log", wanted.slots, states=states)
        address = await asyncio.to_thread(self._server.start)
        endpoint = Endpoint(
            address.base_url, wanted.model, address.api_key, timeout_s=wanted.timeout_s, retries=1, embedded=True
        )
        if states:
            await HeadReader(endpoint, states, path.name, wanted.slots).read(first, self._say)
        self._say(f"{wanted.model} is ready")
        return ChatCompleter(endpoint, wanted.memory, pace=wanted.pace)

    def _say(self, state: str) -> None:
        if self._embedded.on_state:
            self._embedded.on_state(state)


def _folder(path: Path) -> Path | None:
    """The folder, made where it is missing; None where it can't be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path
