"""A compact reply, read into the form: which words are a size, an amount, a result, and whose.

Only what the model wrote is read here, never the abstract: what it claims stays its own, whatever the rules find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from summarise.rules.names import same_name
from summarise.schemas.compact_reply import AskedOutcome, CompactReply, ListsReply
from summarise.schemas.reply import (
    Asked,
    AskedBenchmark,
    AskedMethod,
    AskedResult,
    AskedSize,
    PaperReply,
)

AskedRow = TypeVar("AskedRow", bound=Asked)
_SIZE = re.compile(r"(?<![\w.])\d[\d.,]{0,20}\s?(?:[BbMmK]\b|[Bb]illion\b|[Mm]illion\b)")
_NO_SIZE = re.compile(
    r"\b(?:tokens?|samples?|examples?|corpus|words|images?|pairs?|documents?|hours?|problems?)\b", re.I
)
_ACTIVE = re.compile(r"\bactiv", re.I)
_OF_A_MODEL = re.compile(
    r"[\s,()-]*(?:$|(?:total|trainable|activ\w+|dense|param\w*|weights?|models?|version|variant|of|and|or|to|with)\b)",
    re.I,
)
"""What follows a size that is written with a word: '350 million parameters', but not '8 million statements'."""
_KINDS = {"score": "absolute", "gain": "delta", "ratio": "ratio", "cost": "cost", "count": "count"}
_METHOD_ROLES = {"introduced": "introduced", "parts": "component", "base": "base"}
_SIZE_ROLES = {"introduced": "subject", "base": "base", "rivals": "baseline"}
_OF_A_KIND = frozenset(
    {"tasks", "benchmarks", "datasets", "domains", "settings", "problems", "reasoning", "evaluations"}
)
_JOINED = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_BENCH = re.compile(r"(?:Bench|[Bb]enchmark|Eval)\b")
_EDITION = re.compile(r"20\d\d|\d{2,4}x\d{2,4}|v\d(?:\.\d)?")
"""What belongs to a name though it has no capital: 'AIME 2024', 'ImageNet 256x256', 'Bench v2'."""
_MOST_ROWS = 24
_RIVALS = ("base", "rivals")
"""The lists of names whose numbers are a baseline's."""


def read_compact(reply: CompactReply) -> PaperReply:
    """The form of a reply whose results are rows."""
    return form_of(reply, [_of_row(row, reply) for row in reply.results or () if row.value])


def form_of(reply: ListsReply[Any], results: Sequence[AskedResult]) -> PaperReply:
    """The form of a compact reply whose results are read already."""
    methods = (
        AskedMethod.model_validate({"name": name, "role": role})
        for names, role in _METHOD_ROLES.items()
        for name in getattr(reply, names) or ()
        if name
    )
    return PaperReply(
        tasks=reply.tasks,
        sizes=_each_once(_sizes(reply)),
        data=reply.data,
        benchmarks=_each_once(_benchmarks(reply)),
        results=_each_once(results),
        methods=_each_once(methods),
        tldr=reply.tldr,
    )


def _each_once(rows: Iterable[AskedRow]) -> tuple[AskedRow, ...]:
    """The rows without repeats; what comes after the 24th is a loop of the model's, and the form has no room for it."""
    return tuple(islice(dict.fromkeys(rows), _MOST_ROWS))


def role_of_number(model: str | None, reply: ListsReply[Any]) -> str:
    """Whose a number is: a baseline's where its model stands among the rivals or what the work starts from."""
    return "baseline" if _list_of(model, reply, ("introduced", "parts", *_RIVALS)) in _RIVALS else "own"


def _of_row(row: AskedOutcome, reply: ListsReply[Any]) -> AskedResult:
    return AskedResult.model_validate(
        {
            "value": row.value, "metric": row.metric, "model": row.model, "benchmark": _bare(row.benchmark),
            "kind": _KINDS.get(row.what or ""), "role": role_of_number(row.model, reply),
        }
    )  # fmt: skip


def _bare(words: str | None) -> str | None:
    """The name in words about one test set; the words where they hold none, or several."""
    names = [*bare_names(words)]
    return names[0] if len(names) == 1 else words


