"""Numbers that look like a model's parameters and are not: parts of a model, bounds of a class, names of data."""

from __future__ import annotations

import re

from summarise.rules.names import MODEL_FAMILY, same_name
from summarise.rules.numbers.nouns import Noun
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Mention, Scene
from summarise.rules.sizes.size_names import DATA_SETS

# A size that is only a part or a change of a model: what an adapter adds, a method saves or a comparison counts.
PART_ONLY = re.compile(
    r"(?i)\b(?:hyper-?param\w*|additional|extra|fewer|less|more|saved|removed|pruned|new(?:ly)?|free|cut|redundant|"
    r"reduction|savings?)\b"
)
# 'adds just 2M parameters', 'removes 5B parameters', 'trains only 4M parameters', '5B weights can be dropped'.
_CHANGED_BEFORE = re.compile(
    r"(?i)(?:\b(?:additional|extra|add(?:s|ed|ing)?|insert\w*|inject\w*|remov\w+|discard\w*|drop(?:s|ped|ping)?|"
    r"sav(?:e|es|ed|ing)|eliminat\w+|updat\w+)(?: (?:only|just|merely|about|around|over|up to|more than|less than|"
    r"fewer than|as few as|nearly|approximately|an? ))*"
    r"|\b(?:fine-?tun|train|optimi[sz]|learn|stor|adapt)(?:e|es|s|ed|ing)?(?: (?:only|just|merely|as few as|less than|"
    r"fewer than))+) [~∼≈]?$"
)
_CHANGED_BEHIND = re.compile(
    r"(?i)(?: (?:from|of|in) [^.;,]{0,40}?)? (?:can|could|may|are|is|were) (?:be )?(?:safely )?"
    r"(?:ignored|removed|pruned|dropped|discarded|updated|added|saved|skipped|frozen|zeroed)\b"
)
_TRAINABLE = re.compile(r"(?i)\b(?:trainable|tunable|learnable|tuned|updated)\b")
_TUNING = re.compile(
    r"(?i)\b(?:adapters?|LoRA|QLoRA|PEFT|fine-?tun\w+|prompt(?:s|[ -]tuning)?|tuning|frozen|freez\w+|transfer)\b"
)
# Names of well-known models in which 1b is a version.
_NO_SIZE_IN = re.compile(r"(?:ESM|MSA)-1b")
_NAMED_DATA_AFTER = re.compile(
    r"(?i),? \(?(?:data ?sets?|corpus|corpora|tokens|images|benchmark|data\b|test set)|,? (?:that |which )?(?:consist|"
    r"contain|compris)\w+ (?:[^.;]|\.\d){0,60}\b(?:annotations|images|samples|pairs|videos|examples|documents)\b"
)
_DATA_NEAR = re.compile(r"(?i)\b(?:data ?sets?|benchmarks?|corpus|corpora|images|data|pairs|samples)\b")
_MODEL_NEXT = re.compile(r"(?i) (?:[\w-]+ ){0,2}(?:models?|LLMs?|LMs?|VLMs?|checkpoints?|backbones?|encoders?)\b")
# 'the best among LLMs up to 13B', 'state-of-the-art at the 7B/8B scale'.
_BEST = re.compile(
    r"(?i)\b(?:state-of-the-art|SOTA|best|leading|top|first|ranks?|ranked|superior|strongest|highest|competitive)\b"
    r"[^.;]{0,60}? (?:(?:at|in|within|for|of) (?:the |all |other |existing |open-source |open |similar )+|"
    r"(?:results?|performance|accuracy|scores?) (?:for|of) (?=models|LLMs))"
    r"(?:(?:models?|LLMs?|LMs?|VLMs?|MLLMs?|methods) )?(?:of |with )?"
    r"(?:up to |under |below |sub-|less than |fewer than |smaller than |[<≤~])?"
    r"(?:[\d.]+ ?[BM] ?(?:[/–-]|to|and|or) ?)?$"
)
_AMONG = re.compile(
    r"(?i)\bamong(?:st)? (?:[\w-]+ ){0,4}?(?:up to |under |below |sub-|less than |fewer than |smaller than |[<≤~] ?)?$"
)
_UP_TO = re.compile(r"(?:(?:up to|under|below|less than|fewer than|smaller than) ?|sub-|[<≤] ?)$")
_LEVEL = re.compile(
    r"(?:[/–-][\d.]+ ?[BM])?[ -](?:param(?:eter)?s? )?(?:scale|level|class|category|range|regime|tier)\b"
)
# '2M batch size'.
OTHER_SIZE = re.compile(
    r"(?i)(?:[\w-]+ )?(?:batch|vocab\w*|context|window|step|buffer|image|sample|dataset|data|corpus|embedding|"
    r"codebook|cache|memory|population)[ -](?:sizes?|scale)\b"
)
_IS_MODEL = re.compile(r" (?:(?:language |chat |base )?models?|[MVS]?LLMs?|VLMs?|checkpoints?|agents?)\b(?! training)")


