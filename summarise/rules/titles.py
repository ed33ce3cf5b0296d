"""The name that a title gives to the paper's work: 'FooNet: …', 'FooNet Technical Report'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.coined import kind_of
from summarise.rules.known_methods import is_known_method
from summarise.rules.names import COMMON_ACRONYMS, looks_like_name
from summarise.rules.scene import Mention, Scene

_TITLE = re.compile(
    r"^\W*(?P<name>[^:?!]{2,60}?)(?: ?: | [–—-] )(?P<rest>.+)$|"
    r"^\W*(?P<report>[^:]{2,60}?)(?: Technical Report| System Card)\W*$"
)
_PLAIN_COMPOUND = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+")
_BEGINS = re.compile(r"(?<![\w/-])")  # an address may hold the name too
_ENDS = re.compile(r"(?![\w+-])")
_TOPICS = frozenset("survey review attention learning towards understanding beyond rethinking revisiting".split())


def find_in_title(scene: Scene) -> Iterator[Mention]:
    """The name before a title's colon ('X: a dataset for Y'), or of a technical report."""
    title = scene.paper.title or ""
    m = _TITLE.match(title[:400])
    if m is None:
        return
    name = m["name" if m["name"] else "report"].strip(" \"'“”")
    kind = kind_of(m["rest"] or "")
    at = _place(scene.text, name)
    if not (len(name.split()) <= 4 and _is_title_name(name, in_abstract=at >= 0)):
        return
    if at >= 0:
        yield Mention(name, at, at + len(name), kind)
    else:
        start = title.index(name)
        yield Mention(name, start, start + len(name), kind, in_title=True)


def _place(text: str, name: str) -> int:
    """Where the name first stands in text by itself, not in a longer one; -1 where it does not."""
    at = text.find(name)
    while at >= 0 and not (_BEGINS.match(text, at) and _ENDS.match(text, at + len(name))):
        at = text.find(name, at + 1)
    return at


def _is_title_name(name: str, *, in_abstract: bool) -> bool:
    """Whether the words before a colon are a coined name, not a topic."""
    words = name.split()
    if any(w[0].islower() and not looks_like_name(w) for w in words) or words[0].endswith("ing"):
        return False
    if any(w in COMMON_ACRONYMS for w in words) and len(words) > 1 and not in_abstract:
        return False
    if is_known_method(name):
        return False
    if any(looks_like_name(w) and not _PLAIN_COMPOUND.fullmatch(w) for w in words):
        return name not in COMMON_ACRONYMS
    return len(words) == 1 and (in_abstract or len(name) < 12) and name[:1].isupper() and name.lower() not in _TOPICS
