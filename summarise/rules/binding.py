"""Which benchmark a result belongs to: in its brackets, behind it, before it, or shared by a list."""

from __future__ import annotations

import re
from bisect import bisect_left

from summarise.rules.benchmarks import NamedSet
from summarise.rules.claims import Claim
from summarise.rules.names import same_name
from summarise.rules.scene import Scene

_GENERIC_SETS = re.compile(
    r"(?i)^[^,;()]{0,60}?\b(?:on|in|across|over|for|among|of) (?:(?:the|all|an?|our) )?(?:\d+|two|three|four|"
    r"five|six|seven|eight|nine|ten|several|various|multiple|many|different|diverse|all|some|other|most|both|"
    r"average|unseen|challenging|an?|downstream)\b [^,;.()]{0,40}?\b(?:tasks?|benchmarks?|datasets?|domains?|"
    r"languages?|settings?)\b"
)
_NEW_CLAUSE = re.compile(
    r"(?i); |, (?:surpass|outperform|exceed|while|whereas|compared|which|improv|and (?:surpass|outperform|"
    r"exceed|improv|achiev|reach|reduc))\w*|\b(?:achiev|reach|attain|surpass|outperform)\w+"
)
_BRACKET_GAP = re.compile(r"(?: [\w-]+){0,3} ?\((?:[^()]{0,40}?[:,=] ?|[^()\d]{0,30})$")
_METRIC_GAP = re.compile(
    r"(?: (?!and|or|by|to)[\w@-]+){1,4} (?:of|=|is|at):? (?:about |over |up to |around |nearly |only )?"
)


def benchmarks_of(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], only_new: str | None
) -> list[str | None]:
    """The benchmark of each claim, in order; `only_new` is the benchmark that the paper introduces, if just one."""
    out = [_benchmark_of(scene, claims, k, sets) for k in range(len(claims))]
    _share_in_lists(scene, claims, out, sets)
    for k, claim in enumerate(claims):
        r = scene.readings[claim.index]
        if k and (claim.inside or r.from_value is not None and claims[k - 1].index == claim.index - 1):
            out[k] = out[k - 1] or out[k]
            if r.from_value is not None and not out[k - 1]:
                out[k - 1] = out[k]
        if out[k] == "" and claim.kind == "absolute" and not only_new:
            out[k] = _only_one(sets, r.start)
        if out[k] == "":
            out[k] = only_new if claim.kind in ("absolute", "delta") else None
    return [name or None for name in out]


def _benchmark_of(scene: Scene, claims: list[Claim], k: int, sets: tuple[NamedSet, ...]) -> str | None:
    """The benchmark of one claim: before its bracket, behind it, or ahead; None means none, '' that nothing tells."""
    r = scene.readings[claims[k].index]
    sentence = scene.sentence(r.start)
    here = _within(sets, max(sentence.start, r.start - 300), min(sentence.end, r.end + 200))
    earlier = [s for s in here if s.end <= r.start]
    if earlier and _BRACKET_GAP.fullmatch(scene.text[earlier[-1].end : r.start][:80]):
        return earlier[-1].name
    if earlier and _METRIC_GAP.fullmatch(scene.text[earlier[-1].end : r.start][:80]):
        return earlier[-1].name
    limit = _next_number(scene, claims, k)
    after = scene.text[r.end : min(sentence.end, r.end + 200)]
    for later in (s for s in here if s.start >= r.end):
        gap = scene.text[r.end : later.start]
        if (
            later.start < limit
            and not _NEW_CLAUSE.search(gap)
            and not _GENERIC_SETS.match(gap)
            and re.search(r"\b(?:on|in|for|of|over|across|at|from|for the|and|with|under|to)\b|[(/:]", gap)
        ):
            return later.name
        break
    generic = _GENERIC_SETS.match(after)
    if generic and r.end + generic.end() <= limit or claims[k].kind in ("cost",):
        return None
    if (
        earlier
        and claims[k].kind in ("absolute", "delta", "count")
        and not _too_far(scene.text[earlier[-1].end : r.start])
    ):
        return earlier[-1].name if len(_run(scene, earlier[::-1])) == 1 else None
    return ""


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


def _within(sets: tuple[NamedSet, ...], start: int, end: int) -> list[NamedSet]:
    """The named sets in a span, in order."""
    first = bisect_left(sets, start, key=lambda s: s.start)
    return list(sets[first : bisect_left(sets, end, key=lambda s: s.start)])


def _share_in_lists(scene: Scene, claims: list[Claim], out: list[str | None], sets: tuple[NamedSet, ...]) -> None:
    """Bind a list of numbers to a list of benchmarks in order, or to the one benchmark behind it."""
    k = 0
    while k < len(claims):
        stop = k + 1
        while stop < len(claims) and claims[stop].coordinated:
            stop += 1
        if stop - k > 1:
            _share(scene, claims[k:stop], out, k, sets)
        k = stop


def _share(scene: Scene, group: list[Claim], out: list[str | None], k: int, sets: tuple[NamedSet, ...]) -> None:
    """Bind one coordinated group; see `_share_in_lists`."""
    first, last = scene.readings[group[0].index], scene.readings[group[-1].index]
    sentence = scene.sentence(first.start)
    between = _within(sets, first.end, last.start)
    behind = _run(scene, _within(sets, last.end, min(sentence.end, last.end + 200)))
    ahead = _run(scene, _within(sets, max(sentence.start, first.start - 300), first.start)[::-1])[::-1]
    numbers = [i for i, c in enumerate(group) if scene.readings[c.index].from_value is None]
    if not between:
        near = (
            behind
            and re.match(
                r"(?: [\w@%-]+){0,4}?(?:,? (?:on|in|for|of|at|over|across|from)\b| \(|:)",
                scene.text[last.end : behind[0].start],
            )
            and behind[0].start - last.end < 70
        )
        for names in (behind, ahead) if near else (ahead,):
            if len(names) == len(numbers) > 1:
                for i, named in zip(numbers, names, strict=True):
                    out[k + i] = named.name
                _fill_arrows(scene, group, out, k)
                return
        if out[k + len(group) - 1] and not between:
            for i in range(len(group) - 1):
                out[k + i] = out[k + len(group) - 1]
            return
    _fill_arrows(scene, group, out, k)


def _fill_arrows(scene: Scene, group: list[Claim], out: list[str | None], k: int) -> None:
    """Both sides of an arrow, and the change in front of it, have one benchmark."""
    for i in range(1, len(group)):
        if scene.readings[group[i].index].from_value is not None:
            out[k + i - 1] = out[k + i] = out[k + i] or out[k + i - 1]


def _run(scene: Scene, sets: list[NamedSet]) -> list[NamedSet]:
    """The leading sets that stand in one list."""
    out = sets[:1]
    for named in sets[1:]:
        gap = scene.text[min(out[-1].end, named.end) : max(out[-1].start, named.start)]
        if not re.fullmatch(r"(?: [\w-]+){0,3}(?:, and |, | and |/| & )(?:[\w-]+ ){0,3}", gap):
            break
        out.append(named)
    return out
