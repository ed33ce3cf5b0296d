"""The `artifacts` field: addresses of code, data and models, and releases that bear no address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.records import Finding
from summarise.rules.scene import Scene
from summarise.rules.sentences import Sentence
from summarise.schemas.paper import Artifact

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+"
    r"|(?<![\w@./-])(?:github\.com|huggingface\.co|gitlab\.com|bitbucket\.org|zenodo\.org|osf\.io)/[^\s<>\"“”]+"
    r"|(?<![\w@./-])[\w-]{1,60}\.github\.io(?:/[^\s<>\"“”]*)?"
)
_TRAILING = ".,;:!?'’\"”*"
_KINDS = (
    ("code", re.compile(
    r"(?i)\b(?:source ?codes?|codes?|codebase|implementations?|repositor(?:y|ies)|scripts?|toolkit|software|"
    r"library|github)\b"
)),
    ("data", re.compile(r"(?i)\b(?:data|datasets?|corpus|corpora|benchmarks?|annotations?)\b")),
    ("model", re.compile(r"(?i)\b(?:models?|weights?|checkpoints?)\b")),
    ("demo", re.compile(r"(?i)\b(?:demos?|videos?|samples)\b")),
    ("page", re.compile(r"(?i)\b(?:project (?:web)?(?:page|site)|website|homepage|web ?page)\b")),
)  # fmt: skip
_RELEASED = re.compile(
    r"(?i)\b(?:(?:we|authors?) (?:(?:will|shall|have|also|are|plan to|further|publicly|open-?ly|hereby|"
    r"\w+ly) ?){0,4}(?:releas\w+|open-?sourc\w+|ma[kd]\w+ (?:[^.;]{1,80} )?(?:publicly |openly |"
    r"freely )?(?:available|accessible|public))"
    r"|(?:will be|is|are|has been|have been) (?:also |made |publicly |freely |openly |soon ){0,3}(?:released|"
    r"open-?sourced|available|accessible)"
    r"|(?:will be|is|are|has been|have been) made (?:publicly |freely |openly )?available|to be released)\b"
)
_THINGS = re.compile(
    r"(?i)\b(?:codes?|codebase|implementation|datasets?|data|corpus|benchmarks?|models?|weights?|checkpoints?|"
    r"toolkit|library|annotations?)\b"
)
_OURS = re.compile(r"(?i)\b(?:our|we|the|all|both|code|data|models?)\b")
_OF_OTHERS = re.compile(
    r"(?i)\b(?:training data is|data is (?:not )?available|are available (?:in|from|for training|as|only)|"
    r"publicly available (?:data|corp|model|text|web))"
)


def find_artifacts(scene: Scene) -> Iterator[Finding]:
    """One artifact for each address, and one for each sentence that releases something without any."""
    for sentence in scene.sentences:
        addresses = [(m.start(), _end(m[0], m.start())) for m in _ADDRESS.finditer(sentence.text)]
        for start, end in addresses:
            span = (sentence.start + start, sentence.start + end)
            kind = _kind_of(scene.before(span[0])) or _kind_of(sentence.text[start:end])
            element = Artifact(url=sentence.text[start:end], kind=kind, evidence=scene.evidence(*span))
            yield scene.finding("artifacts", element, "address", span)
        if not addresses and (released := _release(sentence)):
            yield _promise(scene, sentence, released)


def _end(address: str, start: int) -> int:
    """Where an address ends without the sentence's punctuation and brackets that it did not open."""
    while address:
        if (
            address[-1] in _TRAILING
            or address[-1] in ")]}"
            and address.count(address[-1]) > address.count("([{"[")]}".index(address[-1])])
        ):
            address = address[:-1]
        else:
            break
    return start + len(address)


def _release(sentence: Sentence) -> re.Match[str] | None:
    """The words that release something of the paper's own, or None."""
    m = _RELEASED.search(sentence.text)
    if m is None or not _OURS.search(sentence.text[: m.end()]) or _OF_OTHERS.search(sentence.text):
        return None
    start = max(0, m.start() - 100)
    return m if _THINGS.search(sentence.text, start, m.end() + 90) else None


def _promise(scene: Scene, sentence: Sentence, m: re.Match[str]) -> Finding:
    """A release without an address; its evidence is the sentence."""
    near = sentence.text[max(0, m.start() - 100) : m.end() + 90]
    element = Artifact(url=None, kind=_kind_of(near), evidence=scene.evidence(sentence.start, sentence.end))
    return scene.finding(
        "artifacts", element, "release_without_address", (sentence.start + m.start(), sentence.start + m.end())
    )


def _kind_of(words: str) -> str | None:
    """What is released, joined by '+' where it is more than one thing: 'code+data'."""
    kinds = [kind for kind, pattern in _KINDS if pattern.search(words)]
    return "+".join(kinds[:3]) or None
