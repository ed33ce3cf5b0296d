"""Whether two abstracts are copies of one paper: they may differ in wording, never in what they name or count.

The texts are aligned word by word, and each difference must be harmless by itself:

- a clause or sentence that only one of them has (from punctuation to punctuation), even with names and numbers;
- the abbreviation, in brackets, of the words before it;
- a few plain words more, without name, number or negation;
- words exchanged for forms of themselves, or free words for free words (`vocabulary`);
- words about availability in the sentence that says where code and data can be had.

Another number, name or content word in the place of one means another paper, however much of the text is the same:
companion papers and versions of a model share their templates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from summarise.reading.vocabulary import (
    AVAILABILITY,
    TELLING_WORDS,
    are_forms_of_one_word,
    is_about_availability,
    is_address,
    is_free,
    is_hidden_address,
)
from summarise.reading.wording import Wording

# Below this many words two texts of different papers may well differ in one plain word.
_SHORTEST_WORDS = 30
# Alignment is quadratic; only exact copies of longer texts are joined.
LONGEST_WORDS = 1500
# The share of common words: of all of both texts, in which a third more text leaves 0.85.
_LEAST_COMMON = 0.75
# With the same title or identifier a rewritten abstract is a copy too, an unrelated one is not.
LEAST_COMMON_OF_ONE_WORK = 0.5
_MOST_INSERTED = 0.35
_MOST_EDITS = 10
_PLAIN_WORDS = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Words [start, end) of one of the texts."""

    of: Wording
    start: int
    end: int

    @property
    def words(self) -> list[str]:
        """The run's words in lower case."""
        return self.of.words[self.start : self.end]

    def is_telling(self) -> bool:
        """Whether a name, number or negation is among the words."""
        return any(_is_telling(self.of, i) for i in range(self.start, self.end))

    def is_clause(self) -> bool:
        """Whether punctuation stands on both sides, also after sliding it over equal words at its edges."""
        return any(self.of.breaks[start] and self.of.breaks[start + len(self.words)] for start in self._slides())

    def is_short_form(self) -> bool:
        """Whether it is the abbreviation, in brackets, of the words before it: 'language models (LMs)'."""
        form = "".join(self.of.forms[self.start : self.end])
        letters = [c.lower() for c in form if c.isupper()]
        if not (form.isalpha() and len(letters) > 1 and self.of.in_brackets(self.start, self.end)):
            return False
        initials = iter([word[0] for word in self.of.words[max(0, self.start - 2 * len(letters)) : self.start]])
        return all(letter in initials for letter in letters)

    def is_about_availability(self) -> bool:
        """Whether it only says where code and data can be had: such words, in a sentence about that."""
        numbers = set(self.of.sentences[self.start : self.end])
        return all(map(is_about_availability, self.words)) and all(_is_availability(self.of, n) for n in numbers)

    def _slides(self) -> Iterator[int]:
        words, size = self.of.words, self.end - self.start
        yield self.start
        start = self.start
        while start > 0 and words[start - 1] == words[start + size - 1]:
            start -= 1
            yield start
        start = self.start
        while start + size < len(words) and words[start] == words[start + size]:
            start += 1
            yield start


def common_share(some: Wording, other: Wording) -> float:
    """The share of words, of both texts, that stand in both in the same order."""
    return Indel.normalized_similarity(some.words, other.words)


def are_copies(some: Wording, other: Wording) -> bool:
    """Whether the texts by themselves say that they are copies of one abstract."""
    if some.words == other.words:
        return True
    sizes = sorted([len(some.words), len(other.words)])
    if sizes[0] < _SHORTEST_WORDS or sizes[1] > LONGEST_WORDS:
        return False
    if Indel.normalized_similarity(some.words, other.words, score_cutoff=_LEAST_COMMON) < _LEAST_COMMON:
        return False
    return not _name_different_things(some, other) and _Differences(some, other).are_harmless()


def _name_different_things(some: Wording, other: Wording) -> bool:
    """Whether each text has a name or number that the other has not: quick to see, before they are aligned."""
    return _has_own_names(some, other) and _has_own_names(other, some)


