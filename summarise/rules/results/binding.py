"""Which benchmark a result belongs to: in its brackets, beside it, behind it, before it, or shared by a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarise.rules.names import same_name
from summarise.rules.results.efficiency import is_efficiency, is_scope
from summarise.rules.results.kinds import Claim
from summarise.rules.results.set_lists import begins_anew, pair_lists, run_of, within
from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.rules.sets.named_sets import NamedSet

_GENERIC_SETS = re.compile(
    r"(?i)^[^,;()]{0,60}?\b(?:on|in|across|over|for|among|of) (?:(?:the|all|an?|our) )?(?:\d+|two|three|four|"
    r"five|six|seven|eight|nine|ten|several|various|multiple|many|different|diverse|all|some|other|most|both|"
    r"average|unseen|challenging|an?|downstream)\b [^,;.()]{0,40}?\b(?:tasks?|benchmarks?|datasets?|domains?|"
    r"languages?|settings?)\b"
)
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
_ON_THE_SAME = re.compile(
    r"(?i)\b(?:this|the same|that|the (?:new|former|above)) (?:[\w-]+ ){0,2}(?:dataset|benchmark|set|corpus)\b"
)
_SHARED_GAP = re.compile(r",|/|\band\b|\bor\b|\(|\bwith\b|\bas well as\b|\bat\b")
_AT_A_COST = re.compile(r"(?: [\w@-]+){0,4} (?:at|with|in|using) (?:only |just |about )?")
_UNSHARED = re.compile(
    r"(?i);|\b(?:while|whereas|compared|reduc\w+|improv\w+|sav\w+|achiev\w+|reach\w+|outperform\w*|surpass\w*|than|"
    r"vs|versus|speed\w*|faster|parameters|FLOPs|respectively|is|are|which|whose|only)\b"
)


@dataclass(slots=True)
class _Bound:
    """The benchmarks found so far: a name, None for none at all, '' where nothing tells."""

    names: list[str | None]
    ahead: set[int] = field(default_factory=set)
    """The claims whose benchmark stands behind them."""
    used: set[int] = field(default_factory=set)
    """Where the benchmarks begin that a claim before them has taken."""


def benchmarks_of(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], only_new: str | None
) -> list[str | None]:
    """The benchmark of each claim, in order; `only_new` is the benchmark that the paper introduces, if just one."""
    sets = tuple(s for s in sets if not _DERIVED.search(scene.text, max(0, s.start - 24), s.start))
    bound = _Bound([""] * len(claims))
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
            bound.names[k] = _from_elsewhere(scene, claims, k, sets, bound, only_new)
    return [name or None for name in bound.names]


def _beside_or_behind(
    scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: _Bound
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
    limit = _next_number(scene, claims, k)
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
    generic = _GENERIC_SETS.match(scene.text[r.end : min(sentence.end, r.end + 200)])
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
    generic = _GENERIC_SETS.match(gap)
    return generic is not None and not _PART_OF.fullmatch(gap, generic.end())


def _belongs_to_next(scene: Scene, claims: list[Claim], k: int, named: NamedSet) -> bool:
    """Whether the next claim has the name in front of its bracket or colon ('5.1% and Foo to 93.2%')."""
    then = _next_number(scene, claims, k)
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


def _shares(scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: _Bound) -> bool:
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


def _follow(scene: Scene, claims: list[Claim], k: int, bound: _Bound) -> None:
    """A claim in another's brackets, and the two sides of an arrow, have one benchmark."""
    r = scene.readings[claims[k].index]
    arrow = r.from_value is not None and k > 0 and claims[k - 1].index == claims[k].index - 1
    if k and (claims[k].inside or arrow):
        bound.names[k] = bound.names[k - 1] or bound.names[k]
        if arrow and not bound.names[k - 1]:
            bound.names[k - 1] = bound.names[k]