# 'small (<4B), medium (4B-10B) and large (>10B)': bounds between groups of models.
_GROUPED = re.compile(
    r"(?i)\b(?:stratif\w+|group(?:s|ed|ing)?|categor\w+|divid\w+|split|bins?|buckets?|tiers?|brackets?)\b"
)
_BOUND = re.compile(r"[<>≤≥] ?$|\([\d.]+ ?[BM]? ?[-–] ?$")


def bounds_a_group(scene: Scene, r: Reading, before: str) -> bool:
    """Whether a number only parts groups of models by their size: 'small (<4B) and large (>4B) groups'."""
    if not _BOUND.search(before) and not re.match(r" ?[-–][\d.]+ ?[BM]\)", scene.text[r.end : r.end + 12]):
        return False
    sentence = scene.sentence(r.start).text
    return "<" in sentence and ">" in sentence and _GROUPED.search(sentence) is not None


def bounds_a_class(scene: Scene, r: Reading, before: str) -> bool:
    """Whether a number only says among which models something is best: 'the best among LLMs up to 13B'."""
    bounded = _LEVEL.match(scene.text, r.end) or _UP_TO.search(before)
    return bounded is not None and (_AMONG.search(before) or _BEST.search(before)) is not None


def is_part(scene: Scene, r: Reading, noun: Noun) -> bool:
    """Whether so many parameters are not a model's: added, saved, or the few that an adapter trains."""
    if PART_ONLY.search(noun.words) or _CHANGED_BEFORE.search(scene.before(r.start, 60)):
        return True
    if _CHANGED_BEHIND.match(scene.text, noun.end):
        return True
    return bool(_TRAINABLE.search(noun.words) and _TUNING.search(scene.before(r.start) + scene.after(noun.end, 120)))


def names_data(scene: Scene, r: Reading, introduced: tuple[Mention, ...]) -> bool:
    """Whether a name with a scale letter is a data set's ('LAION-5B', 'Foo-10M dataset')."""
    token = scene.text[slice(*r.token)]
    if DATA_SETS.match(token) or _NO_SIZE_IN.match(token) or _NAMED_DATA_AFTER.match(scene.text, r.token[1]):
        return True
    if re.search(r"(?i)\b(?:model|LLM|agent|policy),? $", scene.before(r.token[0], 10)):
        return False
    if _IS_MODEL.match(scene.text, r.token[1]):
        return False
    # A model that is trained on FooSet may be called FooSet-7B.
    named = (m for m in introduced if m.kind in ("dataset", "benchmark") and same_name(m.name, token))
    if any(r.scale != "B" or m.name.lower() == token.lower() for m in named):
        return True
    if r.scale == "M" and _counts_data(scene, r):
        return True
    if r.scale != "M" or MODEL_FAMILY.match(token) or _MODEL_NEXT.match(scene.text, r.token[1]):
        return False
    if any(m.kind == "model" and same_name(m.name, token) for m in introduced):
        return False
    before = scene.before(r.token[0], 60)
    return bool(
        _DATA_NEAR.search(before + scene.after(r.token[1], 70)) or re.search(r"\b(?:[Oo]n|and|with) (?:the )?$", before)
    )


def _counts_data(scene: Scene, named: Reading) -> bool:
    """Whether the text counts data by the number in a name: '1.5M instructions (Foo-1.5M)'."""
    return any(
        r.value == named.value and r.shape == "plain" and not _MODEL_NEXT.match(scene.text, r.end)
        for r in scene.readings
    )
