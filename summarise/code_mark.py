"""A hash of the installed program: what it makes of the same paper and the same replies may change with it."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pydantic

from summarise import prompts, schemas
from summarise.version import __version__

_SUFFIXES = (".py", ".toml", ".md")
_ROOTS = (Path(__file__).parent, *map(Path, schemas.__path__), *map(Path, prompts.__path__))


@cache
def code_mark() -> str:
    """32 hex digits over code, rules, prompts, schemas and built-in tables, and over what they are run with.

    A version number alone would serve records of yesterday's code to whoever changes a rule in a checkout.
    """
    found = hashlib.blake2b(digest_size=16)
    for part in (__version__, sys.version, pydantic.VERSION, metadata.version("rapidfuzz")):
        found.update(part.encode() + b"\0")
    for root in _ROOTS:
        for path in sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES):
            found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
