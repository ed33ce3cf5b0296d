"""The role of a number that no element of the summary accounts for: what its form and the words around it tell."""

from __future__ import annotations

import re

from summarise.records import NumberRole
from summarise.rules.metrics import METRIC, metric_before
from summarise.rules.names import MODEL_FAMILY
from summarise.rules.numbers.nouns import Noun, noun_of
from summarise.rules.numbers.numerals import ATTACHED_UNITS
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Scene

_BY_SHAPE: dict[str, NumberRole] = {
    "name": "name",
    "version": "version",
    "year": "year",
    "enumerator": "enumerator",
    "dimension": "context",
    "setting": "context",
    "fraction": "context",
}
_NAME_BEFORE = re.compile(r"(?<![\w-])(?P<name>[A-Z][\w+.-]*(?: [A-Z][a-z]+)?|[Vv]ersion|v) $")
_VERSION_AFTER = re.compile(
    r"(?i)[ -](?:pro|opus|sonnet|turbo|flash|haiku|ultra|mini|instruct|chat|base|large|medium)\b"
)
_METRIC = re.compile(METRIC)
_SETTING = re.compile(
    r"(?i)[ -]?(?:(?:shot|way|fold|bits?|tokens?|contexts?|times|confidence|C\.?L\.?|dimension\w*|hz|px|pixels|"
    r"resolution|degrees?)\b|°)"
)
# What is spent on an answer, not found: 'with 64 samples', 'over 5 runs'.
_BUDGET = re.compile(
    r"(?i)(?:samples|attempts|trials|rollouts|votes|queries|candidates|passes|demonstrations|shots|examples|"
    r"generations|tries|runs|beams|rounds|turns)$"
)
_SPENT = re.compile(r"(?i)\b(?:with|over|using|within|per|from|at|given) (?:only |just |a budget of )?$")
_COUNTED_IN_RUNS = re.compile(r"(?i)(?:epoch|step|iteration|layer|seed|head)s?$")
_COUNTED = re.compile(r"(?i) (?:%|times|models?|datasets?|tasks|languages|hours|points|and \d)")
_SENTENCE_WORDS = frozenset(
    "The A An In On At Of With For From To And Our We By "
    "Using Over Across Only These This All Both Up About Than Top Around Nearly Approximately".split()
)
# What is numbered: 'Table 2', 'Layers 10', 'Phase 1', '#1'.
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:Tab(?:le|\.)|Fig(?:ure|\.)|Sec(?:tion|\.)|Eq(?:uation|\.)|Theorem|Lemma|Corollary|Proposition|Definition|"
    r"Algorithm|Appendix|Chapter|Step|Stage|Phase|[Tt]ask|[Ss]ubtask|Track|Layer|Head|User|Type|Level|Tier|Part|Case|"
    r"Experiment|Study|Group|Grade|Scenario|Cohort|Round|Area|Annex|Article|SDG|RQ|[Nn]o\.|[Nn]umber|[Rr]ank)s? \(?"
    r"|#)$"
)
_DEVICE_OR_NORM = re.compile(
    r"\b(?:RTX|GTX|ISO|IEEE|RFC|EN|DIN|Titan|Tesla|Jetson|Snapdragon|Ascend|Kunpeng|Xeon|EPYC|Ryzen|Radeon|Quadro|"
    r"Core|Pixel|iPhone|Galaxy|Windows|Ubuntu|HTTP|USB|PCIe|DDR|Industry|Society|arXiv) $"
)
_SOFTWARE = re.compile(r"\b(?:Python|Java|CUDA|PyTorch|TensorFlow|Ubuntu|Lean|Coq|Isabelle|Unity|ROS|C\+\+) $")
_SET_TO = re.compile(
    r"(?i)\b(?:batch(?:es| size)?|learning rate|rank|temperature|threshold|periods?|lengths?|"
    r"dimension(?:ality)?|depths?|widths?|resolutions?|budget|radius|windows?|intervals?|strides?|seeds?|limit|sizes?|factors?|ratios?|"
    r"scale|range|ranging|rates?|order|top|epsilon|probability|aged?|shift)s?"
    r"(?:,? (?:of|to|is|are|was|were|at|from|between|as \w+ as|fixed|set|in|exceeds?|up))* ?[=:≈~<>≤≥(\[]{0,2} ?$"
)
_STATISTIC = re.compile(
    r"(?:\b(?:CIs?|IQR|SD|SE|SEM|CV|OR|HR|RR|[Cc]onfidence [Ii]nterval|[Mm]edian|[Mm]ean|deviation)"
    r":? ?(?:of )?[=<>≈~≤≥]? ?[\[(]?|(?<!\w)\w ?[=<>≤≥≈~] ?|[<>≤≥±×^*∈→] ?|\^|[\[({] ?)$"
)
_P_VALUE = re.compile(r"(?:\b[pPzr]|κ|ρ|\bdeviation of) ?[=<>≤≥]? ?$")
# 'SO(2)', 'O(1)', 'γ(3, 4)'.
_ARGUMENT = re.compile(r"\w\((?:[0-9.]+, ?)?$")
_IN_NAME = re.compile(r"(?:[A-Za-z]\^|(?<![\w-])(?=\w{0,20}[A-Z])[\w-]{1,30}/)$")
_AN_INTERVAL = re.compile(r"(?:, ?|[-–])[0-9.]+ ?[\])]")
_OF_THESE = re.compile(r"(?i)\b(?:of (?:these|them|those|which|whom)|respectively),? (?:only |about |over )?$")
_COUNT_AFTER = re.compile(
    r" (?:of (?:these|them|those|which|whom|(?:the |all )?\d)|(?:were|are|was|being|have|had)\b|out (?:of )?\d|"
    r"or (?:more|fewer|less))|,? ?/\d"
)
_OUT_OF_BEFORE = re.compile(r"(?i)(?:\d|\bout) of (?:the |all |a total of )*$|\bnumbers? of [^.;]{1,60}$")
_N_IS = re.compile(r"\b[nN] ?= ?$")
_GOES_ON = re.compile(r"\.\d")
_SHORT = re.compile(r"\d\.\d|\d")
_LIST_GAP = re.compile(r",|,? (?:and|or|vs\.?|versus|to) |(?: ?/ ?)|[-–]{1,2}|, ")


