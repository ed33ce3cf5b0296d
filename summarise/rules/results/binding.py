"""Which benchmark a result belongs to: in its brackets, beside it, behind it, before it, or shared by a list."""

from __future__ import annotations

import re

from summarise.rules.results.carried import GENERIC_SETS, Bound, from_elsewhere, next_number
from summarise.rules.results.efficiency import is_efficiency, is_scope
from summarise.rules.results.kinds import Claim
from summarise.rules.results.set_lists import begins_anew, pair_lists, run_of, within
from summarise.rules.scene import Scene
from summarise.rules.sets.named_sets import NamedSet

_PART_OF = re.compile(r" (?:in|from|of|within) (?:the )?(?:[a-z-]+ ){0,2}")
_NEW_CLAUSE = re.compile(
    r"(?i); |,? and (?:we|it) |, (?:surpass|outperform|exceed|while|whereas|compared|which|improv|"
    r"and (?:surpass|outperform|"
    r"exceed|improv|achiev|reach|reduc))\w*|\band even \w+ing\b|"
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:achiev|reach|attain|"
    r"surpass|outperform|exceed)\w+"
)
_HEDGED = r"(?:an? |the )?(?:about |over |up to |around |nearly |only |just |more than |average of |score of |~ ?)*[+]?"
_BESIDE = re.compile(
    r"(?:(?: [\w-]+){0,3} ?\((?:[^()]{0,40}?[:,=] ?|[^()\d]{0,30}|(?:[A-Za-z][\w@-]* ){1,4}(?:of )?)[+]?"
    rf"|(?: (?!and|or|by|on|in|to)[\w@-]+){{1,5}} (?:of|=|is|at|to|was|reaches):? {_HEDGED}"
    rf"| (?:to|at|:|=|with|of) {_HEDGED}|:? {_HEDGED}"
    r"|(?: data ?set| benchmark)?(?: \([^()]{1,20}\))?: ?(?:[\w@-]+ ){0,3})$"
)
_DIRECTLY = re.compile(r"\)? (?:(?:on|for|in) )?(?:the )?$")
_PREPOSITION = re.compile(
    r"\b(?:on|in|for|of|over|across|at|from|for the|and|with|under|to|namely|evaluated on|including)\b|[(/:]"
)
_NAMED_THUS = re.compile(r"^[^,;()]{0,60}\b(?:data ?set|benchmark|corpus|test set)(?: \(|,? namely |: |, )$")
# 'a variant of ImageNet' is another set, which the name in front of it bears.
_DERIVED = re.compile(r"\b(?:variant|subset|version|extension) of (?:the )?$")
_COMPARED = re.compile(r"(?i)^[^,;]{0,40}?\b(?:compared (?:with|to)|vs\.?|versus|against|than)\b[^,;]{0,40}$")
_SHARED_GAP = re.compile(r",|/|\band\b|\bor\b|\(|\bwith\b|\bas well as\b|\bat\b")
_AT_A_COST = re.compile(r"(?: [\w@-]+){0,4} (?:at|with|in|using) (?:only |just |about )?")
_UNSHARED = re.compile(
    r"(?i);|\b(?:while|whereas|compared|reduc\w+|improv\w+|sav\w+|achiev\w+|reach\w+|outperform\w*|surpass\w*|than|"
    r"vs|versus|speed\w*|faster|parameters|FLOPs|respectively|is|are|which|whose|only)\b"
)


def benchmarks_of(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], only_new: str | None
) -> list[str | None]:
    """The benchmark of each claim, in order; `only_new` is the benchmark that the paper introduces, if just one."""
    sets = tuple(s for s in sets if not _DERIVED.search(scene.text, max(0, s.start - 24), s.start))
    bound = Bound([""] * len(claims))
    for k in range(len(claims)):
        bound.names[k] = _beside_or_behind(scene, claims, k, sets, bound)
    for k, name in pair_lists(scene, claims, sets, bound.names):
        bound.names[k] = name
    spent = [is_efficiency(scene, claim) for claim in claims]
    for k in range(len(claims) - 2, -1, -1):
        if (
            bound.names[k] == ""
            and bound.names[k + 1]
            and k + 1 in bound.ahead
            and _shares(scene, claims, k, sets, bound)
        ):
            bound.names[k] = bound.names[k + 1]
            bound.ahead.add(k)
    for k in range(len(claims)):
        if bound.names[k] == "":
            bound.names[k] = _before(scene, claims[k], sets, spent=spent[k])
        _follow(scene, claims, k, bound)
        if bound.names[k] == "" and not spent[k]:
            bound.names[k] = from_elsewhere(scene, claims, k, sets, bound, only_new)
    return [name or None for name in bound.names]


