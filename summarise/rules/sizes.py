"""The `model_sizes` field: which numbers are numbers of parameters, of which model, total or active, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from summarise.records import Finding
from summarise.rules.names import MODEL_FAMILY, looks_like_name, same_name
from summarise.rules.nouns import Noun, end_of_list, noun_of
from summarise.rules.reading import Reading
from summarise.rules.scene import Mention, Scene
from summarise.rules.standing import stands
from summarise.schemas.paper import ModelSize

FEWEST = Decimal(10_000)
_PARAMS_BEFORE = re.compile(
    r"(?i)\bparam(?:eter)?s?(?: count| size| scale| budget|s)?s?(?: \w+)?(?: of| is| are|:| from| to| \(|"
    r" ranging from| between| at| with)*(?: only| just| about| around| over| up to)? ?\(?$"
)
_NUMBER_OF_PARAMS = re.compile(r"(?i)\bnumber of (?:\w+ )?parameters\b[^.;]{0,60}$")
_MODELS_BEFORE = re.compile(
    r"(?i)\b(?:sizes?|scales?|models?|configurations?|variants?|versions?|LLMs?|parameters?|checkpoints?|"
    r"families|family|series)\b[^.;]{0,60}$"
)
_MODEL_WORDS = re.compile(r"(?i)\b(?:models?|LLMs?|LMs?|parameters?|transformers?|scal(?:e|es|ed|ing)|MoE|networks?)\b")
_NAME_BEFORE = re.compile(
    r"(?<![\w-])((?:[A-Z][\w.+/-]*|[a-z]{1,5}[A-Z0-9][\w.+-]*|o[1-9])(?: (?:[A-Z][\w.+/-]*|[\d.]{1,4}|"
    r"v\d[\d.]*)){0,3}) \(?$"
)
_NOT_NAMES = frozenset(
    "The A An With Our We In On For Both At To Using And "
    "From Of By Its This Compared When While Even Only As Than Starting Scaling".split()
)
_DATA_SETS = re.compile(
    r"(?i)(?:laion|coyo|yfcc|jft|cc|sa-|redpajama|datacomp|wit|webvid|internvid|howto|refinedweb|"
    r"fineweb|slimpajama|dolma|pile|c4|ig-|webli|hd-vila|panda|proof-pile|starcoderdata|instagram|mmc4|"
    r"obelics|multi|audioset)"
)
_ACTIVE_AFTER = re.compile(
    r"(?i)(?: of (?:which|them))? ?\(?(?:parameters?,? )?(?:(?:are|is|being|of|only|"
    r"parameters?) )*(?:activat(?:ed|ing|ion)|active)\b(?! learning)"
)
_ACTIVE_BEFORE = re.compile(
    r"(?i)\bactivat(?:es?|ing|ed|ion of)(?: parameters?)?(?: of| is| are|:)?(?: only| just| about| around|"
    r" up to)? ?$"
)


@dataclass(frozen=True, slots=True)
class Sized:
    """A number of parameters at a place of the text, before repeats are joined."""

    reading: Reading
    noun: Noun
    model: str | None
    active: bool
    role: Literal["subject", "base", "baseline"]
    named: bool


def is_size(scene: Scene, index: int) -> bool:
    """Whether the index-th number is a number of parameters."""
    r = scene.readings[index]
    if r.shape in ("version", "year", "enumerator", "dimension", "word") or r.unit or r.value < FEWEST:
        return False
    if r.shape == "name":
        return r.scale in ("B", "M", "T") and not _names_data(scene, r)
    noun = noun_of(scene, index)
    before = scene.before(r.start, 80)
    if r.scale == "B" and _NUMBER_OF_PARAMS.search(before):
        return True
    if noun.kind == "params" or (_PARAMS_BEFORE.search(before) and noun.kind not in ("data", "compute", "time")):
        return not re.search(r"(?i)hyper-?param", noun.words)
    if r.scale not in ("B", "M", "T") or noun.kind in ("data", "compute", "time", "window", "rate", "memory"):
        return False
    return _sized_by_context(scene, r, end_of_list(scene, index), noun, before)


def goes_on(scene: Scene, index: int) -> bool:
    """Whether the index-th number goes on a list of sizes that the number before it stands in ('Foo-1B and 7B')."""
    prior, this = scene.readings[index - 1], scene.readings[index]
    gap = scene.text[prior.token[1] : this.start]
    return (
        this.shape == "plain"
        and this.scale == prior.scale != ""
        and not this.unit
        and _LIST_GAP.fullmatch(gap) is not None
    )


_LIST_GAP = re.compile(r", |,? (?:and|or) | ?/ ?")


def _names_data(scene: Scene, r: Reading) -> bool:
    """Whether a name with a scale letter is a data set's ('LAION-5B', 'Foo-10M dataset')."""
    token = scene.text[slice(*r.token)]
    after = scene.text[r.token[1] : r.token[1] + 30]
    if r.scale == "M" and re.match(
        r"(?i)[^.;]{0,70}?\b(?:datasets?|benchmark|corpus|images)\b", scene.after(r.token[1], 90)
    ):
        return True
    return bool(
        _DATA_SETS.match(token) or re.match(r"(?i),? (?:data ?sets?|corpus|tokens|images|benchmark|data\b)", after)
    )


