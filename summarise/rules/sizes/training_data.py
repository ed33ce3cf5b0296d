"""The `training_data` field: amounts of data that a paper trains on or releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarise.records import Finding
from summarise.rules.numbers.nouns import Noun, end_of_list, noun_of
from summarise.rules.numbers.reading import Reading
from summarise.rules.scene import Mention, Scene
from summarise.schemas.paper import TrainingData

FEWEST = Decimal(100)
_FEWEST_TOKENS = 10**6
_FEWEST_HOURS = 10
_HEDGES = (
    r"(?: (?:an?|the|our|its|about|around|approximately|roughly|nearly|almost|over|more|than|up|to|only|just|merely|"
    r"at|least|as|few|many|little|total|of|some|another|additional|further|diverse|large|small|high-quality|both|all|"
    r"curated|public|publicly|available))*(?: ?[~∼≈<>≤≥(])? ?$"
)
# 'trained on N …', 'fine-tuned with only N …', 'learns from N …': the words name the data, whatever stands around.
_TRAINED_ON = re.compile(
    r"(?i)\b(?:(?:pre-?|post-?|re)?-?train(?:ed|ing|s)?|fine-?tun(?:ed?|es|ing)|(?:instruction-)?tun(?:ed|ing)|"
    r"learn(?:s|ed|ing|t)?|distill?(?:ed|ing|s)?|supervis(?:ed|ion)|optimi[sz]ed)\b[^.;()]{0,60}?(?:\([^()]{0,40}\) )?"
    rf"\b(?:on|with|using|from|over|for){_HEDGES}"
)
# 'a dataset of N …', 'a corpus comprising over N …': the words name a set that the paper has or makes.
_SET_OF = re.compile(
    r"(?i)\b(?:data ?sets?|corpus|corpora|collection|mixture|data|(?:training|instruction|pretraining|tuning)[ -]set)\b"
    r"[^.;]{0,60}?\b(?:of|with|contain(?:s|ing)?|compris(?:es?|ing)|includ(?:es?|ing)|consist(?:s|ing) of|"
    r"featur(?:es|ing)|spanning|provid(?:es|ing)|total(?:s|ing|ling)|has|have|composed (?:of|by)|covering|exceeding)"
    rf"(?: [\d.,]+ ?(?:[KMBkm]|[mb]illion)?(?: [\w-]+){{1,4}}(?:, and|,| and)){{0,4}}{_HEDGES}"
)
_ON = re.compile(rf"\bon{_HEDGES}")
_TRAINS = re.compile(r"(?i)\b(?:pre-?)?train(?:s|ed|ing)?\b")
_WITH_ONLY = re.compile(rf"(?i)\b(?:with|using) (?:only|just|merely|as few as|as little as){_HEDGES}")
# What a set spans is what it is about: '100 activities'.
_SPANS = re.compile(r"(?i)\b(?:spanning|covering|across|spans|covers)(?: [a-z-]+){0,2} ?$")
_NEEDS_ONLY = re.compile(rf"(?i)\b(?:requir\w+|need(?:s|ed|ing)?) (?:only|just|merely){_HEDGES}")
# 'FooSet comprises N', where FooSet is the paper's.
_HOLDS = re.compile(
    r"[^.;]{0,40}?\b(?:contain(?:s|ing)?|compris(?:es?|ing)|includ(?:es?|ing)|consist(?:s|ing) of|provid(?:es|ing)|has|"
    rf"features)(?: [\d.,]+ ?(?:[KMBkm]|[mb]illion)?(?: [\w-]+){{1,4}}(?: \([^()]*\))?(?:, and|,| and)){{0,4}}{_HEDGES}"
)
_IN_BRACKETS = re.compile(
    r" (?P<within>\([^()]{1,30}\) )"
    r"(?P<what>(?:[\w-]+ ){0,2}(?:pairs|triplets|triples|samples|images|tokens|examples))\b"
)
_DATA = re.compile(
    r"(?i)\b(?:(?:pre-?|post-?|re)?train(?:ed|ing|s)?|fine-?tun\w+|datasets?|data sets?|corpus|corpora|"
    r"collection|collect\w*|annotat\w+|curat\w+|compris\w+|consist\w+|contain\w*|crawl\w*|synthe\w+|dataset|"
    r"distill\w*|instruction|(?:training|labell?ed) data|pretrain\w*|resource|release\w*|construct\w*)\b"
)
_TESTING = re.compile(
    r"(?i)\b(?:\w*bench(?:mark\w*)?|test(?:ed|ing|s| set)?|evaluat\w+|exam\w*|leaderboard|context|window|"
    r"per (?:second|image)|sampl(?:e|es|ing) over|inference|candidates|rollouts|throughput|input|"
    r"length|sequence length|generat\w+ (?:up to|at)|budget|classify)\b"
)
# 'to train and evaluate models': data for both is trained on.
_BOTH = re.compile(r"(?i)\b(?:train(?:ing)? and (?:evaluat|test)\w*|(?:evaluat|test)\w* and train(?:ing)?)\b")
_TRAINING = re.compile(
    r"(?i)\b(?:(?:pre-?|post-?)?train|fine-?tun|corpus|corpora|data ?sets?\b|data\b|distill|learn|tokens of\b)"
)
_TOKENS = re.compile(r"(?i)\btokens?\b")
_TOKENS_READ = re.compile(
    r"(?i)context|window|length|batch|million-token|retriev|inference|input|forward pass|stream|"
    r"generat\w+ (?:up to|over)"
)
_SET_NAME = re.compile(r" (?P<name>[A-Z][\w-]+)(?: (?P<noun>corpus|dataset|data|tokens))?")
_BATCH = re.compile(
    r"(?i)context|batch|per |window|length|vocab|limit|million-token|thinking|generat|output|input|reason|"
    r"memory|cache|up to \S* ?$"
)
# What is thrown away, or others' data that the paper's is held against: 'fewer than the 12M', '0.4% of 1.4T'.
_NOT_USED = re.compile(
    r"(?i)(?:\b(?:discard\w*|remov(?:e|es|ed|ing)|filter(?:s|ed|ing)? (?:out )?|drop(?:s|ped|ping)?|exclud\w+|"
    r"deduplicat\w+|instead of|rather than|compared (?:to|with)|fewer than|less than|smaller than|larger than|than|"
    r"versus|vs\.?|reduc\w+)|% of(?! its| our))(?: (?:the|of|over|about|nearly|around|all|its|their))*(?: ?[~∼≈])? ?$"
)
_NEVER_USED = re.compile(
    r"(?i)\b(?:not|never|without|n['’]t)(?: (?:be|been|being|to))? (?:us|see|train|requir|need|rel|touch)\w*(?: on)?"
    r"(?: (?:any|all|of|the|a|an|even))* ?$"
)
_MORE_THAN = re.compile(r"(?i)\b(?:more|fewer|less|no more|larger|smaller) than(?: (?:about|nearly))? ?$")
_NOT_USED_AFTER = re.compile(
    r"(?i)[^.;,()]{0,40}?\b(?:(?:are|were|is|was|being) )?(?:discarded|filtered out|removed|dropped)\b"
)
# Counted things that are no pieces of data, though a set may have so many of them.
_NO_PIECES = re.compile(
    r"(?i)\b(?:classes|categor\w+|languages|tasks|domains|species|countries|subjects|participants|speakers|users|sources|"
    r"websites|topics|types|attributes|[gt]pus|nodes|features|dimensions|models|layers|epochs|steps|iterations|pixels|"
    r"parameters|times|years|hours|days|minutes|seconds|points|labs|cities|institutions|people|patients|datasets|"
    r"benchmarks|methods|settings|scenarios|skills|levels|metrics|rounds|neurons|gpu-\w+|concepts|relations?hips|"
    r"environments|hospitals|families|experts|annotators|students|workers|characters|dollars|stars|downloads|chips|"
    r"connections|individuals|synapses)\b"
)
# So many tasks are pieces of data, not kinds of work.
_MANY = 1000
_TASKS = re.compile(r"(?i)\btasks$")
_TO_TRAIN = re.compile(r"(?i)(?:[\w-]+ ){0,2}?(?:training|fine-?tuning|pre-?training|SFT|instruction[- ]tuning) ")
# 'However, sets with more than 100k samples incur …', 'Existing methods need 1M pairs'.
_IN_GENERAL = re.compile(
    r"(?i)^(?:however|while|although|existing|current|recent|prior|previous|traditional|most|many)\b|"
    r"\b(?:existing|prior|previous) (?:methods|works?|approaches|datasets|studies)\b"
)
_IT = re.compile(r"(?:It|(?:The|This|Our) (?:[a-z-]+ )?benchmark) ")
_RESOLUTION = re.compile(r"[248][kK]$")
_HOURS = re.compile(
    r"(?i)[ -](?:hours?|minutes?|hrs?)(?: of)?(?: [a-z-]+){0,3}? (?:speech|audio|video|videos|recordings?|"
    r"data|footage|music|dataset|corpus|training data|labeled|unlabeled|transcribed|demonstrations|driving|"
    r"gameplay|interaction)\b"
)


def is_data(scene: Scene, index: int, introduced: tuple[Mention, ...] = ()) -> bool:
    """Whether the index-th number is an amount of data that the paper trains on or releases."""
    if not _counts_data(scene, index, introduced):
        return False
    r = scene.readings[index]
    told = _IT.match(scene.sentence(r.start).text) is not None and _is_of_benchmark(r, introduced)
    return not told and not _is_background(scene, r, introduced)


def _counts_data(scene: Scene, index: int, introduced: tuple[Mention, ...]) -> bool:
    """Whether the words around a number make it an amount of data, whoever speaks of it."""
    r = scene.readings[index]
    if r.shape != "plain" or r.unit:
        return False
    if r.value >= _FEWEST_HOURS and _HOURS.match(scene.text, r.end):
        return True
    if r.value < FEWEST and not r.scale:
        return False
    noun, before = noun_of(scene, index), scene.before(r.start)
    if _is_unused(scene, r, noun, before[-60:]):
        return False
    if noun.kind == "data":
        return _is_used(scene, r, noun, introduced)
    if noun.kind == "count" and noun.words[-1:] == "s" and not (_SPANS.search(before) and r.value < _MANY):
        pieces = not _NO_PIECES.search(noun.words) or r.value >= _MANY and _TASKS.search(noun.words)
        return r.value >= FEWEST and bool(pieces) and _is_said_of(before, introduced)
    if _IN_BRACKETS.match(scene.text, r.end):
        return _is_said_of(before, introduced)
    named = _SET_NAME.match(scene.text, end_of_list(scene, index).end)
    if named and r.scale == "B" and (named["noun"] or re.search(r"(?i)train\w* on $", before[-30:])):
        return True
    bracketed = before.endswith("(") and re.match(r"\) of (?:[\w-]+ ){1,5}", scene.after(r.end, 60))
    return bool(bracketed and r.scale in ("K", "M"))


def _is_unused(scene: Scene, r: Reading, noun: Noun, before: str) -> bool:
    """Whether the data is thrown away, or only what the paper's own is compared with."""
    if _NOT_USED.search(before) and not _MORE_THAN.search(before):
        return True
    return _NEVER_USED.search(before) is not None or _NOT_USED_AFTER.match(scene.after(noun.end, 60)) is not None


