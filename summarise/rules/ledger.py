"""The ledger: every number of an abstract with its role."""

from __future__ import annotations

import re

from summarise.records import NumberRole, Quantity
from summarise.rules.kinds import Claim
from summarise.rules.metrics import METRIC
from summarise.rules.nouns import Noun, noun_of
from summarise.rules.reading import Reading
from summarise.rules.scene import Scene

_BY_SHAPE: dict[str, NumberRole] = {
    "name": "name",
    "version": "version",
    "year": "year",
    "enumerator": "enumerator",
    "dimension": "context",
}
_NAME_BEFORE = re.compile(r"(?<![\w-])(?P<name>[A-Z][\w+.-]*(?: [A-Z][a-z]+)?|[Vv]ersion|v) $")
_VERSION_AFTER = re.compile(
    r"(?i)[ -](?:pro|opus|sonnet|turbo|flash|haiku|ultra|mini|instruct|chat|base|large|medium)\b"
)
_METRIC = re.compile(METRIC)
_SETTING = re.compile(
    r"(?i)[ -]?(?:shot|way|fold|layers?|heads?|epochs?|steps?|iterations?|samples|gpus?|tpus?|bits?|tokens?|"
    r"contexts?|seeds?|runs?|times|confidence|C\.?L|dimension\w*|hz|px|pixels|resolution)"
)


def is_version(scene: Scene, index: int) -> bool:
    """Whether a plain number goes with a name before it ('Lean 4', 'Gemini 1.5 Pro', 'version 2.1')."""
    r = scene.readings[index]
    if r.shape != "plain" or r.unit or r.scale or r.signed or r.value_max is not None or r.from_value is not None:
        return False
    m = _NAME_BEFORE.search(scene.before(r.start, 40))
    if m is None or r.value >= 1000 or _METRIC.fullmatch(m["name"].strip()):
        return False
    if re.match(r"\.\d", scene.text[r.end : r.end + 2]) or m["name"] in ("v", "Version", "version"):
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


_COUNTED = re.compile(r"(?i) (?:%|times|models?|datasets?|tasks|languages|hours|points|and \d)")
_SENTENCE_WORDS = frozenset(
    "The A An In On At Of With For From To And Our We By "
    "Using Over Across Only These This All Both Up About Than Top Around Nearly Approximately".split()
)


def role_of_number(scene: Scene, index: int) -> NumberRole:
    """The role of a number that no field accounts for."""
    r = scene.readings[index]
    if r.shape in _BY_SHAPE:
        return _BY_SHAPE[r.shape]
    if is_version(scene, index):
        return "version"
    if r.turned_into or r.from_value is not None:
        return "context"
    noun = noun_of(scene, index)
    if r.shape == "word":
        return "count"
    return _by_noun(scene, r, noun)


def _by_noun(scene: Scene, r: Reading, noun: Noun) -> NumberRole:
    """Counts, settings, and what remains unknown."""
    if noun.kind == "compute" or r.unit in ("USD", "EUR", "GBP"):
        return "cost"
    if r.unit in ("%", "percentage points", "points") and not noun.words:
        return "unknown"
    if noun.kind in ("window", "memory", "rate", "time") or _SETTING.match(scene.text, r.end) or r.unit:
        return "context"
    if noun.kind in ("data", "count", "model") or noun.words:
        return "count" if r.value == r.value.to_integral_value() else "context"
    return (
        "context"
        if re.search(r"[=<>≤≥±×^/]\s?$|\^", scene.before(r.start, 3))
        or not scene.text[r.start : r.end].strip("0123456789")
        and r.value < 10
        else "unknown"
    )


def keep_ledger(
    scene: Scene, sizes: frozenset[int], data: frozenset[int], claims: list[Claim], names: frozenset[int]
) -> tuple[Quantity, ...]:
    """Every number of the abstract as a Quantity with its role, in text order; the sets are indices by role."""
    found: dict[int, NumberRole] = {
        **dict.fromkeys(names, "name"),
        **dict.fromkeys(data, "data"),
        **dict.fromkeys(sizes, "size"),
    }
    found |= {c.index: "cost" if c.kind == "cost" else "result" for c in claims}
    units = {c.index: c.unit for c in claims}
    return tuple(
        _quantity(scene, i, found.get(i) or role_of_number(scene, i), units.get(i)) for i in range(len(scene.readings))
    )


def _quantity(scene: Scene, i: int, role: NumberRole, claimed_unit: str | None) -> Quantity:
    """The i-th number with its role and unit, its span in the source."""
    r = scene.readings[i]
    unit = claimed_unit or r.unit
    if role == "size":
        unit = "params"
    elif not unit and role in ("data", "count", "context", "cost"):
        unit = noun_of(scene, i).words.split(" ")[-1]
    start, end = scene.source.to_source(r.start, r.end)
    return Quantity(start=start, end=end, text=scene.source.source[start:end], value=r.value, value_max=r.value_max,
                    unit=unit, comparator=r.comparator, role=role)  # fmt: skip
