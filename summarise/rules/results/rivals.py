"""Words before a number that make it a rival's: 'the previous method, which had an error of', 'its base version'."""

from __future__ import annotations

import re

from summarise.rules.results.cues import WHOSE

_WHICH_HAS = re.compile(
    r"(?i)\b(?=[bceoptv])(?:(?:base model|baselines?|counterparts?),? |(?:previous|prior|existing|vanilla|"
    r"original|classic\w*|"
    r"traditional) (?:(?!(?:even|with|on|by|at|using|to)\b)[\w/-]+(?=[, ]),? ){1,7}?)"
    r"(?:which|that) (?:only |just )?(?:has|have|had|scor(?:es?|ed)|achieve[sd]?|reach(?:es|ed)?|obtain(?:s|ed)?|gets?|"
    r"(?:decreas|reduc|improv|lower|rais|increas|drop|gain)(?:es?|ed|s)|"
    r"got|is|are|was|were|required?|requires)\b[^,;]{0,30}$"
)
# 'surpassing its base version 61.7%'.
_BASE_VERSION = re.compile(
    r"(?i)\b(?:surpass|outperform|exceed|beat)(?:s|es|ed|ing)? (?:its|the|their) (?:own )?(?:base|original|vanilla|"
    r"untuned|unmodified|zero-shot|non-?fine-?tuned|pre-?trained) (?:version|model|counterpart|variant)s? \(?$"
)
# 'where prior solutions fall short (only achieving'.
_FALLS_SHORT = re.compile(
    r"(?i)\b(?:prior|previous|existing|conventional|traditional) [^,;()]{1,60} \((?:with |only |just |merely )*"
    r"(?:achiev|reach|obtain|attain|improv|yield)\w* $"
)


# 'compared to a 21% improvement achieved by a baseline'.
_BROUGHT_BY_RIVAL = re.compile(
    r"(?: [\w-]+){1,4} (?:achieved|obtained|attained|reported|yielded|brought|reached) by (?:the |a |an |all |other )*"
    r"(?:[\w-]+ )?(?:baselines?|previous|prior|existing|conventional|traditional|standard|vanilla|others?|"
    r"competitors?)\b"
)


def is_brought_by_rival(after: str) -> bool:
    """Whether the words behind a change say that a rival brought it."""
    return _BROUGHT_BY_RIVAL.match(after) is not None


# 'enables an unworkable model (4%) to reach 97%'.
_BEFORE_IT = re.compile(r"(?i)\b(?:enabl|improv|lift|boost|rais|push|turn|allow|elevat|tak|help)\w* [^.;()]{1,80} \($")
_TO = re.compile(
    r"\)? ?\) to (?:\w+ )?(?:with )?(?:an? )?(?:[\w-]+ ){0,3}(?=\d)|\) to (?:succeed|reach|achieve|attain)\b"
)


def is_where_it_began(before: str, after: str) -> bool:
    """Whether a number in brackets is what was improved: 'lifts Foo (4%) to 97%'."""
    return before.endswith("(") and _TO.match(after) is not None and _BEFORE_IT.search(before) is not None


# 'while humans recognize shapes with over', 'In comparison, a single agent attains'.
_HUMANS = re.compile(
    r"(?:^|[,;:] (?:while |whereas |but |and |although |though )?|\b[Ww]hile |"
    r"\b[Ww]hereas )[Hh]umans? (?:experts? |annotators? |"
    r"participants? |subjects? )?(?:can|could|achiev|reach|scor|attain|obtain|perform|solv|recogni|identif|get|answer|"
    r"reliably|easily|consistently)\w* [^.;,\d]{0,40}(?:, [a-z]+){0,3}(?:, and)?[^.;,\d]{0,60}$"
)
_IN_COMPARISON = re.compile(
    r"^(?:In|By) (?:comparison|contrast), (?:an? |the )?(?!our|proposed|we\b)(?:[\w-]+ ){1,6}(?:achiev|attain|reach|"
    r"obtain|scor|get|yield)\w* (?:only |just )?(?:an? |the )?$"
)


def is_of_rival(before: str) -> bool:
    """Whether a level belongs to the rival that the words right before it speak of."""
    if "uman" in before and _HUMANS.search(before):
        return True
    if ("comparison" in before or "contrast" in before) and _IN_COMPARISON.search(before):
        return True
    return _WHICH_HAS.search(before) is not None or _BASE_VERSION.search(before) is not None


def falls_short(before: str) -> bool:
    """Whether a number tells how little earlier work got."""
    return "(" in before and _FALLS_SHORT.search(before) is not None


# '0.24 (baseline)', 'improving on 0.24', 'second-best 0.762'.
_CALLED_BASELINE = re.compile(r"(?i) ?%? \((?:the |our )?(?:[\w-]+ )?baseline\)")
_IMPROVED_ON = re.compile(r"(?i)\bimprov(?:es|ed|ing)(?: up)?on $")


def is_called_rivals(before: str, after: str) -> bool:
    """Whether the words right beside a number call it a rival's."""
    m = WHOSE.search(before[-40:])
    whose = m is not None and m["rival"] is not None
    return whose or _IMPROVED_ON.search(before) is not None or _CALLED_BASELINE.match(after) is not None
