"""Which numbers are results, and of what kind: a level, a change, a ratio, a cost, a count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarise.rules.metrics import METRIC, metric_after, metric_before
from summarise.rules.nouns import end_of_list, noun_of
from summarise.rules.reading import Reading
from summarise.rules.scene import Scene

Kind = Literal["absolute", "delta", "ratio", "cost", "count"]

_HEDGE = r"(?:(?:an? |the )?(?:up to|about|around|approximately|roughly|nearly|almost|over|more than|at least|less than|at most|only|just|average of|an average of|additional|absolute|relative|average|mean|further|significant|large|~|even|another|as much as|as high as|close to|maximum of|remarkable|impressive|whopping|substantial|of) ?)*"
_CHANGE_NOUN = (
    r"(?:improvements?|gains?|increases?|reductions?|decreases?|boosts?|drops?|enhancements?|savings?|margins?|degradations?|leads?|advantage|declines?|rise|growth|jumps?|uplift|lift|"
    r"difference|gap|speed-?ups?|loss|deterioration|advancement|shrinkage|saving|cut|increment|progress|overhead)"
)
_CHANGE_VERB = re.compile(
    r"(?i)\b(?:improv\w+|increas\w+|reduc\w+|decreas\w+|boost\w*|rais(?:e|es|ed|ing)|lift\w*|enhanc\w+|outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|sav(?:e|es|ed|ing)|cut(?:s|ting)?|drop(?:s|ped|ping)?|"
    r"lower(?:s|ed|ing)?|gain(?:s|ed|ing)?|declin\w+|degrad\w+|grow\w*|accelerat\w+|outscor\w+|overtak\w+|shrink\w*|advanc\w+|speed\w*|outpac\w+|narrow\w*|clos(?:es|ing)|mitigat\w+|alleviat\w+|trim\w*|rose|risen|fell|fall(?:s|en)?|better(?:s|ing)|minimi[sz]\w+|shorten\w*|deteriorat\w+|elevat\w+|dimish\w*|diminish\w*|eliminat\w+|halv\w+|slash\w*|prun\w+|compress\w*)\b"
)
_LEVEL_VERB = re.compile(r"(?i)\b(?:achiev\w+|reach\w*|attain\w*|obtain\w*|scor(?:e|es|ed|ing)\b|hit(?:s|ting)?|report\w*|get(?:s|ting)?|record\w*|yield\w*|deliver\w*|produc\w+|perform\w*|with|at|to)\b")
_DELTA_AFTER = re.compile(
    rf"\)?(?: or (?:more|greater|higher|less))?(?:[ -](?!(?:and|or|with|on|in|of|while|for|by|to|from|using|as|than|which|that|respectively|at|is|are|compared|over|when|without)\b)[\w@.%/+-]+){{0,4}}?[ -](?:{_CHANGE_NOUN}|higher|lower|better|worse|more|fewer|less|faster|slower|smaller|larger|cheaper|shorter|longer|greater|relative(?:ly)?|absolute(?:ly)?|ahead|above|below|over the|over (?=previous|prior|existing|[A-Z]))\b(?! accuracy of)"
)
_DELTA_BEFORE = re.compile(
    rf"(?i)(?:\b{_CHANGE_NOUN}(?: (?:in|on|over|for|across|from|to|against) [^,;:()]{{1,60}}?)?(?: of| by|:| is| are| was| ranging| between| rang\w+ from| reach\w*| up| \()* ?{_HEDGE}|\bby {_HEDGE}(?:(?:an?|the) [\w -]{{2,40}} of {_HEDGE})?|[(\s]↑ ?|[(\s]↓ ?)$"
)
_VERB_DIRECTLY = re.compile(r"(?i)\b(?:sav(?:e|es|ed|ing)|cut(?:s|ting)?|reduc(?:es?|ed|ing)|improv(?:es?|ed|ing)|gain(?:s|ed|ing)?|increas(?:es?|ed|ing)|drop(?:s|ped|ping)?|los(?:es?|ing)|eliminat\w+|boost(?:s|ed|ing)?|(?:improv\w+|increas\w+|reduc\w+) [^,;:()]{1,40}? by) (?:by )?" + _HEDGE + "$")
_SHARE_OF = re.compile(r"\)? of (?:the |its |their |our |all |both |what |total |full |original |overall |that |those |them )*(?P<what>[\w'-]+(?: [\w'-]+){0,3})")
_RESOURCE = re.compile(r"(?i)\b(?:computations?|compute|costs?|param\w*|tokens?|data|dataset|flops|size|memory|time|budget|labels?|annotations?|samples?|examples|weights|layers|performance|accuracy|energy|resources?|quality|capacity|capability|speed|latency|runtime|training|teacher|upper bound|baseline|full|power|images|parameters|area|storage|bits|steps|steps?|that)\b")
_CONTEXT_AFTER = re.compile(
    r"(?i)\)?[ -]?(?:(?:confidence|credible|c\.?l\.?|ci|significance|prediction) ?(?:level|intervals?|region|limits?|c\.l\.)?\b|percentiles?|quantiles?|(?:unstructured |structured )?sparsity|(?:label |random |input |symmetric |asymmetric )?noise|dropout|masking|missing|"
    r"(?:of (?:the )?)?(?:labell?ed|annotated|labels?|annotations?|supervision|training (?:data|samples|set)|unlabell?ed|of labels)\b|poison\w*|split|train|overlap|threshold|of (?:all )?(?:users|people|patients|adults|deaths|women|men|the population|participants|respondents|students|children|cases|households|the world|web|companies|developers|global|carbon|websites|residents|americans)|of the (?:total|world|population|universe|sky))"
)
_CONTEXT_BEFORE = re.compile(r"(?i)\b(?:top|bottom|sparsity (?:of|levels? of|ratio of)|noise (?:level|rate|ratio) of|confidence (?:level )?of|probability|ratio of masked|masking|mask|threshold of|p ?[<=]|p-values?(?: of)?|alpha ?=|rate of dropout|learning rate of|temperature(?: of)?|constitut\w+|accounts? for|comprises?|comprising|affects?|affecting|of which) (?:about |over |around |only |nearly |up to )?$")
_SPARING = re.compile(r"(?i)\b(?:only|just|merely|as (?:little|few|low) as|less than|fewer than|under|no more than)\b[^,;]{0,25}$")
_CLAIMING = re.compile(
    rf"(?:{METRIC})|(?i:\b(?:achiev|reach|attain|obtain|improv|outperform|surpass|reduc|increas|decreas|boost|gain|better|higher|lower|faster|fewer|less|sav(?:e|ing)|state-of-the-art|sota|success|solv|"
    r"correct|error|outscor|yield|perform|exceed|speed|drop|degrad|efficien|accelerat|retain|recover|maintain|match|only|show|demonstrat|reveal|find|found|fail|prefer|win|won|detect|predict|identif|agree|cut|margin|declin|rise|enhanc|score|result|rate)\w*)"
)
_USING = re.compile(r"(?i)\b(?:using|uses?|with|requir\w+|needs?|consum\w+|retain\w*|recover\w*|maintain\w*|preserv\w*|match\w*|achiev\w*|reach\w*|attain\w*|keep\w*|at|to|captur\w+|deliver\w*|costs?|obtain\w*|has|have|is|reduc\w+|run\w*|tak\w+|train\w+|updat\w+|tun\w+)\b[^,;]{0,30}$")
_TIMES_AFTER = re.compile(r"(?i)\)?[ -](?:[\w-]+ ){0,3}?(?:faster|more|less|fewer|smaller|larger|higher|lower|better|slower|longer|shorter|cheaper|greater|speed-?ups?|accelerat\w+|reductions?|improvements?|increases?|compression|throughput|the|as|that of|its|their|gains?|efficien\w+|savings?|boost|compared|over|than|real-?time|in |decrease|lighter|wider|deeper|bigger|stronger|enhancement)\b|\)?[,.;:)]|$| (?:and|on|with|when|while)\b")
_TIMES_BEFORE = re.compile(r"(?i)\b(?:speed-?ups?|factors? of|by|up to|to|reduc\w+|improv\w+|increas\w+|accelerat\w+|faster|achiev\w+|sav\w+|at least|over|more than|than|compress\w*|boost\w*|has|is|are|gains? of|of|about|nearly|around|with|obtain\w*|provid\w*|yield\w*|deliver\w*|offer\w*|show\w*|runs?|and|using|requir\w+)\b[^,;]{0,30}$")
_NO_TIMES = re.compile(r"(?i)\b(?:repeat\w*|sampl\w+|appear\w*|cited|occur\w*|downloaded|run|ran|performed|four|upscal\w+|super-resolution|magnification|zoom) (?:\w+ )?$")
_OUT_OF = re.compile(r" (?:out )?of (?:the |a total of |all |our |total )*$")
_OUT_OF_AFTER = re.compile(r"(?:(?: [a-z-]+){0,2} out)? of (?:the |a total of |all |our |total )*(?:[0-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)")
_COUNTING = re.compile(r"(?i)\b(?:solv\w+|prov(?:e|es|ed|ing)|pass\w*|complet\w+|answer\w*|fix\w*|resolv\w+|win(?:s|ning)?|won|outperform\w*|succe\w+|correct\w*|surpass\w*|improv\w+|state-of-the-art|sota|best|rank\w*|detect\w*|identif\w+|achiev\w+|beat\w*|exceed\w*|recover\w*|discover\w*|generat\w+|classif\w+|predict\w*|found|finds?)\b[^;]*$")
_COST_BEFORE = re.compile(r"(?i)\b(?:cost\w*|spen[dt]\w*|budget\w*|price\w*|pric\w+|requir\w+|only|less than|under|for|per|need\w*|tak(?:e|es|ing)|train\w*|using|sav\w+|within|in|consum\w+|expens\w+)\b[^;]{0,60}$")
_TRAINING = re.compile(r"(?i)\b(?:train\w*|pre-?train\w*|fine-?tun\w+|search\w*|GPUs?|TPUs?|converg\w+|optimi[sz]\w+)\b")
_HARDWARE_AFTER = re.compile(r"(?i) ?(?:\w+ )?(?:gpus?|memory|ram|vram|card|cards|hbm|graphics|of (?:gpu |ram|vram|memory|ram))\b")
_MEASURING = re.compile(r"(?i)\b(?:at|run\w*|achiev\w+|reach\w*|requir\w+|only|reduc\w+|speed\w*|latenc\w+|throughput|tak(?:es|ing)|within|in|under|less than|time|with|of|operat\w+|consum\w+|using|inference|process\w*|real-?time|up to|improv\w+|by)\b[^,;]{0,40}$")
_DATA_WORDS = re.compile(r"(?i)\b(?:of|long|videos?|speech|audio|recordings?|data|footage|clips?|window|interval|sampl|segments?|old|later|ago|ahead|per week)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """The index-th number of a scene read as a result, with its unit as a result's."""

    index: int
    kind: Kind
    unit: str | None
    metric: str | None = None
    coordinated: bool = False
    """Whether it goes on a list that the claim before it began ('40.6% and 51.8%')."""
    inside: bool = False
    """Whether it stands in the brackets behind another result ('1.6% (86.6% → 88.2%)')."""