def _beside_or_behind(
    scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: Bound
) -> str | None:
    """The benchmark before the claim's bracket or colon, or behind it before the next claim."""
    r = scene.readings[claims[k].index]
    sentence = scene.sentence(r.start)
    here = within(sets, max(sentence.start, r.start - 300), min(sentence.end, r.end + 200))
    earlier = [s for s in here if s.end <= r.start]
    if earlier:
        gap = scene.text[earlier[-1].end : r.start][:90]
        if _BESIDE.match(gap) and (earlier[-1].start not in bound.used or "(" in gap and ")" not in gap):
            return earlier[-1].name
    limit = next_number(scene, claims, k)
    later = next((s for s in here if s.start >= r.end), None)
    if later and later.start < limit:
        gap = scene.text[r.end : later.start]
        near = (
            _DIRECTLY.match(gap)
            or _NAMED_THUS.search(gap)
            or (not _NEW_CLAUSE.search(gap) and not _is_generic(gap) and _PREPOSITION.search(gap))
        )
        if near and not _belongs_to_next(scene, claims, k, later):
            bound.ahead.add(k)
            bound.used.add(later.start)
            return None if _is_across_a_list(scene, later, here, gap) else later.name
    generic = GENERIC_SETS.match(scene.text[r.end : min(sentence.end, r.end + 200)])
    return None if generic and r.end + generic.end() <= limit or claims[k].kind == "cost" else ""


_ACROSS = re.compile(r"\b(?:across|over|on)(?: the)?(?: [\w-]+){0,3} $")


def _is_across_a_list(scene: Scene, later: NamedSet, here: list[NamedSet], gap: str) -> bool:
    """Whether one number is said of several sets at once: 'by 3% across A and B' is the score of neither of them."""
    if not _ACROSS.search(gap):
        return False
    named = run_of(scene, [s for s in here if s.start >= later.start])
    told = "respective" in scene.text[named[-1].end : named[-1].end + 60]
    return not told and len({s.name for s in named}) > 1


def _is_generic(gap: str) -> bool:
    """Whether a score is one on 'six datasets', of which what is named behind is no whole ('15 tasks of X')."""
    generic = GENERIC_SETS.match(gap)
    return generic is not None and not _PART_OF.fullmatch(gap, generic.end())


def _belongs_to_next(scene: Scene, claims: list[Claim], k: int, named: NamedSet) -> bool:
    """Whether the next claim has the name in front of its bracket or colon ('5.1% and Foo to 93.2%')."""
    then = next_number(scene, claims, k)
    before = scene.text[scene.readings[claims[k].index].end : named.start]
    if begins_anew(scene, scene.readings[claims[k].index].end, named, then):
        return True
    if not named.end < then <= named.end + 60 or re.search(r"\b(?:on|in|for|of|across)(?: the)?(?: \w+)? $", before):
        return False
    between = scene.text[named.end : then]
    return bool(re.search(r"[,;)]|\band\b", before) and (_BESIDE.match(between) or _REACHES.fullmatch(between)))


_REACHES = re.compile(
    r"(?: [\w@-]+){0,2} (?:reach|achiev|attain|obtain|hitt?)(?:es|s|ed|ing) (?:about |up to |over |only )?"
)


def _shares(scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: Bound) -> bool:
    """Whether a claim goes on into the next one, which has its benchmark behind it ('26.8 PQ and 34.1 mIoU on X')."""
    this, then = scene.readings[claims[k].index], scene.readings[claims[k + 1].index]
    gap = scene.text[this.end : then.start]
    linked = _SHARED_GAP.search(gap) and not _UNSHARED.search(gap) or _COMPARED.match(gap)
    if len(gap) > 90 or ". " in gap or not linked:
        return False
    alike = claims[k].kind == claims[k + 1].kind or "(" in gap or _AT_A_COST.fullmatch(gap)
    if within(sets, this.end, then.start) or not alike:
        return False
    start = scene.sentence(this.start).start
    return not any(s.start not in bound.used for s in within(sets, max(start, this.start - 120), this.start))


def _before(scene: Scene, claim: Claim, sets: tuple[NamedSet, ...], *, spent: bool) -> str | None:
    """The last benchmark before a claim in its sentence; None where several stand there in one list.

    What is `spent` belongs only to one that a clause begins with ('On X, …').
    """
    r = scene.readings[claim.index]
    earlier = within(sets, max(scene.sentence(r.start).start, r.start - 300), r.start)
    if not earlier or _too_far(scene.text[earlier[-1].end : r.start]):
        return ""
    if (spent or claim.kind == "ratio") and not is_scope(scene, earlier[-1].start):
        return ""
    return earlier[-1].name if len(run_of(scene, earlier[::-1])) == 1 else None


def _follow(scene: Scene, claims: list[Claim], k: int, bound: Bound) -> None:
    """A claim in another's brackets, and the two sides of an arrow, have one benchmark."""
    r = scene.readings[claims[k].index]
    arrow = r.from_value is not None and k > 0 and claims[k - 1].index == claims[k].index - 1
    if k and (claims[k].inside or arrow):
        bound.names[k] = bound.names[k - 1] or bound.names[k]
        if arrow and not bound.names[k - 1]:
            bound.names[k - 1] = bound.names[k]


def _too_far(gap: str) -> bool:
    """Whether a benchmark before a number belongs to another statement."""
    return ";" in gap or bool(GENERIC_SETS.search(gap[-120:]))