def is_version(scene: Scene, index: int) -> bool:
    """Whether a plain number goes with a name before it ('Lean 4', 'Gemini 1.5 Pro', 'version 2.1')."""
    r = scene.readings[index]
    if not _is_bare(r):
        return False
    m = _NAME_BEFORE.search(scene.before(r.start, 40))
    if m is None or r.value >= 1000 or _METRIC.fullmatch(m["name"].strip()):
        return False
    if _GOES_ON.match(scene.text, r.end) or m["name"] in ("v", "Version", "version"):
        return True
    start = scene.sentence(r.start).start
    if (
        r.start - len(m[0]) == start
        and not _VERSION_AFTER.match(scene.text, r.end)
        or m["name"].split(" ")[0] in _SENTENCE_WORDS
    ):
        return False
    places = r.value.as_tuple().exponent
    short = r.value < 20 and isinstance(places, int) and places >= -1
    return short and not _COUNTED.match(scene.text, r.end)


def _is_bare(r: Reading) -> bool:
    """Whether the number is digits and nothing else."""
    plain = r.shape == "plain" and not r.unit and not r.scale and not r.signed
    return plain and r.value_max is None and r.from_value is None


def role_of_number(scene: Scene, index: int, prior: NumberRole) -> NumberRole:
    """The role of a number that no field accounts for; `prior` is the role of the number before it."""
    r = scene.readings[index]
    if r.shape in _BY_SHAPE:
        return _BY_SHAPE[r.shape]
    before = scene.before(r.start, 60)
    if _is_bare(r) and (role := _by_name(scene, index, before)):
        return role
    if r.turned_into or r.from_value is not None:
        return "context"
    noun = noun_of(scene, index)
    if r.shape == "word":
        return "count"
    if r.grouped and metric_before(before) and not _P_VALUE.search(before):
        return "unknown"  # a score that no rule claims: a person should see it
    if _BUDGET.search(noun.words) and _SPENT.search(before):
        return "context"
    return _by_noun(scene, r, noun) or _by_place(scene, r, before) or _as_before(scene, index, prior)


