"""What a paper introduces by name: models, methods, datasets and benchmarks, from its title and 'we propose X'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.acronyms import find_expansions
from summarise.rules.names import COMMON_ACRONYMS, looks_like_name, same_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.sentences import Sentence

_NAME = (
    r"[^\W\d_a-zà-ÿ][\w+/.'@-]{0,40}(?: (?:[A-Z0-9][\w+/.'-]{0,40}|of (?=[A-Z]))){0,4}|"
    r"[a-z]{1,6}[A-Z0-9][\w+-]{0,40}"
)
_INTRODUCE = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work|study|article|report|survey|technical report)|[Pp]aper|[Aa]uthors|"
    r"[Ii]s|[Aa]re|and|then|to|,)"
    r"(?: (?:also|then|further|first|here|hereby|thus|therefore|next|finally|have|has|subsequently|"
    r"additionally|instead|"
    r"formally|jointly|carefully|newly|successfully|in this (?:paper|work)|\w+ly),?){0,2} "
    r"(?P<verb>introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed)?|describes?|"
    r"releas(?:e|es|ed)|"
    r"devis(?:e|es|ed)|design(?:s|ed)?|builds?|built|construct(?:s|ed)?|creat(?:e|es|ed)|crafts?|crafted|"
    r"curates?|curated|"
    r"contributes?|open-sourc(?:e|es|ed)|unveils?|announces?|defines?|formulates?|collects?|provides?|offers?|"
    r"suggests?|"
    r"establish(?:es)?|derives?|establishes|compiles?|share)\b"
)
_WEAK_SUBJECT = ("is", "are", "and", "then", "to", ",", "Is", "Are")
_SUBJECT_WITHIN = re.compile(r"\b(?:[Ww]e|[Tt]his (?:paper|work|study|article)|[Oo]ur)\b")
_CALLED = re.compile(
    r"\b(?:named|called|dubbed|termed|coined|namely|titled|denoted (?:as|by)|(?:referred|refer) to (?:it |"
    r"this \w+ )?as|abbreviated (?:as|to)|known as|"
    r"which we (?:call|term|name|dub)|we (?:call|term|dub|name)(?: it| this(?: new)? \w+(?: \w+)?)?|"
    r"resulting in|results in|yielding|yields|define [^.;]{0,60}? as|"
    rf"short for|calling it|(?:our|the) (?:newly )?(?:proposed|introduced|curated|constructed|collected|"
    rf"created|new|own|novel|released))(?: the creation of)?,? (?:the |a |an )?[\"“'‘`]{{0,2}}(?P<name>{_NAME})"
)
_CUT = re.compile(
    r"(?:^|(?<=[ ,]))(?:to|for|that|which|by|with|using|via|based|built|on|in|from|towards?|where|while|"
    r"inspired|trained|leveraging|"
    r"through|as|under|over|when|because|whose|who|of|combining|into|within|among|across|before|after|"
    r"and (?!the [A-Z])(?=[a-z])|comprising|consisting|designed|"
    r"containing|including|capable|such|against|between|without)\b|[;:.]\s|\. *$"
)
_NAMES = re.compile(rf"(?<![\w(])(?P<name>{_NAME})")
_APPOSED = re.compile(rf"^[^.;:()]{{0,90}}?, (?P<name>{_NAME})(?=,|\.$|\. | \(| and )")
_JOINED = re.compile(
    rf"(?:,| and|, and| as well as|(?: |, )(?:consisting of|comprising|including))(?: the)? (?P<name>{_NAME})"
)
_OR = re.compile(r",? or (?P<name>[A-Z][\w-]*[A-Z0-9][\w-]*)\b")
_ADJECTIVE_ONLY = re.compile(r" (?:-|based\b|style\b|like\b)")
_TITLE = re.compile(
    r"^\W*(?P<name>[^:?!]{2,60}?)(?: ?: | [–—-] )(?P<rest>.+)$|"
    r"^\W*(?P<report>[^:]{2,60}?)(?: Technical Report| System Card)\W*$"
)
_KINDS = (
    ("benchmark", re.compile(
    r"(?i)\b(?:benchmarks?|test suite|testbed|test set|challenge set|leaderboard|evaluation (?:suite|dataset|"
    r"framework|set)|(?:data ?set|corpus) (?:for|to) (?:evaluat|benchmark|test|assess|prob)\w*)\b"
)),
    ("dataset", re.compile(r"(?i)\b(?:data ?sets?|corp(?:us|ora)|collection|mixture of|database|knowledge base)\b")),
    ("model", re.compile(r"(?i)\b(?:models?|LLMs?|family|transformer|network|agent)\b")),
)  # fmt: skip
_FAMILY_ALONE = re.compile(
    r"(?:ViT|GPT-?[2345]?o?|BERT|CLIP|LLaMA|Llama|YOLO|U-Net|UNet|ResNet|NeRF|ChatGPT|T5|SAM|Qwen|Mistral|"
    r"SLAM|PyTorch|TensorFlow|JAX|LoRA|Mamba)(?:-?\d*(?:\.\d)?|s)"
)
_NOT_A_NAME = frozenset(
    "We Our The This These Those In On For It Its A An I "
    "To As By With From Both Here However Moreover Furthermore Then "
    "Finally Specifically Experiments Experimental Results "
    "Code Data Such Since Given While Using Through Based Section "
    "Appendix Table Figure State-of-the-art Deep Neural New Novel First Second".split()
)


def find_introduced(scene: Scene) -> tuple[Mention, ...]:
    """The names that the paper gives to its own work, each once, those of the abstract at their first place."""
    found: list[Mention] = []
    for sentence in scene.sentences:
        for mention in _of_sentence(sentence):
            _add(found, mention)
    for mention in _of_title(scene):
        _add(found, mention)
    return tuple(found)


def _add(found: list[Mention], mention: Mention) -> None:
    """Append a mention unless the paper's work already goes by that name."""
    for i, known in enumerate(found):
        if same_name(known.name, mention.name):
            if not known.kind and mention.kind:
                found[i] = Mention(known.name, known.start, known.end, mention.kind, known.in_title)
            return
    found.append(mention)


