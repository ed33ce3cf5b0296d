"""Numbers without a sign as claims: costs, times, lengths, and scores that a metric or a rival's place tells."""

from __future__ import annotations

import re
from functools import lru_cache

from summarise.rules.metrics import METRIC, metric_after, metric_before
from summarise.rules.numbers.nouns import end_of_list, noun_of
from summarise.rules.numbers.reading import Reading
from summarise.rules.results import cues
from summarise.rules.results.kinds import Claim, level_or_change
from summarise.rules.results.multiples import read_signless
from summarise.rules.scene import Scene

_FACTOR = re.compile(
    r"(?i)\bfactors? (?:of )?(?:about |up to |over |at least |more than |nearly |around |approximately |roughly )?$"
)
_MONEY = re.compile(r"(?i) (?:us )?dollars|(?: |-)cents\b")
_METRIC = re.compile(METRIC)
_PERFORMS = re.compile(r"(?i)perform|results?|achiev|state-of-the-art|" + METRIC)


@lru_cache(maxsize=64)
def is_claiming(sentence: str) -> bool:
    """Whether a sentence claims something; remembered, for each of its numbers asks."""
    return cues.CLAIMING.search(sentence) is not None


def read_bare(scene: Scene, index: int, before: str, after: str, last: Claim | None) -> Claim | None:
    """A number without a sign: by the noun behind it, or by the metric before it."""
    r = scene.readings[index]
    noun = noun_of(scene, index)
    if timed := _timed_pair(scene, index, before, after, last):
        return timed
    if signless := read_signless(r, before, after, index):
        return signless
    if _FACTOR.search(before) and not r.scale:
        return Claim(index, "ratio", "x") if cues.CHANGE_VERB.search(before) or cues.LEVEL_VERB.search(before) else None
    if r.unit in ("USD", "EUR", "GBP") or noun.kind == "compute" or _MONEY.match(after):
        return (
            Claim(index, "cost", r.unit or noun.words or "USD")
            if cues.COST_BEFORE.search(before) or noun.kind == "compute"
            else None
        )
    if r.grouped and (m := _BITS.match(after)):
        return Claim(index, level_or_change(r, before, after), None, m[1])
    if (m := _POWER.match(after)) and _POWERED.search(before[-80:] + after[:40]) and is_claiming(before + after):
        kind = level_or_change(r, before, after)
        return Claim(index, "cost" if kind == "absolute" else kind, m["unit"])
    if noun.kind in ("time", "rate", "memory"):
        return _physical(r, noun.words.split(" ")[0].strip("-"), noun.kind, before, scene.after(noun.end, 60), index)
    if r.scale in ("B", "M", "K", "T") or noun.kind in ("params", "data", "window", "model"):
        return None
    return _scored(scene, index, noun.kind, before, scene.after(end_of_list(scene, index).end, 100), last)


def _timed_pair(scene: Scene, index: int, before: str, after: str, last: Claim | None) -> Claim | None:
    """Both of '9 times faster (1.5 vs. 13.5 hours)' as costs in the unit that stands behind the second."""
    if scene.readings[index].unit:
        return None
    if (m := _VERSUS_TIME.match(after)) and _TIMED.search(before):
        return Claim(index, "cost", m["unit"])
    second = last is not None and last.index == index - 1 and last.kind == "cost" and _VERSUS.search(before)
    return Claim(index, "cost", last.unit) if last and second and after.startswith(f" {last.unit}") else None


_TIME = r"(?P<unit>ms|s|(?:milli)?seconds|minutes|hours|days|weeks|GPU[ -](?:hours|days))\b"
_VERSUS_TIME = re.compile(rf" (?:vs\.?|versus|compared (?:to|with)) [\d.,]+ {_TIME}")
_VERSUS = re.compile(r"\d (?:vs\.?|versus|compared (?:to|with)) $")
_TIMED = re.compile(r"(?i)\b(?:faster|slower|speed\S*|time|latency|hours|quick\w*|cost\w*)\b[^;]{0,60}\(?$")


