"""What a coined name looks like in running text: its shape, where it ends, its bracket, and the kind of thing it is."""

from __future__ import annotations

import re

from summarise.rules.acronyms import end_of_expansion
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import COMMON_ACRONYMS, is_generic_name, is_language_pair, looks_like_name
from summarise.rules.scene import Mention
from summarise.rules.sentences import Sentence
from summarise.rules.sets.set_words import TASK_ACRONYMS

NAME = (
    r"[^\W\d_a-zà-ÿ](?:[\w+/.'@*]|-(?!-)){0,40}(?: (?:[A-Z0-9](?:[\w+/.']|-(?!-)){0,40}|of(?= [A-Z]))){0,4}|"
    r"[a-z]{1,6}[A-Z0-9][\w+-]{0,40}|"
    r"\d[A-Z-][A-Za-z+-]*[A-Za-z][\w+-]{0,40}(?: [A-Z][\w+/.'-]{0,40}){0,3}"
)
_DASH = re.compile(r"-an?\Z")
_ADJECTIVE_ONLY = re.compile(r" (?:-(?=\w)|- ?based\b|based\b|style\b|like\b)")
# 'a Foo-based method' says what the method is like, not how it is called.
_DESCRIBES = re.compile(
    r"-(?:based|style|like|aware|guided|driven|level|specific|free|language|oriented|centric|enhanced|powered|augmented|"
    r"generated|trained|native|assisted|inspired|enabled|wise|type)$"
)
_BRACKET = re.compile(r" \((\d?[A-Z][\w+-]{1,15})\)")
_OR = re.compile(r",? or (?P<name>[A-Z][\w-]*[A-Z0-9][\w-]*)\b")
# 'Foo-39k' is called by how many examples it has.
_COUNTED = re.compile(r"-\d{1,4}(?:\.\d)?[kK]$")
_OR_LAST = re.compile(r",? or ([A-Z][\w-]*)$")
_GOES_ON = re.compile(r"[;.] | (?:that|which|on|using|from|by) ")
_FAMILY_ALONE = re.compile(
    r"(?:ViT|GPT-?[2345]?o?|BERT|CLIP|LLaMA|Llama|YOLO|U-Net|UNet|ResNet|NeRF|ChatGPT|T5|SAM|Qwen|Mistral|"
    r"SLAM|PyTorch|TensorFlow|JAX|LoRA|Mamba|LLM-as-(?:a-)?[Jj]udge)(?:-?\d*(?:\.\d)?|s)"
)
_MAKERS_OF_DEVICES = frozenset("NVIDIA Nvidia Intel AMD AWS Jetson Raspberry Qualcomm".split())
_OF_THE_WORLD = frozenset("RGB RGBA RGB-D RGBD LiDAR SAR HDR IMU GPS GNSS COVID-19 Covid-19".split())
# 'a LiDAR-camera calibration method' has two sensors.
_HALF_A_WORD = re.compile(r"(?:[A-Z]|\d[A-Z])[A-Za-z]*-[a-z]{3,}")
# What a paper observes, and does not make.
_PHENOMENON = re.compile(r"(?:Trap|Effect|Problem|Phenomen(?:on|a)|Paradox|Dilemma|Gap|Curse|Fallacy|Collapse)s?")
_MODELS = frozenset("LLM LLMs VLM VLMs MLLM MLLMs LM LMs SLM LVLM LMM VLA".split())
_NOUNS = frozenset("Data Code".split())  # 'Data Whisperer' is a name
_NOT_A_NAME = frozenset(
    "We Our The This These Those In On For It Its A An I "
    "To As By With From Both Here However Moreover Furthermore Then "
    "Finally Specifically Experiments Experimental Results "
    "Code Data Such Since Given While Using Through Based Section "
    "Appendix Table Figure State-of-the-art Deep Neural New Novel First Second".split()
)
# 'Tests on two benchmarks show that our method, FooNet, …': the noun beside the name says what bears it.
_METHOD_BEFORE = re.compile(
    r"\b(?:method|approach|metric|algorithm|technique|strategy|optimizer|model)(?:,| called| named| dubbed| termed)* "
    r"[\"“'‘`]{0,2}$"
)
_METHOD_BEHIND = re.compile(
    r"(?: \([^()]{0,60}\))?(?:,| is) (?:an?|our|the) (?:[\w-]+,? ){0,4}?"
    r"(?:metric|method|approach|algorithm|technique|strategy|optimizer|loss|attack|defen[sc]e|objective)\b"
)
_KINDS = (
    ("benchmark", re.compile(
        r"(?i)\b(?:benchmarks?|test suite|testbed|test set|challenge set|leaderboard|evaluation (?:suite|dataset|"
        r"framework|set)|(?:data ?set|corpus) (?:for|to) (?:evaluat|benchmark|test|assess|prob)\w*)\b"
    )),
    ("dataset", re.compile(r"(?i)\b(?:data ?sets?|corp(?:us|ora)|collection|mixture of|database|knowledge base)\b")),
    ("model", re.compile(r"(?i)\b(?:models?|LLMs?|family|transformer|network|agent)\b")),
)  # fmt: skip


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without words at its ends that belong to the sentence, not to the name."""
    while end > start and text[end - 1] in ".,'/- ":
        end -= 1
    if m := _DASH.search(text, start, end):  # 'FooNet-a novel framework'
        end = m.start() if text.startswith(" ", end) else end
    words = text[start:end].split(" ")
    while words and (
        words[0] in _NOT_A_NAME
        and not (words[0] in _NOUNS and len(words) == 2 and words[1].istitle())
        or len(words) > 1
        and (words[0] in _MODELS or is_language_pair(words[0]))
    ):
        start += len(words.pop(0)) + 1
    while words and words[-1] in (*_NOT_A_NAME, "of"):
        end -= len(words.pop()) + 1
    return (start, end) if words and end > start else None


def is_name(text: str, start: int, end: int, *, alone: bool) -> bool:
    """Whether the words are a coined name: its shape, several capitals, or one capital that stands `alone`."""
    words = text[start:end].split(" ")
    if (
        all(
            w.removesuffix("s") in COMMON_ACRONYMS or w in COMMON_ACRONYMS or w[:1].isdigit() and not looks_like_name(w)
            for w in words
        )
        or _FAMILY_ALONE.fullmatch(text, start, end)
        or _ADJECTIVE_ONLY.match(text, end)
        or _DESCRIBES.search(words[-1])
        or is_generic_name(text[start:end])
        or text[start:end] in TASK_ACRONYMS
        or words[0] in _MAKERS_OF_DEVICES
        or text[start:end] in _OF_THE_WORLD
        or words[-1].endswith(("'s", "’s"))
        or is_language_pair(text[start:end])
        or _PHENOMENON.fullmatch(words[-1])
        or not alone
        and _HALF_A_WORD.fullmatch(text, start, end)
        or text.startswith("/", start - 1)  # a part of an address
        or text.startswith((" into ", "- ", "-, "), end)  # 'Intra- and Inter-Class …'
        or not alone
        and is_known_method(text[start:end])
    ):
        return False
    if any(looks_like_name(w) for w in words) or (len(words) > 1 and sum(w[:1].isupper() for w in words) > 1):
        return True
    return alone and words[0][:1].isupper() and len(words[0]) > 2


def with_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with an acronym behind it, in brackets or after 'or', or with the words that it abbreviates."""
    for m in (_BRACKET.match(text, end), _OR.match(text, end)):
        if m and m[0].strip(" ()") not in COMMON_ACRONYMS:
            return start, m.end()
    return start, end_of_expansion(text, start, end)


def mention(sentence: Sentence, start: int, end: int) -> Mention:
    """A mention at a span of the sentence, with the kind of thing that its surroundings call it."""
    name = sentence.text[start:end]
    if " or " in name:
        name = _OR_LAST.sub(r" (\1)", name)
    before = sentence.text[max(0, start - 70) : start].rpartition(" that ")[
        2
    ]  # 'tests on a benchmark show that our FooNet'
    behind = sentence.text[end : end + 90]
    around = before + " " + _GOES_ON.split(behind)[0]
    kind = "method" if _METHOD_BEFORE.search(before) or _METHOD_BEHIND.match(behind) else kind_of(f"{name} {around}")
    if kind != "benchmark" and _COUNTED.search(name):
        kind = "dataset"
    return Mention(name, sentence.start + start, sentence.start + end, kind)


def kind_of(words: str) -> str:
    """What the words call a thing: the first of benchmark, dataset, model that they use."""
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "")
