"""Decoded lines, one at a time, whatever the size of the document or of a line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from summarise.reading.delivered import Fault, excerpt
from summarise.reading.stream import BLOCK_BYTES

RECORD_LIMIT = 1_000_000
"""Bytes of a line or record. The longest abstracts have a few thousand; more is a wrong file, not a record."""
LIMIT_IN_WORDS = "1 MB"
# As much of a faulty line as is kept, to tell which layout's line it was meant to be.
_KEPT_BYTES = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, counted from 1; of a faulty one `text` holds the beginning, as far as it is text."""

    number: int
    text: str
    fault: Fault | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read and nothing to report."""
        return self.fault is None and not self.text.strip()


def read_lines(reader: io.BufferedReader) -> Iterator[Line]:
    """The lines of `reader`; one over the limit is skipped in blocks and comes as a fault."""
    number = 0
    while raw := reader.readline(RECORD_LIMIT + 2):
        number += 1
        content = raw.removesuffix(b"\n").removesuffix(b"\r")
        if len(content) > RECORD_LIMIT:
            _skip_to_line_end(reader, raw)
            yield Line(number, _beginning(content), too_long(str(number), content))
        else:
            yield _decoded(number, content)


def decode(raw: bytes, position: str) -> str | Fault:
    """`raw` as text, or why it is none."""
    if b"\0" in raw:
        return Fault(position, "binary", "The line holds NUL bytes: it is damaged, or no text; repair or remove it.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"Byte {error.start + 1} of the line (0x{raw[error.start]:02X}) is not UTF-8"
        return Fault(position, "not_utf8", f"{what}; save the document as UTF-8.")


def too_long(position: str, raw: bytes) -> Fault:
    """The fault of a line or record over the limit that begins with `raw`."""
    message = f"Longer than {LIMIT_IN_WORDS}, begins {excerpt(_beginning(raw))}; give one paper a record."
    return Fault(position, "too_long", message)


def _skip_to_line_end(reader: io.BufferedReader, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = reader.readline(BLOCK_BYTES)


def _beginning(raw: bytes) -> str:
    return raw[:_KEPT_BYTES].decode("utf-8", "replace")


def _decoded(number: int, raw: bytes) -> Line:
    text = decode(raw, str(number))
    return Line(number, text) if isinstance(text, str) else Line(number, _beginning(raw), text)
