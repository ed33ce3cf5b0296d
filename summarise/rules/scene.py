"""One paper laid out for the rules: cleaned text, sentences, numbers; and how a rule turns a span into a Finding."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from summarise.records import Finding, Paper
from summarise.rules.numbers.quantities import read
from summarise.rules.numbers.reading import Reading
from summarise.rules.sentences import Sentence, split
from summarise.schemas.paper import Element, Evidence
from summarise.text import CleanText, clean, head

# Context is looked for this far from a number and no farther: longer than any clause, and it keeps the rules linear.
REACH = 260


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end) of the cleaned text, or of the title where `in_title` says that only it bears the name."""

    name: str
    start: int
    end: int
    kind: str = ""
    """'benchmark', 'dataset', 'model', 'method' or ''."""
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A paper as the rules see it; spans below are of `text`, spans of a Finding are of the source."""

    paper: Paper
    source: CleanText
    text: str
    sentences: tuple[Sentence, ...]
    readings: tuple[Reading, ...]
    sentence_starts: tuple[int, ...]
    reading_starts: tuple[int, ...]
    """Where they begin, to be looked up by place."""

    def sentence(self, position: int) -> Sentence:
        """The sentence that holds a position (the one before it, between two)."""
        return self.sentences[(bisect_right(self.sentence_starts, position) or 1) - 1]

    def before(self, position: int, reach: int = REACH) -> str:
        """The sentence's words before a position, at most `reach` characters."""
        return self.text[max(self.sentence(position).start, position - reach) : position]

    def after(self, position: int, reach: int = REACH) -> str:
        """The sentence's words from a position on, at most `reach` characters."""
        if position >= len(self.text):
            return ""
        return self.text[position : min(self.sentence(max(0, position - 1)).end, position + reach)]

    def readings_in(self, start: int, end: int) -> tuple[Reading, ...]:
        """The numbers that start in [start, end)."""
        return self.readings[bisect_left(self.reading_starts, start) : bisect_left(self.reading_starts, end)]

    def evidence(self, start: int, end: int) -> Evidence:
        """The source's words for a span of the cleaned text."""
        first, last = self.source.to_source(start, end)
        return Evidence(quote=self.source.source[first:last], start=first, end=last)

    def finding(self, field: str, element: Element, rule: str, anchor: tuple[int, int]) -> Finding:
        """A Finding whose anchor is a span of the cleaned text."""
        return Finding(field=field, element=element, rule=rule, anchor=self.source.to_source(*anchor))

    def title_finding(self, field: str, element: Element, rule: str) -> Finding:
        """A Finding that stands in the title alone: its anchor is its evidence's span there."""
        evidence = element.evidence
        span = (evidence.start, evidence.end) if evidence else (0, 0)
        return Finding(field=field, element=element, rule=rule, anchor=span)


def lay_out(paper: Paper) -> Scene:
    """The paper's abstract cleaned, split and its numbers read."""
    source = clean(head(paper.abstract))
    return _laid_out(paper, source, read(source.text))


def lay_out_numbers(text: str) -> Scene | None:
    """A few words laid out as an abstract; None where they have no number."""
    source = clean(head(text))
    readings = read(source.text)
    return _laid_out(Paper(id="", abstract=text), source, readings) if readings else None


def _laid_out(paper: Paper, source: CleanText, readings: tuple[Reading, ...]) -> Scene:
    sentences = split(source.text)
    starts = tuple(s.start for s in sentences), tuple(r.start for r in readings)
    return Scene(paper, source, source.text, sentences, readings, *starts)
