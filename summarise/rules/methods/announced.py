"""What a report announces: 'Foo 2 is our latest model …', 'Today, Bar launched Foo', 'We report Foo, a model …'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.methods.coined import NAME, is_name, mention, trimmed
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import is_model_family
from summarise.rules.scene import Mention, Scene
from summarise.rules.sentences import Sentence
from summarise.rules.sets.gazetteer import find_known
from summarise.rules.topics.spotting import folded_set

_THING = (
    r"(?:models?|LLMs?|LMs?|VLMs?|assistants?|agents?|systems?|frameworks?|series|famil(?:y|ies)|generators?|collection|"
    r"tools?|platforms?|chatbots?|benchmarks?|datasets?|libraries|library|suite|corpus|technology|engine|networks?|"
    r"transformers?|versions?|members?|release|generation)"
)
_LOWER_NAME = r"[a-z]{3,9}-?\d+(?:\.\d+)?[a-z]?(?![\w-])"
# 'Foo-Max is a …': the first words of the text, and a noun for a thing that bears a name.
_OPENS = re.compile(
    rf"^(?:The )?(?P<name>{_LOWER_NAME}|{NAME})"
    r"(?:,|(?: [a-z]+){0,3}? (?:series|family|models?|LLMs?|data ?set|corpus|benchmark))? "
    r"(?:is|are|consists of|includes|comprises|represents|presents|provides|contains|offers) "
    r"(?P<what>(?:an?|the|our|two|three|four|one of our)\b"
    rf"[^.;]{{0,80}}?\b{_THING}\b)(?P<after>[^.;]{{0,60}})"
)
_PRESENTS = re.compile(r" (?:presents|provides) an? ")
_ARE = folded_set("is are consists includes comprises represents presents provides contains offers")
# What says that it is new, or whose it is; 'is a popular model' tells of what was there before.
_NEW = re.compile(
    r"\b(?:our|new|novel|latest|newest|next|upgraded|improved|first|flagship|most|open-weights?|research release|"
    r"parameters?|[\d.]+ ?[BM]|developed|created|built|designed|trained|released|launched|pre-?trained|version of)\b"
)
_OLD = re.compile(
    r"\b(?:popular|well-known|widely|commonly|classic\w*|traditional|standard|powerful|important|common)\b"
)
# Who makes something public, without 'we'.
_LAUNCHED = re.compile(
    r"\b(?:launch(?:e[sd])?|unveil(?:s|ed)?|announce[sd]?|(?:officially|proudly|recently|today|Today,[^.;]{1,60}) "
    r"(?:release[sd]?|introduce[sd]?)) (?:(?:an?|the|its|our|their|[\w-]+['’]s) (?:[a-z-]+,? ){0,6}?)?[\"“'‘`]{0,2}"
    rf"(?P<name>{NAME})"
)
_REPORTED = re.compile(rf"\b[Ww]e (?:here )?report (?:on )?(?P<name>{NAME}),? an? ")
# 'our agent, FooStar,', 'our bot BarGo', 'Our FooNet improves …'
_OURS = re.compile(
    r"[Oo](?<!\w\w)ur (?:(?:[a-z-]+ ){0,3}?(?:agent|bot|predictor|classifier|tool|detector|parser|tagger|generator|"
    r"estimator|library|toolkit|LLM|corpus|assistant|variant|solution|submission|package)(?:,| named| called)?|"
    r"resulting|final|own|new|proposed|large-scale|derived|trained|released|distilled|lightweight|"
    r"fine-?tuned|flagship) "
    rf"(?P<name>{NAME})(?! (?:implementation|code|repositor|baseline|experiment)\w*)"
)

_ACTS = re.compile(
    rf"(?:^|, )(?P<name>{NAME}|{_LOWER_NAME}) (?:can|supports?|features?|offers?|delivers?|achieves?|excels?|brings?|"
    r"demonstrates?|has been (?:trained|released)|was (?:trained|released|launched)(?! (?:\w+ )?in (?:19|20)\d\d))\b"
)


def find_announced(scene: Scene) -> Iterator[Mention]:
    """The names of what a text opens with as its subject, of what somebody launches, and of what is called 'our'."""
    we = any(s.own for s in scene.sentences)
    for sentence in scene.sentences:
        opens = sentence.index == 0 and not _ARE.isdisjoint(sentence.words)
        if opens and (m := _OPENS.match(sentence.text)) and _is_new(scene, m, we=we):
            yield from _mention(sentence, m, coined=False)
        if not we and (m := _LAUNCHED.search(sentence.text)):
            yield from _mention(sentence, m, coined=False)
        if " report " in sentence.text and (m := _REPORTED.search(sentence.text)):
            yield from _mention(sentence, m, coined=False)
        if "our" in sentence.words:
            for m in _OURS.finditer(sentence.text):
                yield from _mention(sentence, m, coined=True)


def find_subject(scene: Scene) -> Iterator[Mention]:
    """The name that does something in a text which nobody says 'we' in: 'Thanks to this, Foo-V 2.6 supports …'."""
    if any(s.own for s in scene.sentences):
        return
    for sentence in scene.sentences:
        if m := _ACTS.search(sentence.text):
            name = m["name"]
            if any(c.isdigit() for c in name) and not is_known_method(name) and not any(find_known(name)):
                yield from _mention(sentence, m, coined=False)
                return


def _is_new(scene: Scene, m: re.Match[str], *, we: bool) -> bool:
    """Whether the subject that the text opens with is the paper's own thing."""
    if _OLD.search(m["what"]) or is_known_method(m["name"]):
        return False
    if m["what"].startswith(("our", "one of our")):
        return True
    if m["what"].startswith(("two", "three", "four")):
        return not we
    if _PRESENTS.search(m[0]):
        return not we and not any(find_known(m["name"]))
    titled = m["name"].lower() in (scene.paper.title or "").lower()
    return (titled or not we) and _NEW.search(m["what"] + m["after"]) is not None


def _mention(sentence: Sentence, m: re.Match[str], *, coined: bool) -> Iterator[Mention]:
    """The match's name where it has the shape of one."""
    span = trimmed(sentence.text, *m.span("name"))
    if span is None or sentence.text[: span[1]].endswith(("'s", "’s")):
        return
    name = sentence.text[slice(*span)]
    fits = name[0].islower() or is_name(sentence.text, *span, alone=not coined)
    if coined:
        others = is_known_method(name) or is_model_family(name) or any(find_known(name))
        fits = fits and not others and any(c.islower() for c in name)
    if fits:
        yield mention(sentence, *span)