def _is_of_benchmark(r: Reading, introduced: tuple[Mention, ...]) -> bool:
    """Whether the last that the paper has introduced before a number is a benchmark."""
    last = max((m for m in introduced if not m.in_title and m.start < r.start), key=lambda m: m.start, default=None)
    return last is not None and last.kind == "benchmark"


def _is_background(scene: Scene, r: Reading, introduced: tuple[Mention, ...]) -> bool:
    """Whether a sentence tells what others' data costs or lacks, before the paper speaks of its own."""
    sentence = scene.sentence(r.start)
    if sentence.own or not _IN_GENERAL.search(sentence.text) or not any(s.own for s in scene.sentences):
        return False
    return not any(s.own for s in scene.sentences[: sentence.index]) and not any(
        m.name in sentence.text for m in introduced
    )


def _is_said_of(before: str, introduced: tuple[Mention, ...]) -> bool:
    """Whether the words before a number say that it is trained on what it counts, or that a set has so many."""
    if _TRAINED_ON.search(before) or _ON.search(before) and _TRAINS.search(before):
        return True
    own = (before.rpartition(m.name.partition(" (")[0]) for m in introduced if m.kind == "dataset" and not m.in_title)
    if any(name and _HOLDS.fullmatch(words) for _, name, words in own):
        return True
    return _SET_OF.search(before) is not None and not _tests(before[-120:], introduced)