def _by_name(scene: Scene, index: int, before: str) -> NumberRole | None:
    """'enumerator' for 'Table 2', 'name' for 'RTX 4090', 'version' for 'Llama 3.1'."""
    r = scene.readings[index]
    if _LABEL_BEFORE.search(before):
        return "enumerator"
    if _DEVICE_OR_NORM.search(before) or _IN_NAME.search(before):
        return "name"
    if is_version(scene, index) or _SOFTWARE.search(before):
        return "version"
    named = _NAME_BEFORE.search(before)
    opens = named is not None and r.start - len(named[0]) == scene.sentence(r.start).start
    spelt = scene.text[r.start : r.end]
    if opens and named and named["name"].split(" ")[0] not in _SENTENCE_WORDS and _SHORT.fullmatch(spelt):
        known = r.grouped and not _METRIC.fullmatch(named["name"]) or MODEL_FAMILY.match(named["name"])
        return "version" if known and not _COUNTED.match(scene.text, r.end) else None
    return None


def _by_noun(scene: Scene, r: Reading, noun: Noun) -> NumberRole | None:
    """Costs, counts and settings by the noun behind the number."""
    if noun.kind == "compute" or r.unit in ("USD", "EUR", "GBP"):
        return "cost"
    if r.unit in ("%", "percentage points", "points") and (not noun.words or noun.kind == "metric"):
        return None
    if r.grouped and not r.unit and _METRIC.search(noun.words):
        return None
    if _COUNTED_IN_RUNS.search(noun.words):
        return "count"
    if (
        noun.words.split(" ")[0] in ATTACHED_UNITS
        or noun.kind in ("window", "memory", "rate", "time")
        or _SETTING.match(scene.text, r.end)
        or r.unit
    ):
        return "context"
    if noun.kind in ("data", "count", "model") or noun.words:
        return "count" if r.value == r.value.to_integral_value() else "context"
    return None


def _by_place(scene: Scene, r: Reading, before: str) -> NumberRole | None:
    """Settings, statistics and counts by the words before the number, where no noun stands behind it."""
    whole = not r.unit and r.value == r.value.to_integral_value()
    if whole and (_OF_THESE.search(before) or _COUNT_AFTER.match(scene.text, r.end) or _is_out_of(before)):
        return "count"
    if whole and _N_IS.search(before):
        return "count"
    if not r.unit and (_SET_TO.search(before) or _ARGUMENT.search(before)):
        return "context"
    if r.unit in ("percentage points", "points", "x") or r.scale in ("B", "T"):
        return None
    if m := _STATISTIC.search(before):
        bracket = m[0].strip() in ("[", "(", "{")
        return None if bracket and not _AN_INTERVAL.match(scene.text, r.end) else "context" if not r.unit else None
    return "context" if not r.unit and not r.scale and r.value < 10 and r.value == r.value.to_integral_value() else None


def _is_out_of(before: str) -> bool:
    """Whether the words before a number say that it is of how many: '3 out of', 'the number of users is'."""
    return " of " in before.lower() and _OUT_OF_BEFORE.search(before) is not None


def _as_before(scene: Scene, index: int, role: NumberRole) -> NumberRole:
    """The role of the number before it, where both stand in one list ('5 or 10'); else 'unknown'."""
    if not index or role not in ("context", "count", "enumerator", "year"):
        return "unknown"
    this, prior = scene.readings[index], scene.readings[index - 1]
    if this.start - prior.token[1] > 8 or this.unit != prior.unit or this.grouped and not prior.grouped:
        return "unknown"
    listed = prior.shape == "plain" and _LIST_GAP.fullmatch(scene.text, prior.token[1], this.start)
    return role if listed else "unknown"
