"""What all frozen records share: their base, text that can be written, and what a number may be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict


class Flow(BaseModel):
    """Frozen, closed base of the records below."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no UTF-8 file can hold, replaced one for one."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


Text = Annotated[str, AfterValidator(encodable)]
"""Text from outside: it can be written to a file."""

NumberRole = Literal[
    "result", "size", "data", "cost", "count", "context", "version", "name", "year", "enumerator", "unknown"
]
