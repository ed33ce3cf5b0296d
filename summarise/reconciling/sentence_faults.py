"""What a sentence says that the paper does not bear out: numbers, names, addresses, and what a number belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from summarise.grounding import Span, stands
from summarise.reconciling.naming import bare_name, same_named
from summarise.reconciling.units import are_different, may_be_one
from summarise.records import Paper, Quantity
from summarise.rules import find_results, is_model_family, read_numbers
from summarise.schemas.paper import Result
from summarise.text import clean
from summarise.unseen import SHAPELESS

# Numbers in words, which the reader of numbers leaves alone because they count as often as they measure.
_NUMBER_WORD = re.compile(
    r"(?i)\b(?:zero|twice|thrice|half|halv\w+|doubl\w+|tripl\w+|(?:quadr|quint|sext|sept|oct)upl\w+|"
    r"(?:dozen|hundred|thousand|million|billion|trillion)s|(?:two|three|four|five|six|seven|eight|nine|"
    r"ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+)\b|[¼-¾⅐-ↈ²³¹⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓]+|"
    r"[〇零一二三四五六七八九十百千万萬亿億兆.]+\s?[%％‰倍成割]"
)
# A word that only names have: a capital or a digit inside it, or capitals alone.
_NAME = re.compile(r"\b(?=[\w/+.-]*[A-Za-z])(?=[\w/+.-]*\d|[\w/+.-]*\w[A-Z])[A-Za-z\d][\w/+.-]*\w(?:\++|\^\w+)?")
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.|[\w-]+(?:\.[\w-]+)+/)[^\s,;()]+")
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|{SHAPELESS.pattern})+")
_BEGINS = re.compile(r"(?:^|[.!?;]\s)[\W_]*$")
_BEGINS_WITHIN = 8
_WORD_END = re.compile(r"[^\s,;:()]*")
_WORDS = re.compile(r"\w+")
_WORD_START = re.compile(r"[^\s,;:()]*$")
_POSSESSIVE = re.compile(r"(?:['’]s)?\.?$")
# Words that say nothing of their own: a title with these around it is still the title.
_EMPTY = frozenset(
    """a an and approach as at by for framework from in introduces is its method model new novel of on paper presents
    proposes study the through to towards using via with""".split()
)


def find_faults(
    paper: Paper, text: str, ledger: Sequence[Quantity] = (), results: Sequence[Result] = ()
) -> Iterator[tuple[Span, str]]:
    """Places of the sentence that the paper does not bear out, each with its reason code.

    `ledger` are the abstract's numbers, `results` what was verified of them: what a number counts and on which
    benchmark it was reached must be as there.
    """
    words = _folded(f"{clean(paper.abstract).text} {clean(paper.title or '').text}")
    yield from _unwritten_numbers(paper, text, words)
    yield from _unwritten_names(paper, text, words)
    yield from _other_units(text, ledger)
    yield from _bound_elsewhere(paper, text, results)


def _unwritten_numbers(paper: Paper, text: str, words: str) -> Iterator[tuple[Span, str]]:
    for q in read_numbers(text):
        if not stands(_written(q, text), paper):
            yield (q.start, q.end), "not_in_text"
    for m in _NUMBER_WORD.finditer(text):
        if _folded(m.group()) not in words:
            yield m.span(), "not_in_text"


def _unwritten_names(paper: Paper, text: str, words: str) -> Iterator[tuple[Span, str]]:
    for m in _WORD.finditer(text):
        word = SHAPELESS.sub("", m.group())
        if (
            len(word) > 2
            and _may_name(word, text[max(0, m.start() - _BEGINS_WITHIN) : m.start()])
            and not _begins_a_word(_folded(word), words)
        ):
            yield m.span(), "name_not_in_text"
    for m in _NAME.finditer(text):
        name = m.group().rstrip(".")
        if not (stands(name, paper) or stands(name.removesuffix("s"), paper) or stands(f"{name}s", paper)):
            yield m.span(), "name_not_in_text"
    for m in _ADDRESS.finditer(text):
        if not stands(m.group().rstrip("."), paper):
            yield m.span(), "name_not_in_text"


def _other_units(text: str, ledger: Sequence[Quantity]) -> Iterator[tuple[Span, str]]:
    """Numbers that count something else wherever the abstract has them: '3.2T samples' where it has 3.2T tokens."""
    for q in read_numbers(text) if ledger else ():
        there = [at.unit for at in ledger if at.value == q.value]
        if q.unit and there and all(are_different(unit, q.unit) for unit in there):
            yield (q.start, q.end), "unit_differs"


def _bound_elsewhere(paper: Paper, text: str, results: Sequence[Result]) -> Iterator[tuple[Span, str]]:
    """Numbers that the sentence gives to one benchmark or model, and the verified results to others alone."""
    if not results or not read_numbers(text):
        return
    for said in find_results(Paper(id="", title=paper.title, abstract=text)):
        row = said.element
        if not isinstance(row, Result) or row.value is None:
            continue
        same = [r for r in results if row.value in (r.value, r.value_max, r.from_value)]
        same = [r for r in same if may_be_one(r.unit or "", row.unit or "")]
        if same and not any(_on_one_benchmark(row, r) and _of_one_model(row, r) for r in same):
            yield said.anchor, "bound_elsewhere"


def _on_one_benchmark(said: Result, verified: Result) -> bool:
    """Whether both may be on one benchmark: where one of them names none, nothing speaks against it."""
    return same_named(said.benchmark, verified.benchmark) or _one_says_more(said.benchmark, verified.benchmark)


def _of_one_model(said: Result, verified: Result) -> bool:
    """Whether both may be of one model; only a number that is verified as another's is held against a sentence."""
    return verified.role == "own" or _one_says_more(said.model, verified.model)


def _one_says_more(a: str | None, b: str | None) -> bool:
    """Whether the words that name in one are all in the other: 'PhysioNet' and 'PhysioNet Challenge 2017'."""
    ours, theirs = (set(bare_name(name).lower().split()) for name in (a, b))
    return ours <= theirs or theirs <= ours


def echoes_title(paper: Paper, text: str) -> bool:
    """Whether a sentence has no word that tells more than the paper's title."""
    return bool(paper.title) and _telling(text) <= _telling(clean(paper.title or "").text)


def _telling(text: str) -> set[str]:
    return set(_WORDS.findall(_folded(text))) - _EMPTY


def _may_name(word: str, before: str) -> bool:
    """Whether a plain word may be a name: a capital within a sentence ('Mistral'), or a known family ('mistral')."""
    return is_model_family(word) or word[0].isupper() and _BEGINS.search(before) is None


def _begins_a_word(word: str, words: str) -> bool:
    """Whether any of the words begins so; an s at its end is no part of it."""
    word = word.removesuffix("s")
    at = words.find(word)
    while at > 0 and words[at - 1].isalnum() and not words[at - 1].isdecimal():  # a letter stands before it
        at = words.find(word, at + 1)
    return at >= 0


def _folded(text: str) -> str:
    """Text in which letters and digits have one form, whatever their case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _written(q: Quantity, text: str) -> str:
    """The number as the sentence writes it; one inside a name ('GSM8K') with its whole name."""
    if q.role not in ("name", "version"):
        return q.text
    before, behind = _WORD_START.search(text, 0, q.start), _WORD_END.match(text, q.end)
    return (before.group() if before else "") + q.text + (_POSSESSIVE.sub("", behind.group()) if behind else "")
