"""What a vocabulary file may write as a spelling, and what is said of a fault in its form."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from summarise.rules.topics.spotting import folded_words
from summarise.rules.topics.vocabulary import FACETS

# Line breaks, escape codes and direction overrides: no text writes a name with them, and they could steer a terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Folded as the words of a spelling are: 'this' stays, 'was' is 'wa'.
_SAY_NOTHING = frozenset(
    folded
    for word in """a about all also an and any are as at be been but by can do each for from had has have he how i if in
    into is it its may more most no not of on one or other our she so some such than that the their them then there
    these they this those to us was we were what when where which who will with you your""".split()
    for folded in folded_words(word)
)
_FORMS = {
    "bool_type": "must be true or false, without quotes",
    "dict_type": "must be a table { … }",
    "model_type": 'must be a table, such as { label = "…" }',
    "string_too_short": "is empty; write a word",
    "string_too_long": "is longer than 100 characters; shorten it",
    "too_short": "names no words; list those of which a paper must have one, or make it an alias",
}


def _without_control(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("holds a control character or a line break; take it out")
    return text


def _telling(text: str) -> str:
    """The spelling, if a text that writes it is about something; an acronym such as IT counts only in its capitals."""
    if all(word.isdigit() or word in _SAY_NOTHING for word in folded_words(text)) and text[1:] == text[1:].lower():
        raise ValueError(f"{text!r} stands in any text; give a spelling of more than digits and words like 'the'")
    return text


Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"[^\W_]"),
    AfterValidator(_without_control),
]
"""Words that a text may hold."""

Spelling = Annotated[Words, AfterValidator(_telling)]
"""A way to write an entry."""


def fault(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    """A sentence for one fault of a file: where it is, and what should stand there."""
    where = [part for part in loc if part != "[key]"]
    place = _place(loc)
    if kind == "extra_forbidden" and len(where) == 1:
        return f"unknown table or key {place!r}; known are builtin, disable and the facets {', '.join(FACETS)}"
    if kind == "extra_forbidden":
        return f"{place}: unknown key; an entry has label, parent, aliases and in_context"
    if kind == "string_pattern_mismatch" and (loc[-1] == "[key]" or where[-1] == "parent" or where[0] == "disable"):
        return f"{place}: an id is written in small letters, digits and hyphens, such as 'protein-docking'"
    if kind == "string_pattern_mismatch":
        return f"{place}: needs a letter or digit"
    if kind == "tuple_type" or (kind == "string_type" and isinstance(loc[-1], int)):
        name = place if kind == "tuple_type" else _place(loc[:-1])
        return f'{name} must be a list of strings, such as ["…"]'
    if kind == "string_type":
        return f"{place} must be a string"
    if kind == "value_error":
        return f"{place}: {message.removeprefix('Value error, ')}"
    return f"{place} {_FORMS[kind]}" if kind in _FORMS else f"{place}: {message}"


def _place(loc: tuple[int | str, ...]) -> str:
    where = [str(part) if str(part).isprintable() else ascii(part) for part in loc if part != "[key]"]
    return f"[{where[0]}] {'.'.join(where[1:])}" if len(where) > 1 else ".".join(where) or "the file"
