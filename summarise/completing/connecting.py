"""Where an endpoint is, the key it gets, and the proxy that stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from summarise.addresses import is_this_machine
from summarise.errors import ConfigurationError

CONNECT_S = 10
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


def proxy_before(base_url: str) -> str | None:
    """The proxy that the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY) or the system puts before an
    address; never one before this machine.

    Raises ConfigurationError for a proxy that is not spoken to over HTTP.
    """
    parts, proxies = urlsplit(base_url), getproxies()
    proxy = proxies.get(parts.scheme.lower()) or proxies.get("all")
    if not proxy or is_this_machine(parts.hostname or "") or _goes_direct(parts.netloc, proxies.get("no", "")):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if urlsplit(proxy).scheme.lower() in ("http", "https") and urlsplit(proxy).hostname:
        return proxy
    scheme = proxy.partition("://")[0]  # the rest may hold a password
    raise ConfigurationError(
        f"can't set up a connection to {base_url}: its proxy is one of {scheme!r}, "
        "and only http and https can be used; look at HTTP_PROXY, HTTPS_PROXY and ALL_PROXY in the environment"
    )


def _goes_direct(address: str, exempt: str) -> bool:
    """Whether NO_PROXY or the system exempts a host with its port; a lone star among hosts exempts all."""
    return "*" in [host.strip() for host in exempt.split(",")] or bool(proxy_bypass(address))
