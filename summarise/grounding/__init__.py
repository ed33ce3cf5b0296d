"""A quote → where it stands in the source: tolerant of form, strict with every digit, sign, scale and unit.

    folding    cleaned text → one character for each of its Unicode and HTML forms
    spelling   folded text → its words, numbers and signs, written without what only parts them
    quotes     the spellings under which a quote is looked for, and where its case counts
    places     every place of a quote in a text
    borders    what goes on beside a place: a longer number, a longer name
    choosing   of several places the one that is meant, and whether that is sure
    sentences  where sentences begin

What counts as form is told in docs/decisions/0012-grounding.md.
"""

from __future__ import annotations

from summarise.grounding.choosing import Grounding, ground, locate, sentences_with, stands
from summarise.grounding.places import Span, places
from summarise.grounding.sentences import sentence_around, sentence_number, sentence_spans

__all__ = [
    "Grounding",
    "Span",
    "ground",
    "locate",
    "places",
    "sentence_around",
    "sentence_number",
    "sentence_spans",
    "sentences_with",
    "stands",
]
