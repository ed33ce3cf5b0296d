"""Forms that no abstract is written in: templates, code of pages, images of Markdown, base64, hidden letters."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from summarise.unseen import SHAPELESS, Span, unseen_spans

_TEMPLATE = re.compile(
    r"\{%-?\s{0,3}[a-z]\w{1,15}\b[^{}%]{0,80}%\}"
    r"|\{\{\s{0,3}(?:[A-Za-z_]\w{0,30}(?:\.\w|\[|\||\()[^{}]{0,80}|['\"]?\d{1,6}['\"]?\s?[*+]\s?['\"]?\d{1,6}['\"]?)\s{0,3}\}\}"
    r"|\{\{ [A-Za-z_]\w{0,30} \}\}"
    r"|\$\{(?:[a-z]{2,8}:[^{}$]{1,80}|[a-z_]{2,20}(?:\.\w{1,20}){1,4}|\d{1,6}\s?[*+]\s?\d{1,6})\}(?!\$)"
    r"|<%=?\s|<(?:script|iframe)\b|\bon(?:error|load)\s?=|\bjavascript:"
)
_TEMPLATE_SIGNS = ("{%", "{{", "${", "<", "onerror", "onload", "javascript:")
_MARKDOWN = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^()\s]{4,400}"
    r"|\]\(\s?https?://[^()\s]{1,300}[?&][^()\s=]{1,40}=(?:[{\[<$]|%7[bB]|%5[bB]|DATA|data\b|\))"
    r"|\[//\]:\s?#"
)
_SHORTEST_BASE64 = 24
_BASE64 = re.compile(rf"(?<![\w/+-])[A-Za-z0-9+/]{{{_SHORTEST_BASE64},4000}}={{0,2}}(?![\w/+])")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}|\\x[0-9a-f]{2}|\\u00[0-9a-f]{2}|&#x?[0-9A-Fa-f]{2,4};){8,400}")
_FEWEST_CODES = 8
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]{3,4000}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,4000}")
_RUNS = re.compile(rf"{SHAPELESS.pattern}{{8,4000}}")
_OVERRIDE = re.compile("[\u202d\u202e][^\u202c\n]{0,400}\u202c?")


def foreign_forms(text: str) -> Iterator[tuple[Span, str]]:
    """Spans of the text as delivered, each with what it is."""
    if any(sign in text for sign in _TEMPLATE_SIGNS):
        for m in _TEMPLATE.finditer(text):
            yield m.span(), "code or a template"
    if "](" in text or "[//]:" in text:
        for m in _MARKDOWN.finditer(text):
            yield m.span(), "an image or link that sends data"
    if max(map(len, text.split()), default=0) >= _SHORTEST_BASE64:
        for m in _BASE64.finditer(text):
            if _is_text_in_base64(m[0]):
                yield m.span(), "text in base64"
    if sum(map(text.count, ("%", "\\", "&#"))) >= _FEWEST_CODES:
        for m in _PERCENT.finditer(text):
            yield m.span(), "text in escape codes"


def hidden_forms(text: str) -> Iterator[tuple[Span, str]]:
    """Spans of the text as delivered that hold what readers don't see, each with what it is."""
    for start, end in unseen_spans(text):
        yield (start, end), "words that are not shown"
    if text.isascii():
        return
    for m in _TAGS.finditer(text):
        yield m.span(), "text in invisible letters"
    for pattern in (_SELECTORS, _RUNS):
        for m in pattern.finditer(text):
            yield m.span(), "a run of invisible signs"
    for m in _OVERRIDE.finditer(text):
        yield m.span(), "words whose direction is turned"


def spelt_out(words: str) -> str:
    """The words with letters of Unicode's tags, which show nothing, as the letters they stand for."""
    return "".join(chr(ord(c) - 0xE0000) if "\U000e0020" <= c <= "\U000e007e" else c for c in words)


def _is_text_in_base64(run: str) -> bool:
    """Whether a run decodes to words: an address, a hash or a sequence of bases does not."""
    if run.isalpha() and (run.islower() or run.isupper()) or run.isdigit():
        return False
    try:
        told = base64.b64decode(run[: len(run) // 4 * 4], validate=True).decode("ascii")
    except ValueError:
        return False
    return told.isprintable() and " " in told.strip()
