"""Which data sets that a paper introduces it tests models with: these are benchmarks."""

from __future__ import annotations

import re
from dataclasses import replace

from summarise.rules.methods.introducing import short_names
from summarise.rules.places import places
from summarise.rules.scene import Mention, Scene

_BEGINS = re.compile(r"(?<![\w-])")
_ENDS = re.compile(r"(?![\w+]|-\w)")
# ', a new dataset designed to evaluate', ', the first corpus for benchmarking': what it is made for.
_MADE_TO_TEST = re.compile(
    r"[^.;]{0,80}?\b(?:data ?set|corpus|collection)\b[^.;]{0,60}?\b(?:to|for) (?:\w+ly )?"
    r"(?:evaluat|benchmark|assess|test|prob|measur)(?!\w*s\b)\w*"
)
_TESTS = r"(?:evaluat|benchmark|assess|test|compar|measur|prob)\w*"
# 'Using KiteQA, we evaluate', 'On KiteQA, we test'.
_USED_TO_TEST = re.compile(
    rf"(?: data ?set)?, we (?:\w+ )?(?:{_TESTS}|(?:establish|build|set up|create)\w* [^.;]{{0,50}}?\bbenchmark)"
)
_USING = re.compile(r"\b(?:Using|With|On|Through|Leveraging|Based on|Building on) (?:the |our )?$")
# 'experiments on KiteQA', 'we evaluate nine models on KiteQA'.
_TESTED_ON = re.compile(
    rf"(?i)\b(?:{_TESTS}|experiment\w*|results?|scores?|accurac\w+|perform(?:s|ed|ance)?|struggl\w+)\b"
    r"[^.;]{0,90}?\b(?:on|using|with|in) (?:the |our )?(?:[a-z-]+ ){0,3}$"
)
_IS_A_SET = re.compile(
    r"(?: [-–—] | ?-- ?|, | is | \()(?:an?|the|our) (?:[\w-]+,? ){0,4}?"
    r"(data ?set|corpus|benchmark)\b(?! (?:of|for) \w+ing)"
)
_TRAINED_ON = re.compile(
    r"(?i)\b(?:pre-?|fine-?)?(?:train|tun|learn|distil)\w* (?:[\w-]+ ){0,4}?(?:on|with|using|from) (?:the |our )?"
    r"(?:[a-z-]+ ){0,3}$"
)


def with_tests(scene: Scene, introduced: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions, with a data set that models are tested with as the benchmark that it is."""
    told = (m if m.kind or m.in_title else _told_later(scene, m) for m in introduced)
    return tuple(
        replace(m, kind="benchmark") if m.kind == "dataset" and not m.in_title and _tests(scene, m) else m for m in told
    )


def _told_later(scene: Scene, mention: Mention) -> Mention:
    """The mention with the kind that other places of its name give it: 'FooQA - a refined dataset'."""
    for name in short_names((mention,)):
        for _, end in places(scene.text, name, _BEGINS, _ENDS):
            if m := _IS_A_SET.match(scene.text, end):
                return replace(mention, kind="benchmark" if m[1].startswith("bench") else "dataset")
    return mention


def _tests(scene: Scene, mention: Mention) -> bool:
    """Whether the text says that the set was made to test with, or tells of a test on it."""
    if _MADE_TO_TEST.match(scene.after(mention.end, 200)):
        return True
    for name in short_names((mention,)):
        for start, end in places(scene.text, name, _BEGINS, _ENDS):
            before = scene.before(start, 160)
            if _USING.search(before) and _USED_TO_TEST.match(scene.text, end):
                return True
            if _TESTED_ON.search(before) and not _TRAINED_ON.search(before):
                return True
    return False
