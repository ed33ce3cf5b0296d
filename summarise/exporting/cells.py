"""Values as cells of a table that a spreadsheet opens: exact numbers, and no text that it would run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal

from summarise.records import encodable
from summarise.telling import printable

_RUN = re.compile(r"[\s\ufeff\u00ad]*[=+\-@\uff1d\uff0b\uff0d\uff20].|[\t\r\n]", re.S)
"""How text begins that spreadsheets take for a formula: OWASP's list, also behind blanks. A sign alone is none."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
JOINT = "; "


def cell(value: object, *, raw: bool = False) -> str:
    """A value as the text of a cell; '' for None. Lists are joined, each item made safe by itself."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple) and not any(isinstance(item, dict | list) for item in value):
        return joined(value, raw=raw)
    if isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False)
    return defused(encodable(str(value)), raw=raw)


def joined(values: Iterable[object], *, raw: bool = False) -> str:
    """Several values in one cell."""
    return JOINT.join(cell(value, raw=raw) for value in values)


def defused(text: str, *, raw: bool = False) -> str:
    """Text that no spreadsheet runs: an apostrophe before what looks like a formula, and no control characters.

    A number stays a number, whatever its sign. `raw` leaves text as it is.
    """
    if raw:
        return text
    shown = printable(text)
    return f"'{shown}" if _RUN.match(shown) and not _NUMBER.fullmatch(shown) else shown
