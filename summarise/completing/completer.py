"""The seam: what the pipeline needs of an endpoint, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from summarise.records import Completion, Prompt


@dataclass(frozen=True, slots=True)
class EndpointIdentity:
    """What names an endpoint in cache keys and provenance: no key, no user name, no query."""

    endpoint: str
    """Base URL without secrets, or 'local:NAME@HASH' for the embedded model."""
    model: str

    @classmethod
    def of_url(cls, base_url: str, model: str) -> EndpointIdentity:
        """The identity of a server's base URL."""
        parts = urlsplit(base_url)
        host = (parts.hostname or "").lower()
        host = (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else "")
        return cls(urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/"), "", "")), model)


class Completer(Protocol):
    """Asks one endpoint. Safe to call for several papers at once."""

    async def complete(self, prompt: Prompt) -> Completion:
        """The endpoint's answer, valid for the prompt's schema, after at most one re-ask.

        Raises CompletionError where this paper failed, EndpointError where no paper can be asked.
        """
        ...

    async def aclose(self) -> None:
        """Gives back connections and, for the embedded model, its server."""
        ...
