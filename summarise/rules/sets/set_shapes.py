"""Which words have the form of an evaluation set's name, and where such a name begins and ends."""

from __future__ import annotations

import re

from summarise.rules.metrics import METRIC_NAME
from summarise.rules.names import COMMON_ACRONYMS, is_model_family, looks_like_name
from summarise.rules.scene import Mention
from summarise.rules.sets.gazetteer import find_known
from summarise.rules.sets.set_words import DEVICE_OR_MODEL, GENERIC_WORDS, PLATFORM, SENTENCE_WORDS, TASK_ACRONYMS
from summarise.rules.standing import is_own

_QUANTIFIED = re.compile(
    r"(?i)\b(?:various|multiple|several|many|different|all|diverse|most|other|some|existing|standard|popular|"
    r"common|\d+|two|three|four|five|six|seven|eight|nine|ten|of|[a-z]+-[a-z]+) $"
)
_NO_SET = re.compile(
    r"(?i)(?:-(?:related|based|style|level|specific|oriented|like|aware|free|driven|ended|type|wise|only|trained|"
    r"tuned|shot|bit|enhanced|augmented|generated|assisted|inspired|guided|centric|agnostic|native|MRI|CT|PET|Language|Text|Image|Audio)|(?:net|former|bert|lora|gpt|llm|vit|gan|mamba)s?(?:-\w{1,6})?)$"
)
_NET = re.compile(r"[a-z]Net(?:-\d\w*)?$")
# 'on FooSet-demonstrate that', where a dash has lost its blanks.
_GLUED = re.compile(
    r"-(?:demonstrat|show|reveal|using|consistent|achiev|indicat|confirm|validat|verif|highlight|with|while|where)"
    r"[a-z]*(?= |\Z)"
)
_HEAD = re.compile(r"(?:Benchmark|Dataset|Challenge|Suite|Corpus|Leaderboard|Arena|Database|Collection)")
# 'the Retain Set', a part of any set; 'Math Reasoning', a task.
_NO_NAME = re.compile(
    r"(?:Retain|Forget|Train\w*|Test|Validation|Dev|Holdout|Support|Query|Calibration) [Ss]et|"
    r"(?:Math|Mathematical|Logical|Commonsense|Visual|Medical|Science|Scientific|Code|Document|Video|Table|Spatial|"
    r"Open|Knowledge) (?:Reasoning|Answering|QA|VQA)"
)
# What has a size in its name is a model, unless the word behind it says that it is a set.
_IS_A_SET = re.compile(
    r" (?:benchmarks?|data ?sets?|corpus|test sets?|leaderboards?)\b(?! (?:results|scores|performance))"
)
_PLURAL = re.compile(r" (?:data ?sets|benchmarks|tasks|scenarios|settings)\b")
_TASK = re.compile(
    r"(?:Discovery|Detection|Segmentation|Recognition|Learning|Classification|Estimation|Generation|Reasoning|"
    r"Answering|Retrieval|Translation|Adaptation|Generalization|Reconstruction|Tracking|Prediction|Forecasting|"
    r"Recommendation|Completion|Extraction|Matching|Parsing|Navigation|Planning|Understanding)$"
)
_LEAD = re.compile(r"(?:19|20)\d\d$|\d+[A-Z][A-Za-z]")
_SIZED = re.compile(r"(?:^|-)[\d.]+[BM]$|^[\d.]+K$")
_FAMILY_WITHIN = re.compile(r"-(?:CLIP|BERT|GPT|ViT|LLaMA|Llama|T5|ResNet|Qwen|Mamba)(?:-\w{1,6})?$")


def beginning(text: str, start: int, end: int) -> int:
    """Where a name begins behind the sentence words before it ('On the', 'Our').

    Before a head with a capital the field's words belong to the name ('Visual Kite Benchmark').
    """
    words = text[start:end].split(" ")
    skipped = SENTENCE_WORDS if len(words) > 2 and _HEAD.fullmatch(words[-1]) else GENERIC_WORDS
    for word in words:
        if word not in skipped:
            break
        start += len(word) + 1
    return min(start, end)


