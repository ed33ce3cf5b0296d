"""Lists of numbers bound to lists of benchmarks, one to one: '61.2% and 35.0% on GSM8K and MATH, respectively'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from summarise.rules.metrics import METRIC_NAME
from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene
from summarise.rules.sets.named_sets import NamedSet

_ONWARD = re.compile(
    r"(?i);|\b(?:while|whereas|compared|achiev\w+|reach\w+|outperform\w*|surpass\w*|than|vs|versus|which|improving|"
    r"reducing|with (?:an?|only)|by)\b"
)
_LINK = re.compile(r",|/|\band\b|\bor\b|&")
_LEADS_TO = re.compile(r"(?i)\b(?:on|in|for|of|at|across|from|namely|over|with)\b[^.;]*$|[(:]")
# 'on A, and improves performance on B': what goes on is the sentence, not the list.
_ANOTHER_DEED = r"on |(?:improv|achiev|reach|outperform|surpass|show|reduc|obtain|yield|attain|scor)(?:e|es|s|ed|ing) "
_LIST_GAP = re.compile(
    r"(?: (?!and\b)[\w-]+){0,3}(?: \([^()]{0,30}\))?(?:, an? [^,]{1,50})?(?:,? and |, | & |, and the |"
    rf" ?/ ?)(?:on )?(?:(?!{_ANOTHER_DEED})[\w-]+ ){{0,3}}|\)?(?:,? and |, )[A-Z][^,;()]{{0,70}} \("
)


def pair_lists(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], bound: list[str | None]
) -> Iterator[tuple[int, str]]:
    """(index of a claim, benchmark) for each list of numbers beside a list of as many benchmarks, or of one.

    `bound` are the benchmarks that the claims have alone: 'achieves 61 on A and 72 on B, up by 3% and 4%'.
    """
    last: list[str] = []
    at = -1
    for first, stop in _runs(scene, claims, sets):
        sentence = scene.sentence(scene.readings[claims[first].index].start)
        if sentence.index != at:
            last, at = [], sentence.index
        numbers = [k for k in range(first, stop) if not claims[k].inside]
        names = [s.name for s in _names_for(scene, claims, sets, (first, stop), len(numbers))]
        if not names and len(last) == len(numbers):
            names = last
        if not names:
            names = _one_by_one(scene, claims, bound, first, len(numbers))
        if not names:
            continue
        names = names * len(numbers) if len(names) == 1 else names
        last = names
        yield from zip(numbers, names, strict=True)
        for k in range(first, stop):
            if claims[k].inside:
                yield k, names[sum(n <= k for n in numbers) - 1]


def _runs(scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...]) -> Iterator[tuple[int, int]]:
    """The [first, stop) of claims that stand in one list with no benchmark among them, two numbers at least."""
    k = 0
    while k < len(claims):
        stop = k + 1
        while stop < len(claims) and _joined(scene, claims[stop - 1], claims[stop], sets):
            stop += 1
        if sum(not c.inside for c in claims[k:stop]) > 1 and not any(_is_arrow(scene, c) for c in claims[k:stop]):
            yield k, stop
        k = stop


def _one_by_one(scene: Scene, claims: list[Claim], bound: list[str | None], first: int, size: int) -> list[str]:
    """The benchmarks of the `size` claims right before a list of as many, where each of them has one of its own."""
    ahead = bound[max(0, first - size) : first]
    names = [name for name in ahead if name]
    if len(set(names)) != size or len(ahead) != size:
        return []
    start = scene.sentence(scene.readings[claims[first].index].start).start
    return names if scene.readings[claims[first - size].index].start >= start else []


def _is_arrow(scene: Scene, claim: Claim) -> bool:
    """Whether a claim is a side of 'from A to B'."""
    r = scene.readings[claim.index]
    return r.turned_into or r.from_value is not None


def _joined(scene: Scene, this: Claim, then: Claim, sets: tuple[NamedSet, ...]) -> bool:
    """Whether two claims stand in one list: nothing but metrics, units and brackets between them."""
    a, b = scene.readings[this.index], scene.readings[then.index]
    gap = scene.text[a.end : b.start]
    if then.inside and not this.inside:
        return True
    if this.kind != then.kind or len(gap) > 60 or ". " in gap or not _LINK.search(gap) or _ONWARD.search(gap):
        return False
    first = bisect_left(sets, a.end, key=lambda s: s.start)
    return first == len(sets) or sets[first].start >= b.start


def _names_for(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], run: tuple[int, int], size: int
) -> list[NamedSet]:
    """The benchmarks of a run of `size` numbers: as many behind or before it, or the one behind it; else none."""
    first, last = scene.readings[claims[run[0]].index], scene.readings[claims[run[1] - 1].index]
    sentence = scene.sentence(first.start)
    limit = scene.readings[claims[run[1]].index].start if run[1] < len(claims) else len(scene.text)
    behind = run_of(scene, within(sets, last.end, min(sentence.end, last.end + 220, limit)))
    near = behind and _leads(scene.text[last.end : behind[0].start])
    told = "respective" in sentence.text[last.end - sentence.start : last.end - sentence.start + 160]
    ahead = run_of(scene, within(sets, max(sentence.start, first.start - 300), first.start)[::-1])[::-1]
    settled = len(ahead) == size and behind and "respectively" in scene.text[last.end : behind[0].start]
    if near and len(behind) == size and not settled and (told or not _are_of_different_metrics(claims[slice(*run)])):
        return behind
    if len(ahead) == size and (told or not near or settled):
        return ahead
    if near and len(behind) == 1 and not begins_anew(scene, last.end, behind[0], limit):
        return [] if _have_their_own_places(scene, claims[slice(*run)]) else behind
    if told and not ahead:
        return _last_list(scene, within(sets, 0, sentence.start), size)
    return []


_OWN_PLACE = re.compile(r" (?:on|for|in|across|over) (?:the )?[a-z][\w-]+(?: [\w-]+){0,3}?(?:,| and )")


def _have_their_own_places(scene: Scene, run: list[Claim]) -> bool:
    """Whether the numbers of a list before the last say what they are on: '6% on planning, 4% on reasoning (MMLU)'."""
    return any(
        _OWN_PLACE.search(scene.text, scene.readings[a.index].end, scene.readings[b.index].start)
        for a, b in pairwise(run)
    )


def _are_of_different_metrics(run: list[Claim]) -> bool:
    """Whether each number of a list has a metric of its own: 'an SSIM of 0.89 and a PSNR of 16.1 on A and B'."""
    metrics = {c.metric for c in run if c.metric and METRIC_NAME.search(c.metric)}
    return len(metrics) == len(run)


def _leads(gap: str) -> bool:
    """Whether the words behind a number lead on to the benchmark that follows them."""
    return (
        len(gap) < 110 and _LEADS_TO.search(gap) is not None and not re.search(r"(?i);|, (?:surpass|outperf)\w+", gap)
    )


_ON_ANEW = re.compile(r"(?i)(?:[,;]|\band|\bwhile|\bwhereas) (?:and |while |but )?(?:on|for|in) (?:the )?(?:\w+ )?$")
_VERB = re.compile(r"(?i)\b(?:achiev\w+|yield\w*|reach\w*|obtain\w*|attain\w*|get\w*|scor\w+|we|it|improv\w+)\b")


def begins_anew(scene: Scene, end: int, named: NamedSet, then: int) -> bool:
    """Whether a set behind a number that ends at `end` opens the clause of the next, at `then`: ', and on X, it'."""
    if not named.end < then <= named.end + 80 or not _ON_ANEW.search(scene.text[end : named.start]):
        return False
    between = scene.text[named.end : then]
    return between == " " or _VERB.search(between) is not None


def _last_list(scene: Scene, sets: list[NamedSet], size: int) -> list[NamedSet]:
    """The benchmarks of the last sentence that names any, if they are `size`."""
    start = scene.sentence(sets[-1].start).start if sets else 0
    named = {s.name: s for s in sets if s.start >= start}
    return list(named.values()) if len(named) == size else []


def within(sets: tuple[NamedSet, ...], start: int, end: int) -> list[NamedSet]:
    """The named sets that begin in a span, in order."""
    return list(sets[bisect_left(sets, start, key=lambda s: s.start) : bisect_left(sets, end, key=lambda s: s.start)])


def run_of(scene: Scene, sets: list[NamedSet]) -> list[NamedSet]:
    """The leading sets that stand in one list; `sets` may run backwards."""
    out = sets[:1]
    for named in sets[1:]:
        gap = scene.text[min(out[-1].end, named.end) : max(out[-1].start, named.start)]
        if len(gap) > 90 or not _LIST_GAP.fullmatch(gap):
            break
        out.append(named)
    return out
