"""Which model a number of parameters is written with: 'LLaMA 2-7B', 'a 13B Llama', 'Foo (7B, 13B)', 'Foo-1B and 7B'."""

from __future__ import annotations

import re
from typing import NamedTuple

from summarise.rules.names import COMMON_ACRONYMS, MODEL_FAMILY, looks_like_name
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Scene

DATA_SETS = re.compile(
    r"(?i)(?:laion|coyo|yfcc|jft|cc(?:-?\d|-?news|net)|sa-|redpajama|datacomp|wit(?![a-z])|webvid|internvid(?!eo)|howto|"
    r"refinedweb|fineweb|slimpajama|dolma|pile(?![a-z])|c4|ig-|webli|hd-vila|panda-?70|proof-pile|starcoderdata|"
    r"instagram|mmc4|obelics|audioset|graspnet|human ?3|common crawl)"
)
_WORD = r"(?:[A-Z][\w.+/]*(?:-[\w.+/]+)*|[a-z]{1,5}[A-Z0-9][\w.+-]*|o[1-9])"
_NAME_BEFORE = re.compile(
    rf"(?<![\w-])({_WORD}(?: (?:[A-Z][\w.+/]*(?:-[\w.+/]+)*|[\d.]{{1,4}}(?:-[A-Z][\w-]*)?|v\d[\d.]*)){{0,4}})"
    r"(?:[ :-]?|(?: (?:models?|encoder|decoder|backbone|network|transformer))? ?\()$"
)
_NAME_BEHIND = re.compile(
    r"(?:[ -]param(?:eter)?s?)? ([A-Z][\w+-]*(?:\.\d[\w+-]*)?(?: (?:[A-Z][\w+-]*|\d[\d.]*\d|\d)(?= )){0,2})"
    r"(?= (?:(?:[a-z-]+ )?models?|baselines?|and|on|to|in|for|with|trained|backbone|LLMs?|by|is|are|was|which|"
    r"that|as|over|achiev\w+|exceed\w*|outperform\w*|surpass\w*|match\w*|reach\w*|beats?|can|variants?|checkpoints?|"
    r"policy|agent)\b|[,.;)]|$)"
)
# 'our 3.8B phi-mini', 'the 7B foo-2': a name in small letters ends like one.
_SMALL_BEHIND = re.compile(
    r" ([a-z]+(?:-?\d[\d.]*)?(?:-(?:mini|tiny|nano|small|base|medium|large|xl|huge|chat|instruct|coder|code|math|lm|"
    r"llm|vl|moe|r\d|v?\d[\d.]*))+)(?![\w-])(?! [a-z]*(?:models?|data|tokens|pairs|samples|images)\b)"
)
NOT_NAMES = frozenset(
    "The A An With Our We In On For Both At To Using And From Of By Its This Compared When While Even Only As Than "
    "Starting Scaling Experiments Across Over Under Between Models Model Fine-tuning Finetuning Applied Applying "
    "Large Small Medium Base New Notably With Among Training Pretraining Pre-training Extensive Results Evaluations "
    "Evaluating Running Deploying These Those Existing Recent Open Here It SLM SLMs LRM LRMs LMM LMMs PLM "
    "PLMs Larger Smaller Bigger Our VLA VLAs dLLM dLLMs RM RMs LALM LALMs".split()
)
# 'Deriving 8B models': what a sentence opens with, and no name.
_DOING = re.compile(
    r"(?:Deriv|Prun|Quantiz|Distill|Serv|Tun|Align|Merg|Compress|Adapt|Extend|Compar|Test|Leverag|Prompt|Prob|Equipp|"
    r"Teach|Combin|Replac|Edit|Steer|Employ|Build|Creat|Releas|Introduc|Present|Benchmark|Study|Analyz|Investigat|"
    r"Deploy|Optimiz|Evaluat|Switch|Pair|Enabl|Mak|Tak|Giv|Hav|Be)ing"
)
_FAMILY_WITH = re.compile(
    rf"(?<![\w-])(?<!on )(?<!in )(?<![Ff]or )(?P<name>{_WORD}(?: [\d.]{{1,4}})?),? (?:with|has|having|contain\w*|at|of)"
    r"(?: (?:only|just|about|over|up to|approximately|roughly|nearly|around|its|an?|total))* [~∼≈]?$"
)
# 'LLaMA from 60M to 7B'.
RANGING = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][\w.-]*),? (?:(?:ranging|scaled|scaling|spanning) )?from (?:[\d.]+ ?[BM] to )?$"
)
# 'both the 8B and 70B versions of Foo'.
_VERSIONS_OF = re.compile(
    rf"(?:(?:,? (?:and|or) |, |/)[\d.]+ ?[BM]){{0,6}}[ -](?:param(?:eter)?s? )?"
    rf"(?:versions?|variants?) of (?:the )?({_WORD})"
)
# 'compared with 25M for FooNet', 'fewer than the 25M of FooNet'.
_AGAINST = re.compile(r"\b(?:to|with|versus|vs\.?|against|than|of) (?:the |about |over )*[~∼]?$")
_OF_WHOM = re.compile(rf" (?:for|of|in|by) (?:the )?({_WORD}(?: [\d.]+)?)(?![\w-])")
# 'the text encoder Qwen 3, a 0.6B language model', 'Foo-3D (a 7B model)': what follows says what the name is.
_APPOSED_TO = re.compile(
    rf"(?<![\w-])(?P<name>{_WORD}(?: (?:[A-Z][\w.+/-]*|[\d.]{{1,4}}))?)(?:, | \()an? (?:[a-z-]+ ){{0,3}}$"
)
_MODEL_BEHIND = re.compile(
    r"(?i)[ -](?:param(?:eter)?s?[ -])?(?:[\w-]+ ){0,4}?(?:models?|\w*LMM?s?|transformers?|networks?|encoders?)\b"
)
_NAMES_LISTED = re.compile(rf"(?<![\w-]){_WORD}(?:, {_WORD}){{0,8}},? and {_WORD}")
_LIST_COMMA = re.compile(r",? and |, ")
# What a dash or an apostrophe glues to a name: 'various LLMs-Foo-7B', 'Foo-7B-based', "Foo-7B's".
_NOT_ITS_NAME = re.compile(
    r"^(?:LLMs|MLLMs|VLMs|LVLMs|SLMs|LMs|models)-|['’]s$|-(?:based|level|scale|sized|class|style|like)$"
)
_SHORT = re.compile(r"[\d.]+[BbMT]")
_NEXT_SIZE = re.compile(r"(?:,? (?:and|or|to) |, | ?[-–/] ?)[\d.]+ ?[BM]\b")
_IN_LIST = re.compile(r",? (?:and |or )|, |/| ?[-–] ?| to ")


