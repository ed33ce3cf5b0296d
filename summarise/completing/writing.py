"""The bytes of requests. What all papers of a run share is written once, a paper's words are put in as a JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarise.completing.requesting import Form, Manner, fields_of

Message = Mapping[str, Any]
_MOST_KEPT = 64
"""A run has a handful of manners, forms and prefixes; whoever makes more of them writes them anew."""


class Writer:
    """Writes the requests to one model. `further_fields` tells the fields beyond the protocol, by manner and form."""

    def __init__(self, model: str, further_fields: Callable[[Manner, Form], Mapping[str, Any]]) -> None:
        self._model = model
        self._further_fields = further_fields
        self._ends: dict[tuple[Manner, str, bool, bool], _End] = {}
        self._openings: dict[str, bytes] = {}

    def body(self, manner: Manner, messages: Sequence[Message], form: Form, max_tokens: int) -> bytes:
        """The body of a request: the messages, of which the first is the same for all papers, and what follows."""
        opening, *others = messages
        written = b",".join([self._opening(opening), *map(as_json, others)])
        end = self._end(manner, form)
        limit = b"%b%d," % (end.limit, max_tokens) if end.limit else b""
        return b'{"messages":[%b],%b%b' % (written, limit, end.fields)

    def _opening(self, message: Message) -> bytes:
        """The first message, which holds the prefix of the prompt."""
        if message.keys() != {"role", "content"} or message["role"] != "system":
            return as_json(message)
        content = message["content"]
        if content not in self._openings:
            _make_room(self._openings)
            self._openings[content] = as_json(message)
        return self._openings[content]

    def _end(self, manner: Manner, form: Form) -> _End:
        key = (manner, form.name, form.against_loops, form.as_tool)
        end = self._ends.get(key)
        if end is None or end.json_schema != form.json_schema:
            fields = {"model": self._model} | fields_of(manner, form, self._further_fields(manner, form))
            # A profile may set the limit itself.
            limit = b"" if manner.max_tokens_field in fields else as_json(manner.max_tokens_field) + b":"
            _make_room(self._ends)
            end = self._ends[key] = _End(form.json_schema, limit, as_json(fields)[1:])
        return end


@dataclass(frozen=True, slots=True)
class _End:
    """What stands behind the messages of a request."""

    json_schema: dict[str, Any]
    limit: bytes
    """The key of the limit of tokens with its colon."""
    fields: bytes
    """All other fields, up to the closing brace."""


def as_json(value: Any) -> bytes:
    """`value` as JSON in ASCII, which half a character of a hostile text can't break."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