def _sized_by_context(scene: Scene, r: Reading, last: Reading, noun: Noun, before: str) -> bool:
    """Whether a number with a scale letter and no telling noun is a size: a name before it, models around it."""
    written_out = not scene.text[r.end - 1 : r.end].isupper() and scene.text[r.end - 1 : r.end] != "b"
    if noun.kind == "model" and len(noun.words.split()) <= 5 and (not written_out or r.scale == "B"):
        return True
    if written_out or (m := scene.text[last.end : last.end + 1]) == "-" and noun.kind != "model":
        return False
    name = _NAME_BEFORE.search(before)
    if name and not _DATA_SETS.match(name[1]) and name[1] not in _NOT_NAMES:
        return r.scale == "B" or MODEL_FAMILY.match(name[1]) is not None
    if r.scale != "B" or (noun.words and noun.kind == "count" and m == " "):
        return bool(r.scale == "M" and _MODELS_BEFORE.search(before[-40:]) and "(" in before[-15:])
    if re.search(r"\b[a-z]+(?:es|s)? on \S*$", before) and noun.words[:1].isupper():
        return False
    return bool(_MODELS_BEFORE.search(before) or _MODEL_WORDS.search(scene.before(r.start) + scene.after(r.end, 60)))


def find_sizes(scene: Scene, introduced: tuple[Mention, ...], indices: list[int]) -> Iterator[Finding]:
    """One model size for each model and number of parameters, active ones joined to their total."""
    for total, active in _joined([_sized(scene, introduced, i) for i in indices], scene):
        first = total or active
        assert first is not None
        start, end = (
            first.reading.token[0],
            max(first.reading.end, first.noun.end if first.noun.kind == "params" else 0),
        )
        if total and active:
            end = max(end, active.reading.end, active.noun.end if active.noun.kind == "params" else 0)
            start = min(start, active.reading.token[0])
        element = ModelSize(
            model=first.model, total_params=total.reading.value if total else None,
            active_params=active.reading.value if active else None, role=first.role,
            evidence=scene.evidence(start, max(end, first.reading.token[1])),
        )  # fmt: skip
        yield scene.finding("model_sizes", element, "size", (first.reading.start, first.reading.end))


def _sized(scene: Scene, introduced: tuple[Mention, ...], index: int) -> Sized:
    """The index-th number as a size with its model and role."""
    r = scene.readings[index]
    noun = noun_of(scene, index) if r.shape != "name" else Noun("", "", r.token[1])
    name, start = _name_of(scene, index)
    standing = stands(scene.before(start, 200), name, introduced)
    role = _role(standing, name, noun, scene, r)
    active = bool(_ACTIVE_AFTER.match(scene.text, r.end) or _ACTIVE_BEFORE.search(scene.before(r.start, 60))
                  or re.match(r" \w+-?activat|-activat| activ", scene.text[r.end : r.end + 20])
                  or scene.text[r.start - 2 : r.start] == "-A")  # fmt: skip
    model = name or (_owner(scene, introduced, r) if role == "subject" else None)
    return Sized(r, noun, model, active, role, name is not None)


def _role(
    standing: str, name: str | None, noun: Noun, scene: Scene, r: Reading
) -> Literal["subject", "base", "baseline"]:
    """The role of a size from how the paper stands to its model."""
    if standing == "own":
        return "subject"
    if standing == "rival":
        return "baseline"
    if name is None:
        based = re.search(r"(?i)\b(?:base|backbone|pre-?trained|off-the-shelf|open-source)\b", noun.words) or re.match(
            r"(?i) (?:[\w-]+ )?(?:base model|backbone)", scene.after(r.end, 40)
        )
        return "base" if based else "subject"
    return "base" if standing == "base" or MODEL_FAMILY.match(name) else "subject"


