"""Where an endpoint is, the key it gets, and the HTTP client that carries requests there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import openai

from summarise.completing.bounding import bound
from summarise.errors import ConfigurationError

_CONNECT_S = 10
"""An address where nothing takes a connection for so long is unreachable, however long an answer may take."""
_SECRET_CHARS = 8
"""A shorter key is a placeholder such as 'EMPTY' or 'ollama', and no secret."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to ask. The key stays out of `repr`."""

    base_url: str
    model: str
    api_key: str
    timeout_s: float = 300
    retries: int = 4
    embedded: bool = False

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r})"

    def hide_key(self, text: str) -> str:
        """`text` without the key, should a server have echoed it."""
        return text.replace(self.api_key, "[key]") if len(self.api_key) >= _SECRET_CHARS else text

    def hide_key_in(self, body: bytes) -> bytes:
        """The same for a response's body, from which replies are stored and messages are made."""
        return body.replace(self.api_key.encode(), b"[key]") if len(self.api_key) >= _SECRET_CHARS else body


def open_client(endpoint: Endpoint) -> openai.AsyncOpenAI:
    """The client for an endpoint; it never tries again by itself.

    Raises ConfigurationError where the proxies of the environment can't be used.
    """
    try:
        return openai.AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",  # the client insists on one; keyless servers ignore it
            max_retries=0,
            timeout=openai.Timeout(endpoint.timeout_s, connect=min(_CONNECT_S, endpoint.timeout_s)),
            default_headers={"Accept-Encoding": "gzip"},  # what bound() can unpack
            http_client=openai.DefaultAsyncHttpxClient(
                trust_env=not _is_loopback(endpoint.base_url), event_hooks={"response": [bound]}
            ),
        )
    except (ValueError, ImportError) as error:
        problem = endpoint.hide_key(str(error))
        raise ConfigurationError(
            f"can't set up a connection to {endpoint.base_url}: {problem}; "
            "look at HTTP_PROXY, HTTPS_PROXY and ALL_PROXY in the environment"
        ) from None


def open_http_client(endpoint: Endpoint) -> Any:
    """A bare HTTP client for routes beside the protocol; it follows no redirect, so the key stays with the host."""
    try:
        return openai.DefaultAsyncHttpxClient(
            trust_env=not _is_loopback(endpoint.base_url), follow_redirects=False, timeout=_CONNECT_S
        )
    except (ValueError, ImportError) as error:
        raise ConfigurationError(f"can't set up a connection: {endpoint.hide_key(str(error))}") from None


def _is_loopback(base_url: str) -> bool:
    """Whether the address is this machine, before which no proxy of the environment stands."""
    host = urlsplit(base_url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
