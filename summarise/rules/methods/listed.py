"""The items of a list in a sentence: 'A, B, and C', '(1) A; (2) B', 'the A module and the B module'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.methods.coined import NAME, is_name, trimmed

_MARK = re.compile(r"(?:\(?(?:\d|i{1,3}|iv|v|[a-e])\)|\d\.) ?")
_ARTICLE = re.compile(r"(?:an?|the|our|its|two|three|four|several) (?:(?:novel|new|simple|[a-z]+ly) )?")
_ITEM = re.compile(
    r"[\w(][^,;:.()]{2,70}?(?: \([A-Z][\w-]{1,15}\))?"
    r"(?=,|;|:|\.(?: |$)| and (?:an? |the |\()?[\w(]| (?:that|which|to|for|with|where) |$)"
)
_NO_NOUN = re.compile(
    r"(?:with|to|for|by|in|on|of|from|which|who|where|while|when|then|enabling|based|such|both|each|their|these|this|that|it|not|as|into|how|via|using|more)\b"
)
_PHRASE = re.compile(
    r" (?:to|of|within|into|in|on|under|from|by|via|through|using|that|which|is|are|as|at|over|between) "
)
_NAME = re.compile(NAME)
_BETWEEN = re.compile(r"(?:[,;] (?:and )?| and |, as well as | as well as )")
_REST = re.compile(r"[^,;.]{0,90}?(?=[,;] (?:and )?\(?(?:\d|i{1,3}|iv|[a-e])\) |[;] | and \(?\d\) )")


def ends_in(heads: str) -> re.Pattern[str]:
    """What finds a phrase that ends in one of the heads, an acronym in brackets left aside."""
    return re.compile(rf"(?:^|[ -])(?:{heads})(?: \([A-Z][\w-]{{1,15}}\))?$")


def item_spans(text: str, at: int, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The items of the list that begins at `at`: coined names, and phrases that `ends` accepts."""
    failed = False
    for _ in range(5):
        if mark := _MARK.match(text, at):
            at = mark.end()
        if article := _ARTICLE.match(text, at):
            at = article.end()
        item = _ITEM.match(text, at)
        if item is None:
            return
        span = _name_in(text, item.start(), item.end(), ends)
        if span:
            yield span
        elif mark is None:
            if failed:
                return
            failed = True
        at = item.end()
        if mark and (rest := _REST.match(text, at)):
            at = rest.end()
        between = _BETWEEN.match(text, at)
        if between is None:
            return
        at = between.end()


def _name_in(text: str, start: int, end: int, ends: re.Pattern[str]) -> tuple[int, int] | None:
    """The item's span, if it is a name: coined, written in capitals, or a phrase with a telling head."""
    item = text[start:end]
    if _NO_NOUN.match(item) or _PHRASE.search(item):
        return None
    if 2 <= len(item.split()) <= 7 and ends.search(item):
        return start, end
    m = _NAME.match(item)
    if m is None or (rest := item[m.end() :]) and not rest.startswith(" ("):
        return None
    span = trimmed(text, start, start + m.end())
    return (start, end) if span and span[0] == start and is_name(text, *span, alone=False) else None
