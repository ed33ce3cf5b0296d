"""Files that anyone may have written: read without waiting or filling memory, whatever the path or the text is."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from summarise.errors import ConfigurationError, InputError

STDIN = "-"
LONGEST_LINE = 64_000_000
"""Characters of a line of JSON; a record of a long abstract has some 100,000."""


def parse_toml(data: bytes, name: str) -> dict[str, Any]:
    """The values of a file's bytes; `name` is the file's, for messages. Raises ConfigurationError; quotes no text."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = str(error)
    except ValueError:  # Python reads no integer of thousands of digits
        problem = "a number in it has too many digits; shorten it"
    except RecursionError:
        problem = "its brackets are nested too deeply; take the inner ones out"
    raise ConfigurationError(f"{name}: can't be read as TOML: {problem}")


def read_small(path: Path, most: int) -> bytes | None:
    """A regular file's bytes; None where there are more than `most`. Raises OSError, also for what is no such file."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():  # opening a pipe waits, a device has no end
        raise OSError("not a regular file")
    with path.open("rb") as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def open_lines(path: str | Path) -> TextIO:
    """The text of a regular file or of a pipe; '-' is standard input. Raises OSError, also for a device."""
    if str(path) == STDIN:
        return open(0, encoding="utf-8-sig", closefd=False)
    mode = os.stat(path).st_mode  # noqa: PTH116
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise OSError("a device, not a file; name a file, or give - for standard input")
    return open(path, encoding="utf-8-sig")


def lines_of(file: TextIO, name: str) -> Iterator[str]:
    """The lines; `name` is the file's, for messages. Raises InputError for one that never seems to end."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"{name}:{number}: a line of more than {LONGEST_LINE:,} characters; write one JSON object a line"
            )
        yield line
