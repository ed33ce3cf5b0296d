"""The `results` field: every claimed number with its benchmark, metric, model, kind and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarise.records import Finding
from summarise.rules.results import cues
from summarise.rules.results.binding import benchmarks_of
from summarise.rules.results.bracketed import as_changes
from summarise.rules.results.changes import is_improved_on, metric_of_change
from summarise.rules.results.claims import read_claim
from summarise.rules.results.kinds import Claim
from summarise.rules.results.ownership import Role, baseline_of, model_of, relative_owner, role_of
from summarise.rules.results.possession import is_own_behind
from summarise.rules.results.respective import listed_models, share_kinds, share_metrics
from summarise.rules.scene import Mention, Scene
from summarise.rules.sets.named_sets import NamedSet, is_benchmark
from summarise.schemas.paper import Result

# Where models are trained, a new dataset may be what they are trained on, not what they are measured on.
_BENCHMARKED = re.compile(
    r"\b(?:[Ww]e|[Pp]aper) (?:also |further |then )?(?:benchmark\b|"
    r"(?:present|provide|establish|set)(?:s|es)? (?:an? |the )?(?:\w+ )?baselines?)|"
    r"\b(?:best|strongest)(?:[ -]performing)? baseline"
)
# 'from A to B and from C to D' tells of one metric.
_LISTED_ON = re.compile(r",? (?:and )?from ")
_TRAINED = re.compile(r"(?i)\b(?=[fipt])(?:pre-?train|train|fine-?tun|instruction)")


def read_claims(scene: Scene, taken: frozenset[int]) -> list[Claim]:
    """Every number that is a result, in text order; `taken` are the indices already explained as sizes or data."""
    claims: list[Claim] = []
    head: Claim | None = None
    for index in range(len(scene.readings)):
        if index in taken:
            continue
        beside = _in_the_same_brackets(scene, claims, index)
        claim = read_claim(scene, index, beside or head)
        if claim is None:
            continue
        if beside and claim.coordinated:
            claims.append(replace(claim, inside=True))
        elif head is not None and _inside_brackets(scene, head, claim):
            claims.append(replace(claim, inside=True, coordinated=False, metric=claim.metric or head.metric))
        else:
            claims.append(claim)
            head = head if head and _is_rivals(scene, claim) else claim
    return share_metrics(scene, as_changes(scene, share_kinds(scene, _with_origins(scene, claims, taken))))


_DATA = re.compile(r"(?i)data|corpus|corpora|bench|suite|\btest|challenge|collection|questions|problems")
# 'Using X, we evaluate', 'we compare six models on X'.
_MEASURES = r"(?:evaluat|benchmark|test|assess|compar|examin|prob)(?:e|es|ed|s|ing|king|ked)?"


def _is_measured_on(scene: Scene, name: str) -> bool:
    """Whether a sentence says that models were measured on the paper's own data."""
    spelt = re.escape(name.split(" (", maxsplit=1)[0])
    measured = re.compile(
        rf"\b(?:[Uu]sing|[Oo]n|[Ww]ith|[Uu]pon|[Vv]ia) (?:the |our )?{spelt},? (?:dataset, |we )(?:\w+ )?{_MEASURES}\b"
        rf"|\b{_MEASURES} [^.;]{{1,90}} (?:on|using|with|against) (?:the |our )?{spelt}\b"
    )
    return any(measured.search(s.text) for s in scene.sentences if name.split(" (", maxsplit=1)[0] in s.text)


def _in_the_same_brackets(scene: Scene, claims: list[Claim], index: int) -> Claim | None:
    """The claim before the index-th number, where both stand in brackets behind another: '(RMSE = 0.23 and 0.15)'."""
    if not claims or not claims[-1].inside or claims[-1].index != index - 1:
        return None
    gap = scene.text[scene.readings[index - 1].end : scene.readings[index].start]
    return claims[-1] if ")" not in gap and len(gap) < 60 else None


def _is_rivals(scene: Scene, claim: Claim) -> bool:
    """Whether a claim is a rival's score in passing, from which no list goes on: '8% (over baseline 0.80), 9%'."""
    m = cues.WHOSE.search(scene.before(scene.readings[claim.index].start, 30))
    return m is not None and m["rival"] is not None


def _inside_brackets(scene: Scene, head: Claim, claim: Claim) -> bool:
    """Whether a claim stands in the brackets directly behind another: '2% (71% → 73%)'."""
    gap = scene.text[scene.readings[head.index].end : scene.readings[claim.index].start]
    return len(gap) < 40 and re.match(r"(?: (?!and\b|on\b|in\b|for\b)[\w@-]+){0,3} \((?!.*\))", gap) is not None


def _with_origins(scene: Scene, claims: list[Claim], taken: frozenset[int]) -> list[Claim]:
    """The claims, with the left side of each arrow whose right side is one, and the other way round."""
    known = {c.index: c for c in claims}
    for claim in claims:
        r, i = scene.readings[claim.index], claim.index
        if r.turned_into:
            kind = "absolute" if claim.kind == "delta" else claim.kind
            metric = claim.metric or metric_of_change(scene, r)
            if not metric and i - 1 in known and _LISTED_ON.fullmatch(scene.text, scene.readings[i - 1].end, r.start):
                metric = known[i - 1].metric
            known[i] = replace(claim, kind=kind, metric=metric)
            then = known.get(i + 1) or replace(claim, index=i + 1, kind="absolute", coordinated=False)
            known[i + 1] = replace(then, metric=then.metric or metric, unit=then.unit or known[i].unit)
            known[i] = replace(known[i], unit=known[i].unit or known[i + 1].unit)
        elif r.from_value is not None and i - 1 not in known:
            metric = claim.metric or metric_of_change(scene, scene.readings[i - 1])
            known[i - 1] = replace(claim, index=i - 1, kind="absolute", metric=metric)
            known[i] = replace(claim, kind="absolute", coordinated=False, metric=metric)
    return [known[i] for i in sorted(known) if i not in taken]


