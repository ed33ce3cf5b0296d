"""Every mention of a dataset or a metric in a text, whether a number goes with it or not."""

from __future__ import annotations

import re

from summarise.records import Paper
from summarise.rules.metrics import find_metrics
from summarise.rules.names import COMMON_ACRONYMS
from summarise.rules.scene import Scene, lay_out
from summarise.rules.sets.gazetteer import find_corpora
from summarise.rules.sets.named_sets import locate
from summarise.rules.sets.set_words import GENERIC_WORDS, PUBLISHERS

Span = tuple[int, int, str]
"""(start, end, name) with offsets into the text as given."""
_CALLED_DATA = re.compile(
    r"(?<![\w/.'’-])(?P<name>[A-Z0-9][\w/.'’&+-]{0,40}(?: (?:[A-Z0-9][\w/.'’&+-]{0,40}|of|the|[a-z]+-[a-z]+)){0,5})"
    r"(?: \([A-Za-z][\w .,+-]{1,24}\))?(?: (?!(?:the|an?|our|is|are|on|and|or|of|in|to|for|with|as|this|that|by|"
    r"from|we|it|"
    r"which|than|when|into|has|have|can|uses?|using|these|those|their|some|all|was|were)\b)[a-z-]+){0,2}? "
    r"(?:corpus|corpora|data ?sets?|treebanks?|Treebanks?|Corpus|Corpora|Dataset|test ?sets?|test data|data|collection|"
    r"benchmarks?|lexicon|shared tasks?|reviews)\b"
)
_TREEBANK = re.compile(
    r"\b(?:[A-Z][\w-]+ )*(?:Tree-?[Bb]ank|[A-Z][a-z]*[Bb]ank|[A-Z]\w*Net)s?\b(?: \([A-Z]\w+\))?(?: \d\.\d)?"
)
_SHARED_TASK = re.compile(
    r"\b(?:CoNLL|SemEval|NIST|WMT|IWSLT|TREC|TAC|DUC|MUC|ACE|NTCIR|CLEF|BioNLP|SIGHAN|TempEval|MT(?=\d)|RTE(?=-?\d)|Senseval|SENSEVAL|"
    r"BTEC|CWMT|SPMRL|KBP|WSJ|CTB|PTB|PDTB|LDC|MSR|PKU|FBIS|EMEA|BNC|ANC|TDT)(?:[-' ’]?(?:\d{2,4}[a-zA-Z]?|X|KBP|"
    r"\d))?(?![\w])"
)


def find_dataset_mentions(text: str) -> list[Span]:
    """The datasets, corpora and benchmarks that a text names, in order, without overlaps."""
    scene = lay_out(Paper(id="", abstract=text))
    words = scene.text
    found = [(s.start, s.end) for s in locate(scene, ())]
    found += find_corpora(words)
    found += [m.span() for pattern in (_TREEBANK, _SHARED_TASK) for m in pattern.finditer(words)]
    found += [span for m in _CALLED_DATA.finditer(words) if (span := _called(words, m))]
    return _spans(scene, found)


def find_metric_mentions(text: str) -> list[Span]:
    """The metrics that a text names, in order, without overlaps, whatever they are said to be."""
    scene = lay_out(Paper(id="", abstract=text))
    return _spans(scene, list(find_metrics(scene.text)))


def _called(text: str, m: re.Match[str]) -> tuple[int, int] | None:
    """The span of 'X corpus' without the sentence word that it may begin with, or None where X is such a word."""
    start = m.start()
    if re.search(r"(?:-to-|-)[A-Z][a-z]+$", m["name"].split(" ")[-1]) or m["name"] in _LANGUAGES:
        return None
    words = m["name"].split(" ")
    while words and (words[0] in GENERIC_WORDS and words[0] not in PUBLISHERS or words[0] in _NOT_DATA):
        start += len(words.pop(0)) + 1
    if not words or not words[0][:1].isupper() or all(w in COMMON_ACRONYMS and w not in PUBLISHERS for w in words):
        return None
    if start == 0 and len(words) == 1 and words[0][1:].islower():
        return None
    return start, m.end()


_LANGUAGES = frozenset(
    "English Chinese Arabic French German Spanish Hebrew Farsi Czech Hindi Urdu Russian Japanese".split()
)
_NOT_DATA = frozenset(
    "Given Comparing Text Processing We Unlabeled Labeled Parallel "
    "Bilingual Monolingual Training Annotated Web Social Big Gold Raw No".split()
)


def _spans(scene: Scene, found: list[tuple[int, int]]) -> list[Span]:
    """The spans in the text as given, in order; of those that overlap the one that begins first, then the longest."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [(*scene.source.to_source(start, end), scene.text[start:end]) for start, end in kept]
