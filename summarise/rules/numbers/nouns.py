"""What a number counts: the noun behind it, and the class of that noun."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from summarise.rules.numbers.numerals import ATTACHED_UNITS
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Scene

Class = Literal["params", "model", "data", "compute", "time", "rate", "memory", "metric", "window", "count", ""]

_STOP = frozenset(
    """out of in on with from to for by at that which is are was were be been being as than when while where
        using via per across over under between into within without during through we our its their it this
        these has have had can could may might will would should not no but or if so because due compared
        relative respectively both only also achieve achieves achieving achieved respectively outperforms
        surpassing showing demonstrating including such after before vs versus against""".split()
)
_VERB = re.compile(
    r"(?:achiev|reach|outperform|surpass|show|perform|demonstrat|obtain|attain|exceed|match|yield|consist|"
    r"deliver|produc|provid|requir)(?:s|es|ed|ing|e)?$"
)
# '6D poses', '360-degree videos': a word of the noun may begin with digits.
_WORD = re.compile(r"(?: |-|/)?((?:[A-Za-z]|[0-9]{1,4}(?:[A-Za-z](?![\w])|-[a-z]))[\w'’/]*(?:-[A-Za-z][\w'’/]*)*)")
# Longer than any word; a longer run, like a row of slashes, is cut there.
_LONGEST_WORD = 60
_CLASSES: tuple[tuple[Class, str], ...] = (
    ("params", "weights parameter parameters params param parametres"),
    ("model", """model models llm llms lm lms mllm mllms vlm vlms lvlm lvlms backbone backbones variant variants
        version versions scale scales transformer transformers checkpoint checkpoints network networks
        baseline baselines counterpart counterparts size sizes vit vla vlas dit moe policy policies rm rms
        prm prms"""),
    ("data", """token tokens word words sample samples example examples image images picture pictures photo photos
        sentence sentences document documents pair pairs triplet triplets triple triples video videos clip
        clips frame frames question questions problem problems instance instances caption captions paper
        papers article articles annotation annotations utterance utterances conversation conversations
        dialogue dialogues dialog dialogs query queries molecule molecules sequence sequences protein
        proteins label labels statement statements instruction instructions trajectory trajectories
        demonstration demonstrations record records post posts tweet tweets review reviews page pages book
        books recording recordings scan scans feedback feedbacks proof proofs theorem theorems snippet
        snippets item items row rows entity entities fact facts edges nodes interaction interactions episode
        episodes prompt prompts response responses tool tools structures text texts comment comments
        abstract abstracts volumes slices slides screenshots masks boxes poses scenes objects meshes points
        cells reads compounds reactions datapoints corpus dataset data speech audio"""),
    ("metric", """bleu rouge map miou iou ap auc auroc f1 accuracy acc fid wer cer psnr ssim mota hota idf1 ndcg mrr
        em dice ppl perplexity bpc bpd bits/char bits/dim mae recall precision elo mae rmse mse rmsd r2 mos
        eer top-1 top1 pck ar cider meteor spice mcc kappa las uas f1-score f-score f-measure pass pq nds
        amota meteor chrf comet"""),
    ("window",
    "context contexts resolution bit bits epoch epochs step "
    "steps iteration iterations layer layers shot shots seed seeds head heads"
),
    ("rate", """fps hz khz mhz ghz qps mbps gbps tflops gflops mflops flops flop macs gmacs gsops gops tops bpp kbps db
        db/s tokens/s"""),
    ("memory", "gb mb tb kb gib mib vram"),
    ("time",
    "ms millisecond milliseconds second seconds sec s minute "
    "minutes min hour hours day days week weeks month months µs μs us ns"
),
)  # fmt: skip
# 'instruction tuning pairs', 'question answering samples'.
_OF_USE = re.compile(r"[ -](?:tuning|following|answer(?:ing)?|response)(?=[ -][a-z])")
_GOES_ON = re.compile(r"and|across|[a-z]{3,}(?:ed|ing)|drawn|written|taken")
_CLASS_OF: dict[str, Class] = {word: kind for kind, words in _CLASSES for word in words.split()}
_COMPUTE = re.compile(
    r"(?i)\b(?:[\w-]+ )?(?:gpu|tpu|cpu|npu|accelerator)s?[ -](?:hours?|days?|years?|months?|hrs)\b|\bflops?\b"
)
_ATTACHED = re.compile(rf"(?:{'|'.join(sorted(ATTACHED_UNITS, key=len, reverse=True))})(?!\w)")
_CLAUSE_ENDS = re.compile(r"[,;.(]|\bparam|\band\b")
_RATES = frozenset("dB h hr hrs GFLOPS TFLOPS TFLOPs W mW kW".split())
_LIST_GAP = re.compile(r"(?:,| ?/ ?|,? and |,? or | & | to |-{1,2}|–|/)\s?[<>≤≥~]?")


class Noun(NamedTuple):
    """The words behind a number up to its noun, and what kind of thing they are."""

    words: str
    kind: Class
    end: int


def noun_of(scene: Scene, index: int) -> Noun:
    """What the index-th number counts; in a list, what its last number counts ('7B and 13B models')."""
    return noun_after(scene.text, end_of_list(scene, index).end)


def end_of_list(scene: Scene, index: int) -> Reading:
    """The last number of the list that the index-th number stands in; lists of more than 12 are cut there."""
    readings, text = scene.readings, scene.text
    for i in range(index, min(index + 12, len(readings) - 1)):
        this, then = readings[i], readings[i + 1]
        mixed = this.scale != then.scale and not (this.scale and then.scale)
        if mixed or this.unit != then.unit or not _LIST_GAP.fullmatch(text, this.end, then.start):
            return this
    return readings[min(index + 12, len(readings) - 1)]


@lru_cache(maxsize=4096)
def noun_after(text: str, end: int) -> Noun:
    """The noun behind a number that ends at `end`, looked for over at most seven words."""
    if m := _ATTACHED.match(text, end):
        return Noun(m[0], _CLASS_OF.get(m[0].lower(), "rate" if m[0] in _RATES else ""), m.end())
    if (m := _COMPUTE.search(text, end, end + 40)) and not _CLAUSE_ENDS.search(text, end, m.start()):
        return Noun(text[end : m.end()].strip(" -"), "compute", m.end())
    at, last = end, Noun("", "", end)
    for _ in range(7):
        word = _WORD.match(text, at, at + _LONGEST_WORD)
        if word is None or word[1].lower() in _STOP or _VERB.match(word[1]):
            break
        counted = last.kind == "count" and last.words.endswith("s")
        if word[1] == "and" and at == end or counted and _GOES_ON.fullmatch(word[1]):
            break  # 'labs and', 'descriptions spanning'
        at = word.end()
        kind = _class_of(word[1])
        last = Noun(text[end:at].strip(" -("), kind or ("count" if _is_plural(word[1]) else last.kind), at)
        if kind:
            return _whole(text, end, last) if kind == "data" else last
    return last


def _whole(text: str, end: int, noun: Noun) -> Noun:
    """The noun with a second noun of data behind it ('video sequences', 'instruction tuning pairs')."""
    use = _OF_USE.match(text, noun.end)
    word = _WORD.match(text, use.end() if use else noun.end, noun.end + _LONGEST_WORD)
    if word is None or word[0][0] != " ":
        return noun
    if noun.words.endswith("data") and word[1].islower() and _is_plural(word[1]) and word[1] not in _STOP:
        return Noun(text[end : word.end()].strip(" -("), "data", word.end())  # 'data tables'
    if _class_of(word[1]) != "data":
        return noun
    return Noun(text[end : word.end()].strip(" -("), "data", word.end())


def _class_of(word: str) -> Class:
    """The class of a word, or of its last part ('image-text', 'parameter-efficient' have none)."""
    low = word.lower()
    if low in _CLASS_OF:
        return _CLASS_OF[low]
    parts = low.split("-")
    if len(parts) > 1 and parts[0] in ("parameter", "param"):
        return "params"
    return _CLASS_OF.get(parts[-1], "") if len(parts) > 1 and parts[-1] != "scale" else ""


def _is_plural(word: str) -> bool:
    """Whether a word may be a plural noun."""
    if len(word) <= 3:
        return word.endswith("s") and word[:-1].isupper() and len(word) == 3  # 'MEs'
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))