def find_results(
    scene: Scene, claims: list[Claim], sets: tuple[NamedSet, ...], introduced: tuple[Mention, ...]
) -> Iterator[Finding]:
    """One result for each claim; in 'from A to B' B's has A as well, and A has its own where the paper improves it."""
    if not claims:
        return
    new = [m.name for m in introduced if is_benchmark(m)]
    if not new and not sets:
        trained = _TRAINED.search(scene.text) and not _BENCHMARKED.search(scene.text)
        data = [
            m
            for m in introduced
            if m.kind == "dataset" and not (m.in_title and not _DATA.search(scene.paper.title or ""))
        ]
        new = [m.name for m in data if not trained or _is_measured_on(scene, m.name)]
    first_own = next((s.index for s in scene.sentences if s.own or _names_own(scene, s.start, s.end, introduced)), 0)
    benchmarks = benchmarks_of(scene, claims, sets, new[0] if len(new) == 1 else None)
    models = listed_models(scene, claims)
    last_role: Role = "own"
    for k, (claim, benchmark) in enumerate(zip(claims, benchmarks, strict=True)):
        r = scene.readings[claim.index]
        if r.turned_into and not is_improved_on(scene, claim.index):
            continue
        role = role_of(scene, claim, introduced, first_own)
        given = is_own_behind(scene.after(r.end, 60), introduced)
        alike = not k or claims[k - 1].kind == claim.kind  # not behind a rival's level: 'by 3% over Foo (40%), 5% over'
        goes_on = claim.coordinated and alike and not given
        if goes_on and role != "baseline" and r.from_value is None and not r.turned_into:
            role = last_role
        if last_role == "baseline" and k and _goes_with_rival(scene, claims[k - 1], claim):
            role = "baseline"
        if r.turned_into:
            role = "baseline" if role == "own" else role
        elif r.from_value is not None:
            role = "own" if role == "baseline" else role
        owner = relative_owner(scene, claim, introduced)
        role = "baseline" if owner else role
        if not _is_rivals(scene, claim):
            last_role = "own" if r.turned_into or r.from_value is not None else role
        model = owner or models.get(k) or model_of(scene, claim, introduced, role)
        yield _finding(scene, claim, benchmark, role, model)


# 'Kite's 80.8% accuracy with 0.7% of the parameters': what the rival got it with.
_WITH = re.compile(r"(?: [\w@-]+){0,3} (?:with|using|at|for) (?:only |just |about |an? )?")


def _goes_with_rival(scene: Scene, prior: Claim, claim: Claim) -> bool:
    """Whether a share or cost says what the rival spent whose score stands right before it."""
    if prior.kind != "absolute" or claim.kind not in ("ratio", "cost") or claim.unit == "x":
        return False
    return _WITH.fullmatch(scene.text, scene.readings[prior.index].end, scene.readings[claim.index].start) is not None


def scored_sets(found: list[Finding]) -> frozenset[str]:
    """The benchmarks on which the paper states results that are more than background."""
    results = (f.element for f in found)
    return frozenset(
        r.benchmark for r in results if isinstance(r, Result) and r.benchmark is not None and r.role != "background"
    )


def _names_own(scene: Scene, start: int, end: int, introduced: tuple[Mention, ...]) -> bool:
    """Whether a name of the paper's own work stands in a span."""
    return any(start <= m.start < end for m in introduced if not m.in_title)


def _finding(scene: Scene, claim: Claim, benchmark: str | None, role: Role, model: str | None) -> Finding:
    """The claim as a Result with its evidence: the words from the clause's start to the benchmark or the unit."""
    r = scene.readings[claim.index]
    value = r.value if claim.value is None else claim.value
    element = Result(
        model=model, benchmark=benchmark, metric=claim.metric, value=value, value_max=r.value_max,
        from_value=r.from_value, unit=claim.unit, comparator=r.comparator, baseline=baseline_of(scene, claim),
        kind=claim.kind, role=role, evidence=scene.evidence(*_words_around(scene, r.start, r.end)),
    )  # fmt: skip
    return scene.finding("results", element, f"result_{claim.kind}", (r.start, r.end))


def _words_around(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The clause around a number, at most some 120 characters to either side, cut at words."""
    sentence = scene.sentence(start)
    first = max(sentence.start, start - 120)
    last = min(sentence.end, end + 100)
    head = max(scene.text.rfind("; ", first, start), scene.text.rfind(", ", first, max(first, start - 30)))
    first = (
        head + 2
        if head >= first
        else first
        if first == sentence.start
        else scene.text.find(" ", first, start) + 1 or start
    )
    tail = re.compile(r"[,;]\s|\.$").search(scene.text, min(end + 1, last), last)
    if tail:
        last = tail.start()
    elif last < sentence.end:
        last = max(end, scene.text.rfind(" ", end, last))
    return first, max(last, end)
