"""What a result belongs to: its benchmark, its model, whose number it is, and what it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from summarise.rules.benchmarks import NamedSet
from summarise.rules.claims import Claim
from summarise.rules.names import MODEL_FAMILY, looks_like_name, same_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.standing import clause_before, is_own

Role = Literal["own", "baseline", "background"]

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
_RIVAL_AT = re.compile(
    r"(?i)(?:\b(?:compared (?:to|with)|versus|vs\.?|than|against|as opposed to|instead of|relative to|"
    r"in contrast to|up from|over|from|the (?:previous|prior|best|existing) [^,;]{0,40}? of|baseline(?:'s| of|"
    r" at| \()|human \w+ of)(?: (?:the|a|an|only|just|about|around|merely|previous|prior|baseline|its|"
    r"best))* ?\(?$"
    r"|\b(?:baselines?|(?:over|than|to|with|the|surpass\w*|outperform\w*|exceed\w*|beat\w*|current|previous|"
    r"prior|existing|against)(?: the)? (?:state[- ]of[- ]the[- ]art|sota)|previous|prior|best (?:previous|"
    r"prior|existing|published|known)|existing|human performance|counterparts?|vanilla|"
    r"original)\b[^,;]{0,50}? (?:of|at|from|is|was|which (?:is|achieves|has)|having|achiev\w+|scor\w+|"
    r"obtain\w+|reach\w+|only|\()(?: (?:only|just|about|around|an? \w+ of))* ?\(?$)"
)
_RIVAL_VERB = re.compile(
    r"(?i)\b(?:surpass\w*|outperform\w*|exceed\w*|compared (?:to|with)|beat(?:s|ing)?|"
    r"(?<!more )(?<!less )(?<!fewer )than|versus|vs\.?|outpac\w*)\b"
)
_AT_OR_BRACKET = re.compile(r"(?i)(?: at| of|'s| \(|\()(?: (?:only|just|about))? ?$")
_ACHIEVES = re.compile(r"(?i)\b(?:achiev\w+|reach\w+|attain\w+|obtain\w+|yield\w+|with an? |scores|improv\w+|by)\b")
_RIVAL_AFTER = re.compile(
    r"(?i)^\)?(?: \w+){0,2} (?:for|by|of|from|achieved by|obtained by|with) (?:the |a |"
    r"an )?(?:\w+ )?(?:baselines?|previous|prior|existing|state-of-the-art|human|GPT|vanilla|original|"
    r"conventional|traditional|standard)\b"
)
_RIVAL_SUBJECT = re.compile(
    r"(?:^|[,;] (?:while |whereas |but |and )?)(?:(?i:the |even |only |a |best |while |whereas |"
    r"although )){0,3}(?P<who>(?:previous|prior|existing|current|conventional|traditional|standard|human|"
    r"humans|baselines?|Baselines?|Existing|Previous|Human|Humans)\b[^,;]{0,50}?|(?:[A-Z][\w./+-]*|"
    r"o[1-4][\w-]*)(?: (?:[A-Z0-9][\w./+-]*|o\d[\w-]*)){0,4}(?: (?:model|baseline|method)s?)?) "
    r"(?:(?:only|just|still|merely|currently) )?(?:achiev\w+|reach\w+|scor\w+|obtain\w+|get\w*|attain\w+|has|"
    r"have|had|perform\w*|is|are|drops?|fails?|manages?|solv\w+|requir\w+|struggl\w+|"
    r", which has)\b[^;]{0,100}$"
)
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][\w+./-]*|[a-z]{1,5}[A-Z0-9][\w+.-]*|o[1-4](?:-\w+)*)(?: (?:[A-Z][\w+./-]*|"
    r"\d[\d.]*[BM]?\b))*"
)
_OTHERS = re.compile(
    r"(?i)\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|compared (?:to|with)|over|than|against|"
    r"relative to) (?P<who>(?:the |all |other |both |a |an )?[\w./+-]+(?: [\w./+-]+){0,7}?)(?= by\b| with\b|"
    r" in\b| on\b| at\b| while\b|,|;|\.| \(|$)"
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


# ── whose number ─────────────────────────────────────────────────────────────────────────────────
def role_of(scene: Scene, claim: Claim, introduced: tuple[Mention, ...], first_own: int) -> Role:
    """Whose number a claim states; `first_own` is the first sentence that speaks of the paper's work."""
    r = scene.readings[claim.index]
    sentence = scene.sentence(r.start)
    if sentence.index < first_own:
        return "background"
    before, after = clause_before(scene.before(r.start)), scene.after(r.end, 60)
    if claim.kind not in ("delta", "cost"):
        if _VERSUS_NEXT.match(after):
            return "own"
        if _RIVAL_WHICH.search(before) or _BEATS_THE.search(before):
            return "baseline"
        if (m := _RIVAL_AT.search(before)) and not (
            m[0].lower().startswith(("over", "from", "than")) and r.comparator == ">="
        ):
            return "baseline"
        if claim.kind != "ratio" and (_RIVAL_AFTER.match(after) or _at_rival(before)):
            return "baseline"
        subject = _RIVAL_SUBJECT.search(before)
        if subject and _is_rival(subject["who"], introduced):
            return "baseline"
    return "own"


