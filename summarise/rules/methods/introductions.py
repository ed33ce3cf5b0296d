"""What a paper introduces by name: models, methods, datasets and benchmarks, from its title and 'we propose X'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarise.rules.acronyms import find_expansions, is_acronym_of
from summarise.rules.methods.announced import find_announced, find_subject
from summarise.rules.methods.apposed import find_apposed
from summarise.rules.methods.calling import find_called
from summarise.rules.methods.coined import NAME, is_name, mention, trimmed, with_bracket
from summarise.rules.methods.enumerated import find_enumerated
from summarise.rules.methods.family_members import find_members
from summarise.rules.methods.introducing import introducing_verbs, own_verbs, passive_objects
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.methods.made_to_test import with_tests
from summarise.rules.methods.title_phrases import find_of_title
from summarise.rules.methods.titles import find_in_title
from summarise.rules.names import COMMON_ACRONYMS, is_model_family, looks_like_name, same_name
from summarise.rules.scene import Mention, Scene
from summarise.rules.sentences import Sentence
from summarise.rules.topics.spotting import folded_set

_JOINS = re.compile(r"[+&]")
_EXAMPLES = re.compile(r"\b(?:such as|like|including|e\.g\.)[^.;]*$")
_IS_PHRASE = re.compile(r"[^()]+ [^()]+$")
_NAMES_LISTED = re.compile(rf"(?<![\w-])(?:{NAME})")
# 'we introduce graph matching (GM) to the domain of …' brings what is there already.
_BROUGHT = re.compile(
    r" (?:in)?to (?:the|this) (?:[\w-]+ ){0,2}(?:domain|field|area|task|problem|setting|community|literature)\b"
)
# 'by constructing high Kite Wind Density (KWD) questions': the words say what the questions are like.
_OF_THINGS = re.compile(r" (?:questions|problems|samples|scenarios|settings|conditions|regimes?)\b")
_OF_MORE = re.compile(r" of [A-Z]\w+(?: [A-Z]\w+)?(?=[,.]| [a-z(])")
_NOVEL = re.compile(
    r"\b(?:through|by|using|via|with|is|from|on|employs?|uses?|introduces?|incorporates?|integrates?|features?|adopts?)"
    r" an? (?:\w+,? ){0,2}(?:novel|new) (?=[\w])|\b[Oo]ur (?:(?:novel|new|proposed) )?(?=[A-Z])"
)
# 'trained on the novel FooSet dataset': a name with 'novel' before it is the paper's, whatever the sentence says.
_NOVEL_NAME = re.compile(rf"\bthe novel (?P<name>{NAME}) (?:data ?set|benchmark|corpus|framework)\b")
_CUT = re.compile(
    r"(?:^|(?<=[ ,]))(?:to|for|that|which|by|with|using|via|based|built|on|in|from|towards?|where|while|"
    r"inspired|trained|leveraging|"
    r"through|as|under|over|when|because|whose|who|of|combining|into|within|among|across|before|after|"
    r"and (?!the [A-Z])(?=[a-z])|comprising|consisting|designed|"
    r"containing|including|capable|such|against|between|without)\b|[;:.]\s|\. *$"
)
# 'we propose re-reading the FooNet papers': an act, and what it acts on is there already.
_AN_ACT = re.compile(r" (?:re-?)?[a-z]+ing (?:the|these|this|existing) ")
# What describes a thing before its name: nothing in it is what the thing is for.
_DESCRIPTION = re.compile(
    r" ?(?i:an?|the|our) (?:(?:[a-z-]+,? ){0,3}?[a-z-]+,? and [a-z-]+ )?"
    r"(?:(?:[a-z-]+ )?(?:family|series|class|set|pair|suite|collection) of )?"
)
_HEAD = (
    r"(?:framework|model|method|approach|system|benchmark|dataset|data set|corpus|algorithm|architecture|network|"
    r"pipeline|agent|toolkit|library|strategy|technique|suite|paradigm|platform|variant|family|tool|scheme|module|"
    r"models|datasets|benchmarks|methods)"
)
_NAMES = re.compile(rf"(?<![\w(^])(?P<name>{NAME})")
# 'a new benchmark FooQuiz', 'a benchmark dataset: FooQuiz', 'a system -- FooNet'
_BEHIND_HEAD = re.compile(
    rf"\b(?=[abcdflmnpstv]){_HEAD}(?:,| ?[:–—]| --?-?)? [\"“'‘`]{{0,2}}(?P<name>{NAME})(?= |[.,;:)\"”'’(]|$)"
)
# 'a robust and efficient FooNet system'
_BEFORE_HEAD = re.compile(rf"(?P<name>{NAME}) (?:\w+ )?{_HEAD}\b")
# 'two datasets (Foo-4 and Foo-6)'
_LISTED_IN_BRACKETS = re.compile(
    rf"\b(?:{_HEAD}|variants|modules|networks) \((?P<names>(?:{NAME})(?:, (?:{NAME})){{0,4}},? and (?:{NAME}))\)"
)
# 'a Zebra-inspired Spiking Transformer (ZebFormer)'
_COINED_IN_BRACKETS = re.compile(r"(?<=[a-z]) \((?P<name>[A-Z][a-z]+(?:-?[A-Z][\w]*)+|[A-Z]{2,}-[A-Z]{2,}\w*)\)")
# 'FooNet addresses this by …'
_SUBJECT_VERBS = folded_set("introduces proposes addresses")
_SUBJECT = re.compile(rf"^(?:The )?(?P<name>{NAME})(?: {_HEAD})? (?:introduces|proposes|addresses th(?:is|ese))\b")
_APPOSED = re.compile(
    rf"^[^.;:()]{{0,90}}?, (?:the )?(?P<name>{NAME})(?=,(?! and [A-Z][a-z-]+ )|\.$|\. | \(| and | (?:\w+ )?{_HEAD}\b)"
)
_JOINED = re.compile(
    r"(?: \([^()]*\d[^()]*\))?"
    rf"(?:,| and|, and| as well as|(?: |, )(?:consisting of|comprising|including))(?: the)? (?P<name>{NAME})"
)


def find_introduced(scene: Scene) -> tuple[Mention, ...]:
    """The names that the paper gives to its own work, each once, those of the abstract at their first place."""
    found: list[Mention] = []
    for sentence in scene.sentences:
        for m in _of_sentence(sentence):
            _add(found, m)
    for m in (*find_enumerated(scene), *find_announced(scene), *find_apposed(scene)):
        _add(found, m)
    for m in find_in_title(scene):
        _add(found, m)
    if not found:
        found.extend(find_of_title(scene))
    if not found:
        found.extend(find_subject(scene))
    own = tuple(found)
    for m in find_members(scene, own):
        _add(found, m)
    for sentence in scene.sentences:
        for verb in own_verbs(sentence, own):
            for m in _of_own_work(sentence, verb.end()):
                _add(found, m)
    kept = tuple(m for m in found if not (m.in_title and any(o.name.startswith(f"{m.name}-") for o in found)))
    return with_tests(scene, kept)


def _add(found: list[Mention], new: Mention) -> None:
    """Append a mention unless the paper's work already goes by that name."""
    parts = _JOINS.split(new.name)
    if len(parts) > 1 and all(parts) and any(same_name(known.name, part) for known in found for part in parts):
        return  # 'FooNet+BarLoss' puts together what has names of its own
    for i, known in enumerate(found):
        rest = known.name.removeprefix(f"{new.name} ")
        if new.name.count("-") > 1 and rest != known.name and rest.isalpha():
            return  # 'Chain-of-Foo' is short for 'Chain-of-Foo Prompting'
        if same_name(known.name, new.name):
            if new.kind and (not known.kind or known.name == new.name and known.kind == "dataset"):
                found[i] = Mention(known.name, known.start, known.end, new.kind, known.in_title)
            return
        if _IS_PHRASE.match(known.name) and new.name.isalpha() and is_acronym_of(new.name, known.name):
            found[i] = replace(known, name=f"{known.name} ({new.name})")
            return
    found.append(new)