def _from_elsewhere(
    scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: _Bound, only_new: str | None
) -> str | None:
    """The benchmark that other sentences give: the only one named, 'this dataset', or the paper's own."""
    claim, r = claims[k], scene.readings[claims[k].index]
    sentence = scene.sentence(r.start)
    if _ON_THE_SAME.search(sentence.text[: r.end - sentence.start + 80]):
        named = within(sets, max(0, sentence.start - 600), sentence.start)
        if named and len(run_of(scene, named[::-1])) == 1:
            return named[-1].name
    if claim.kind == "absolute" and not only_new and (only := _only_one(sets, r.start)):
        return only
    if claim.kind == "delta" and not only_new and (only := _only_one(sets, r.start)) and only in bound.names[:k]:
        return only
    if claim.kind == "absolute" and (later := _later(scene, claims, k, sets)):
        return later
    if claim.kind in ("absolute", "delta") and (tried := _tried_on(scene, sentence, sets)):
        return tried
    if claim.kind == "absolute" and (same := _same_metric(scene, claims, k, bound)):
        return same
    return only_new if claim.kind in ("absolute", "delta") else None


# 'Experiments on X show that …. Specifically, it gains': what the sentence before was about.
_EXPERIMENTS_ON = re.compile(
    r"(?i)\b(?:experiments?|evaluations?|evaluated?|tests?|tested|validated?|results|simulations|conducted) "
    r"(?:[\w-]+ ){0,5}?(?:on|using|with|in) (?:[\w-]+ ){0,4}$|^On (?:the )?(?:[\w-]+ ){0,3}$"
)
_IN_PARTICULAR = re.compile(
    r"(?:Specifically|In particular|Particularly|Notably|Concretely|For (?:example|instance)|More specifically|"
    r"Remarkably|Moreover|Furthermore|It|Our|Compared|The (?:proposed|results))\b"
)


_IS_ALL = re.compile(
    r"(?: (?:data ?sets?|benchmarks?|corpus|test set|challenge|suite))*"
    r"(?:\.$|\. |; |,? (?:show|demonstrat|indicat|reveal|confirm|validat|verif|suggest|prove|illustrat|"
    r"highlight|that|which|by|to)\w*\b)"
)


def _tried_on(scene: Scene, sentence: Sentence, sets: tuple[NamedSet, ...]) -> str | None:
    """The one benchmark that the sentence before says the experiments were on, where this one gives their results."""
    if not sentence.index or not _IN_PARTICULAR.match(sentence.text):
        return None
    prior = scene.sentences[sentence.index - 1]
    named = within(sets, prior.start, prior.end)
    if not named or any(not same_name(named[0].name, s.name) for s in named):
        return None
    if not _IS_ALL.match(scene.text, named[-1].end):
        return None
    return named[0].name if _EXPERIMENTS_ON.search(scene.text[prior.start : named[0].start]) else None


def _later(scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...]) -> str | None:
    """The one benchmark that the rest of the sentence names, up to its next claim."""
    r = scene.readings[claims[k].index]
    end = min(scene.sentence(r.start).end, _next_number(scene, claims, k))
    names = within(sets, r.end, end)
    if (
        not names
        or any(not same_name(names[0].name, s.name) for s in names)
        or _GENERIC_SETS.match(scene.text[r.end : end])
    ):
        return None
    return names[0].name


def _same_metric(scene: Scene, claims: list[Claim], k: int, bound: _Bound) -> str | None:
    """The benchmark of the level before, here or in the sentence before, where both are of one metric."""
    this, prior = claims[k].metric, claims[k - 1].metric if k else None
    if not this or not prior or claims[k - 1].kind != "absolute" or not (this.endswith(prior) or prior.endswith(this)):
        return None
    here = scene.sentence(scene.readings[claims[k].index].start)
    there = scene.sentence(scene.readings[claims[k - 1].index].start)
    near = here.index - there.index == 1 or here.index == there.index and k - 1 not in bound.ahead
    return bound.names[k - 1] or None if near else None


def _only_one(sets: tuple[NamedSet, ...], position: int) -> str:
    """The benchmark that was named before a position, if all the abstract names just that one; else ''."""
    if not sets or sets[0].start > position or any(not same_name(s.name, sets[0].name) for s in sets[1:40]):
        return ""
    return sets[0].name


def _too_far(gap: str) -> bool:
    """Whether a benchmark before a number belongs to another statement."""
    return ";" in gap or bool(_GENERIC_SETS.search(gap[-120:]))


def _next_number(scene: Scene, claims: list[Claim], k: int) -> int:
    """Where the next claim that is no arrow's other side begins."""
    for claim in claims[k + 1 : k + 5]:
        r = scene.readings[claim.index]
        if r.from_value is None and not claim.inside:
            return r.start
    return len(scene.text)