def _sizes(reply: ListsReply[Any]) -> Iterator[AskedSize]:
    """A row a size; active parameters join the row of their model's total, or of the size before them."""
    rows: list[AskedSize] = []
    for words in reply.sizes or ():
        for model, number, is_active in _sizes_in(words or ""):
            at = next((i for i, row in enumerate(rows) if model in (row.model, None) and not row.active), None)
            if is_active and at is not None:
                rows[at] = rows[at].model_copy(update={"active": number})
                continue
            role = _SIZE_ROLES.get(_list_of(f"{model} {number}" if model else None, reply) or "", "subject")
            written = {"active" if is_active else "total": number}
            rows.append(AskedSize.model_validate({"model": model, "role": role, **written}))
    yield from rows


def _sizes_in(words: str) -> Iterator[tuple[str | None, str, bool]]:
    """(model, number, whether of active parameters) for each size in 'Name-1B and 7B' or '6B of them active'.

    Beside 'tokens' and the like only a number that is part of a name, or active, is a size.
    """
    of_data = _NO_SIZE.search(words) is not None
    model: str | None = None
    found = list(_SIZE.finditer(words))
    borders = [0, *(number.end() for number in found)]
    for number, begin, end in zip(found, borders, [*(n.start() for n in found[1:]), len(words)], strict=False):
        before = words[begin : number.start()]
        # Behind a first size stand words that join the next one to it, unless they name another model.
        named = before.split() if begin == 0 else [word for word in before.split() if word[:1].isupper()]
        model = " ".join(named).strip(" -(,/") or model
        if number[0].lower().endswith("illion") and not _OF_A_MODEL.match(words, number.end()):
            continue
        is_active = _ACTIVE.search(words, number.end(), end) is not None
        if is_active or not of_data or before.endswith("-"):
            yield model, number[0], is_active


def _benchmarks(reply: ListsReply[Any]) -> Iterator[AskedBenchmark]:
    """The names of test sets, what results are said to be on, and what is new and called a bench; no model's name."""
    on = [row.benchmark for row in reply.results or () if isinstance(row, AskedOutcome)]
    new = [name for name in reply.introduced or () if name and _BENCH.search(name)]
    seen: list[str] = []
    for name in (bare for words in (*(reply.benchmarks or ()), *on, *new) for bare in bare_names(words)):
        if _is_model(name, reply) or any(same_name(name, s) for s in seen):
            continue
        seen.append(name)
        introduced = _list_of(name, reply, ("introduced",)) is not None
        yield AskedBenchmark(name=name, role="introduced" if introduced else "evaluated")


def _is_model(name: str, reply: ListsReply[Any]) -> bool:
    """Whether a name is a model's: it has a size, or is compared with."""
    return _SIZE.search(name) is not None or _list_of(name, reply, _RIVALS, begun=False) is not None


def bare_names(words: str | None) -> Iterator[str]:
    """The names in words about test sets: 'the hard ABC test set and XYZ' gives two, words that only describe none.

    A name begins and ends with a word that has a capital; many of a kind ('ABC tasks') are no test set.
    """
    for part in _JOINED.split(words or ""):
        its = part.split()
        named = [i for i, word in enumerate(its) if any(char.isupper() for char in word)]
        if not named or its[-1].lower() in _OF_A_KIND:
            continue
        end = named[-1] + 1
        if end < len(its) and _EDITION.fullmatch(its[end]):
            end += 1
        yield " ".join(its[named[0] : end])


def _list_of(
    name: str | None, reply: ListsReply[Any], lists: Sequence[str] = tuple(_SIZE_ROLES), *, begun: bool = True
) -> str | None:
    """The first of the lists that names the same thing, or (`begun`) whose name the longer `name` begins with."""
    if not name:
        return None
    named = [(names, other) for names in lists for other in getattr(reply, names) or () if other]
    same = next((names for names, other in named if same_name(name, other)), None)
    return same or next((names for names, other in named if begun and name.lower().startswith(other.lower())), None)