def _of_own_work(sentence: Sentence, at: int) -> Iterator[Mention]:
    """The new 'Long Form (ACRONYM)' right behind a verb of the paper's own work."""
    stop = _CUT.search(sentence.text, at + 1)
    for start, end, acronym in find_expansions(sentence.text[at : at + 160]):
        words = sentence.text[at + start : at + end]
        if (stop is None or at + start < stop.start()) and _is_new_expansion(words, acronym, article=True):
            yield mention(sentence, at + start, at + end)
        return


def _of_sentence(sentence: Sentence) -> Iterator[Mention]:
    """What one sentence introduces."""
    introduces = False
    for m in introducing_verbs(sentence):
        introduces = True
        yield from _of_object(sentence, m.end())
    if introduces or sentence.own:
        yield from find_called(sentence, introduces=introduces)
    yield from _novel(sentence)
    for at, end in passive_objects(sentence):
        yield from _of_object(sentence, at, end)
    subject = None if _SUBJECT_VERBS.isdisjoint(sentence.words) else _SUBJECT.match(sentence.text)
    if subject and (spans := _accepted(sentence.text, subject, alone=False)):
        yield mention(sentence, *spans[0])


def _novel(sentence: Sentence) -> Iterator[Mention]:
    """Names that 'novel' or 'new' stands before: 'through a novel Long Form (LF)'."""
    if not {"novel", "new", "our"} & sentence.words:
        return
    for m in _NOVEL_NAME.finditer(sentence.text) if "the novel " in sentence.text else ():
        if any(_accepted(sentence.text, m, alone=False)):
            yield mention(sentence, *m.span("name"))
    for m in _NOVEL.finditer(sentence.text):
        for start, end, acronym in find_expansions(sentence.text[m.end() : m.end() + 120]):
            between = sentence.text[m.end() : m.end() + start]
            if m[0].lower().startswith("our") and between:
                break
            if (
                not _CUT.search(between)
                and "," not in between
                and _is_new_expansion(sentence.text[m.end() + start : m.end() + end], acronym, article=True)
            ):
                yield mention(sentence, m.end() + start, m.end() + end)
            break


