"""Which numbers are results, and of what kind: a level, a change, a ratio, a cost, a count."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from summarise.rules.metrics import metric_after, metric_before
from summarise.rules.numbers.nouns import end_of_list
from summarise.rules.numbers.reading import Reading
from summarise.rules.results import cues
from summarise.rules.results.bare_numbers import is_claiming, read_bare
from summarise.rules.results.kinds import Claim, level_or_change
from summarise.rules.results.margins import read_margin
from summarise.rules.results.multiples import read_multiple
from summarise.rules.results.outcomes import read_outcome
from summarise.rules.results.shares import is_put_to, share_of
from summarise.rules.scene import Scene


def read_claim(scene: Scene, index: int, last: Claim | None) -> Claim | None:
    """The index-th number as a result, or None; `last` is the claim before it in the text."""
    r = scene.readings[index]
    if r.shape not in ("plain", "word", "fraction") or _within_a_name(scene.text, r):
        return None
    before, after = scene.before(r.start, 140), scene.after(r.end, 140)
    if r.shape == "fraction" or r.unit == "x" and scene.text.startswith(_MULTIPLIES, r.start):
        return read_multiple(r, before, after, index)
    if counted := read_outcome(scene, r, index, last):
        return counted
    if r.unit == "orders of magnitude":
        return _orders(r, index)
    if r.shape == "word":
        return None
    if cues.CONFIDENCE.match(after):
        return None
    if margin := read_margin(r, before, after, index):
        return margin
    if last and last.index >= index - 6 and (same := _continues(scene, index, last)):
        return same
    after = cues.UNBRACKETED.sub("", after) if after.startswith(" (") else after
    if r.unit in ("%", "percentage points", "points"):
        claim = _percent(scene, index, before, after)
        return _as_the_change_before(scene, claim, last, before, after) if claim and last else claim
    if r.unit == "x":
        return _times(r, before, scene.after(end_of_list(scene, index).end, 140), index)
    return read_bare(scene, index, before, after, last)


# 'by 23% over Foo when reranking A and 19% when reranking B'.
_AND_AGAIN = re.compile(r"(?: and|,| while) (?:up to |about |even |over |nearly )*$")
_ELSEWHERE = re.compile(r" (?:when|on|for|in|with|over|compared|using|across|under)\b")


def _as_the_change_before(scene: Scene, claim: Claim, last: Claim, before: str, after: str) -> Claim:
    """The claim, as a change where nothing but 'and' tells what it is, and a change stands before it."""
    if claim.kind != "absolute" or claim.metric or last.kind != "delta" or last.index != claim.index - 1:
        return claim
    this, prior = scene.readings[claim.index], scene.readings[last.index]
    near = prior.start >= scene.sentence(this.start).start and prior.unit == this.unit
    again = near and _AND_AGAIN.search(before) and _ELSEWHERE.match(after)
    return replace(claim, kind="delta") if again else claim


def _orders(r: Reading, index: int) -> Claim:
    """'two orders of magnitude' as 100 x; a range or a broken number of them keeps its unit."""
    if r.value_max is not None or r.value % 1 or not 0 < r.value <= 12:
        return Claim(index, "ratio", r.unit)
    return Claim(index, "ratio", "x", value=10 ** int(r.value) * Decimal(1))


_NOT_ABSOLUTE = re.compile(r"\)? (?:[\w-]+ )?relative|\)? (?:fewer|less|faster|smaller|reduction in|cheaper)")
_SHARE_SPENT = re.compile(
    r"(?i) (?:(?:of )?(?:the |its |all )?(?:\w+ )?param\w* )?(?:are |is |being |need to be )?"
    r"(?:updated|trained|tuned|trainable|fine-?tuned|"
    r"activated|modified|optimi[sz]ed|learnable|learned|used|retained|required|needed|kept)\b"
)
_OF_A_RESOURCE = re.compile(
    r"(?i)[ )]*of (?:(?:the|its|their|total|full|original|overall) )*"
    r"(?:computations?|compute|costs?|param\w*|tokens?|data|flops|memory|time|budget|samples?|weights|energy|power|"
    r"training|performance|accuracy|labels?|annotations?|examples|layers|size|latency|runtime|storage|images|steps?)\b"
)
# 'fine-tuned on 10% of ImageNet', 'by adding 0.5% extra parameters', 'with 100x less data': a setting, no outcome.
_TRAINED_ON_SHARE = re.compile(r"(?i)\b(?:(?:pre-?)?train|fine-?tun)\w* (?:[\w-]+ )?(?:on|with|using) (?:about )?$")
_OF_A_SET = re.compile(r"\)? of (?:the )?[A-Z]\w*[A-Za-z]")
_BY_ADDING = re.compile(rf"(?i)\bby (?:adding|introducing|inserting|training|updating|tuning) {cues.HEDGE}$")
_ADDED = re.compile(r"(?i) (?:of )?(?:the )?(?:\w+ )?(?:extra|additional|more|new|trainable|param\w*|weights)\b")
_GIVEN = re.compile(r"(?i)\b(?:with|given|despite) (?:about |over |up to |roughly |nearly )?$")
_LESS_DATA = re.compile(
    r"(?i)[ -](?:less|fewer|smaller|more|larger) (?:[a-z-]+ )?(?:data|examples|labels|annotations|supervision)\b"
    r"(?! (?:than|and|compared))"
)
_OF_CASES = re.compile(r"\)? of (?:the )?(?:\w+ )?(?:cases|samples|instances|time|trials|runs|questions|examples)\b")
# What a list may write behind its first number only: '9.1 points on A, 7.6 on B'.
_UNITS_OF_SCORES = ("points", "percentage points")
_MULTIPLIES = ("halv", "doubl", "tripl", "quadrupl", "Halv", "Doubl", "Tripl", "Quadrupl")


def _within_a_name(text: str, r: Reading) -> bool:
    """Whether a number goes on a name: 'mAP50:95', 'Foo 3.1-8B'."""
    return (
        text[max(0, r.start - 1) : r.start] == ":"
        and text[max(0, r.start - 2)].isdigit()
        or bool(_SIZE_BEHIND.match(text, r.end))
    )


# '3% over Foo and up to 2% compared to Bar'.
_OVER_RIVAL = re.compile(
    r" (?:over|than|against|compared (?:to|with)|relative to) (?:the |a )?(?:[\w./+-]+ ){0,5}?[\w./+-]+(?=,| and )"
)
_GOES_ON_WITH = re.compile(r" (?:over|compared|relative|against|on|for|in)\b|[.,;)]|$")
_SIGN = re.compile(r"(?<=[,d] )[<>≤≥~]$")
_LINK = re.compile(r"[,&/]|\band\b|\bor\b")
_BY = re.compile(rf"(?i)\bby {cues.HEDGE}[><≥≤~]? ?$")
_ABSOLUTE_BEHIND = re.compile(r"\)? absolute|\)? \w+ absolute| absolute")
_ABSOLUTE_BEFORE = re.compile(r"absolute[^,;\d]{0,40}$")
_SIZE_BEHIND = re.compile(r"-\d+(?:\.\d+)?[BM]\b")


def _continues(scene: Scene, index: int, last: Claim) -> Claim | None:
    """The claim that a list goes on with: only names, brackets and 'and' stand between it and the one before."""
    this, prior = scene.readings[index], scene.readings[last.index]
    gap = scene.text[prior.end : this.start]
    if len(gap) > 110 or ";" in gap or ". " in gap or last.kind in ("cost", "count"):
        return None
    unit = this.unit or last.unit
    unwritten = prior.unit in _UNITS_OF_SCORES and not this.unit and cues.ON_SET.match(scene.text, this.end)
    if prior.unit != this.unit and not unwritten:
        return None
    if not (this.unit or (this.grouped and not this.scale)) or gap.count("(") != gap.count(")"):
        return None
    if last.kind == "delta" and _GOES_ON_WITH.match(scene.text, this.end):
        gap = _OVER_RIVAL.sub("", gap)
    if (
        not _LINK.search(gap)
        or cues.GAP_FILL.sub("", _SIGN.sub("", gap)).replace("-", "").strip(" ,/&")
        or cues.UNITS_OF_NATURE.match(scene.text, this.end)
    ):
        return None
    kind = (
        "delta"
        if this.unit not in ("", "x")
        and level_or_change(this, "", cues.UNBRACKETED.sub("", scene.after(this.end, 60))) == "delta"
        else last.kind
    )
    own = metric_after(scene.after(this.end, 60)) or metric_before(gap)
    metric = own or last.metric
    if own and not this.unit and own != last.metric:
        unit = None
    return Claim(index, kind, unit, metric, coordinated=True)


def _percent(scene: Scene, index: int, before: str, after: str) -> Claim | None:
    """A number in %, percentage points or points as a result."""
    r = scene.readings[index]
    scene_words = scene.sentence(r.start).text[:1500]
    if not cues.WORDS.search(before + after):
        return None
    stop = end_of_list(scene, index).end
    behind = after if stop == r.end else scene.after(stop, 140)
    if cues.CONTEXT_BEFORE.search(before[-60:]) or cues.OPERATING_POINT.match(after) or _is_setting(before, after):
        return None
    sparing = cues.SPARING.search(before) is not None
    if cues.CONTEXT_AFTER.match(behind) and not (
        sparing
        and cues.USING.search(before)
        and _OF_A_RESOURCE.match(after)
        or cues.OUTCOMES_IN.search(before)
        and _OF_CASES.match(after)
    ):
        return None
    metric = metric_after(after) or metric_before(before)
    if sparing and _SHARE_SPENT.match(after):
        return Claim(index, "ratio", "%", metric)
    kind = level_or_change(r, before, after)
    if kind == "absolute" and stop != r.end:
        kind = "delta" if cues.DELTA_AFTER.match(behind[:80]) else kind
    if kind == "absolute" and (shared := share_of(before, behind)) is not None:
        return Claim(index, "ratio", "%", shared or metric)
    if kind == "absolute" and _is_outcome(before, after):
        return Claim(index, "absolute", "%", metric)
    share = cues.SHARE_OF.match(behind)
    of_metric = cues.OF_A_METRIC.match(after)
    if of_metric and kind != "delta" and not cues.KEEPING.search(before) and not sparing:
        return Claim(index, "absolute", r.unit, of_metric["metric"])
    spared = sparing and cues.USING.search(before)
    if share and kind != "delta" and (cues.RESOURCE.search(share["what"]) or spared):
        if not sparing and not cues.USING.search(before):
            return Claim(index, "absolute", "%", metric) if metric else None
        return Claim(index, "ratio", "%", _resource(share)) if sparing or not _is_trained_on(before, share) else None
    metric = metric or (_changed_thing(before, share) if kind == "delta" else None)
    if (
        kind != "delta"
        and not cues.CLAIMING.search(before + after)
        and not (cues.BRACKETED.search(before) and is_claiming(scene_words))
        and not cues.NAMED_SCORE.search(before)
        and not (before.endswith("(") and cues.ON_SET.match(after) and is_claiming(scene_words))
    ):
        return None
    unit = "percentage points" if kind == "delta" and _ABSOLUTE_BEHIND.match(after) and r.unit == "%" else r.unit
    if kind == "delta" and r.unit == "%" and _ABSOLUTE_BEFORE.search(before[-60:]) and not _NOT_ABSOLUTE.match(after):
        unit = "percentage points"
    return Claim(index, kind, unit, metric)


def _is_trained_on(before: str, share: re.Match[str]) -> bool:
    """Whether a share of data is what something was trained on."""
    used = re.search(r"(?i)\b(?:on|using|with|training|trained|from) (?:about )?$", before)
    return used is not None and re.search(r"(?i)data|labels|samples|examples|dataset", share["what"]) is not None


def _is_outcome(before: str, after: str) -> bool:
    """Whether a share tells in how many of what was tried or looked at something came out."""
    if after.startswith(" of ") and (cues.BROUGHT_RIGHT.search(before) or cues.FOUND_THAT.search(before)):
        return True
    return _OF_CASES.match(after) is not None and cues.OUTCOMES_IN.search(before) is not None


def _is_setting(before: str, after: str) -> bool:
    """Whether a share tells how something was set up: what was added to it, or how much of a set it was trained on."""
    if is_put_to(before):
        return True
    if _BY_ADDING.search(before) and _ADDED.match(after):
        return True
    trained = _OF_A_SET.match(after) and _TRAINED_ON_SHARE.search(before)
    return trained is not None and not cues.SPARING.search(before)


def _resource(share: re.Match[str]) -> str:
    """What a share is a share of, without the words that go on behind it."""
    return re.split(r" (?:while|and|with|for|in|on|by|to|compared|than|when|using|of|as|is|are|at)\b", share["what"])[0]


def _changed_thing(before: str, share: re.Match[str] | None) -> str | None:
    """What a change is a change of: 'reduces the memory by', 'saves 30% of the cost'."""
    if share:
        return _resource(share)
    m = cues.CHANGED.search(before)
    return m["what"] if m else None


def _times(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'2x faster', 'a 10-fold reduction' as a ratio; '5 times' that something was done is none."""
    if (
        re.match(r"(?i)[ -]cross", after)
        or cues.NO_TIMES.search(before)
        or (cues.SCALED_SETTING.match(after) and not cues.ENABLING.search(before))
        or (_GIVEN.search(before) and _LESS_DATA.match(after))
        or (cues.AT_A.search(before) and cues.COMPRESSION.match(after))
        or re.match(r"(?i) (?:a|per|each) |[ -](?:super|SR\b|upscal|upsampl|downsampl|magnif)", after)
    ):
        return None
    if _BY.search(before) and cues.CHANGE_VERB.search(before):
        return Claim(index, "ratio", "x", _changed_thing(before, None))
    if cues.TIMES_AFTER.match(after) and (
        cues.TIMES_BEFORE.search(before)
        or re.match(
            r"(?i)\)?[ -](?:[\w-]+ ){0,2}?(?:faster|more|less|fewer|smaller|larger|higher|lower|better|speed|accel|"
            r"reduc|improv|increas)",
            after,
        )
    ):
        return Claim(index, "ratio", "x", metric_after(after))
    return None