def _physical(r: Reading, unit: str, kind: str, before: str, after: str, index: int) -> Claim | None:
    """Time, memory or speed as a cost of training or as a level; clips of 10 seconds and cards of 24 GB are neither."""
    if (
        cues.SETTING_BEFORE.search(before)
        or not (cues.MEASURING.search(before) or (r.grouped and metric_after(after)))
        or cues.HARDWARE_AFTER.match(after)
        or cues.DATA_WORDS.match(after.lstrip(" -"))
    ):
        return None
    long = unit.lower().rstrip("s") in ("hour", "day", "week", "minute", "hr", "h", "month")
    if kind == "time" and long:
        return Claim(index, "cost", unit) if cues.TRAINING.search(before + after) else None
    if not (r.grouped or cues.CLAIMING.search(before) or kind == "rate" and _RUNS_AT.search(before)):
        return None
    kind_of = level_or_change(r, before, after)
    spent = (kind == "time" or _OPERATIONS.match(unit)) and kind_of == "absolute" and not _AN_ERROR.search(before)
    return Claim(index, "cost" if spent else kind_of, unit, metric_before(before))


_RUNS_AT = re.compile(rf"\b(?:runs?|running|operat\w+|works?) (?:in real[- ]time )?at {cues.HEDGE}$")
_OPERATIONS = re.compile(r"(?i)[kmgtp]?(?:flops|macs|s?ops)$")
# '0.015 J of energy', 'reduces power by 800 mW'.
_POWER = re.compile(r" ?(?P<unit>[munpkM]?(?:J|W|Wh)\b|(?:milli|micro|kilo)?(?:joule|watt)s?\b)")
_POWERED = re.compile(r"(?i)\b(?:energy|power|consum\w+|electricity)\b")
_AN_ERROR = re.compile(
    r"(?i)\b(?:errors?|mae|rmse|delay|offset|jitter|resolution|precision|ahead|horizon|differences?)\b"
)


def _prior_grouped(scene: Scene, index: int) -> bool:
    """Whether the number that this one came from has a decimal point."""
    return index > 0 and scene.readings[index - 1].grouped


def _noun_unit(scene: Scene, index: int) -> str | None:
    """The unit word behind a number, where it is a measure's."""
    noun = noun_of(scene, index)
    if noun.kind in ("time", "rate", "memory") or _ERROR_UNIT.match(noun.words):
        return noun.words.strip(" -").split(" ")[0]
    return None


# What errors are measured in, besides the units of time and speed.
_ERROR_UNIT = re.compile(r"(?:years?|degrees|meters|metres|millimeters|centimeters|pixels|voxels)\b")
_POINTS = re.compile(rf" (?:\w+ )?{METRIC} points?\b")
_BITS = re.compile(r" (bits? ?(?:per|/) ?\w+)")
_METRIC = re.compile(rf"(?<![\w-]){METRIC}(?![\w-])")
_LENGTH = re.compile(r" ?(mm|cm|m/s|m|km/h|dB|degrees|years|px|pixels|Å|kcal/mol|meV)\b")


def _is_rival_number(scene: Scene, r: Reading, last: Claim, kind: str) -> bool:
    """Whether a bare decimal is what the level before it in the sentence is compared with ('3.9 vs Bar's 11.6')."""
    prior = scene.readings[last.index]
    near = prior.end > scene.sentence(r.start).start and r.start - prior.end < 200
    alike = not r.signed and not prior.unit and prior.grouped == r.grouped and last.kind == "absolute"
    return near and alike and kind in ("", "metric", "count")


