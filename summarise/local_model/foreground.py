"""The embedded endpoint in the foreground, for clients of the user's own: `summarise endpoint serve`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from summarise.errors import ModelError
from summarise.local_model.fetching import fetch
from summarise.local_model.serve import LOOPBACK, SLOTS
from summarise.local_model.server import Binding, LocalServer


def serve_forever(
    name: str,
    cache_dir: Path,
    port: int = 0,
    slots: int = SLOTS,
    host: str = LOOPBACK[0],
    announce: Callable[[str], None] = print,
) -> None:
    """Serve the model in the foreground until Ctrl-C, after fetching it if need be.

    The key is the variable SUMMARISE_API_KEY's, else a random one. `announce` gets lines that a shell can evaluate.
    Raises ModelError when `host` is not this machine, and when the endpoint can't start or ends by itself.
    """
    if host not in LOOPBACK:
        raise ModelError(f"the embedded endpoint serves this machine only: --host is one of {', '.join(LOOPBACK)}")
    key = os.environ.get("SUMMARISE_API_KEY") or None
    binding = Binding(host, port, key)
    server = LocalServer(fetch(name, cache_dir), cache_dir / "endpoint.log", slots, binding=binding)
    try:
        with server:
            announce(f"export OPENAI_BASE_URL={server.base_url}")
            announce("export OPENAI_API_KEY=" + ('"$SUMMARISE_API_KEY"' if key else server.api_key))
            announce(f"# {name}, {slots} requests at a time, until Ctrl-C; log: {cache_dir / 'endpoint.log'}")
            server.wait()
    except KeyboardInterrupt:
        return