_RIVAL_WHICH = re.compile(
    r"(?i)\b(?:base model|baselines?|counterparts?|(?:previous|prior|existing|vanilla|original) [\w -]{1,40}), "
    r"(?:which|that) (?:only |just )?(?:has|have|scores?|achieves?|reach(?:es)?|obtains?|gets?|is|are|requires?)\b[^,;]{0,30}$"
)
_BEATS_THE = re.compile(r"(?i)\b(?:surpass\w*|outperform\w*|exceed\w*|beat\w*) (?:the|its|their) $")
_VERSUS_NEXT = re.compile(r"(?i),? \(?(?:vs\b|versus|compared (?:to|with) (?:the )?\d|against \d|up from)")


def _at_rival(before: str) -> bool:
    """'surpassing the baseline X at 23%': the number of what is surpassed."""
    verbs = list(_RIVAL_VERB.finditer(before))
    if not verbs or len(before) - verbs[-1].end() <= 3 or not _AT_OR_BRACKET.search(before):
        return False
    return not _ACHIEVES.search(before[verbs[-1].end() :])


def _is_rival(who: str, introduced: tuple[Mention, ...]) -> bool:
    """Whether the subject of a clause is another's work, in a paper that has work of its own to compare."""
    if is_own(who, introduced) or not any(m.kind not in ("benchmark", "dataset") for m in introduced):
        return False
    if any(m.kind == "benchmark" for m in introduced):
        return False
    return (
        bool(MODEL_FAMILY.match(who))
        or not who[:1].isupper()
        or who.split(" ", maxsplit=1)[0] in ("Existing", "Previous", "Human", "Humans", "Baselines", "Baseline")
    )


def relative_owner(scene: Scene, claim: Claim, introduced: tuple[Mention, ...]) -> str | None:
    """The rival in 'GShard 2.9B, which has 1.5 times the …', or None."""
    before = scene.before(scene.readings[claim.index].start, 90)
    m = re.search(
        r"(?P<who>(?:[A-Z][\w./+-]*)(?: [A-Z0-9][\w./+-]*){0,3}), (?:which|that) (?:has|have|uses?|requires?|"
        r"needs?|achieves?|scores?|obtains?|reaches|contains?)\b[^,;]{0,30}$",
        before,
    )
    return m["who"] if m and not is_own(m["who"], introduced) else None


def model_of(scene: Scene, claim: Claim, introduced: tuple[Mention, ...], role: Role) -> str | None:
    """The model that a result belongs to: the last fitting name before it in the sentence, else the paper's first."""
    r = scene.readings[claim.index]
    names = [m[0].rstrip(".,") for m in _NAME.finditer(scene.before(r.start))]
    models = [
        n
        for n in names
        if (looks_like_name(n.split(" ")[0]) or MODEL_FAMILY.match(n) or any(same_name(n, i.name) for i in introduced))
    ]
    if role == "own":
        own = [n for n in models if is_own(n, introduced)]
        works = [m.name for m in introduced if m.kind not in ("benchmark", "dataset")]
        return own[-1] if own else works[0] if works else None
    rivals = [n for n in models if not is_own(n, introduced) and MODEL_FAMILY.match(n)]
    return rivals[-1] if rivals else None


def baseline_of(scene: Scene, claim: Claim) -> str | None:
    """What a change or ratio is measured against, as the clause names it, or None."""
    if claim.kind not in ("delta", "ratio"):
        return None
    r = scene.readings[claim.index]
    found = list(_OTHERS.finditer(clause_before(scene.before(r.start, 160))))
    if found:
        return found[-1]["who"]
    m = re.match(rf"[^,;.()]{{0,60}}?{_OTHERS.pattern[4:]}", scene.after(r.end, 120))
    return m["who"] if m else None