def _compared(scene: Scene, index: int, kind: str, before: str, after: str, last: Claim | None) -> Claim | None:
    """A score that stands beside another one: 'A vs. B', 'against B', 'A / B', 'ours A, second-best B'."""
    r = scene.readings[index]
    known = last.metric if last else None
    if r.grouped and cues.VERSUS_BEHIND.match(after) and (last and before.endswith("(") or _METRIC.search(before)):
        return Claim(index, "absolute", None, metric_before(before) or known)
    against = (
        r.grouped
        and (cues.AGAINST.search(before[-70:]) or cues.FOLLOWED.search(before[-90:]))
        or ("(" in before and cues.RIVALS_BRACKET.search(before))
    )
    if last and against and _is_rival_number(scene, r, last, kind):
        return Claim(index, "absolute", None, known)
    if (
        r.grouped
        and last
        and last.index == index - 1
        and cues.SLASH.fullmatch(scene.text, scene.readings[index - 1].end, r.start)
    ):
        return Claim(index, "absolute", None)
    if r.grouped and cues.WHOSE.search(before[-20:]) and kind in ("", "metric", "count"):
        return Claim(index, "absolute", None, metric_after(after) or known)
    return None


def _scored(scene: Scene, index: int, kind: str, before: str, after: str, last: Claim | None) -> Claim | None:
    """A bare number as a score: a metric beside it, or a decimal behind 'by' or in brackets where scores stand."""
    r = scene.readings[index]
    if (m := _LENGTH.match(after)) and r.grouped and cues.CLAIMING.search(before) and re.search(METRIC, before + after):
        metric = metric_before(before)
        level = "absolute" if metric and before.endswith(" of ") else level_or_change(r, before, after)
        return Claim(index, level, m[1], metric or metric_after(after[m.end() :]))
    if r.from_value is not None and (r.grouped or _prior_grouped(scene, index)) and cues.CLAIMING.search(before):
        return Claim(index, "absolute", _noun_unit(scene, index), metric_before(before) or metric_after(after))
    if r.signed and r.value and r.grouped and cues.ON_SET.match(after) and is_claiming(before):
        return Claim(index, "delta", None, metric_before(before))  # 'an average of +0.3 on FooBench'
    if compared := _compared(scene, index, kind, before, after, last):
        return compared
    if correlation := _correlation(scene, r, before, index):
        return correlation
    if cues.UNITS_OF_NATURE.match(after) or (cues.NOT_SCORED.search(before[-20:]) and not metric_before(before)):
        return None
    prior, then = metric_before(before), metric_after(after)
    if (
        then
        and (r.grouped or kind == "metric")
        and re.match(r"(?i)score|performance|error|cost|param|comput|memory|energy", then)
    ):
        then = then if r.grouped else None
    metric = then if kind == "metric" and then else prior or (then if r.grouped else None)
    if (
        metric
        and (r.grouped or kind == "metric" or cues.INTEGER_METRIC.match(metric))
        and not (kind == "count" and not r.grouped)
    ):
        level = level_or_change(r, before, after)
        return Claim(index, level, "points" if level == "delta" and _POINTS.match(after) else None, metric)
    if r.grouped and kind in ("", "metric", "count"):
        if (cues.BY.search(before) or cues.DELTA_BEFORE.search(before)) and cues.CHANGE_VERB.search(before):
            return Claim(index, "delta", None)
        sentence = scene.sentence(r.start).text[:1500]
        if cues.ACHIEVING_OF.search(before) and not noun_of(scene, index).words:
            return Claim(index, "absolute", None)
        scored = cues.ACHIEVING.search(before) and (cues.ON_SET.match(after) or cues.ACHIEVING_NOW.search(before))
        if (cues.BRACKETED.search(before) and is_claiming(sentence) or scored) and _PERFORMS.search(sentence):
            return Claim(index, level_or_change(r, before, after), None)
    return None


def _correlation(scene: Scene, r: Reading, before: str, index: int) -> Claim | None:
    """'r = 0.96' as a level, where the sentence says that something correlates or agrees."""
    m = cues.CORRELATION.search(before[-20:])
    if m is None or not r.grouped or abs(r.value) > 1 or r.unit:
        return None
    told = cues.CORRELATING.search(before) or cues.CORRELATING.match(scene.text, r.end + 1)
    return Claim(index, "absolute", None, m["metric"] or "ρ") if told else None
