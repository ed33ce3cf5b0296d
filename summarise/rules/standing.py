"""How the paper stands to a model that it names: its own, what it builds on, or a rival."""

from __future__ import annotations

import re
from typing import Literal

from summarise.rules.names import same_name
from summarise.rules.scene import Mention

Standing = Literal["own", "base", "rival", ""]

_CLAUSE = re.compile(
    r"[;:]|, (?:and |but |so |where |while |whereas |yet )?(?:while|whereas|which|where|we|our|it|but|they|"
    r"thus)\b|(?<=\w) (?:while|whereas) (?=(?:the |a |an |only |even |"
    r"its )?[A-Z\w][\w.+-]*(?: [\w.+-]+){0,4}? (?:achiev|scor|reach|"
    r"obtain|get|has|have|is |are |perform|drop|fail|remain))|\) (?=[A-Z])"
)
_RIVAL = re.compile(
    r"(?i)\b(?:outperform\w*|surpass\w*|exceed\w*|outpac\w+|outscor\w+|overtak\w+|beat(?:s|ing|en)?|"
    r"compar(?:ed|able|ing|ison|es)\b[^;]{0,80}? (?:to|with|against)|"
    r"(?<!more )(?<!less )(?<!fewer )(?<!higher )than|(?:higher|better|lower|smaller|larger|faster|less|"
    r"more) than (?=[A-Z]|the |a |an |its |other |those |that |much |exist|prev)|"
    r"vs\.?|versus|approach(?:es|ing)(?= [A-Z])|match(?:es|ing|ed)?|rival(?:s|ing)?|competitive (?:with|to)|"
    r"on par with|par with|against|relative to|superior to|"
    r"(?:the|over|other|existing|strong|previous|all|than|against) (?:[\w-]+ )?baselines?|closes? the gap|"
    r"inferior to|over (?:the )?(?=[A-Z])|improv\w+ (?:up)?on (?:the )?(?=[A-Z])|counterparts?|previous|prior|"
    r"existing|"
    r"state-of-the-art (?:model|method|system)s? (?:like|such as)|unlike|like (?=[A-Z]))"
)
_BASE = re.compile(
    r"(?i)\b(?:fine-?tun\w+|continu\w+ (?:to )?(?:pre-?)?train\w*|(?:pre-?|post-?|further |"
    r"re)train\w* (?:from|on top)|based (?:up)?on|built (?:up)?on|build(?:s|ing)? (?:up)?on|"
    r"initiali[sz]\w+|starting from|start from|adapt\w*|appl(?:y|ied|ying)|distill\w* (?:from|on)|on top of|"
    r"using|with|quanti[sz]\w+|prun\w+|compress\w+|"
    r"derived from|from the|extend\w*|backbone|equipp\w+|train(?:ed|ing)?|tun(?:ed|ing)|on)\b[^,;]{0,70}$"
)


def stands(before: str, name: str | None, introduced: tuple[Mention, ...]) -> Standing:
    """How the paper stands to what is named behind the words `before`; '' where they do not tell."""
    if name and is_own(name, introduced):
        return "own"
    clause = clause_before(before)
    rival = _last(_RIVAL, clause)
    base = _BASE.search(clause)
    if rival is not None and (
        base is None or rival.start() >= base.start() or name is None or rival.end() > len(clause) - 40
    ):
        return "rival"
    return "base" if base else ""


def clause_before(before: str) -> str:
    """The part of `before` behind its last clause boundary."""
    last = _last(_CLAUSE, before)
    return before[last.start() :] if last else before


def is_own(name: str, introduced: tuple[Mention, ...]) -> bool:
    """Whether a name is the paper's, or begins with the paper's name ('FooNet-Code-34B' of 'FooNet')."""
    low = name.lower()
    for mention in introduced:
        for root in re.split(r" \(|\)", mention.name.lower()):
            if len(root) > 2 and low.startswith(root) and not low[len(root) : len(root) + 1].isalnum():
                return True
        if same_name(mention.name, name):
            return True
    return False


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern in text."""
    last = None
    for m in pattern.finditer(text):
        last = m
    return last
