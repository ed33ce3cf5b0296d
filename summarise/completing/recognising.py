"""Which server answers at an address, and what it tells of itself on routes of its own.

Every such question is optional, bounded in time and bytes, and goes to the address that the user named and nowhere
else: no redirect is followed, so the key reaches no other host.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from summarise.completing.bounding import TooLarge, text_of
from summarise.completing.carrying import Carrier, NotCarried
from summarise.completing.connecting import Endpoint
from summarise.completing.profiles import profile_of
from summarise.completing.writing import as_json
from summarise.records import encodable

OPTIONAL_S = 3.0
"""Longer than a server on the same network takes for a line of JSON, and short enough to wait for in vain."""
_MOST_BYTES = 4_000_000
_OWNERS = {"llamacpp": "llama.cpp", "vllm": "vLLM", "sglang": "SGLang", "organization_owner": "LM Studio"}
"""What servers write as `owned_by` into their lists of models."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A row of the list of models."""

    name: str
    owner: str = ""
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was recognised."""

    kind: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a server tells of a model that it serves; None for what it does not tell."""

    context_tokens: int | None = None
    slots: int | None = None
    note: str | None = None


def read_models(body: bytes) -> list[ListedModel]:
    """The models in a list as OpenAI writes it, or in a bare array; [] for a page that is neither."""
    page = _json(body)
    rows = page.get("data") if isinstance(page, dict) else page
    if not isinstance(rows, list):
        return []
    return [_listed(row) for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]


class Recogniser:
    """Asks a server's own routes; what goes wrong there counts as "not told"."""

    def __init__(self, endpoint: Endpoint) -> None:
        parts = urlsplit(endpoint.base_url)
        self._root = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/v1')}"
        self._endpoint = endpoint
        self._carrier = Carrier(endpoint, follows=False, most_bytes=_MOST_BYTES)
        self.requests = 0

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._carrier.aclose()

    async def recognise(self, models: list[ListedModel]) -> Server | None:
        """The server at the address: by its name, by what its list of models says, or by a route that only it has."""
        if (profile := profile_of(self._endpoint.base_url)).host:
            return Server(profile.name)
        owned = {_OWNERS[model.owner] for model in models if model.owner in _OWNERS}
        # A list that any server may write says too little to ask for /version, which any server may have.
        kinds = [kind for kind in _SIGNS if kind in owned] or [kind for kind in _SIGNS if kind != "vLLM"]
        found = await asyncio.gather(*(self._looks_like(kind) for kind in kinds))
        recognised = next((server for server in found if server), None)
        return recognised or (Server(next(iter(owned))) if len(owned) == 1 else None)

    async def capacity(self, server: Server | None, model: ListedModel) -> Capacity:
        """Context length and parallel requests, as far as the list of models and the server's own routes tell."""
        told = Capacity()
        if server and (ask := _CAPACITIES.get(server.kind)):
            told = await ask(self, model.name)
        return Capacity(told.context_tokens or model.context_tokens, told.slots, told.note)

    async def get(self, path: str, body: Json | None = None) -> Json:
        """The JSON object at a route, {} where there is none; posted to where there is a body."""
        self.requests += 1
        try:
            async with asyncio.timeout(OPTIONAL_S):
                return await self._read(path, body)
        except (NotCarried, TooLarge, TimeoutError):
            return {}

    async def _read(self, path: str, body: Json | None) -> Json:
        # The same key as for papers: a server that asks for one does so on these routes too.
        response = await self._carrier.send(self._root + path, as_json(body) if body else None)
        page = _json(response.body) if response.status == 200 else None
        return page if isinstance(page, dict) else {}

    async def _looks_like(self, kind: str) -> Server | None:
        for path, sign, kind_of_value, version in _SIGNS[kind]:
            page = await self.get(path)
            if isinstance(page.get(sign), kind_of_value):
                told = page.get(version)
                return Server(kind, told[:40] if isinstance(told, str) and told else None)
        return None


_SIGNS: dict[str, tuple[tuple[str, str, type, str], ...]] = {
    # route, a key of this server's answer with the type of its value, the key of its version
    "llama.cpp": (("/props", "default_generation_settings", dict, "build_info"),),
    "Ollama": (("/api/version", "version", str, "version"),),
    "SGLang": (
        ("/server_info", "mem_fraction_static", float, "version"),
        ("/get_server_info", "mem_fraction_static", float, "version"),
    ),
    "LM Studio": (("/api/v0/models", "data", list, ""), ("/api/v1/models", "models", list, "")),
    "vLLM": (("/version", "version", str, "version"),),
}


async def _of_llama_cpp(ask: Recogniser, model: str) -> Capacity:
    props = await ask.get("/props")
    settings = props.get("default_generation_settings")
    return Capacity(
        _count(settings.get("n_ctx") if isinstance(settings, dict) else None), _count(props.get("total_slots"))
    )


async def _of_ollama(ask: Recogniser, model: str) -> Capacity:
    """The context that is loaded, which is often far less than what the model could have."""
    shown, running = await asyncio.gather(ask.get("/api/show", {"model": model}), ask.get("/api/ps"))
    about = shown.get("model_info")
    about = about if isinstance(about, dict) else {}
    most = next((_count(value) for key, value in about.items() if str(key).endswith(".context_length")), None)
    rows = running.get("models")
    loaded = next(
        (_count(row.get("context_length")) for row in rows if isinstance(row, dict) and row.get("name") == model)
        if isinstance(rows, list)
        else iter(()),
        None,
    )
    if loaded and most and loaded < most:
        note = f"the model could have {most:,}: set OLLAMA_CONTEXT_LENGTH; a longer prompt is cut without a word"
        return Capacity(loaded, note=note)
    return Capacity(loaded or most)


async def _of_sglang(ask: Recogniser, model: str) -> Capacity:
    info = await ask.get("/server_info") or await ask.get("/get_server_info")
    return Capacity(_count(info.get("context_length")), _count(info.get("max_running_requests")))


async def _of_lm_studio(ask: Recogniser, model: str) -> Capacity:
    row = await ask.get(f"/api/v0/models/{quote(model, safe='/')}")
    loaded, most = _count(row.get("loaded_context_length")), _count(row.get("max_context_length"))
    note = f"the model could have {most:,}: load it with more" if loaded and most and loaded < most else None
    return Capacity(loaded or most, note=note)


_CAPACITIES = {
    "llama.cpp": _of_llama_cpp,
    "Ollama": _of_ollama,
    "SGLang": _of_sglang,
    "LM Studio": _of_lm_studio,
}


def _listed(row: Json) -> ListedModel:
    meta = row.get("meta")
    told = [row.get(key) for key in ("max_model_len", "context_length", "context_window", "max_context_length")]
    told.append(meta.get("n_ctx") if isinstance(meta, dict) else None)
    context = next((count for value in told if (count := _count(value))), None)
    name = encodable(row["id"])
    return ListedModel(name, str(row.get("owned_by") or ""), context)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12 else None


def _json(data: bytes) -> Any:
    try:
        return json.loads(text_of(data))
    except (ValueError, RecursionError):
        return None
