"""Which record of a run is which paper of the gold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarise.errors import InputError
from summarise.evaluating.gold import GoldPaper
from summarise.records import Record
from summarise.telling import counted

# Copies of an abstract differ at their end (an address, a note); this much of the beginning tells papers apart.
_LETTERS_COMPARED = 400
_LATEX_COMMAND = re.compile(r"\\[A-Za-z]+")
_LABEL = re.compile(r"(?i)\s*abstract\s*[:.—-]\s*")


@dataclass(frozen=True, slots=True)
class Joined:
    """The papers that both have, and what only one of them has."""

    pairs: tuple[tuple[GoldPaper, Record], ...]
    not_in_run: tuple[str, ...]
    """Ids of gold papers that the run does not hold: nothing is scored for them."""
    not_in_gold: int
    by_text: int
    """Pairs joined by their words, as their ids differ."""
    other_text: tuple[str, ...]
    """Ids of pairs that have one id and different texts: are they one paper?"""
    repeated: tuple[str, ...] = ()
    """Ids of gold papers that the run holds several times: the first record counts."""
    same_text: tuple[str, ...] = ()
    """Ids of gold papers whose text an earlier one has: a record joins them by id only."""


def join(records: Iterable[Record], gold: Sequence[GoldPaper], name: str = "the gold", run: str = "the run") -> Joined:
    """Pairs gold with records: by id, else by the letters of the text, an abstract's other copies included.

    Of the run only the records that gold knows are kept. Raises InputError where there is none; `name` and `run` are
    the files', for messages.
    """
    by_id = {paper.id: paper for paper in gold}
    by_text = {letters(paper.text): paper for paper in reversed(gold) if letters(paper.text)}
    same_id: dict[str, Record] = {}
    same_text: dict[str, Record] = {}
    repeated: dict[str, None] = {}
    total = unknown = 0
    for record in records:
        if record.is_own:
            raise InputError(
                f"{run}: made with the schema {record.provenance.schema_}; only runs of the built-in summary are "
                "compared with labels"
            )
        total += 1
        if record.id in by_id:
            if same_id.setdefault(record.id, record) is not record:
                repeated[record.id] = None
            continue
        papers = [by_text[key] for key in map(letters, _texts(record)) if key in by_text]
        for paper in papers[:1]:
            if same_text.setdefault(paper.id, record) is not record:
                repeated[paper.id] = None
        unknown += not papers
    pairs = [(p, r) for p in gold if (r := same_id.get(p.id) or same_text.get(p.id)) is not None]
    if not total:
        raise InputError(f"{run}: a run without records; write one with 'summarise tag'")
    if not pairs:
        raise InputError(
            f"{name}: of its {counted(len(gold), 'paper')} none is among the {total:,} of the run, by id or by text; "
            "evaluate a run of the papers that were labelled"
        )
    return Joined(
        pairs=tuple(pairs),
        not_in_run=tuple(p.id for p in gold if p.id not in {paper.id for paper, _ in pairs}),
        not_in_gold=unknown,
        by_text=sum(paper.id not in same_id for paper, _ in pairs),
        other_text=tuple(p.id for p, r in pairs if p.id in same_id and not _has_text(r, p)),
        repeated=tuple(repeated),
        same_text=tuple(p.id for p in gold if by_text.get(letters(p.text), p) is not p),
    )


def letters(text: str) -> str:
    """The first letters of a text in lower case, without digits, signs and LaTeX: what its copies share."""
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    plain = _LATEX_COMMAND.sub("", text[: _LETTERS_COMPARED * 4]).casefold()
    return "".join(c for c in plain if c.isalpha())[:_LETTERS_COMPARED]


def _texts(record: Record) -> list[str]:
    return [record.paper.abstract, *(variant.abstract for variant in record.paper.variants)]


def _has_text(record: Record, paper: GoldPaper) -> bool:
    return not paper.text or letters(paper.text) in map(letters, _texts(record))
