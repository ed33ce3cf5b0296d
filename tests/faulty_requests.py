"""Requests that no server should answer as if nothing were wrong, as record_exchange.py puts them to real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CHAT = "/v1/chat/completions"
KEPT_HEADERS = ("content-type", "retry-after", "www-authenticate")


@dataclass(frozen=True)
class Faulty:
    """A request, and what is wrong with it in a few words."""

    name: str
    body: bytes
    path: str = CHAT
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def constrained(self) -> bool:
        """Whether it asks for JSON in a form."""
        return b'"response_format"' in self.body


def faulty_requests(model: str) -> list[Faulty]:
    """One request for each thing that goes wrong in practice."""

    def chat(**changes: Any) -> bytes:
        body = {
            "model": model,
            "messages": [{"role": "user", "content": "Say hello."}],
            "max_tokens": 8,
            "temperature": 0,
        }
        return json.dumps(body | changes).encode()

    def schema(**wrong: Any) -> bytes:
        return chat(response_format={"type": "json_schema", "json_schema": {"name": "x", "strict": True} | wrong})

    return [
        Faulty("unknown model", chat(model="no-such-model")),
        Faulty("wrong key", chat(), headers={"Authorization": "Bearer sk-wrong"}),
        Faulty("no key", chat(), headers={"Authorization": ""}),
        Faulty("prompt too long", chat(messages=[{"role": "user", "content": "word " * 60_000}])),
        Faulty("limit beyond the context", chat(max_tokens=10_000_000)),
        Faulty("body cut off", chat()[:40]),
        Faulty("no messages", chat(messages=[])),
        Faulty("messages that are none", chat(messages="hello")),
        Faulty("unknown form", chat(response_format={"type": "json_schemata"})),
        Faulty("form without a schema", schema()),
        Faulty("schema of an unknown type", schema(schema={"type": "nonsense"})),
        Faulty("schema with a broken pattern", schema(schema={"type": "string", "pattern": "(["})),
        Faulty("temperature out of range", chat(temperature=9)),
        Faulty("unknown field", chat(no_such_field=1)),
        Faulty("wrong path", chat(), path="/v1/chat/completion"),
        Faulty("a stream", chat(stream=True)),
    ]
