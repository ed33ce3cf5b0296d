"""The formats by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from summarise.errors import UsageError
from summarise.exporting.csv_table import csv_table
from summarise.exporting.exported import Exported
from summarise.exporting.json_text import json_array, json_lines
from summarise.exporting.markdown import markdown
from summarise.exporting.shapes import Shape

Format = Callable[[Iterable[Exported], Shape], Iterator[str]]
"""Papers as they come → pieces of text; it holds no more than one paper at a time."""

FORMATS: dict[str, Format] = {
    "json": json_array,
    "jsonl": json_lines,
    "csv": csv_table,
    "md": markdown,
}
"""Each format under its ending."""


def format_of(name: str) -> str:
    """The format that a file's ending names; raises UsageError where it names none."""
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise UsageError(f"{name}: the ending says how a run is exported, and is none of {known}; or give --as")
    return ending
