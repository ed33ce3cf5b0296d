"""The `model_sizes` field: numbers of parameters with their model, total or active, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from summarise.records import Finding
from summarise.rules.names import MODEL_FAMILY, same_name
from summarise.rules.numbers.nouns import Noun, noun_of
from summarise.rules.numbers.reading import Reading
from summarise.rules.places import places
from summarise.rules.results.possession import own_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.sizes.own_work import OwnWork, own_work
from summarise.rules.sizes.rivals import held_against
from summarise.rules.sizes.shared_sizes import names_before, others_behind
from summarise.rules.sizes.size_names import Named, name_of
from summarise.rules.sizes.size_roles import Role, is_listed_with, role_of
from summarise.rules.standing import is_own
from summarise.schemas.paper import ModelSize

MOST = 200
# A name and a bare number this near are one model in apposition: 'a 2-billion-parameter model, Foo-2B'.
NEAR = 80
# '7 billion parameters (hereafter, 7B)'.
IN_BRACKETS = 30
_ACTIVE_AFTER = re.compile(
    r"(?i)(?: of (?:which|them))? ?\(?(?:parameters?,? )?(?:(?:are|is|being|of|only|"
    r"parameters?) )*(?:(?:activat(?:ed|ing|ion)|active)\b(?! learning)|"
    r"(?:used|engaged|needed) (?:per|for each|for every) token)"
)
# 'from 400M to 3B active parameters'.
_ACTIVE_RANGE = re.compile(r" to [\d.]+ ?(?:[BM]|[bm]illion) (?:active|activated)\b")
_ACTIVE_BEFORE = re.compile(
    r"(?i)\b(?:activat(?:es?|ing|ed|ion of)|active(?= param))(?: parameters?)?(?: of| is| are|:)?"
    r"(?: only| just| about| around| up to|"
    r" (?:rang\w+ )?(?:from|between)(?: [\d.]+ ?(?:[BM]|[bm]illion) (?:to|and))?)? ?$"
)

_IN_RANGE = re.compile(r" parameters,? to |,? (?:up )?to |-{1,2}|–|, |,? and |/")
# '3B model gets 60%, while the', 'for the 32B model and from 43% to 57% for the'.
_PAIRED = re.compile(r"[ -](?:model|version|variant|one)\b[^;]{0,80}?(?:,? (?:and|while|whereas)|,)[^;,]{0,30}? the ")
_PAIRED_NOUN = re.compile(r"[ -](?:model|version|variant|one)\b")
# What a model is made of has no size that is stated.
_PART = re.compile(
    r"(?:Module|Block|Loss|Head|Layer|Mechanism|Strategy|Attention|Gate|Unit|Scheme|Regularization|Reward)s?(?: \(.*)?$"
)
_DEFINITE = re.compile(r"\b[Tt]he (?:(?:much|far|even) )?(?:(?:larger|smaller|bigger|original|full) )?$")
_IN_APPOSITION = re.compile(
    r"[ -](?:param(?:eter)?s? )?(?:[a-z-]+ ){0,2}(?:model|LLM|VLM|network|backbone)s?(?: \(|, )"
)
_BEGINS = re.compile(r"(?<![\w-])")
_GOES_ON = re.compile(r"[\w.+-]*")
_SIZE_IN_NAME = re.compile(r"\d ?[BMbm](?![a-z])")
_ACTIVATES = re.compile(r" \w+-?activat|-activat| activ")
_ACTIVE_IN_NAME = re.compile(r"[-_][Aa](?P<active>\d{1,4}(?:\.\d{1,3})?)[Bb]\b")
# The base, instructed or chatting form of a model is that model.
_VARIANT = re.compile(r"(?i)(?:[- ](?:base|instruct|chat|it|sft|dpo|rl|rlhf|pt|aligned))+$")
_VERSION = re.compile(r"[- ]?v?\d+(?:\.\d+)?(?![\d.]*[bmk])\b")


@dataclass(frozen=True, slots=True)
class Sized:
    """A number of parameters at a place of the text, before repeats are joined."""

    reading: Reading
    value: Decimal
    noun: Noun
    model: str | None
    active: bool
    role: Role
    named: bool
    span: tuple[int, int]
    """Its number with the name written beside it."""


def find_sizes(scene: Scene, introduced: tuple[Mention, ...], indices: list[int]) -> Iterator[Finding]:
    """One model size for each model and number of parameters, active ones joined to their total."""
    if not indices:
        return
    sizes: list[Sized] = []
    own = own_work(scene, introduced)
    for index in indices[:MOST]:
        sizes.extend(_sized(scene, own, index, sizes[-1] if sizes else None))
    for total, active in _joined([size for size in sizes if not _is_said_by_name(size, sizes, scene)], scene):
        first = total or active
        assert first is not None
        spans = [x.span for x in (total, active) if x]
        element = ModelSize(
            model=first.model, total_params=total.value if total else None,
            active_params=active.value if active else None, role=first.role,
            evidence=scene.evidence(min(start for start, _ in spans), max(end for _, end in spans)),
        )  # fmt: skip
        yield scene.finding("model_sizes", element, "size", (first.reading.start, first.reading.end))


def _sized(scene: Scene, own: OwnWork, index: int, prior: Sized | None) -> Iterator[Sized]:
    """The index-th number as a size with its model and role; both ends of a range ('2.1 to 102.6 billion')."""
    r = scene.readings[index]
    noun = noun_of(scene, index) if r.shape != "name" else Noun("", "", r.token[1])
    named = name_of(scene, index)
    listed = prior and is_listed_with(scene, max(prior.reading.end, prior.reading.token[1]), named.start)
    role = role_of(scene, r, named, noun, own, prior.role if prior and listed else None)
    if prior and not named.name and _goes_with(scene, prior.reading, r):
        shared = prior.model if prior.named else None
        if shared and not _SIZE_IN_NAME.search(shared):
            named = named._replace(name=shared)  # 'Foo with 1B, 7B and 14B parameters'
        if named.name or not prior.named:
            role = prior.role
    model = named.name or (
        _owner(scene, own.introduced, r) if role == "subject" else held_against(scene.before(r.start))
    )
    size = Sized(r, r.value, noun, model, _is_active(scene, r), role, named.name is not None,
                 _span(scene, r, noun, named))  # fmt: skip
    sharing = _sharing(scene, size, named, own.introduced)
    yield from sharing or (size,)
    if r.shape == "name" and (m := _ACTIVE_IN_NAME.search(scene.text, *r.token)):
        yield replace(size, value=Decimal(m["active"]) * 10**9, active=True)
    if r.value_max is not None:
        yield replace(size, value=r.value_max)


def _goes_with(scene: Scene, first: Reading, then: Reading) -> bool:
    """Whether two numbers are the ends of a range that goes up, or 'our 3B model …, and the 7B model'."""
    gap = scene.text[first.end : then.start]
    if gap.endswith(" the ") and ". " not in gap:
        return _PAIRED.fullmatch(gap) is not None and _PAIRED_NOUN.match(scene.text, then.end) is not None
    return first.value < then.value and _IN_RANGE.fullmatch(gap) is not None


def _sharing(scene: Scene, size: Sized, named: Named, introduced: tuple[Mention, ...]) -> list[Sized]:
    """The size once for each model, where it is said of several; [] where it is said of one."""
    r = size.reading
    if r.shape != "plain":
        return []
    if named.bare and (at := scene.text.find(named.bare, r.end, r.end + 80)) >= 0:
        others = others_behind(scene, at + len(named.bare))
        return [size, *(replace(size, model=name, named=True) for name in others)] if others else []
    names = [
        n
        for n in names_before(scene, r.start, size.span[1])
        if size.role == "baseline" or is_own(n, introduced) or MODEL_FAMILY.match(n)
    ]
    return [replace(size, model=name, named=True) for name in names]


def _span(scene: Scene, r: Reading, noun: Noun, named: Named) -> tuple[int, int]:
    """Where a number stands with its noun, and with a name directly before it ('LLaMA2 7B', 'GPT-3 (175B)')."""
    start, end = r.token[0], max(r.end, r.token[1], noun.end if noun.kind == "params" else 0)
    bare = named.bare or ""
    if bare and 0 < r.start - named.start - len(bare) <= 2 and scene.text.startswith(bare, named.start):
        bracketed = scene.text[r.start - 1] == "(" and scene.text.startswith(")", end)
        return min(start, named.start), end + bracketed
    return start, end


def _is_active(scene: Scene, r: Reading) -> bool:
    """Whether a number counts the parameters that are active for a token, not all of them."""
    return bool(
        _ACTIVE_AFTER.match(scene.text, r.end)
        or _ACTIVE_RANGE.match(scene.text, r.end)
        or _ACTIVE_BEFORE.search(scene.before(r.start, 60))
        or _ACTIVATES.match(scene.text[r.end : r.end + 20])
        or scene.text[r.start - 2 : r.start] == "-A"
    )


def _owner(scene: Scene, introduced: tuple[Mention, ...], r: Reading) -> str | None:
    """The paper's model that a size without a name belongs to.

    The one named last before it in its sentence, else the last one introduced before it, else the first.
    """
    models = [m for m in introduced if m.kind not in ("benchmark", "dataset") and not _PART.search(m.name)]
    said = scene.text[scene.sentence(r.start).start : r.start]
    named = [found for m in models for found in places(said, m.name, _BEGINS, _GOES_ON)]
    if named:
        last = said[slice(*max(named))]
        whole = [m.name for m in models if m.name == last]  # 'Foo R+' is one name
        return whole[0] if whole else last.rstrip(".-+")
    before = [m for m in models if not m.in_title and m.start < r.start]
    if not models:
        return own_name(scene.before(r.start))
    return before[-1].name if before else models[0].name


def _joined(sizes: list[Sized], scene: Scene) -> list[tuple[Sized | None, Sized | None]]:
    """Sizes as (total, active) pairs, each model and number once."""
    out: list[tuple[Sized | None, Sized | None]] = []
    said = -1  # where the total said last stands, which may be a repeat
    for size in sizes:
        if size.active:
            _join_active(out, size, scene, said)
            continue
        at = next((i for i, (t, _) in enumerate(out) if t and _repeats(t, size)), None)
        if at is None:
            out.append(_with_waiting_active(out, size))
        else:
            out[at] = (_better_told(out[at][0], size, scene), out[at][1])
        said = -1 if at is None or at == len(out) - 1 else at
    return out


def _better_told(known: Sized | None, size: Sized, scene: Scene) -> Sized:
    """A size said before, with its name where only the second time gives one ('a 72B model (Foo-72B)').

    What the background gives as an example may be what the paper works on later.
    """
    assert known is not None
    if known.role == "baseline" and size.role == "base" and not scene.sentence(known.reading.start).own:
        return replace(known, role="base")
    near = size.reading.start - known.reading.start < NEAR
    return replace(size, role=known.role) if size.named and not known.named and near else known


def _is_said_by_name(size: Sized, sizes: list[Sized], scene: Scene) -> bool:
    """Whether 'the 7B model' is one that stands elsewhere with its name, or right behind it."""
    if size.named or size.active:
        return False
    alike = [s for s in sizes if s.named and s.value == size.value and not s.active]
    if any(_IN_APPOSITION.fullmatch(scene.text, size.span[1], s.span[0]) for s in alike if s.role != size.role):
        return True  # 'a tuned 1.5B model (Foo-1.5B)'
    if size.role == "subject":
        return False
    if not _DEFINITE.search(scene.before(size.span[0], 24)):
        return False
    before = {s.model for s in alike if s.span[0] < size.span[0]}
    return len(before) == 1 or size.role == "base" and any(s.role == "subject" for s in alike)


def _join_active(out: list[tuple[Sized | None, Sized | None]], size: Sized, scene: Scene, said: int) -> None:
    """Give an active number to the total before it in its sentence, or let it stand alone unless it is a repeat."""
    total, active = out[said] if out else (None, None)
    waits = (
        total is not None
        and active is None
        and total.value > size.value
        and scene.sentence(total.reading.start) == scene.sentence(size.reading.start)
    )
    of_its_own = waits and total is not None and (total.model, total.role) == (size.model, size.role)
    if any(a and a.value == size.value and not (of_its_own or _are_two(a, size)) for _, a in out):
        return
    if waits:
        out[said] = (total, size)
    else:
        out.append((None, size))


def _are_two(a: Sized, b: Sized) -> bool:
    """Whether two sizes bear different names; a name with more words behind it is the same."""
    return a.named and b.named and not (same_name(a.model, b.model) or _same_stem(a.model, b.model))


def _with_waiting_active(out: list[tuple[Sized | None, Sized | None]], size: Sized) -> tuple[Sized, Sized | None]:
    """A total, with the active number that stood just before it ('activates 40B of its 600B')."""
    active = out[-1][1] if out and out[-1][0] is None else None
    if active is None or size.reading.start - active.reading.end >= 60 or active.value >= size.value:
        return size, None
    out.pop()
    if active.named and not size.named:
        size = replace(size, model=active.model, role=active.role)
    return size, replace(active, role=size.role)


def _repeats(known: Sized, size: Sized) -> bool:
    """Whether a size was said before: same number and role, and no two different names."""
    if known.value != size.value:
        return False
    if known.role != size.role:
        if known.named or size.named:
            return known.named and size.named and str(known.model).lower() == str(size.model).lower()
        near = size.reading.start - known.reading.end < IN_BRACKETS
        return near or "baseline" not in (known.role, size.role)
    if known.named != size.named and size.role != "subject":
        return size.reading.start - known.reading.start < NEAR
    return not _are_two(known, size)


def _same_stem(a: str | None, b: str | None) -> bool:
    """Whether one name is the other with more words behind it; a version makes another ('Foo', 'Foo-2')."""
    first, second = sorted((_VARIANT.sub("", a or "").lower(), _VARIANT.sub("", b or "").lower()), key=len)
    return second.startswith(first) and not _VERSION.match(second, len(first))
