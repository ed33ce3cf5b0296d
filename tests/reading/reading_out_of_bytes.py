"""Reading what a test plants, without files."""

from __future__ import annotations

import io
import json

from summarise.reading import Reading, read_papers
from summarise.records import Paper, Unreadable

# 60 words with a name, a number and a code sentence: what the tests change, one thing at a time.
ABSTRACT = (
    "Long documents remain difficult for language models. We propose Windrose, a retrieval method that reads a "
    "document in overlapping windows and ranks them with a small encoder. Existing methods, however, lose the order "
    "of events. "
    "Windrose improves accuracy on NarrativeQA by 4.2% and needs only 7B parameters, e.g., on one consumer device. "
    "Experiments in German demonstrate that the order of windows matters significantly for questions about time."
)


def read(data: bytes | str) -> Reading:
    """What is read from `data` on standard input."""
    raw = data.encode() if isinstance(data, str) else data
    return read_papers(["-"], stdin=io.BytesIO(raw))


def papers_of(data: bytes | str) -> list[Paper]:
    """The papers in `data`, which must hold nothing unreadable."""
    items = list(read(data))
    assert [item for item in items if isinstance(item, Unreadable)] == []
    return [item for item in items if isinstance(item, Paper)]


def kinds_of(data: bytes | str) -> list[tuple[str, str]]:
    """Position and kind of each unreadable piece; of a paper, position and 'paper'."""
    return [
        (item.source.position, item.kind) if isinstance(item, Unreadable) else (item.sources[0].position, "paper")
        for item in read(data)
    ]


def json_lines(*records: dict[str, object] | str) -> str:
    """JSON Lines of objects, or of abstracts."""
    return "".join(json.dumps({"abstract": r} if isinstance(r, str) else r) + "\n" for r in records)
