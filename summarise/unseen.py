"""What stands in a text and is not seen by who reads it: code points without a shape, comments, words in white."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# Control characters that break no line, and what Unicode calls default ignorable (DerivedCoreProperties).
_SHAPELESS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
SHAPELESS = re.compile(f"[{_SHAPELESS}]")
"""One code point that shows nothing; white space is none of them."""

_OPENS = re.compile(
    r"(?P<comment><!--)"
    r"|<(?P<tag>[A-Za-z]\w{0,15})(?P<attributes>\s[^<>]{1,400})>"
    r"|\\(?P<colour>textcolor|color|colorbox)\s{0,3}(?:\[[^\][]{0,12}\])?\s{0,3}\{\s{0,3}"
    r"(?:white|#?[fF]{6}|1(?:\.0*)?\s?,\s?1(?:\.0*)?\s?,\s?1(?:\.0*)?|255\s?,\s?255\s?,\s?255)\s{0,3}\}"
    r"|\\(?P<size>fontsize)\s{0,3}\{\s{0,3}0?\.?[01](?:\.\d*)?\s?(?:pt|px|em|mm)?\s{0,3}\}\s{0,3}\{[^{}]{0,12}\}"
)
_BEGINS = ("<", "\\")
_STYLED_AWAY = re.compile(
    r"(?i)display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?(?:0(?![.\d])|0?\.[0-2]\d*|1\s?p[xt])"
    r"|(?<![-\w])color\s?:\s?(?:white|#fff(?:fff)?\b|rgba?\([^)]{0,20},\s?0\s?\)|transparent)|opacity\s?:\s?0(?:\.0+)?(?![.\d])"
    r"|\shidden(?=[\s/=]|$)"
)
_BRACES = re.compile(r"\\[\\{}]|[{}]")


def unseen_spans(text: str) -> Iterator[Span]:
    """Where comments and words in white, of no size or styled away stand, from left to right; linear in the length.

    What is opened and never closed reaches to the end, as it does where such text is shown.
    """
    if "<" not in text and "\\" not in text:
        return
    at = 0
    if not any(sign in text for sign in _BEGINS):  # nearly every text: a search costs as much as all else here
        return
    while opened := _OPENS.search(text, at):
        end = _end(text, opened)
        at = end or opened.end()
        if end is not None:
            yield opened.start(), end


def blanked(text: str, spans: list[Span]) -> str:
    """The text with a blank for each code point of the spans, so that every other one keeps its place."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _end(text: str, opened: re.Match[str]) -> int | None:
    """Where what is opened ends; None where nothing is hidden by it."""
    if opened["comment"]:
        closed = text.find("-->", opened.end())
        return closed + 3 if closed >= 0 else len(text)
    if tag := opened["tag"]:
        if not _STYLED_AWAY.search(opened["attributes"]):
            return None
        closed = text.find(f"</{tag}", opened.end())
        return text.find(">", closed) + 1 or len(text) if closed >= 0 else len(text)
    # \color and \fontsize hold to the end of the group they stand in, \textcolor{white}{…} to that of its words.
    depth = 1 if opened["colour"] == "color" or opened["size"] else 0
    for brace in _BRACES.finditer(text, opened.end()):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth <= 0 and brace[0] == "}":
            return brace.start() if opened["colour"] == "color" or opened["size"] else brace.end()
    return len(text)
