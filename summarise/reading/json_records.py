"""JSON objects as records: `{abstract, id?, title?, authors?, doi?, arxiv?, url?, pmid?}`, other keys ignored.

Keys are read in any case; `summary` stands for `abstract` (arXiv's feeds call it so).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from summarise.reading.authors import split_authors
from summarise.reading.delivered import Delivered, Fault, encodable, excerpt

# Keys under which exports of arXiv, Semantic Scholar, OpenAlex and reference managers give identifiers.
_IDENTIFIERS = {
    "doi": "doi",
    "arxiv": "arxiv",
    "arxiv_id": "arxiv",
    "arxivid": "arxiv",
    "pmid": "pmid",
    "pubmed": "pmid",
    "url": "url",
    "openreview": "openreview",
    "acl": "acl",
    "dblp": "dblp",
}
_NESTED = ("identifiers", "externalids", "ids")
_JSON_NAMES = {
    dict: "an object",
    list: "an array",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


class _WrongType(Exception):
    """A value of a known key has another type than that key's."""


def read_record(text: str, position: str) -> Delivered | Fault:
    """The record that `text` holds, or why it holds none."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return _not_json(text, error, position)
    except RecursionError:
        return Fault(position, "not_json", "The JSON is nested too deeply to read; give one flat object a paper.")
    except ValueError:
        return Fault(position, "not_json", "A number in the JSON has too many digits to read; write it as text.")
    if not isinstance(value, dict):
        what = f"The JSON is {_kind_of(value)}, not an object"
        return Fault(position, "not_an_object", f'{what}; give each paper as {{"abstract": "…"}}.')
    try:
        return _record(value, position)
    except _WrongType as error:
        return Fault(position, "wrong_type", str(error))


def _not_json(text: str, error: json.JSONDecodeError, position: str) -> Fault:
    place = f"at column {error.colno}" if error.lineno == 1 else f"at line {error.lineno}, column {error.colno} of it"
    what = f"Not JSON {place}: {error.msg}, near {excerpt(text[max(0, error.pos - 15) : error.pos + 25])}"
    return Fault(position, "not_json", f"{what}; correct or remove the record.")


def _record(value: dict[str, Any], position: str) -> Delivered | Fault:
    keys = _known_keys(value)
    abstract = _text(keys, "abstract")
    if abstract is None and isinstance(keys.get("summary"), str):
        abstract = _text(keys, "summary")
    title = _text(keys, "title")
    if abstract is None:
        named = f" (title {excerpt(title)})" if title else ""
        return Fault(position, "missing_abstract", f"The record has no abstract{named}; add one or remove the record.")
    return Delivered(
        position, abstract, title, _authors(keys.get("authors")), _own_id(keys.get("id")), _identifiers(keys)
    )


def _known_keys(value: dict[str, Any]) -> dict[str, Any]:
    """Values under lower-case keys; where two spellings of a key meet, the lower-case one counts."""
    return {key.lower(): v for key, v in value.items()} | {k: v for k, v in value.items() if k == k.lower()}


def _text(keys: Mapping[str, Any], key: str) -> str | None:
    """The text under `key` as delivered, None where absent, null or blank."""
    value = keys.get(key)
    if value is not None and not isinstance(value, str):
        raise _WrongType(f"'{key}' is {_kind_of(value)}; give it as text.")
    return encodable(value) if value and value.strip() else None


def _own_id(value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _WrongType(f"'id' is {_kind_of(value)}; give it as text or a whole number.")
    return encodable(str(value))


def _authors(value: object) -> tuple[str, ...]:
    """Names out of a list of texts, a list of objects with `name`, or one text."""
    if value is None:
        return ()
    if isinstance(value, str):
        return split_authors(encodable(value))
    names = [v.get("name") if isinstance(v, dict) else v for v in value] if isinstance(value, list) else [None]
    known = [encodable(name) for name in names if isinstance(name, str)]
    if len(known) < len(names):
        raise _WrongType("'authors' is no list of names; give it as a list of texts.")
    return tuple(dict.fromkeys(name for name in known if name.strip()))


def _identifiers(keys: Mapping[str, Any]) -> dict[str, str]:
    """Known identifiers by their usual name, as delivered; those of the record itself before nested ones."""
    nested = [_known_keys(v) for key in _NESTED if isinstance(v := keys.get(key), dict)]
    found: dict[str, str] = {}
    for source in (keys, *nested):
        for key, name in _IDENTIFIERS.items():
            if (value := _identifier(source, key)) is not None:
                found.setdefault(name, value)
    return found


def _identifier(keys: Mapping[str, Any], key: str) -> str | None:
    value = keys.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _WrongType(f"'{key}' is {_kind_of(value)}; give it as text.")
    return encodable(str(value).strip())


def _kind_of(value: object) -> str:
    return "null" if value is None else _JSON_NAMES[type(value)]