_UNBRACKETED = re.compile(r"^ \([^()]{0,60}\)")


def read_claim(scene: Scene, index: int, last: Claim | None) -> Claim | None:
    """The index-th number as a result, or None; `last` is the claim before it in the text."""
    r = scene.readings[index]
    if r.shape not in ("plain", "word"):
        return None
    before, after = scene.before(r.start, 140), scene.after(r.end, 140)
    if counted := _count(r, before, after, index):
        return counted
    if r.shape == "word":
        return _orders(r, after, index)
    if last and last.index >= index - 6 and (same := _continues(scene, index, last)):
        return same
    after = _UNBRACKETED.sub("", after) if after.startswith(" (") else after
    if r.unit in ("%", "percentage points", "points"):
        return _percent(r, before, after, index, scene.sentence(r.start).text[:1500])
    if r.unit == "x":
        return _times(r, before, after, index)
    return _measured(scene, index, before, after)


def _count(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'proved 5 out of 148 problems': things counted out of all there are."""
    if r.unit or r.grouped or r.scale or not _OUT_OF_AFTER.match(after) or not _COUNTING.search(before):
        return None
    m = re.search(r"of (?:the |a total of |all |our |total )*[\w,]+ ((?:[a-z-]+ ){0,3}?[a-z-]+s)\b", after)
    return Claim(index, "count", m[1].split(" ")[-1] if m else None)


def _orders(r: Reading, after: str, index: int) -> Claim | None:
    """'two orders of magnitude faster': a ratio."""
    return Claim(index, "ratio", "orders of magnitude") if re.match(r" orders? of magnitude", after) else None


_GAP_FILL = re.compile(
    rf"\([^()]*\)|\b(?:for|in|on|to|with|of) (?:the )?[a-z-]+(?: [a-z-]+){{0,3}}?(?=,| and\b| or\b)|{METRIC}|\b(?:on|for|in|of|at|from|with|to|the|a|an|and|or|&|test|dev|val|set|sets|split|dataset|datasets|benchmark|benchmarks|points?|absolute|relative|respectively|"
    r"tasks?|samples|shots?|attempts|parameters|images|views|labels|epochs|steps|tokens|resolution|only|just|even|further|another|up|about|over|by|improvements?|gains?|reductions?|increases?|[a-z]+-[a-z]+)\b"
    r"|[A-Z][\w+./'-]*|[a-z]+[A-Z0-9][\w-]*|[\d.,]+[MBK%]?|:"
)


def _continues(scene: Scene, index: int, last: Claim) -> Claim | None:
    """The claim that a list goes on with: only names, brackets and 'and' stand between it and the one before."""
    this, prior = scene.readings[index], scene.readings[last.index]
    gap = scene.text[prior.end : this.start]
    if len(gap) > 110 or ";" in gap or ". " in gap or last.kind in ("cost", "count"):
        return None
    unit = this.unit or last.unit
    if prior.unit and this.unit and prior.unit != this.unit:
        return None
    if not (this.unit or (this.grouped and not this.scale)) or gap.count("(") != gap.count(")"):
        return None
    if not re.search(r"[,&/]|\band\b|\bor\b", gap) or _GAP_FILL.sub("", gap).strip(" ,/&") or _UNITS_OF_NATURE.match(scene.text, this.end):
        return None
    kind = "delta" if this.unit and _level_or_change(this, "", scene.after(this.end, 60)) == "delta" else last.kind
    if prior.unit != this.unit and not _same_measure(gap, this, prior):
        return None
    metric = metric_after(scene.after(this.end, 60)) or metric_before(gap) or last.metric
    return Claim(index, kind, unit, metric, coordinated=True)


def _same_measure(gap: str, this: Reading, prior: Reading) -> bool:
    """Whether a number without a sign goes on a list of numbers without one."""
    return not this.unit and not prior.unit


def _percent(r: Reading, before: str, after: str, index: int, scene_words: str) -> Claim | None:
    """A number in %, percentage points or points as a result."""
    if _CONTEXT_BEFORE.search(before[-60:]):
        return None
    sparing = _SPARING.search(before) is not None
    if _CONTEXT_AFTER.match(after) and not (sparing and _RESOURCE.match(after.lstrip(" )").removeprefix("of ").removeprefix("the "))):
        return None
    metric = metric_after(after) or metric_before(before)
    kind = _level_or_change(r, before, after)
    share = _SHARE_OF.match(after)
    if share and kind != "delta" and _RESOURCE.search(share["what"]):
        if not sparing and not _USING.search(before):
            return Claim(index, "absolute", "%", metric) if metric else None
        if not sparing and re.search(r"(?i)\b(?:on|using|with|training|trained|from) (?:about )?$", before) and re.search(r"(?i)data|labels|samples|examples|dataset", share["what"]):
            return None
        return Claim(index, "ratio", "%", share["what"])
    metric = metric or (_changed_thing(before, share) if kind == "delta" else None)
    if kind != "delta" and not _CLAIMING.search(before + after) and not (_BRACKETED.search(before) and _CLAIMING.search(scene_words)):
        return None
    unit = "percentage points" if kind == "delta" and re.match(r"\)? absolute|\)? \w+ absolute| absolute", after) and r.unit == "%" else r.unit
    if kind == "delta" and r.unit == "%" and re.search(r"absolute[^,;]{0,40}$", before[-60:]):
        unit = "percentage points"
    return Claim(index, kind, unit, metric)


_CHANGED = re.compile(r"(?i)\b(?:improv|increas|reduc|decreas|boost|rais|enhanc|lower|cut|accelerat|shrink)\w* (?:the |its |their |our )?(?P<what>(?!(?:on|over|upon|in|to|by|from|of)\b)[\w-]+(?: [\w-]+){0,4}) by [\w ~><≥≤]*$")


def _changed_thing(before: str, share: re.Match[str] | None) -> str | None:
    """What a change is a change of: 'reduces the KV cache by', 'saves 42.5% of training costs'."""
    if share:
        return share["what"]
    m = _CHANGED.search(before)
    return m["what"] if m else None


def _level_or_change(r: Reading, before: str, after: str) -> Kind:
    """Whether a number says how much something changed, or what level it reached."""
    if r.turned_into or r.from_value is not None:
        return "absolute"
    if r.signed and r.value > 0 or re.search(r"[↑↓] ?$", before) or re.match(r" ?[↑↓]", after):
        return "delta"
    if _DELTA_AFTER.match(after) or _DELTA_BEFORE.search(before) or _VERB_DIRECTLY.search(before):
        return "delta"
    return "absolute"


def _times(r: Reading, before: str, after: str, index: int) -> Claim | None:
    """'2x faster', 'a 10-fold reduction' as a ratio; '5 times' that something was done is none."""
    if re.match(r"(?i)[ -]cross", after) or _NO_TIMES.search(before) or re.match(r"(?i) (?:a|per|each) |[ -](?:super|SR\b|upscal|upsampl|downsampl|magnif)", after):
        return None
    if re.search(rf"(?i)\bby {_HEDGE}[><≥≤~]? ?$", before) and _CHANGE_VERB.search(before):
        return Claim(index, "ratio", "x", _changed_thing(before, None))
    if _TIMES_AFTER.match(after) and (_TIMES_BEFORE.search(before) or re.match(r"(?i)\)?[ -](?:[\w-]+ ){0,2}?(?:faster|more|less|fewer|smaller|larger|higher|lower|better|speed|accel|reduc|improv|increas)", after)):
        return Claim(index, "ratio", "x", metric_after(after))
    return None


def _measured(scene: Scene, index: int, before: str, after: str) -> Claim | None:
    """A number without a sign: by the noun behind it, or by the metric before it."""
    r = scene.readings[index]
    noun = noun_of(scene, index)
    if re.search(r"(?i)\bfactors? (?:of )?(?:about |up to |over |at least |more than |nearly |around |approximately |roughly )?$", before) and not r.scale:
        return Claim(index, "ratio", "x") if _CHANGE_VERB.search(before) or _LEVEL_VERB.search(before) else None
    if r.unit in ("USD", "EUR", "GBP") or noun.kind == "compute" or re.match(r"(?i) (?:us )?dollars|(?: |-)cents\b", after):
        return Claim(index, "cost", r.unit or noun.words or "USD") if _COST_BEFORE.search(before) or noun.kind == "compute" else None
    if noun.kind in ("time", "rate", "memory"):
        return _physical(r, noun.words.split(" ")[0].strip("-"), noun.kind, before, scene.after(noun.end, 60), index)
    if r.scale in ("B", "M", "K", "T") or noun.kind in ("params", "data", "window", "model"):
        return None
    return _scored(scene, index, noun.kind, before, scene.after(end_of_list(scene, index).end, 100))


def _physical(r: Reading, unit: str, kind: str, before: str, after: str, index: int) -> Claim | None:
    """Time, memory or speed as a cost of training or as a level; clips of 10 seconds and cards of 24 GB are neither."""
    if not _MEASURING.search(before) or _HARDWARE_AFTER.match(after) or _DATA_WORDS.match(after.lstrip(" -")):
        return None
    long = unit.lower().rstrip("s") in ("hour", "day", "week", "minute", "hr", "h", "month")
    if kind == "time" and long:
        return Claim(index, "cost", unit) if _TRAINING.search(before + after) else None
    if not (r.grouped or _CLAIMING.search(before)):
        return None
    return Claim(index, _level_or_change(r, before, after), unit, metric_before(before))


_BRACKETED = re.compile(r"(?:\b[A-Z][\w./+'-]*|\d|benchmark|dataset|set|split) \((?:[\w@-]+ ?[:=]? ?)?[+-]?$")
_BY = re.compile(rf"(?i)\bby {_HEDGE}$")
_INTEGER_METRIC = re.compile(r"(?i)^(?:elo|fps|psnr|fid|fvd|score|performance|latency|throughput|perplexity|ppl|[A-Z]{2,}|m?ap|m?iou|bleu|rouge)")
_NOT_SCORED = re.compile(r"(?i)(?:scores? (?:from|of)|scale (?:of|from)|section|table|figure|fig\.|eq\.?|equation|level|version|python|task|theorem|lemma|chapter|day|step|epoch|layer|rank|type|class|phase|stage|grade|part|n ?=|k ?=|=|≤|≥|<|>|≈|~|∈|z ?[=~]|sigma|redshift) ?$")
def prior_grouped(scene: Scene, index: int) -> bool:
    """Whether the number that this one came from has a decimal point."""
    return index > 0 and scene.readings[index - 1].grouped


def noun_unit(scene: Scene, index: int) -> str | None:
    """The unit word behind a number, where it is a measure's."""
    noun = noun_of(scene, index)
    return noun.words.strip(" -").split(" ")[0] if noun.kind in ("time", "rate", "memory") else None


_LENGTH = re.compile(r" ?(mm|cm|m|km/h|dB|degrees|px|pixels|Å|kcal/mol|meV)\b")
_ACHIEVING = re.compile(r"(?i)\b(?:achiev\w+|scor(?:es|ed|ing)|reach\w*|attain\w+|obtain\w+|gets?|yield\w*)\b[^,;]{0,30}$")
_ACHIEVING_NOW = re.compile(rf"(?i)\b(?:achiev\w+|scor(?:es|ed|ing)|reach\w*|attain\w+|obtain\w+) {_HEDGE}$")
_ON_SET = re.compile(r"\)? (?:on|in|for) (?:the )?[A-Z]")
_UNITS_OF_NATURE = re.compile(r"(?i)(?: |-)?(?:[munpfkMG]?(?:eV|pc|m|Hz|W|V|K|T|J|A|F|s|g|Pa|Jy|bar)\b|[°σ×·^/*+]|solar|kpc|mpc|mag\b|arcsec|arcmin|M_|σ|sigma|degrees?|yr\b|years?|km|cm|mm|nm|μm|um\b|μ|Å|dex\b|keV|erg)")


def _scored(scene: Scene, index: int, kind: str, before: str, after: str) -> Claim | None:
    """A bare number as a score: a metric beside it, or a decimal behind 'by' or in brackets where scores stand."""
    r = scene.readings[index]
    if (m := _LENGTH.match(after)) and r.grouped and _CLAIMING.search(before) and re.search(METRIC, before + after):
        return Claim(index, _level_or_change(r, before, after), m[1], metric_before(before) or metric_after(after[m.end() :]))
    if r.from_value is not None and (r.grouped or prior_grouped(scene, index)) and _CLAIMING.search(before):
        return Claim(index, "absolute", noun_unit(scene, index), metric_before(before) or metric_after(after))
    if _UNITS_OF_NATURE.match(after) or (_NOT_SCORED.search(before[-20:]) and not metric_before(before)):
        return None
    prior, then = metric_before(before), metric_after(after)
    if then and (r.grouped or kind == "metric") and re.match(r"(?i)score|performance|error|cost|param|comput|memory|energy", then):
        then = then if r.grouped else None
    metric = then if kind == "metric" and then else prior or (then if r.grouped else None)
    if metric and (r.grouped or kind == "metric" or _INTEGER_METRIC.match(metric)) and not (kind == "count" and not r.grouped):
        return Claim(index, _level_or_change(r, before, after), None, metric)
    if r.grouped and kind in ("", "metric", "count"):
        if (_BY.search(before) or _DELTA_BEFORE.search(before)) and _CHANGE_VERB.search(before):
            return Claim(index, "delta", None)
        sentence = scene.sentence(r.start).text[:1500]
        scored = _ACHIEVING.search(before) and (_ON_SET.match(after) or _ACHIEVING_NOW.search(before))
        if (_BRACKETED.search(before) and _CLAIMING.search(sentence) or scored) and re.search(r"(?i)perform|results?|achiev|state-of-the-art|" + METRIC, sentence):
            return Claim(index, _level_or_change(r, before, after), None)
    return None
