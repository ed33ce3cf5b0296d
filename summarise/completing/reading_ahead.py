"""The head of the prompt is read once for all slots of the embedded server, and once for all runs.

Every request begins with the same instructions and examples. A slot of llama.cpp's keeps what it has read, but each
slot of each run reads it for itself. Here one reads the head before the first paper; its state is saved to a file,
restored in the others, and found by the next run. The file holds the prompt's head, never a paper.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from summarise.completing.bounding import TooLarge
from summarise.completing.carrying import Carrier, NotCarried
from summarise.completing.connecting import Endpoint
from summarise.records import Prompt

_SUFFIX = ".slot"


class HeadReader:
    """Brings the head of prompts into the slots of one embedded server."""

    def __init__(self, endpoint: Endpoint, folder: Path, model_file: str, slots: int) -> None:
        """`folder` is where the server keeps states of slots, `model_file` the name of its weights."""
        self._endpoint, self._folder, self._model_file, self._slots = endpoint, folder, model_file, slots

    async def read(self, prompt: Prompt, say: Callable[[str], None]) -> bool:
        """Whether every slot has read the head of `prompt`; else each will read it with its first paper."""
        carrier = Carrier(self._endpoint)
        name = self._name(prompt)
        try:
            async with asyncio.timeout(self._endpoint.timeout_s):
                if (self._folder / name).exists():
                    if await self._restore(carrier, name, range(self._slots)):
                        return True
                    (self._folder / name).unlink(missing_ok=True)
                say("reading the prompt's head, which the next run finds read")
                self._drop_older()
                return (
                    await self._ask(carrier, "chat/completions", _head_alone(prompt, self._endpoint.model))
                    and await self._act(carrier, 0, "save", name)
                    and await self._restore(carrier, name, range(1, self._slots))
                )
        except (NotCarried, TooLarge, TimeoutError, OSError):
            return False
        finally:
            await carrier.aclose()

    async def _restore(self, carrier: Carrier, name: str, slots: range) -> bool:
        return all([await self._act(carrier, slot, "restore", name) for slot in slots])

    async def _act(self, carrier: Carrier, slot: int, action: str, name: str) -> bool:
        return await self._ask(carrier, f"../slots/{slot}?action={action}", {"filename": name})

    async def _ask(self, carrier: Carrier, place: str, body: dict[str, object]) -> bool:
        root = self._endpoint.base_url.rstrip("/")
        address = f"{root.removesuffix('/v1')}/{place[3:]}" if place.startswith("../") else f"{root}/{place}"
        return (await carrier.send(address, json.dumps(body).encode())).status == 200

    def _name(self, prompt: Prompt) -> str:
        """A name of the file for weights, server and head: another of one of them finds nothing."""
        parts = json.dumps([self._model_file, _server_version(), prompt.prefix])
        return f"{Path(self._model_file).stem}.{hashlib.sha256(parts.encode()).hexdigest()[:16]}{_SUFFIX}"

    def _drop_older(self) -> None:
        """One state for each weights is kept: it takes some ten megabytes."""
        for path in self._folder.glob(f"{Path(self._model_file).stem}.*{_SUFFIX}"):
            path.unlink(missing_ok=True)


def _head_alone(prompt: Prompt, model: str) -> dict[str, object]:
    messages = [{"role": "system", "content": prompt.prefix}, {"role": "user", "content": ""}]
    return {"model": model, "messages": messages, "max_tokens": 1, "cache_prompt": True, "id_slot": 0}


def _server_version() -> str:
    try:
        return version("xllamacpp")
    except PackageNotFoundError:
        return ""