# ── the abstract ─────────────────────────────────────────────────────────────────────────────────
def _of_sentence(sentence: Sentence) -> Iterator[Mention]:
    """What one sentence introduces."""
    text = sentence.text
    introduces = False
    for m in _INTRODUCE.finditer(text):
        if m[0].split(" ")[0].rstrip(",") in ("", *_WEAK_SUBJECT) and not _SUBJECT_WITHIN.search(
            text, max(0, m.start() - 300), m.start() + 4
        ):
            continue
        introduces = True
        yield from _of_object(sentence, m.end())
    if introduces or sentence.own:
        yield from _called(sentence, introduces)


def _called(sentence: Sentence, introduces: bool) -> Iterator[Mention]:
    """Names behind 'called', 'named', 'which we term', 'resulting in'; 'namely' only where something is introduced."""
    for m in _CALLED.finditer(sentence.text):
        if m[0].startswith(("namely", "known as")) and not introduces:
            continue
        span = _trimmed(sentence.text, m.start("name"), m.end("name"))
        if span and _is_name(sentence.text, *span, alone=not m[0].startswith(("result", "yield", "namely", "known"))):
            yield _mention(sentence, *_with_bracket(sentence.text, *span))


def _of_object(sentence: Sentence, at: int) -> Iterator[Mention]:
    """The names in what is introduced: the object that begins at `at`."""
    text = sentence.text[: at + 260]
    cut = _CUT.search(text, at + 1)
    stop = cut.start() if cut else len(text)
    for start, end, acronym in find_expansions(text[at:]):
        if (
            at + start < stop
            and acronym not in COMMON_ACRONYMS
            and not (len(acronym) == 2 and text[at + start].islower())
        ):
            yield _mention(sentence, at + start, at + end)
            return
    article = re.match(r",? (?:an?|another|one|two|three)\b", text[at:])
    names = [] if article else list(_names_between(text, at, stop))
    if not names and (m := _APPOSED.match(text[at:])):
        span = _trimmed(text, at + m.start("name"), at + m.end("name"))
        names = [span] if span and _is_name(text, *span, alone=True) and not _is_listed(text, span) else []
    for span in names[:1]:
        yield _mention(sentence, *_with_bracket(text, *span))
        yield from _joined(sentence, text, span[1])


def _is_listed(text: str, span: tuple[int, int]) -> bool:
    """Whether a name stands in a list of examples ('such as A, B, C'), not in apposition."""
    return bool(re.search(r"\b(?:such as|like|including|e\.g\.)[^.;]*$", text[: span[0]]))


