"""A cheap look for some words goes before a costly pattern: it must let through all that the pattern finds."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from summarise import Paper, read_papers
from summarise.rules import sentences as own_words
from summarise.rules.methods import announced, apposed, calling, described, introducing, introductions, parts
from summarise.rules.places import places
from summarise.rules.releases import artifacts
from summarise.rules.scene import lay_out
from summarise.rules.sentences import Sentence
from summarise.rules.sets import headed_sets, sets_listed
from summarise.rules.topics import made_for, salience

SEEDS = sorted(str(path) for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"))
PLANTED = """We release our code. Our data will soon be publicly available. Models can be found at our page. Our
weights are open-sourced. We make the annotations freely accessible. The scripts may be downloaded
here. This technical report introduces Foo. The authors present Bar. Our work describes Baz. In this
paper, a Foo is designed and we propose Bar. Previous work also proposes Foo. FooNet pioneers a new
attention. FooNet employs a Bar. It is trained by using a novel Foo Bar (FB). Results are on the Foo
test set. We use the Foo benchmark, the Bar corpora, two data sets, Foo Challenge and a Baz
database. Foo is built upon BarNet. It is initialized from FooBERT. It extends FooNet. Foo is a
variant of BarNet, an adaptation of BazNet and a generalization of QuxNet. We use continued pre-
training of FooLM. It works with an adapter, using a decoder, via a head, by a loss, and with two
encoders and using three heads. FooNet addresses this by planning. This survey examines Foo. Paper
Foo studies bars. Our library FooKit helps. FooBase is our new model. This method, called apple
forcing, helps. A vision-language model and two MLLMs are built. It consists of an encoder. We adopt
curriculum learning. We test it on three benchmarks: FooSet and BarSet. It learns with FooRL, a novel objective."""


def has(sentence: Sentence, words: frozenset[str]) -> bool:
    return not words.isdisjoint(sentence.words)


LOOKS: dict[str, tuple[re.Pattern[str], Callable[[Sentence], bool]]] = {
    "a release": (artifacts._RELEASED, lambda s: artifacts._may_release(s.words)),
    "what is introduced": (
        salience._INTRODUCES,
        lambda s: s.own or "paper" in s.words,
    ),
    "a name's own verb": (
        introducing._THIRD_PERSON,
        lambda s: has(s, introducing._THIRD_PERSONS_FOLDED) and any(v in s.text for v in introducing._THIRD_PERSONS),
    ),
    "something novel": (introductions._NOVEL, lambda s: bool({"novel", "new"} & s.words)),
    "what is novel in passing": (apposed._NOVEL, lambda s: bool({"novel", "new"} & s.words)),
    "a list of sets": (
        sets_listed._LIST,
        lambda s: has(s, sets_listed._HEADS) and any(plural in s.text for plural in sets_listed._PLURALS),
    ),
    "a subject": (introductions._SUBJECT, lambda s: has(s, introductions._SUBJECT_VERBS)),
    "a headed name": (
        headed_sets._HEADED,
        lambda s: has(s, headed_sets._HEADS) and headed_sets._NEAR_HEAD.search(s.text) is not None,
    ),
    "what is passive": (introducing._PASSIVE, lambda s: has(s, introducing._PASSIVE_VERBS)),
    "the paper's own": (own_words.OWN, lambda s: has(s, own_words._OWN_WORDS)),
    "what is called": (
        calling._CALLED,
        lambda s: has(s, calling._CALLING) or "our" in s.words and has(s, calling._WORKS),
    ),
    "what is called in small letters": (described._CALLED, lambda s: has(s, described._CALLING)),
    "an opening": (announced._OPENS, lambda s: has(s, announced._ARE)),
    "a listed part": (parts._HAS_PARTS, lambda s: has(s, parts._PARTS_WORDS)),
    "a vision-language model": (made_for._MODELS[0][1], lambda s: has(s, made_for._MODELS[0][0])),
    "a language model": (made_for._MODELS[1][1], lambda s: has(s, made_for._MODELS[1][0])),
    "our own": (announced._OURS, lambda s: "our" in s.words),
    "a base": (parts._BASE_NAMED, lambda s: has(s, parts._BASE_WORDS)),
    "a part": (parts._WITH_A_PART, lambda s: has(s, parts._WITH_WORDS)),
    "what is adopted": (parts._ADOPTED, lambda s: "we" in s.words and has(s, parts._ADOPTING)),
}


def sentences() -> list[Sentence]:
    papers = [Paper(id="planted", abstract=" ".join(PLANTED.split()))]
    papers += [paper for paper in read_papers(SEEDS) if isinstance(paper, Paper)]
    return [s for paper in papers for s in lay_out(paper).sentences]


@pytest.mark.parametrize("name", LOOKS)
def test_the_look_lets_through_what_the_pattern_finds(name: str) -> None:
    pattern, look = LOOKS[name]
    found = [s for s in sentences() if pattern.search(s.text)]
    assert found
    assert [s.text for s in found if not look(s)] == []


def test_a_sentence_without_a_subject_of_its_own_introduces_nothing() -> None:
    introducing_ones = [
        s.text
        for s in sentences()
        for m in introducing._INTRODUCE.finditer(s.text)
        if m[0].split(" ")[0].rstrip(",") not in ("", *introducing._WEAK_SUBJECT)
        if not (has(s, introducing._VERBS) and (s.own or has(s, introducing._SUBJECTS)))
    ]
    assert introducing_ones == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Foo and Foo-Plus, Foo", [(0, 3), (18, 21)]),
        ("xFoo, -Foo", []),
        ("", []),
        ("FooFoo", []),
    ],
)
def test_a_name_is_found_where_it_stands_by_itself(text: str, spans: list[tuple[int, int]]) -> None:
    begins, ends = re.compile(r"(?<![\w-])"), re.compile(r"(?![\w-])")
    assert spans == list(places(text, "Foo", begins, ends))


def test_what_the_end_takes_up_belongs_to_the_name() -> None:
    assert [(0, 6), (7, 10)] == list(places("Foo-7B Foo", "Foo", re.compile(""), re.compile(r"[\w-]*")))


def test_a_name_of_nothing_stands_nowhere() -> None:
    assert [] == list(places("Foo", "", re.compile(""), re.compile("")))