class Named(NamedTuple):
    """A model's name as written with its size ('LLaMA 7B'), the name without it, and where the two start."""

    name: str | None
    bare: str | None
    start: int


def name_of(scene: Scene, index: int) -> Named:
    """The name written with the index-th number; the number's own start where it has none."""
    r = scene.readings[index]
    size = scene.text[r.start : r.end]
    if r.shape == "name":
        return _whole_token(scene, *r.token)
    if behind := name_behind(scene, r.end):
        return Named(f"{size} {behind}" if _SHORT.fullmatch(size) else behind, behind, r.start)
    if head := name_before(scene, r.start):
        return _with_size(scene, head, r.start, r.end)
    if name := _by_order(scene, index):
        return Named(name, name, r.start)
    return _said_apart(scene, r) or _from_list(scene, index) or Named(None, None, r.start)


def _said_apart(scene: Scene, r: Reading) -> Named | None:
    """The name that a size is said of over some words: 'Foo with 7B parameters', '25M for Foo'."""
    size = scene.text[r.start : r.end]
    if (m := _APPOSED_TO.search(scene.before(r.start, 80))) and _MODEL_BEHIND.match(scene.after(r.end, 60)):
        name = m["name"]
        if name.split(" ")[0] not in NOT_NAMES and MODEL_FAMILY.match(name):
            return Named(name, name, r.start - len(m[0]))
    if m := _FAMILY_WITH.search(scene.before(r.start, 80)):
        name = m["name"]
        if MODEL_FAMILY.match(name) and name not in NOT_NAMES:
            return Named(name, name, r.start - len(m[0]))
    if (m := _VERSIONS_OF.match(scene.text, r.end)) and looks_like_name(m[1]) | bool(MODEL_FAMILY.match(m[1])):
        return Named(f"{m[1]} {size}", m[1], r.start)
    if (m := RANGING.search(scene.before(r.start, 80))) and MODEL_FAMILY.match(m["name"]):
        return Named(f"{m['name']} {size}", m["name"], r.start - len(m[0]))
    if (
        (m := _OF_WHOM.match(scene.text, r.end))
        and looks_like_name(m[1])
        and _AGAINST.search(scene.before(r.start, 30))
    ):
        return Named(m[1], m[1], r.start)
    return None


