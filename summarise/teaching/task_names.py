"""Where people call a task otherwise than the rules do, again and again: an entry of the vocabulary that does so."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarise.errors import ConfigurationError
from summarise.records import Record
from summarise.reviewing import Decided
from summarise.rules import Vocabulary, find, overlaid
from summarise.schemas.paper import Task
from summarise.teaching.replays import Replay

_Found = tuple[str, str, str, Replay]
_TABLE = "task"
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 100
_TWICE = 2


class Renamed(NamedTuple):
    """One paper in which people put another name in the place of a task of the rules."""

    wanted: str
    was: str
    words: str | None
    """The paper's words from which the rules took it."""


def suggest_names(papers: Sequence[tuple[Record, Decided]], vocabulary: Vocabulary) -> Iterator[_Found]:
    """Table, line, reason and replay of each entry that renames what people renamed in two papers or more."""
    renamed: dict[str, list[Renamed]] = defaultdict(list)
    for record, decided in papers:
        for one in _renamed(record, decided):
            renamed[one.wanted.casefold()].append(one)
    settled = [(record, wanted) for record, decided in papers if (wanted := _settled(record, decided)) is not None]
    for same in renamed.values():
        if len(same) < _TWICE or (entry := _entry(same, vocabulary)) is None:
            continue
        try:
            changed = overlaid(vocabulary, f"[{_TABLE}]\n{entry}\n".encode(), "the suggestion")
        except ConfigurationError:
            continue  # its words stand for another entry already
        was = ", ".join(sorted({repr(one.was) for one in same}))
        why = f"people write {same[0].wanted!r} where the rules say {was} ({len(same):,} papers)"
        yield _TABLE, entry, why, _replayed(settled, vocabulary, changed)


def _renamed(record: Record, decided: Decided) -> list[Renamed]:
    """The names that were put in the place of others: within one value, or one value out and another one in."""
    now = {v.id: v for v in decided.record.verdicts}
    out: list[Task] = []
    taken: list[Task] = []
    within: list[Renamed] = []
    for verdict in record.verdicts:
        if verdict.field != "tasks" or decided.who(verdict.id) is None:
            continue
        chosen, rules = now[verdict.id].chosen, verdict.rules
        if isinstance(chosen, Task) and isinstance(rules, Task) and chosen.name.casefold() != rules.name.casefold():
            within.append(_pair(chosen, rules))
        elif isinstance(rules, Task) and chosen is None:
            out.append(rules)
        elif isinstance(chosen, Task) and rules is None:
            taken.append(chosen)
    pair = [_pair(taken[0], out[0])] if len(out) == len(taken) == 1 else []
    return [*within, *pair]


def _pair(wanted: Task, was: Task) -> Renamed:
    return Renamed(wanted.name, was.name, was.evidence.quote if was.evidence else None)


def _entry(same: Sequence[Renamed], vocabulary: Vocabulary) -> str | None:
    """The entry's line: a known task gets the words as aliases, a task of the rules another label, or a new one."""
    wanted = same[0].wanted
    words = sorted({one.words for one in same if one.words and one.words.casefold() != wanted.casefold()})
    known, theirs = vocabulary.named(wanted), {e for one in same for e in vocabulary.named(one.was)}
    if known:
        return _toml(min(known), None, words) if words else None
    if len(theirs) == 1:
        return _toml(theirs.pop(), wanted, [])
    name = _NOT_IN_AN_ID.sub("-", wanted.casefold()).strip("-")[:_LONGEST_ID].strip("-")
    return _toml(name, wanted, words) if name and name not in vocabulary.entries else None


def _toml(name: str, label: str | None, aliases: Sequence[str]) -> str:
    """JSON's strings are TOML's, but for what neither should hold here."""
    parts = [f"label = {json.dumps(label, ensure_ascii=False)}"] if label else []
    if aliases:
        parts.append(f"aliases = [{', '.join(json.dumps(alias, ensure_ascii=False) for alias in aliases)}]")
    return f"{name} = {{ {', '.join(parts)} }}"


def _settled(record: Record, decided: Decided) -> frozenset[str] | None:
    """The names of a paper's tasks as they are decided; None where nobody decided any, or one is still open."""
    tasks = [v for v in decided.record.verdicts if v.field == "tasks"]
    if any(v.flagged for v in tasks) or not any(decided.who(v.id) for v in tasks) or record.is_own:
        return None
    return frozenset(v.chosen.name.casefold() for v in tasks if isinstance(v.chosen, Task))


def _replayed(settled: Sequence[tuple[Record, frozenset[str]]], before: Vocabulary, after: Vocabulary) -> Replay:
    """Of the names that the rules give or no longer give after the change, how many as people decided."""
    changes = right = 0
    for record, wanted in settled:
        ours, theirs = _tasks(record, before), _tasks(record, after)
        changes += len(ours ^ theirs)
        right += len((theirs - ours) & wanted) + len((ours - theirs) - wanted)
    return Replay(changes, right)


def _tasks(record: Record, vocabulary: Vocabulary) -> frozenset[str]:
    elements = (finding.element for finding in find(record.paper, vocabulary).elements)
    return frozenset(element.name.casefold() for element in elements if isinstance(element, Task))
