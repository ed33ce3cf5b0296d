"""Documents: opened, told apart by content, read to records and faults."""

from __future__ import annotations

import io
import re
import stat
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from summarise.errors import InputError
from summarise.reading.author_page import is_author_page, read_author_page
from summarise.reading.delivered import Delivered, Fault, encodable
from summarise.reading.json_documents import read_json_lines, read_json_values
from summarise.reading.labelled import has_label, read_labelled
from summarise.reading.lines import read_lines
from summarise.reading.paragraphs import read_paragraphs
from summarise.reading.stream import as_utf8, head_of

STDIN = "-"
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
_OPENS_ARRAY = re.compile(rb"\s*\[\s*(?:[{\]]|$)")
_OPENS_OBJECT = re.compile(rb'\s*\{\s*["}]')
# An object whose first line does not hold all of it: printed over several lines.
_GOES_ON = re.compile(rb'\s*\{[^\n]*[^\s}][ \t\r]*\n\s*"|\s*\{[ \t\r]*\n')


def check_documents(documents: Sequence[str]) -> None:
    """Raises InputError for the first document that can't be opened; reads none of them."""
    if documents.count(STDIN) > 1:
        raise InputError("'-' is given twice, but standard input can be read only once; give it once.")
    for document in documents:
        if document != STDIN:
            _check(document)


def name_of(document: str) -> str:
    """The document's name as sources show it."""
    return "stdin" if document == STDIN else encodable(document)


def read_document(document: str, stdin: BinaryIO | None) -> Generator[Delivered | Fault, None, None]:
    """The records and faults of one document, in its order; at least one, since an empty document is a fault."""
    found = False
    try:
        with _opened(document, stdin) as stream:
            for item in _read_stream(stream, Path(document).suffix.lower()):
                found = True
                yield item
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Fault("1", "read_error", f"Reading broke off: {reason}; check the file or its disk and run again.")
        return
    if not found:
        yield Fault("1", "empty", "The document holds no records; check that it was written completely.")


def _check(document: str) -> None:
    name = encodable(document)
    try:
        mode = Path(document).stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name}: is a folder, not a document; name the files in it, such as {name}/*.jsonl.")
        if stat.S_ISREG(mode):  # opening a pipe to look would swallow it
            Path(document).open("rb").close()
    except FileNotFoundError as error:
        raise InputError(f"{name}: there is no such file; check the path and the folder you are in.") from error
    except PermissionError as error:
        raise InputError(f"{name}: may not be read; ask for permission, or copy it to a folder of yours.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name}: can't be opened ({reason}); check the path.") from error


@contextmanager
def _opened(document: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    if document == STDIN:
        yield stdin or sys.stdin.buffer
        return
    with Path(document).open("rb") as stream:
        yield stream


def _read_stream(stream: BinaryIO, suffix: str) -> Iterator[Delivered | Fault]:
    reader = as_utf8(stream)
    head = head_of(reader)
    if b"\0" in head:
        what = "A binary file, not text"
        yield Fault("1", "binary", f"{what}; unpack it or convert it to UTF-8 text or JSON Lines first.")
    elif _is_json_values(head, suffix):
        yield from read_json_values(reader)
    elif _is_json_lines(head) or (suffix in _JSON_SUFFIXES and not _is_labelled(head)):
        yield from read_json_lines(reader)
    else:
        yield from _read_text(reader, head)


def _is_json_values(head: bytes, suffix: str) -> bool:
    """Whether records may span lines: an array, or a first object that does not end on its line."""
    if _OPENS_ARRAY.match(head):
        return suffix == ".json" or bool(head.strip(b"[ \t\r\n"))
    return bool(_GOES_ON.match(head))


def _is_json_lines(head: bytes) -> bool:
    """Whether one of the first lines begins like an object: the very first may be broken."""
    return any(_OPENS_OBJECT.match(line) for line in head.split(b"\n")[:20])


def _is_labelled(head: bytes) -> bool:
    return any(map(has_label, _texts(head)))


def _texts(head: bytes) -> list[str]:
    """The first lines that are not blank."""
    return [line for line in head.decode("utf-8", "replace").split("\n") if line.strip()]


def _read_text(reader: io.BufferedReader, head: bytes) -> Iterator[Delivered | Fault]:
    if _is_labelled(head):
        return read_labelled(read_lines(reader))
    if is_author_page(_texts(head)):
        return read_author_page(read_lines(reader))
    return read_paragraphs(read_lines(reader))