def _has_own_names(text: Wording, other: Wording) -> bool:
    own = Counter(text.words) - Counter(other.words)
    stems = {word.removesuffix("s") for word in other.words}
    return any(
        word in own and _is_telling(text, i) and not is_about_availability(word) and word.removesuffix("s") not in stems
        for i, word in enumerate(text.words)
    )


class _Differences:
    """The differences of two texts, judged one by one."""

    def __init__(self, some: Wording, other: Wording) -> None:
        self._longer = max(len(some.words), len(other.words))
        matcher = SequenceMatcher(None, some.words, other.words, autojunk=False)
        self._edits = [
            (Run(some, i1, i2), Run(other, j1, j2)) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
        ]
        self._fuller: set[int] = set()
        self._inserted = 0
        self._seen: list[str] = []

    def are_harmless(self) -> bool:
        """Whether each difference is harmless, and all together are few and not the same one again and again."""
        if len(self._edits) > _MOST_EDITS or not all(self._is_harmless(*_trimmed(*edit)) for edit in self._edits):
            return False
        systematic = len(self._seen) != len(set(self._seen))
        return not systematic and len(self._fuller) < 2 and self._inserted <= _MOST_INSERTED * self._longer

    def _is_harmless(self, gone: Run, come: Run) -> bool:
        if not gone.words or not come.words:
            return self._is_harmless_insertion(gone if gone.words else come)
        if gone.is_about_availability() and come.is_about_availability():
            return not (gone.is_telling() and come.is_telling())
        return all(is_free(run.of.words[i]) and not _is_telling(run.of, i) for run, i in _unpaired(gone, come))

    def _is_harmless_insertion(self, run: Run) -> bool:
        if not run.words:
            return True
        if run.is_about_availability() or run.is_short_form():
            return True
        self._inserted += len(run.words)
        if run.is_telling():
            self._fuller.add(id(run.of))
            return len(run.words) > 2 and run.is_clause()
        self._seen.extend(word for word in set(run.words) if not is_free(word))
        return len(run.words) <= _PLAIN_WORDS or run.is_clause()


def _trimmed(gone: Run, come: Run) -> tuple[Run, Run]:
    """The two runs without forms of the same words at their beginnings and ends."""
    i1, i2, j1, j2 = gone.start, gone.end, come.start, come.end
    while i1 < i2 and j1 < j2 and _same_word(gone.of, i1, come.of, j1):
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and _same_word(gone.of, i2 - 1, come.of, j2 - 1):
        i2, j2 = i2 - 1, j2 - 1
    return Run(gone.of, i1, i2), Run(come.of, j1, j2)


def _unpaired(some: Run, other: Run) -> Iterator[tuple[Run, int]]:
    """The words of either run, by their index, that have no other form of themselves in the other run."""
    for here, there in ((some, other), (other, some)):
        for i in range(here.start, here.end):
            if not any(_same_word(here.of, i, there.of, j) for j in range(there.start, there.end)):
                yield here, i


def _same_word(some: Wording, i: int, other: Wording, j: int) -> bool:
    """Whether two words are forms of one word; of a name only its plural is, 'Mixtral' is no slip for 'Mistral'."""
    here, there = some.words[i], other.words[j]
    if is_address(here) and is_address(there) and (is_hidden_address(here) or is_hidden_address(there)):
        return True
    if _is_telling(some, i) or _is_telling(other, j):
        return here.removesuffix("s") == there.removesuffix("s") and min(len(here), len(there)) > 2
    return are_forms_of_one_word(here, there)


def _is_telling(text: Wording, i: int) -> bool:
    form = text.forms[i]
    if not form.isalpha() or form.lower() in TELLING_WORDS:
        return True
    starts_sentence = i == 0 or text.sentences[i] != text.sentences[i - 1]
    return form != form.lower() and not (starts_sentence and form[1:].islower() and is_free(form.lower()))


def _is_availability(text: Wording, number: int) -> bool:
    words = [form for form, sentence in zip(text.forms, text.sentences, strict=True) if sentence == number]
    return bool(AVAILABILITY.search(" ".join(words)))