def _of_object(sentence: Sentence, at: int, last: int | None = None) -> Iterator[Mention]:
    """The names in what is introduced: the object that begins at `at`, and ends at the latest at `last`."""
    text = sentence.text[: last or at + 260]
    if _AN_ACT.match(text, at):
        return
    described = _DESCRIPTION.match(text, at)
    article = bool(described and described[0].lower().lstrip().startswith(("a ", "an ")))
    cut = _CUT.search(text, described.end() if described else at + 1)
    stop = cut.start() if cut else len(text)
    names = [] if article else list(_names_between(text, at, stop))
    for start, end, acronym in find_expansions(text[at:]):
        if (
            at + start < stop
            and not (names and names[0][1] <= at + start)
            and _is_new_expansion(text[at + start : at + end], acronym, article)
            and not _BROUGHT.match(sentence.text, at + end)
            and not _OF_THINGS.match(sentence.text, at + end)
        ):
            yield mention(sentence, at + start, at + end)
            return
    if m := _LISTED_IN_BRACKETS.search(text, at, min(len(text), stop + 40)):
        yield from _each(sentence, m)
        return
    m = None if names else _COINED_IN_BRACKETS.search(text, at, min(len(text), stop + 40))
    if m and m.start() < stop + 1 and not is_known_method(m["name"]):
        yield mention(sentence, *m.span("name"))
        return
    if not names and (m := _BEHIND_HEAD.search(text, at, min(len(text), stop + 60))) and m.start() < stop:
        names = _accepted(text, m)
    if not names and article and (m := _BEFORE_HEAD.search(text, at, stop)):
        names = _accepted(text, m, alone=False)
    if not names and (m := _APPOSED.match(text[at:])):
        span = trimmed(text, at + m.start("name"), at + m.end("name"))
        names = [span] if span and is_name(text, *span, alone=True) and not _is_listed(text, span) else []
    for span in names[:1]:
        if _OF_THINGS.match(text, with_bracket(text, *span)[1]):
            return
        yield mention(sentence, *with_bracket(text, *span))
        yield from _joined(sentence, text, with_bracket(text, *span)[1])


def _each(sentence: Sentence, m: re.Match[str]) -> Iterator[Mention]:
    """Each coined name of a list in brackets."""
    for name in _NAMES_LISTED.finditer(sentence.text, *m.span("names")):
        if is_name(sentence.text, *name.span(), alone=False):
            yield mention(sentence, *name.span())


def _is_new_expansion(words: str, acronym: str, article: bool) -> bool:
    """Whether 'long form (ACRONYM)' may name the paper's own work, not an old method that describes it."""
    if acronym in COMMON_ACRONYMS or acronym.split("-", maxsplit=1)[0] in COMMON_ACRONYMS:
        return False
    return not (len(acronym) == 2 and words[0].islower()) and not (article and is_known_method(words))


def _accepted(text: str, m: re.Match[str], *, alone: bool = True) -> list[tuple[int, int]]:
    """The span of a match's name, where that is a coined one and no family that others made."""
    span = trimmed(text, m.start("name"), m.end("name"))
    if span is None or not is_name(text, *span, alone=alone) or _is_listed(text, span):
        return []
    name = text[slice(*span)]
    # 'a new CBR system' applies what an initialism stands for; 'a new FooNet system' bears a name.
    if not alone and (is_model_family(name) or re.fullmatch(r"[A-Z]{2,6}s?", name)):
        return []
    return [] if is_known_method(name) else [span]


def _is_listed(text: str, span: tuple[int, int]) -> bool:
    """Whether a name stands in a list of examples ('such as A, B, C'), not in apposition."""
    return bool(_EXAMPLES.search(text[: span[0]]))


def _names_between(text: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """The spans of names in text[at:stop]."""
    for m in _NAMES.finditer(text, at, stop):
        span = trimmed(text, m.start("name"), m.end("name"))
        first = text[at : span[0]].strip(" \"“'‘`") in ("", "the", "our") if span else False
        if span and is_name(text, *span, alone=first):
            # 'we introduce Student of Apples': a word that is a name only here goes on behind 'of'.
            more = _OF_MORE.match(text, span[1]) if first and text[slice(*span)].isalpha() else None
            yield (span[0], more.end()) if more else span


def _joined(sentence: Sentence, text: str, at: int) -> Iterator[Mention]:
    """Further names coordinated with one that ends at `at`: 'X and Y', 'X, consisting of Y and Z'."""
    while m := _JOINED.match(text, at):
        span = trimmed(text, m.start("name"), m.end("name"))
        if not span or not looks_like_name(text[slice(*span)].split(" ", maxsplit=1)[0]):
            return
        yield mention(sentence, *span)
        at = with_bracket(text, *span)[1]
