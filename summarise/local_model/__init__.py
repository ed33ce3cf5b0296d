"""The embedded endpoint: fetch pinned weights, verify them, serve them on loopback as an OpenAI endpoint.

    with LocalServer(fetch("qwen2.5-coder-1.5b", cache_dir), log_path=log) as server:
        client = OpenAI(base_url=server.base_url, api_key=server.api_key)

`sources` names what can be fetched, `fetching` brings it, `server` runs `serve` as a child process.
Importing this package is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarise.local_model.fetching import OnProgress, fetch, path_of
    from summarise.local_model.foreground import serve_forever
    from summarise.local_model.hashing import identity
    from summarise.local_model.server import Address, Binding, LocalServer
    from summarise.local_model.sources import (
        CatalogueModel,
        GgufFile,
        HubFile,
        ModelSource,
        catalogue,
        resolve,
    )

_HOMES = {
    "CatalogueModel": "sources",
    "GgufFile": "sources",
    "HubFile": "sources",
    "ModelSource": "sources",
    "catalogue": "sources",
    "resolve": "sources",
    "OnProgress": "fetching",
    "fetch": "fetching",
    "path_of": "fetching",
    "identity": "hashing",
    "Address": "server",
    "Binding": "server",
    "LocalServer": "server",
    "serve_forever": "foreground",
}

__all__ = [
    "Address",
    "Binding",
    "CatalogueModel",
    "GgufFile",
    "HubFile",
    "LocalServer",
    "ModelSource",
    "OnProgress",
    "catalogue",
    "fetch",
    "identity",
    "path_of",
    "resolve",
    "serve_forever",
]


def __getattr__(name: str) -> Any:
    """The public object `name`, from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
