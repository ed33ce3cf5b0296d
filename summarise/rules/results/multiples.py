"""Changes and shares in words as claims: 'by half', 'halves the cost', 'doubles throughput', 'half the parameters'."""

from __future__ import annotations

import re
from decimal import Decimal

from summarise.rules.numbers.reading import Reading
from summarise.rules.results import cues
from summarise.rules.results.kinds import Claim

# What it is good to have more or less of; a doubled batch or data set is a setting.
_OUTCOME = (
    r"(?:accurac\w+|performance|error rates?|errors?(?! rate)|(?!learning|dropout|frame|bit|sampling)[\w-]+ rates?|"
    r"costs?|time|runtime|memory|"
    r"latency|throughput|speed|"
    r"efficiency|inference(?! (?:latency|time|speed|throughput|costs?|memory))|"
    r"energy|computations?|compute|computational \w+|FLOPs|footprint|overhead|perplexity|scores?|"
    r"gap|loss|consumption|usage|complexity|(?:number of |model |trainable |total )?parameters|model size|KV cache|"
    r"tokens|wall-clock|training (?:time|cost)|storage|area under)"
)
_OBJECT = re.compile(rf"(?i)^ (?:(?:the|its|their|our|both) )?(?P<what>(?:[\w-]+ ){{0,3}}?{_OUTCOME})\b")
_BY = re.compile(r"(?i)\bby (?:about |around |over |more than |nearly |almost |roughly |approximately |up to )?$")
_IN = re.compile(r"(?i)\bin(?:to)? $")
_CUT = re.compile(r"(?i)\b(?:cut\w*|reduc\w+|slash\w*)\b[^,;]{0,60}$")
_NEEDS = re.compile(
    r"(?i)\b(?:us(?:e|es|ing)|requir\w+|need\w*|with|at|only|just|consum\w+|less than|fewer than|"
    r"reduc\w+ [^,;]{0,40} to|"
    r"(?:is|are))(?: (?:only|just|about|less than|nearly|roughly|around|approximately|under))* $"
)
# 'half the parameters and half the cost'.
_HALF_AND = re.compile(r"(?i)\bhalf (?:of )?(?:the |its |their )?(?:[\w-]+ ){1,4}and (?:only )?$")
_RESOURCE_OF = re.compile(
    r"(?i) (?:of )?(?:the |its |their )?(?:[\w-]+ ){0,3}?(?:param\w*|computations?|computational costs?|compute|costs?|"
    r"memory|FLOPs|time|size|tokens|latency|energy|runtime|storage|training data|model size)\b| that of\b|"
    r" as (?:many|much) [a-z]"
)
_SUPPOSED = re.compile(r"(?i)\b(?:when|if|where|by|for|whether|as) (?:we )?$")


def read_multiple(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """A share or multiple in words as a change or ratio of what a model spends or reaches, or None."""
    if r.shape == "fraction":
        return _fraction(r, before, after, index)
    changed = _OBJECT.match(after)
    if changed is None or _SUPPOSED.search(before):
        return None
    if r.value < 1:
        return Claim(index, "delta", "%", changed["what"], value=Decimal(50))
    return Claim(index, "ratio", "x", changed["what"])


def _fraction(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'reduces … by half' as a change, 'half of the parameters' as a ratio."""
    percent = 100 * r.value
    if percent * 8 % 1:  # a third is no number of per cent
        return None
    percent = percent.quantize(Decimal(1)) if percent % 1 == 0 else percent.normalize()
    if cues.CHANGE_VERB.search(before[-110:]) and _BY.search(before):
        return Claim(index, "delta", "%", value=percent)
    if r.value == Decimal("0.5") and _IN.search(before) and _CUT.search(before):
        return Claim(index, "delta", "%", value=percent)
    if (_NEEDS.search(before) or _HALF_AND.search(before)) and _RESOURCE_OF.match(after):
        return Claim(index, "ratio", "x", value=r.value)
    return None


# '8 less FLOPs', '1.2 faster': the multiplication sign was lost where the text was copied.
_SIGNLESS = re.compile(
    r" (?:faster|slower|smaller|cheaper|lighter)\b(?! (?:models?|than real))|"
    r" (?:fewer|less|more|lower) (?:[\w-]+ ){0,2}?(?:FLOPs|parameters|params|computations?|compute|memory|MACs|energy|"
    r"time)\b"
)


def read_signless(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'8 less FLOPs', '1.2 faster' as a ratio: nothing else is so much faster without a unit."""
    if r.unit or r.scale or r.shape != "plain" or r.signed or r.value <= 1 or not _SIGNLESS.match(after):
        return None
    return None if _BY.search(before) else Claim(index, "ratio", "x")
