"""Which numbers are results, and of what kind: a level, a change, a ratio, a cost, a count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarise.rules import cues
from summarise.rules.metrics import METRIC, metric_after, metric_before
from summarise.rules.nouns import end_of_list, noun_of
from summarise.rules.reading import Reading
from summarise.rules.scene import Scene

Kind = Literal["absolute", "delta", "ratio", "cost", "count"]


@dataclass(frozen=True, slots=True)
class Claim:
    """The index-th number of a scene read as a result, with its unit as a result's."""

    index: int
    kind: Kind
    unit: str | None
    metric: str | None = None
    coordinated: bool = False
    """Whether it goes on a list that the claim before it began ('43% and 52%')."""
    inside: bool = False
    """Whether it stands in the brackets behind another result ('2% (71% → 73%)')."""


def read_claim(scene: Scene, index: int, last: Claim | None) -> Claim | None:
    """The index-th number as a result, or None; `last` is the claim before it in the text."""
    r = scene.readings[index]
    if r.shape not in ("plain", "word"):
        return None
    before, after = scene.before(r.start, 140), scene.after(r.end, 140)
    if counted := _count(r, before, after, index):
        return counted
    if r.unit == "orders of magnitude":
        return Claim(index, "ratio", r.unit)
    if r.shape == "word":
        return None
    if last and last.index >= index - 6 and (same := _continues(scene, index, last)):
        return same
    after = cues.UNBRACKETED.sub("", after) if after.startswith(" (") else after
    if r.unit in ("%", "percentage points", "points"):
        return _percent(r, before, after, index, scene.sentence(r.start).text[:1500])
    if r.unit == "x":
        return _times(r, before, after, index)
    return _measured(scene, index, before, after)


