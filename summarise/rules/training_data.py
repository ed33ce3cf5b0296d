"""The `training_data` field: amounts of data that a paper trains on or releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarise.records import Finding
from summarise.rules.nouns import Noun, end_of_list, noun_of
from summarise.rules.scene import Scene
from summarise.schemas.paper import TrainingData

FEWEST = Decimal(100)
_DATA = re.compile(
    r"(?i)\b(?:(?:pre-?|post-?|re)?train(?:ed|ing|s)?|fine-?tun\w+|datasets?|data sets?|corpus|corpora|"
    r"collection|collect\w*|annotat\w+|curat\w+|compris\w+|consist\w+|contain\w*|crawl\w*|synthe\w+|dataset|"
    r"distill\w*|instruction|(?:training|labell?ed) data|pretrain\w*|resource|release\w*|construct\w*)\b"
)
_TESTING = re.compile(
    r"(?i)\b(?:benchmark\w*|test(?:ed|ing|s| set)?|evaluat\w+|exam\w*|leaderboard|context|window|"
    r"per (?:second|image)|sampl(?:e|es|ing) (?:from|over)|inference|candidates|rollouts|throughput|input|"
    r"length|sequence length|generat\w+ (?:up to|at)|budget)\b"
)
_TOKENS = re.compile(r"(?i)\btokens?\b")
_SET_NAME = re.compile(r" (?P<name>[A-Z][\w-]+)(?: (?P<noun>corpus|dataset|data|tokens))?")
_BATCH = re.compile(
    r"(?i)context|batch|per |window|length|vocab|limit|million-token|thinking|generat|output|input|reason|"
    r"memory|cache|up to \S* ?$"
)
_HOURS = re.compile(
    r"(?i)[ -](?:hours?|minutes?|hrs?)(?: of)?(?: [a-z-]+){0,3}? (?:speech|audio|video|videos|recordings?|"
    r"data|footage|music|dataset|corpus|training data|labeled|unlabeled|transcribed|demonstrations|driving|"
    r"gameplay|interaction)\b"
)


def is_data(scene: Scene, index: int) -> bool:
    """Whether the index-th number is an amount of data that the paper trains on or releases."""
    r = scene.readings[index]
    if r.shape != "plain" or r.unit or r.value < FEWEST and not r.scale:
        return False
    noun, sentence = noun_of(scene, index), scene.sentence(r.start)
    around = scene.before(r.start, 160) + scene.after(r.end, 120)
    if _HOURS.match(scene.text, r.end):
        return True
    if noun.kind == "data":
        return _used(scene, index, noun, around)
    named = _SET_NAME.match(scene.text, end_of_list(scene, index).end)
    if (
        named
        and r.scale == "B"
        and (named["noun"] or re.search(r"(?i)train\w* (?:on|with|using) $", scene.before(r.start, 30)))
    ):
        return True
    bracketed = re.search(r"\($", scene.before(r.start, 2)) and re.match(
        r"\) of (?:[\w-]+ ){1,5}", scene.after(r.end, 60)
    )
    return bool(bracketed and r.scale in ("K", "M") and sentence)


def _used(scene: Scene, index: int, noun: Noun, around: str) -> bool:
    """Whether counted data is trained on or released, not tested on, generated or fed as context."""
    r = scene.readings[index]
    if _TOKENS.search(noun.words):
        near = scene.before(r.start, 40)
        return bool(
            r.value >= 10**6
            and not re.search(r"(?i)context|window|length|batch|million-token", near + scene.after(noun.end, 25))
        )
    if _BATCH.search(scene.before(r.start, 30)[-18:]):
        return False
    return bool(_DATA.search(around)) and not _TESTING.search(around)


def find_training_data(scene: Scene, indices: list[int]) -> Iterator[Finding]:
    """One amount of data for each of the numbers."""
    for index in indices:
        r, noun = scene.readings[index], noun_of(scene, index)
        words = noun.words if noun.kind in ("data", "time") else (_plain_noun(scene, index) or noun.words)
        end = max(r.end, scene.text.find(words, r.end, r.end + 80) + len(words)) if words else r.end
        element = TrainingData(
            amount=r.value, unit=_unit(words), what=words or None, evidence=scene.evidence(r.start, end)
        )
        yield scene.finding("training_data", element, "data_amount", (r.start, r.end))


def _plain_noun(scene: Scene, index: int) -> str:
    """The words behind '(30k) of', or of a named set ('15B FooText corpus')."""
    r = scene.readings[index]
    m = re.match(r"\) of ((?:[\w-]+ ){0,4}?[\w-]+s)\b", scene.after(r.end, 70)) or re.match(
        r" ([A-Z][\w-]+(?: corpus| dataset| data)?)", scene.after(r.end, 70)
    )
    return m[1] if m else ""


def _unit(words: str) -> str | None:
    """What is counted: the last word of the noun ('question-answer pairs' whole)."""
    if not words or re.search(r"(?i)\b(?:corpus|dataset|data)$", words):
        return None
    m = re.search(r"(?:[\w/]+[-–][\w/]+ (?=pairs|tri))?[\w'’/-]+$", words.strip(" -"))
    return m[0] if m else words