def _from_list(scene: Scene, index: int) -> Named | None:
    """The name that the sizes of a list share: 'Foo-1B and 7B'."""
    r = scene.readings[index]
    size = scene.text[r.start : r.end]
    for i in range(index - 1, max(-1, index - 12), -1):
        prior = scene.readings[i]
        gap = scene.text[max(prior.end, prior.token[1]) : scene.readings[i + 1].start]
        if not prior.scale or not _IN_LIST.fullmatch(gap):
            break
        if gap == " to " and prior.value > r.value:
            break  # 'prunes Foo-7B to 5B'
        if prior.shape == "name":
            stem = scene.text[prior.token[0] : prior.start]
            return Named(f"{stem}{size}", f"{stem}{size}", prior.token[0])
        if head := name_before(scene, prior.start):
            return Named(f"{head} {size}", head, prior.start - len(head) - 1)
    return None


def _by_order(scene: Scene, index: int) -> str | None:
    """The name that a size in a list goes with in 'Foo-S and Foo-L have 22M and 86M parameters, respectively'."""
    r = scene.readings[index]
    if "respectively" not in scene.after(r.end, 90):
        return None
    first, last = index, index
    while first > 0 and _in_list(scene, first - 1):
        first -= 1
    while last + 1 < len(scene.readings) and _in_list(scene, last):
        last += 1
    for m in _NAMES_LISTED.finditer(scene.before(scene.readings[first].start)):
        names = [n for n in _LIST_COMMA.split(m[0]) if n]
        if len(names) == last - first + 1 > 1 and all(looks_like_name(n) for n in names):
            return names[index - first]
    return None


def _in_list(scene: Scene, index: int) -> bool:
    """Whether the index-th number and the next stand in one list of numbers with a scale."""
    this, then = scene.readings[index], scene.readings[index + 1]
    return bool(this.scale and then.scale and _IN_LIST.fullmatch(scene.text, this.end, then.start))


def name_before(scene: Scene, start: int) -> str | None:
    """The capitalised name directly before a size ('LLaMA2 7B', 'ViT-L (304M)'), without the sentence's own words."""
    if scene.text[start - 1 : start] not in (" ", "-", "(", ":"):
        return None
    m = _NAME_BEFORE.search(scene.before(start, 60))
    if m is None:
        return None
    words = m[1].rstrip("-:").split(" ")
    while words and (words[0] in NOT_NAMES or _DOING.fullmatch(words[0])):
        words.pop(0)
    while words and words[-1] in COMMON_ACRONYMS and len(words) == 1:
        words.pop()
    name = " ".join(words)
    return name if name and (looks_like_name(words[0]) or MODEL_FAMILY.match(name) or len(name) > 2) else None


def _with_size(scene: Scene, head: str, start: int, end: int) -> Named:
    """The name with its size joined as written; a single size in brackets is no part of it."""
    sign = scene.text[start - 1]
    if sign == "(":
        several = _NEXT_SIZE.match(scene.text, end)
        begins = scene.text.rindex(head, 0, start)  # 'GPT-3 model (125M)'
        return Named(f"{head} {scene.text[start:end]}" if several else head, head, begins)
    joint = sign if sign in "-:" else " "
    return Named(f"{head}{joint}{scene.text[start:end]}", head, start - len(head) - 1)


def _whole_token(scene: Scene, start: int, end: int) -> Named:
    """The name that a token with a size is, with the words before a token that begins with a digit ('LLaMA 2-7B')."""
    token = _NOT_ITS_NAME.sub("", scene.text[start:end])
    if token.lower().startswith("sub-"):
        return Named(None, None, start)
    if token[:1].isdigit() and (head := name_before(scene, start)):
        return Named(f"{head} {token}", head, start - len(head) - 1)
    return Named(token, token, start)


def name_behind(scene: Scene, end: int) -> str | None:
    """The name directly behind a size ('the 17B FooAgent', 'a 13B Llama'), or None."""
    after = scene.after(end, 60)
    m = _NAME_BEHIND.match(after)
    if m is None:
        small = _SMALL_BEHIND.match(after)
        return small[1] if small else None
    first = m[1].split(" ")[0]
    if first in COMMON_ACRONYMS or first in NOT_NAMES or not (looks_like_name(first) or MODEL_FAMILY.match(first)):
        return None
    return m[1]
