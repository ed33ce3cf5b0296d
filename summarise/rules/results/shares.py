"""Percentages that are shares: of what was before ('4% of the original size'), or of what is spent ('7% frames')."""

from __future__ import annotations

import re

from summarise.rules.results import cues

_OF_THE_ORIGINAL = re.compile(
    r"\)? of (?:the |its |their )?(?:average |mean )?(?:original|uncompressed|unpruned|unquantized|full-precision|"
    r"full(?:-size|-sized)?(?= (?:model|fine-?tuning|attention|cache|KV|precision|performance|accuracy|size|training))|"
    r"dense|vanilla|teacher|baseline|zero-shot|few-shot)\b(?:['’]s)?(?P<what>(?: (?!for\b|with\b|while\b|and\b|"
    r"on\b|in\b|at\b)"
    r"[\w'-]+){0,3})"
)
_LABELS = re.compile(r"(?i)\b(?:data|labels|samples|examples|dataset|images|tokens?)\b")
_SPENT = re.compile(
    r"\)? (?P<what>(?:(?:the|input|visual|vision|trainable|tunable|learnable|model|inference|GPU|computational|total|"
    r"training|active|activated|image|video|decoding) ){0,2}(?:frames|tokens|parameters|params|weights|FLOPs|"
    r"MACs|memory|"
    r"(?<=inference )time|(?<=training )time|runtime|compute|computations?|costs?|storage|latency|"
    r"(?<!labeled )(?<!training )data))\b"
    r"(?! (?:reduc|sav|overhead|increas|drop|loss|compress|prun|removal|noise|lower|higher|less|more|faster|per\b|"
    r"sparsity|improv|gain|decreas|accelerat|speed|cut))"
)
_SPENDING = re.compile(
    r"(?i)\b(?:with|us(?:es?|ing)|requir(?:es?|ing)|needs?|needing|consum(?:es?|ing)|takes?|at|updat(?:es?|ing)|"
    r"tun(?:es?|ing)|only|just|merely)(?: (?:only|just|merely|about|around|roughly|less than|under|"
    r"approximately|nearly|"
    r"as (?:little|few) as))* $"
)
# 'cuts the training cost to 33%'.
_CUT_TO = re.compile(
    r"(?i)\b(?:reduc|lower|cut|shrink|bring|decreas|slash)\w* (?:[\w-]+ ){0,6}?(?:costs?|time|memory|size|FLOPs|"
    r"computations?|parameters|latency|usage|energy|overhead|consumption|complexity|footprint|storage) (?:down )?to "
    r"(?:(?:about|around|only|just|merely|approximately|roughly|nearly|less than|as (?:little|low) as|under) )*$"
)
_AND = re.compile(r"\d ?% [^,;.()]{1,40} and (?:only |just |about )?$")
# 'Even with 40% of the layers dropped, FooNet …': what it was put to, not what came out.
_EVEN = re.compile(
    r"(?i)\beven (?:with|at|under|when|after|if|for|though) (?:[\w-]+ ){0,3}(?:\d+(?:\.\d+)? ?%(?:,| and| or| to) )?$"
)


def share_of(before: str, behind: str) -> str | None:
    """What a percentage between these words is a share of, '' for what was there before; None where it is no share.

    `behind` are the words behind the list that the number stands in.
    """
    if m := _OF_THE_ORIGINAL.match(behind):
        return None if _LABELS.search(m["what"]) else m["what"].strip()
    if _CUT_TO.search(before):
        return ""
    m = _SPENT.match(behind)
    if m is None or not (_SPENDING.search(before) or _AND.search(before)):
        return None
    return m["what"] if cues.SPARING.search(before) or not _LABELS.search(m["what"]) else None


def is_put_to(before: str) -> bool:
    """Whether a share says under what strain something was tried: 'even with 40% of the layers dropped'."""
    return _EVEN.search(before) is not None and cues.SPARING.search(before) is None
