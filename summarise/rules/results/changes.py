"""What one number turned into another says: whose doing 'from A to B' is, and of which metric."""

from __future__ import annotations

import re
from collections import deque

from summarise.rules.metrics import METRIC
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Scene

_ARROW = re.compile(r"→|⇒|->|=>|⟶")
# Verbs with an object, and the nouns of what they bring: 'improving F1 from', 'the boosts in F2 are from'.
_MAKES = (
    r"(?:improv|boost|lift|lower|reduc|increas|rais|elevat|push|enhanc|decreas|cut|shrink|bring|brought|advanc|"
    r"accelerat|speed|extend|sharpen|tighten|mov)\w*"
)
_MADE = re.compile(rf"(?i)\b{_MAKES}\b")
_PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|be|been|being) (?:[a-z]+ly |further )?$")
_BROUGHT = re.compile(
    r"(?i)\b(?:achiev|yield|bring|deliver|provid|giv|obtain|resulted in|with|respective)\w* "
    r"(?:[\w.%+-]+ ){0,4}?(?:boosts?|improvements?|gains?|reductions?|increases?|lifts?|uplifts?)\b[^;,]{0,60}$"
    r"|\b(?:boosts?|improvements?|gains?) (?:[^;,]{0,40} )?(?:is|are|was|were) (?:from )?$"
)
_FROM = re.compile(r"[( ](?:e\.g\.,? ?)?(?:from (?:an? |the )?(?:[\w-]+ ){0,4})?$")
_NO_OBJECT = re.compile(
    r"(?i) ?(?:(?:on|in|for|by|over|across|to|at|as|when|with|further|steadily|\w+ly)\b[^,]{0,60})?"
)
_CHANGES = re.compile(
    r"(?i)\b(?:drop|declin|degrad|deteriorat|fall|fell|rang|var(?:y|ies|ying)|differ|shift|plummet|collaps|ris|rose|"
    r"climb|grow|grew|jump|surg|go|went)(?:s|es|ed|ing|en|ped|ping|ies)?\b"
)
# 'an increase from A to B when compared with Foo': A is Foo's.
_COMPARED = re.compile(r",?(?: when| as)? compared (?:with|to) (?:the )?(?:[\w-]+ )?(?:baselines?\b|[A-Z])")
# 'outperforms Foo in F1 (from A to B)'.
_BEATS = re.compile(r"(?i)\b(?:outperform|surpass|exceed|beat)")
_GOES_ON = re.compile(r"[;\d]|, ")
_METRIC = re.compile(rf"(?<![\w-]){METRIC}(?![\w@-])")


def is_arrow(scene: Scene, index: int) -> bool:
    """Whether the index-th number is the left side of an arrow, not of 'from … to'."""
    r, then = scene.readings[index], scene.readings[index + 1]
    return bool(_ARROW.search(scene.text, r.end, then.start))


def is_improved_on(scene: Scene, index: int) -> bool:
    """Whether the index-th number is where the paper's work began: 'boosts F1 from' it, no 'drops from' it."""
    r = scene.readings[index]
    if is_arrow(scene, index) or _COMPARED.match(scene.text, scene.readings[index + 1].end):
        return True
    before = _without_the_pair_before(scene, index, scene.before(r.start, 240))
    if before.endswith("(from ") and _BEATS.search(before):
        return True
    made, changed = _last(_MADE, before), _last(_CHANGES, before)
    if made is None or changed and changed.start() > made.start():
        return made is not None and changed is None and bool(_BROUGHT.search(before))
    # 'accuracy improves from' has no object; 'is improved from' and 'improving accuracy from' have one.
    if _PASSIVE.search(before, max(0, made.start() - 30), made.start()) or _BROUGHT.search(before):
        return True
    return not _NO_OBJECT.fullmatch(_FROM.sub("", before[made.end() :]))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern in a text."""
    return next(iter(deque(pattern.finditer(text), maxlen=1)), None)


def _without_the_pair_before(scene: Scene, index: int, before: str) -> str:
    """The words before a number without 'from A to B and' of the list that it goes on."""
    prior = scene.readings[index - 1] if index > 1 else None
    if prior is None or prior.from_value is None:
        return before
    first = scene.readings[index - 2]
    gap = scene.text[prior.end : scene.readings[index].start]
    start = scene.readings[index].start - len(before)
    if len(gap) > 80 or first.start <= start or _MADE.search(gap) or _CHANGES.search(gap):
        return before
    return before[: first.start - start]


def metric_of_change(scene: Scene, r: Reading) -> str | None:
    """The metric whose change 'from A' begins to tell, as the words before it name it."""
    words = scene.before(r.start, 110)
    found = _last(_METRIC, words)
    return found[0] if found and not _GOES_ON.search(words, found.end()) else None