def _count(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'solved 7 out of 160 tasks': things counted out of all there are."""
    if r.unit or r.grouped or r.scale or not cues.OUT_OF_AFTER.match(after) or not cues.COUNTING.search(before):
        return None
    m = re.search(r"of (?:the |a total of |all |our |total )*[\w,]+ ((?:[a-z-]+ ){0,3}?[a-z-]+s)\b", after)
    return Claim(index, "count", m[1].split(" ")[-1] if m else None)


def _continues(scene: Scene, index: int, last: Claim) -> Claim | None:
    """The claim that a list goes on with: only names, brackets and 'and' stand between it and the one before."""
    this, prior = scene.readings[index], scene.readings[last.index]
    gap = scene.text[prior.end : this.start]
    if len(gap) > 110 or ";" in gap or ". " in gap or last.kind in ("cost", "count"):
        return None
    unit = this.unit or last.unit
    if prior.unit != this.unit:
        return None
    if not (this.unit or (this.grouped and not this.scale)) or gap.count("(") != gap.count(")"):
        return None
    if (
        not re.search(r"[,&/]|\band\b|\bor\b", gap)
        or cues.GAP_FILL.sub("", gap).replace("-", "").strip(" ,/&")
        or cues.UNITS_OF_NATURE.match(scene.text, this.end)
    ):
        return None
    kind = "delta" if this.unit and _level_or_change(this, "", scene.after(this.end, 60)) == "delta" else last.kind
    metric = metric_after(scene.after(this.end, 60)) or metric_before(gap) or last.metric
    return Claim(index, kind, unit, metric, coordinated=True)


def _percent(r: Reading, before: str, after: str, index: int, scene_words: str) -> Claim | None:
    """A number in %, percentage points or points as a result."""
    if not cues.WORDS.search(before + after):
        return None
    if cues.CONTEXT_BEFORE.search(before[-60:]):
        return None
    sparing = cues.SPARING.search(before) is not None
    if cues.CONTEXT_AFTER.match(after) and not (
        sparing and cues.RESOURCE.match(after.lstrip(" )").removeprefix("of ").removeprefix("the "))
    ):
        return None
    metric = metric_after(after) or metric_before(before)
    kind = _level_or_change(r, before, after)
    share = cues.SHARE_OF.match(after)
    if share and kind != "delta" and cues.RESOURCE.search(share["what"]):
        if not sparing and not cues.USING.search(before):
            return Claim(index, "absolute", "%", metric) if metric else None
        if (
            not sparing
            and re.search(r"(?i)\b(?:on|using|with|training|trained|from) (?:about )?$", before)
            and re.search(r"(?i)data|labels|samples|examples|dataset", share["what"])
        ):
            return None
        return Claim(index, "ratio", "%", _resource(share))
    metric = metric or (_changed_thing(before, share) if kind == "delta" else None)
    if (
        kind != "delta"
        and not cues.CLAIMING.search(before + after)
        and not (cues.BRACKETED.search(before) and cues.CLAIMING.search(scene_words))
        and not cues.NAMED_SCORE.search(before)
    ):
        return None
    unit = (
        "percentage points"
        if kind == "delta" and re.match(r"\)? absolute|\)? \w+ absolute| absolute", after) and r.unit == "%"
        else r.unit
    )
    if kind == "delta" and r.unit == "%" and re.search(r"absolute[^,;]{0,40}$", before[-60:]):
        unit = "percentage points"
    return Claim(index, kind, unit, metric)


def _resource(share: re.Match[str]) -> str:
    """What a share is a share of, without the words that go on behind it."""
    return re.split(r" (?:while|and|with|for|in|on|by|to|compared|than|when|using|of|as|is|are|at)\b", share["what"])[0]


def _changed_thing(before: str, share: re.Match[str] | None) -> str | None:
    """What a change is a change of: 'reduces the memory by', 'saves 30% of the cost'."""
    if share:
        return _resource(share)
    m = cues.CHANGED.search(before)
    return m["what"] if m else None


def _level_or_change(r: Reading, before: str, after: str) -> Kind:
    """Whether a number says how much something changed, or what level it reached."""
    if r.turned_into or r.from_value is not None:
        return "absolute"
    if r.signed and r.value > 0 or re.search(r"[↑↓] ?$", before) or re.match(r" ?[↑↓]", after):
        return "delta"
    if cues.DELTA_AFTER.match(after) or cues.DELTA_BEFORE.search(before) or cues.VERB_DIRECTLY.search(before):
        return "delta"
    return "absolute"


def _times(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'2x faster', 'a 10-fold reduction' as a ratio; '5 times' that something was done is none."""
    if (
        re.match(r"(?i)[ -]cross", after)
        or cues.NO_TIMES.search(before)
        or re.match(r"(?i) (?:a|per|each) |[ -](?:super|SR\b|upscal|upsampl|downsampl|magnif)", after)
    ):
        return None
    if re.search(rf"(?i)\bby {cues.HEDGE}[><≥≤~]? ?$", before) and cues.CHANGE_VERB.search(before):
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


def _measured(scene: Scene, index: int, before: str, after: str) -> Claim | None:
    """A number without a sign: by the noun behind it, or by the metric before it."""
    r = scene.readings[index]
    noun = noun_of(scene, index)
    if (
        re.search(
            r"(?i)\bfactors? (?:of )?(?:about |up to |over |at least |more than |nearly |around |approximately |"
            r"roughly )?$",
            before,
        )
        and not r.scale
    ):
        return Claim(index, "ratio", "x") if cues.CHANGE_VERB.search(before) or cues.LEVEL_VERB.search(before) else None
    if (
        r.unit in ("USD", "EUR", "GBP")
        or noun.kind == "compute"
        or re.match(r"(?i) (?:us )?dollars|(?: |-)cents\b", after)
    ):
        return (
            Claim(index, "cost", r.unit or noun.words or "USD")
            if cues.COST_BEFORE.search(before) or noun.kind == "compute"
            else None
        )
    if r.grouped and (m := _BITS.match(after)):
        return Claim(index, _level_or_change(r, before, after), None, m[1])
    if noun.kind in ("time", "rate", "memory"):
        return _physical(r, noun.words.split(" ")[0].strip("-"), noun.kind, before, scene.after(noun.end, 60), index)
    if r.scale in ("B", "M", "K", "T") or noun.kind in ("params", "data", "window", "model"):
        return None
    return _scored(scene, index, noun.kind, before, scene.after(end_of_list(scene, index).end, 100))


def _physical(r: Reading, unit: str, kind: str, before: str, after: str, index: int) -> Claim | None:
    """Time, memory or speed as a cost of training or as a level; clips of 10 seconds and cards of 24 GB are neither."""
    if (
        not (cues.MEASURING.search(before) or (r.grouped and metric_after(after)))
        or cues.HARDWARE_AFTER.match(after)
        or cues.DATA_WORDS.match(after.lstrip(" -"))
    ):
        return None
    long = unit.lower().rstrip("s") in ("hour", "day", "week", "minute", "hr", "h", "month")
    if kind == "time" and long:
        return Claim(index, "cost", unit) if cues.TRAINING.search(before + after) else None
    if not (r.grouped or cues.CLAIMING.search(before)):
        return None
    return Claim(index, _level_or_change(r, before, after), unit, metric_before(before))


def _prior_grouped(scene: Scene, index: int) -> bool:
    """Whether the number that this one came from has a decimal point."""
    return index > 0 and scene.readings[index - 1].grouped


def _noun_unit(scene: Scene, index: int) -> str | None:
    """The unit word behind a number, where it is a measure's."""
    noun = noun_of(scene, index)
    return noun.words.strip(" -").split(" ")[0] if noun.kind in ("time", "rate", "memory") else None


_BITS = re.compile(r" (bits? ?(?:per|/) ?\w+)")
_LENGTH = re.compile(r" ?(mm|cm|m|km/h|dB|degrees|px|pixels|Å|kcal/mol|meV)\b")


def _scored(scene: Scene, index: int, kind: str, before: str, after: str) -> Claim | None:
    """A bare number as a score: a metric beside it, or a decimal behind 'by' or in brackets where scores stand."""
    r = scene.readings[index]
    if (m := _LENGTH.match(after)) and r.grouped and cues.CLAIMING.search(before) and re.search(METRIC, before + after):
        return Claim(
            index, _level_or_change(r, before, after), m[1], metric_before(before) or metric_after(after[m.end() :])
        )
    if r.from_value is not None and (r.grouped or _prior_grouped(scene, index)) and cues.CLAIMING.search(before):
        return Claim(index, "absolute", _noun_unit(scene, index), metric_before(before) or metric_after(after))
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
        return Claim(index, _level_or_change(r, before, after), None, metric)
    if r.grouped and kind in ("", "metric", "count"):
        if (cues.BY.search(before) or cues.DELTA_BEFORE.search(before)) and cues.CHANGE_VERB.search(before):
            return Claim(index, "delta", None)
        sentence = scene.sentence(r.start).text[:1500]
        scored = cues.ACHIEVING.search(before) and (cues.ON_SET.match(after) or cues.ACHIEVING_NOW.search(before))
        if (cues.BRACKETED.search(before) and cues.CLAIMING.search(sentence) or scored) and re.search(
            r"(?i)perform|results?|achiev|state-of-the-art|" + METRIC, sentence
        ):
            return Claim(index, _level_or_change(r, before, after), None)
    return None
