"""Whose a number is by the words right around it: 'for our model' behind it, 'while our FooNet gets' before it."""

from __future__ import annotations

import re

from summarise.rules.scene import Mention
from summarise.rules.standing import clause_before, is_own

_BEHIND = re.compile(
    r"\)? (?:for|by|of|from|with) (?:(?P<ours>ours?\b)|(?:the )?(?P<who>[A-Z][\w+./-]*\w(?: [A-Z][\w+./-]*\w)?))"
)
_OUR_NAME = re.compile(
    r"\b[Oo]ur (?:(?:[a-z-]+|[\d.]+[BMK]|[\d.]+[BMK]?-param(?:eter)?),? ){0,3}?"
    r"(?P<who>(?!\d)(?=[\w.+-]*[A-Z\d-])[A-Za-z][\w.+]*(?:-[\w.+]+)*) "
    r"(?:only |just |still |already )?(?:achiev|reach|scor|obtain|get|attain|need|requir|has\b|us)\w*[^,;]{0,60}$"
)
# 'GPT-4 reaches N, while our FooNet …': what the sentence opens with is what the paper's own is set against.
_OURS_FOLLOWS = re.compile(r"[^.;]{0,60}?, (?:while|whereas|but|yet|and) (?:our|ours|we)\b")

_BEATS = re.compile(r"\b(?:beat|surpass|outperform|exceed|trail|outscor)(?:s|es|ed|ing)? ")


def is_own_behind(after: str, introduced: tuple[Mention, ...]) -> bool:
    """Whether the words behind a number give it to the paper's own: '68.0% for our model'."""
    m = _BEHIND.match(after)
    return m is not None and (m["ours"] is not None or is_own(m["who"], introduced))


def own_name(before: str) -> str | None:
    """The name in 'our 3.8B foo-mini gets' as the subject of the clause that a number stands in, or None."""
    m = _OUR_NAME.search(clause_before(before)) if "our " in before or "Our " in before else None
    return m["who"] if m else None


def is_set_against_ours(after: str) -> bool:
    """Whether the clause behind a number turns to the paper's own: ', while our …'."""
    return _OURS_FOLLOWS.match(after) is not None


def winners(models: list[str], before: str) -> list[str]:
    """The models that a change before whose number `before` stands may belong to: the verb's object is the rival."""
    verb = _BEATS.search(before)
    return [n for n in models if before.find(n) < verb.start()] if verb else models
