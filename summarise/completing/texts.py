"""A response's bytes as text, whatever it is."""

from __future__ import annotations

import json


def text_of(body: bytes) -> str:
    """The text of a body: UTF-8, UTF-16 or UTF-32 with or without a mark, else Latin-1's successor.

    What the header says of the encoding is not asked: it is wrong more often than the bytes.
    """
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        pass
    if encoding.startswith("utf-8") and body.decode("utf-8", "ignore").isascii():
        return body.decode("cp1252", "replace")
    return body.decode(encoding, "replace")