def _name_of(scene: Scene, index: int) -> tuple[str | None, int]:
    """The model's name as written with its size, and where it starts; (None, …) for a size without a name."""
    r = scene.readings[index]
    if r.shape == "name":
        return scene.text[slice(*r.token)], r.token[0]
    behind = re.match(
        r" ([A-Z][\w.+-]*[A-Z\d][\w.+-]*)(?= (?:model|baseline|and|on|to|,)|[,.;)])", scene.after(r.end, 50)
    )
    if behind and looks_like_name(behind[1]):
        return f"{scene.text[r.start : r.end]} {behind[1]}", r.start
    head = _name_before(scene, r.start)
    if head:
        return f"{head} {scene.text[r.start : r.end]}", r.start - len(head) - 1
    for i in range(index - 1, max(-1, index - 6), -1):
        prior = scene.readings[i]
        if prior.scale != r.scale or not re.fullmatch(
            r",? (?:and |or )?|, |/", scene.text[scene.readings[i].token[1] : scene.readings[i + 1].start]
        ):
            break
        if prior.shape == "name":
            stem = scene.text[prior.token[0] : prior.start]
            return f"{stem}{scene.text[r.start : r.end]}", prior.token[0]
        if head := _name_before(scene, prior.start):
            return f"{head} {scene.text[r.start : r.end]}", prior.start - len(head) - 1
    return None, r.start


def _name_before(scene: Scene, start: int) -> str | None:
    """The capitalised name directly before a size ('LLaMA2 7B'), without the sentence's own words."""
    m = _NAME_BEFORE.search(scene.before(start, 60))
    if m is None or scene.text[start - 1] == "(":
        return None
    words = m[1].split(" ")
    while words and words[0] in _NOT_NAMES:
        words.pop(0)
    name = " ".join(words)
    return name if name and (looks_like_name(words[0]) or MODEL_FAMILY.match(name) or len(name) > 2) else None


def _owner(scene: Scene, introduced: tuple[Mention, ...], r: Reading) -> str | None:
    """The paper's model that a size without a name belongs to.

    The one named last before it in its sentence, else the last one introduced before it, else the first.
    """
    models = [m for m in introduced if m.kind not in ("benchmark", "dataset")]
    said = scene.text[scene.sentence(r.start).start : r.start]
    named = [found for m in models for found in re.finditer(rf"(?<![\w-]){re.escape(m.name)}[\w.+-]*", said)]
    if named:
        return max(named, key=lambda found: (found.start(), found.end())).group().rstrip(".-+")
    before = [m for m in models if not m.in_title and m.start < r.start]
    return before[-1].name if before else models[0].name if models else None


def _joined(sizes: list[Sized], scene: Scene) -> list[tuple[Sized | None, Sized | None]]:
    """Sizes as (total, active) pairs, each model and number once."""
    out: list[tuple[Sized | None, Sized | None]] = []
    for size in sizes[:200]:
        if size.active:
            _join_active(out, size, scene)
        elif not any(t and _repeats(t, size) for t, _ in out):
            out.append(_with_waiting_active(out, size, scene))
    return out


def _join_active(out: list[tuple[Sized | None, Sized | None]], size: Sized, scene: Scene) -> None:
    """Give an active number to the total before it in its sentence, or let it stand alone unless it is a repeat."""
    if any(a and a.reading.value == size.reading.value for _, a in out):
        return
    if (
        out
        and out[-1][0]
        and out[-1][1] is None
        and scene.sentence(out[-1][0].reading.start) == scene.sentence(size.reading.start)
    ):
        out[-1] = (out[-1][0], size)
    else:
        out.append((None, size))


def _with_waiting_active(
    out: list[tuple[Sized | None, Sized | None]], size: Sized, scene: Scene
) -> tuple[Sized, Sized | None]:
    """A total, with the active number that stood just before it ('activates 40B of its 600B')."""
    active = out[-1][1] if out and out[-1][0] is None else None
    if active is None or size.reading.start - active.reading.end >= 60 or active.reading.value >= size.reading.value:
        return size, None
    out.pop()
    return size, replace(active, role=size.role)


def _repeats(known: Sized, size: Sized) -> bool:
    """Whether a size was said before: same number and role, and no two different names."""
    if known.reading.value != size.reading.value:
        return False
    if known.role != size.role:
        return known.named and size.named and known.model == size.model
    return not (known.named and size.named) or same_name(known.model, size.model) or _same_stem(known.model, size.model)


def _same_stem(a: str | None, b: str | None) -> bool:
    """Whether one name is the other with more words behind it."""
    first, second = sorted(((a or "").lower(), (b or "").lower()), key=len)
    return second.startswith(first)