def _names_between(text: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """The spans of names in text[at:stop]."""
    for m in _NAMES.finditer(text, at, stop):
        span = _trimmed(text, m.start("name"), m.end("name"))
        if span and _is_name(text, *span, alone=text[at : span[0]].strip() in ("", "the", "our")):
            yield span


def _joined(sentence: Sentence, text: str, at: int) -> Iterator[Mention]:
    """Further names coordinated with one that ends at `at`: 'X and Y', 'X, consisting of Y and Z'."""
    while m := _JOINED.match(text, at):
        span = _trimmed(text, m.start("name"), m.end("name"))
        if not span or not looks_like_name(text[slice(*span)].split(" ", maxsplit=1)[0]):
            return
        yield _mention(sentence, *span)
        at = span[1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without words at its ends that belong to the sentence, not to the name."""
    while end > start and text[end - 1] in ".,'/- ":
        end -= 1
    words = text[start:end].split(" ")
    while words and words[0] in _NOT_A_NAME:
        start += len(words.pop(0)) + 1
    while words and words[-1] in (*_NOT_A_NAME, "of"):
        end -= len(words.pop()) + 1
    return (start, end) if words and end > start else None


def _is_name(text: str, start: int, end: int, *, alone: bool) -> bool:
    """Whether the words are a coined name: its shape, several capitals, or one capital that stands `alone`."""
    words = text[start:end].split(" ")
    if (
        all(w in COMMON_ACRONYMS or w[:1].isdigit() for w in words)
        or _FAMILY_ALONE.fullmatch(text, start, end)
        or _ADJECTIVE_ONLY.match(text, end)
    ):
        return False
    if any(looks_like_name(w) for w in words) or (len(words) > 1 and sum(w[:1].isupper() for w in words) > 1):
        return True
    return alone and words[0][:1].isupper() and len(words[0]) > 2


def _with_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with an acronym behind it, in brackets or after 'or'."""
    for m in (re.compile(r" \([A-Z][\w+-]{1,15}\)").match(text, end), _OR.match(text, end)):
        if m and m[0].strip(" ()") not in COMMON_ACRONYMS:
            return start, m.end()
    return start, end


def _mention(sentence: Sentence, start: int, end: int) -> Mention:
    """A mention at a span of the sentence, with the kind of thing that its surroundings call it."""
    name = re.sub(r",? or ([A-Z][\w-]*)$", r" (\1)", sentence.text[start:end])
    around = (
        sentence.text[max(0, start - 70) : start]
        + " "
        + re.split(r"[;.] | (?:that|which|on|using|from|by) ", sentence.text[end : end + 90])[0]
    )
    return Mention(name, sentence.start + start, sentence.start + end, _kind(f"{name} {around}"))


def _kind(words: str) -> str:
    """What the words call a thing: the first of benchmark, dataset, model that they use."""
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "")


# ── the title ────────────────────────────────────────────────────────────────────────────────────
def _of_title(scene: Scene) -> Iterator[Mention]:
    """The name before a title's colon ('X: a dataset for Y'), or of a technical report."""
    title = scene.paper.title or ""
    m = _TITLE.match(title[:400])
    if m is None:
        return
    group = "name" if m["name"] else "report"
    name = m[group].strip(" \"'“”")
    kind = _kind(m["rest"] or "")
    at = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w+-])", scene.text)
    if not (len(name.split()) <= 4 and _is_title_name(name, in_abstract=at is not None)):
        return
    if at is not None:
        yield Mention(name, at.start(), at.end(), kind)
    else:
        start = title.index(name)
        yield Mention(name, start, start + len(name), kind, in_title=True)


def _is_title_name(name: str, *, in_abstract: bool) -> bool:
    """Whether the words before a colon are a coined name, not a topic."""
    words = name.split()
    if any(w[0].islower() and not looks_like_name(w) for w in words) or words[0].endswith("ing"):
        return False
    if any(w in COMMON_ACRONYMS for w in words) and len(words) > 1 and not in_abstract:
        return False
    if any(looks_like_name(w) and not re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+", w) for w in words):
        return name not in COMMON_ACRONYMS
    return (
        len(words) == 1 and (in_abstract or len(name) < 12) and name[:1].isupper() and name.lower() not in _TITLE_TOPICS
    )


_TITLE_TOPICS = frozenset("survey review attention learning towards understanding beyond rethinking revisiting".split())
