"""Benchmarks that a claim has from other sentences: the only one named, the one just tried, that of the same metric."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarise.rules.names import looks_like_name, same_name
from summarise.rules.results.kinds import Claim
from summarise.rules.results.set_lists import run_of, within
from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.rules.sets.named_sets import NamedSet

GENERIC_SETS = re.compile(
    r"(?i)^[^,;()]{0,60}?\b(?:on|in|across|over|for|among|of) (?:(?:the|all|an?|our) )?(?:\d+|two|three|four|"
    r"five|six|seven|eight|nine|ten|several|various|multiple|many|different|diverse|all|some|other|most|both|"
    r"average|unseen|challenging|an?|downstream)\b [^,;.()]{0,40}?\b(?:tasks?|benchmarks?|datasets?|domains?|"
    r"languages?|settings?)\b"
)
_ON_THE_SAME = re.compile(
    r"(?i)\b(?:this|the same|that|the (?:new|former|above)) (?:[\w-]+ ){0,2}(?:dataset|benchmark|set|corpus)\b"
)


@dataclass(slots=True)
class Bound:
    """The benchmarks found so far: a name, None for none at all, '' where nothing tells."""

    names: list[str | None]
    ahead: set[int] = field(default_factory=set)
    """The claims whose benchmark stands behind them."""
    used: set[int] = field(default_factory=set)
    """Where the benchmarks begin that a claim before them has taken."""


def from_elsewhere(
    scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...], bound: Bound, only_new: str | None
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
    r"(?:[\w-]+ ){0,5}?(?:on|using|with|in) (?:[\w-]+,? ){0,8}$|^On (?:the )?(?:[\w-]+ ){0,3}$"
)
_IN_PARTICULAR = re.compile(
    r"(?:Specifically|In particular|Particularly|Notably|Concretely|For (?:example|instance)|More specifically|"
    r"Remarkably|Moreover|Furthermore|It|Our|Compared|The (?:proposed|results|experiments?))\b"
)


_IS_ALL = re.compile(
    r"(?: (?:data ?sets?|benchmarks?|corpus|test set|challenge|suite))*"
    r"(?:\.$|\. |; |,? (?:show|demonstrat|indicat|reveal|confirm|validat|verif|suggest|prove|illustrat|"
    r"highlight|that|which|by|to|across|using|under|over|with)\w*\b)"
)


def _tried_on(scene: Scene, sentence: Sentence, sets: tuple[NamedSet, ...]) -> str | None:
    """The one benchmark that the sentence before says the experiments were on, where this one gives their results."""
    goes_on = _IN_PARTICULAR.match(sentence.text) or looks_like_name(sentence.text.split(" ", 1)[0])
    if not sentence.index or not goes_on:
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
    end = min(scene.sentence(r.start).end, next_number(scene, claims, k))
    names = within(sets, r.end, end)
    if (
        not names
        or any(not same_name(names[0].name, s.name) for s in names)
        or GENERIC_SETS.match(scene.text[r.end : end])
    ):
        return None
    return names[0].name


def _same_metric(scene: Scene, claims: list[Claim], k: int, bound: Bound) -> str | None:
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


def next_number(scene: Scene, claims: list[Claim], k: int) -> int:
    """Where the next claim that is no arrow's other side begins."""
    for claim in claims[k + 1 : k + 5]:
        r = scene.readings[claim.index]
        if r.from_value is None and not claim.inside:
            return r.start
    return len(scene.text)