def shaped(
    text: str, start: int, end: int, works: tuple[Mention, ...], *, beside_sets: bool = False
) -> tuple[int, int] | None:
    """The span without sentence words at its ends, if a benchmark may be called so; else None.

    A name in a list of sets (`beside_sets`) may end as networks' names do ('FooNet').
    """
    while end > start and text[end - 1] in ".,'/-":
        end -= 1
    if glued := _GLUED.search(text, start, end):
        end = glued.start()
    start = beginning(text, start, end)
    if "/" in text[max(0, start - 1) : start] and "//" in text[max(0, start - 60) : start]:
        return None
    words = text[start:end].split(" ")
    if _NO_NAME.fullmatch(text, start, end):
        return None
    while words and words[-1] in GENERIC_WORDS:
        end -= len(words.pop()) + 1
    if (
        len(words) > 1
        and words[-1] in TASK_ACRONYMS
        and any(e == end - start - len(words[-1]) - 1 for _, e in find_known(text[start:end]))
    ):
        end -= len(words.pop()) + 1  # 'ImageNet SSL benchmarks'
    if words and words[-1].endswith("."):  # 'KiteSet-A. Extensive'
        end -= 1
        words[-1] = words[-1][:-1]
    name = " ".join(words)
    beside_sets = beside_sets or _IS_A_SET.match(text, end) is not None
    if not name or not any(c.isalpha() for c in name) or not _may_be_a_set(words, name, beside_sets=beside_sets):
        return None
    if _SIZED.search(words[-1]) and not _IS_A_SET.match(text, end):
        return None
    if re.fullmatch(r"[A-Z]{2}", name):
        return None
    acronym = re.fullmatch(r"[A-Z]{2,5}s?", name)
    if acronym and (_QUANTIFIED.search(text[:start][-30:]) or _stands_for_words(text, name)):
        return None
    if acronym and _is_a_task(text, end, name):
        return None
    return None if is_own(name, works) else (start, end)


def _may_be_a_set(words: list[str], name: str, *, beside_sets: bool) -> bool:
    """Whether the words have the form of a benchmark's name, not of a model, a task, a device or a model's size."""
    if re.fullmatch(r"[A-Za-z]\d{1,2}", name) or name in COMMON_ACRONYMS or name in TASK_ACRONYMS:
        return False
    if words[0][0].isdigit() and not (len(words) > 1 and _LEAD.match(words[0])):
        return False
    if len(words) > 1 and words[-1] in COMMON_ACRONYMS:
        return False
    if words[-1].lower() in ("dataset", "corpus", "data") and len(words) > 2:
        return True
    if (
        METRIC_NAME.fullmatch(name)
        or _FAMILY_WITHIN.search(name)
        or DEVICE_OR_MODEL.search(name)
        or PLATFORM.fullmatch(name)
        or _NO_SET.search(words[-1])
        and not (beside_sets and _NET.search(words[-1]))
        or is_model_family(name)
    ):
        return False
    return len(words) > 1 or len(name) >= 3 or looks_like_name(name)


def _is_a_task(text: str, end: int, acronym: str) -> bool:
    """Whether 'FBD datasets' are those of the task that the text writes out ('Foo Bar Discovery (FBD)')."""
    at = text.find(f" ({acronym})")
    return _PLURAL.match(text, end) is not None and at > 0 and _TASK.search(text[max(0, at - 20) : at]) is not None


def _stands_for_words(text: str, acronym: str) -> bool:
    """Whether a short acronym is written out in small letters, as tasks are ('re-identification (ReID)')."""
    at = text.find(f" ({acronym})")
    return at > 0 and bool(re.search(r"[a-z-]+ [a-z-]+$", text[max(0, at - 40) : at]))