def _is_used(scene: Scene, r: Reading, noun: Noun, introduced: tuple[Mention, ...]) -> bool:
    """Whether counted data is trained on or released, not tested on, generated or fed as context."""
    before = scene.before(r.start)
    around = before[-160:] + scene.after(r.end, 120)
    if _TOKENS.search(noun.words):
        if r.value < _FEWEST_TOKENS or _TOKENS_READ.search(before[-40:] + scene.after(noun.end, 25)):
            return r.value >= _FEWEST_TOKENS and _is_said_of(before, introduced)
        return r.value >= 10**11 or _TRAINING.search(around) is not None
    if _RESOLUTION.match(scene.text[r.start : r.end]) and re.search(
        r"(?i)\b(?:images?|videos?|data|photos?)$", noun.words
    ):
        return False
    if _is_said_of(before, introduced):
        return True
    if _BATCH.search(before[-18:]):
        return False
    if _NEEDS_ONLY.search(before) or _TO_TRAIN.match(noun.words) and noun.words.endswith(("s", "data")):
        return True
    return bool(_DATA.search(around) or _WITH_ONLY.search(before)) and not _tests(around, introduced)


def _tests(words: str, introduced: tuple[Mention, ...]) -> bool:
    """Whether words speak of testing, or name a benchmark of the paper."""
    words = _BOTH.sub("", words)
    return _TESTING.search(words) is not None or any(m.kind == "benchmark" and m.name in words for m in introduced)


