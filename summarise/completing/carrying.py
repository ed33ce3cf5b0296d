"""The direct lane: bytes to an endpoint and bytes back, over a pool of kept connections.

What the bytes mean is decided elsewhere. aiohttp carries them: it is there anyway, as a dependency of instructor, and a
request costs it a small part of what it costs openai's client; see docs/decisions/0021-direct-lane.md.
"""

from __future__ import annotations

import os
import re
import ssl
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarise.completing import connecting
from summarise.completing.bounding import MOST_BYTES, TooLarge, bounded
from summarise.completing.connecting import Endpoint, proxy_before
from summarise.errors import EndpointRefused
from summarise.version import __version__

if TYPE_CHECKING:
    import aiohttp

_KEPT_S = 4
"""An idle connection is given up before the server does: uvicorn, and so vLLM, hangs up after 5 s."""
_SHOWN_CHARS = 200
_PASSWORD = re.compile(r"//[^/\s]*@")
"""Before the host of an address: an error of aiohttp's shows a proxy's with its password."""


class NotCarried(Exception):
    """A request got no whole response; `connected` tells whether anything took the connection."""

    def __init__(self, message: str, *, connected: bool) -> None:
        super().__init__(message)
        self.connected = connected


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. The body holds no key; the headers may, and neither is shown."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Carrier:
    """Carries requests to one endpoint, many at once; connections are made when the first one is."""

    def __init__(self, endpoint: Endpoint, *, follows: bool = True, most_bytes: int = MOST_BYTES) -> None:
        """`follows` says whether redirects are followed; to another host the key never goes along, and nothing ever
        goes from https to http.

        Raises ConfigurationError where the proxies of the environment can't be used.
        """
        self._endpoint = endpoint
        self._follows = follows
        self._most_bytes = most_bytes
        self._proxy = proxy_before(endpoint.base_url)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, address: str, body: bytes | None = None) -> Response:
        """The response to a POST of JSON, to a GET where there is no body, whatever its status.

        Raises NotCarried, TooLarge, and EndpointRefused for a redirect from https to http; how long it may take is the
        caller's to limit.
        """
        import aiohttp

        session = self._session or self._opened()
        method = "GET" if body is None else "POST"
        asked = session.request(method, address, data=body, allow_redirects=self._follows, proxy=self._proxy)
        try:
            async with asked as response:
                packing = response.headers.get("Content-Encoding", "")
                if not packing and (response.content_length or self._most_bytes) < self._most_bytes:
                    raw = await response.read()  # it can't be longer than it says
                else:
                    raw = await bounded(response.content.iter_any(), packing, self._most_bytes)
                return Response(response.status, response.headers, self._endpoint.hide_key_in(raw))
        except TooLarge as large:
            raise TooLarge(self._endpoint.hide_key_in(large.begin), self._most_bytes) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            cause = getattr(error, "os_error", error)
            raise NotCarried(self._said(cause), connected=False) from None
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            raise NotCarried(self._said(error), connected=True) from None

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    def _said(self, error: BaseException) -> str:
        return _PASSWORD.sub("//", self._endpoint.hide_key(str(error))) or type(error).__name__

    def _opened(self) -> aiohttp.ClientSession:
        import aiohttp

        timeout_s = min(connecting.CONNECT_S, self._endpoint.timeout_s)
        is_tls = urlsplit(self._endpoint.base_url).scheme.lower() == "https"
        self._session = aiohttp.ClientSession(
            # Whoever calls limits how many requests are out; a second limit here would only hide them.
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT_S, ssl=_trusted() if is_tls else True),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=timeout_s),
            headers={
                "Authorization": f"Bearer {self._endpoint.api_key or 'none'}",  # keyless servers ignore it
                "Accept": "application/json",
                "Accept-Encoding": "gzip",  # what `bounded` can unpack
                "Content-Type": "application/json",
                "User-Agent": f"summarise/{__version__}",
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            trace_configs=[_encrypted_on_the_way()] if is_tls else None,
            auto_decompress=False,
            trust_env=False,  # proxies are chosen here, and no .netrc replaces the key
        )
        return self._session


def _encrypted_on_the_way() -> aiohttp.TraceConfig:
    """Looks at each redirect before it is followed: whoever names https has no paper sent in the clear."""
    import aiohttp

    async def look(
        _session: aiohttp.ClientSession, _context: Any, redirect: aiohttp.TraceRequestRedirectParams
    ) -> None:
        told = redirect.response.headers.get("Location") or redirect.response.headers.get("URI") or ""
        place = redirect.url.join(type(redirect.url)(told))
        if place.scheme != "https":
            redirect.response.close()
            shown = str(place.with_user(None).with_query(None).with_fragment(None))[:_SHOWN_CHARS]
            raise EndpointRefused(
                f"{redirect.url.origin()} sends requests on to {shown}, where they are not encrypted; give an https "
                "address, or name that place with --base-url if this is meant",
                "wrong_address",
            )

    tracing = aiohttp.TraceConfig()
    tracing.on_request_redirect.append(look)
    return tracing


def _trusted() -> ssl.SSLContext | bool:
    """Whose certificates are trusted, as openai's client does it: those of SSL_CERT_FILE or SSL_CERT_DIR, else the
    system's. True stands for OpenSSL's own way, which knows the system's certificates on neither Windows nor macOS.
    """
    if sys.platform in ("win32", "darwin") and not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return True
