"""One line of a request file, and the id by which a response finds its request.

The id says how the reply was asked for and holds half of the reply's key, so it depends on nothing but what is asked,
how and of whom: 'json_schema-5f0c…', 44 characters at most of the 64 that services take.
"""

from __future__ import annotations

import json
import re
from typing import cast

from summarise.records import Mode

CHAT_URL = "/v1/chat/completions"
_KEY_CHARS = 32
"""128 bits: no two of a billion requests share them."""
_OPENING = re.compile(rb'\{"custom_id":"([a-z0-9_-]{1,64})"')
_ID = re.compile(r"(json_schema|json_object|plain)-([0-9a-f]{32})")


def custom_id(key: str, mode: Mode) -> str:
    """The id of the request whose reply has this key."""
    return f"{mode}-{short(key)}"


def short(key: str) -> str:
    """The part of a reply's key that stands in an id."""
    return key[:_KEY_CHARS]


def read_id(said: object) -> tuple[Mode, str] | None:
    """The mode and the short key in an id; None for what is no id of ours."""
    match = _ID.fullmatch(said) if isinstance(said, str) else None
    return (cast("Mode", match[1]), match[2]) if match else None


def begins_a_request(begin: bytes) -> bool:
    """Whether a file that begins with these bytes, 100 or more of them, is one of `request_line`'s."""
    found = _OPENING.match(begin)
    return found is not None and read_id(found[1].decode()) is not None


def request_line(key: str, mode: Mode, body: bytes, *, url: str = CHAT_URL, bare: bool = False) -> bytes:
    """The line of a request, with its end; `body` is a JSON object, a `bare` line has an id and a body alone."""
    whole = {} if bare else {"method": "POST", "url": url}
    opening = json.dumps({"custom_id": custom_id(key, mode), **whole}, separators=(",", ":"))
    return b'%b,"body":%b}\n' % (opening.removesuffix("}").encode(), body)