def find_training_data(scene: Scene, indices: list[int]) -> Iterator[Finding]:
    """One amount of data for each of the numbers; what is said twice, once."""
    seen: set[tuple[Decimal, str | None]] = set()
    for index in indices:
        r, noun = scene.readings[index], noun_of(scene, index)
        counted = noun.kind in ("data", "time", "count")
        words = noun.words if counted else (_plain_noun(scene, index) or noun.words)
        end = max(r.end, scene.text.find(words, r.end, r.end + 80) + len(words)) if words else r.end
        unit = _unit(words)
        if (r.value, unit) in seen:
            continue
        seen.add((r.value, unit))
        element = TrainingData(amount=r.value, unit=unit, what=words or None, evidence=scene.evidence(r.start, end))
        yield scene.finding("training_data", element, "data_amount", (r.start, r.end))


def _plain_noun(scene: Scene, index: int) -> str:
    """The words behind '(30k) of', or of a named set ('15B FooText corpus')."""
    r = scene.readings[index]
    if found := _IN_BRACKETS.match(scene.text, r.end):
        return found["what"] if re.search(r"\d", found["within"]) else found["within"] + found["what"]
    m = re.match(r"\) of ((?:[\w-]+ ){0,4}?[\w-]+s)\b", scene.after(r.end, 70)) or re.match(
        r" ([A-Z][\w-]+(?: corpus| dataset| data)?)", scene.after(r.end, 70)
    )
    return m[1] if m else ""


_ONE = frozenset("token word sample image sentence document pair video hour minute question instance example".split())
_UNIT = re.compile(r"(?:[\w/]+[-–][\w/]+ (?=pairs|tri))?[\w'’/-]+$")
_OF_SET = re.compile(r"(?i) ?-?(?:data ?sets?|data|corpus)$")


def _unit(words: str) -> str | None:
    """What is counted: the last word of the noun ('question-answer pairs' whole), in the plural."""
    bare = _OF_SET.sub("", words.strip(" -"))
    if bare != words.strip(" -") and bare.rsplit(" ")[-1].lower().rstrip("s") not in _ONE:
        return None
    m = _UNIT.search(bare)
    unit = m[0] if m else words
    return f"{unit}s" if unit in _ONE else unit or None
