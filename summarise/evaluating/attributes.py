"""Of the values that were found, how many have each attribute right: a value that is missed errs in none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from summarise.evaluating.amounts import same_number, same_unit
from summarise.evaluating.fields import Elements
from summarise.evaluating.gold import GoldPaper
from summarise.evaluating.naming import near_name, same_name
from summarise.evaluating.rows import ROW, Row
from summarise.evaluating.scores import Flow
from summarise.schemas.paper import Element

Equal = Callable[[object, object], bool]


class AttributeScore(Flow):
    """One attribute of the values found."""

    field: str
    attribute: str
    right: int
    found: int
    """Elements that both have; for names and further numbers, those of them of which gold states one."""


def _name(a: object, b: object) -> bool:
    return same_name(str(a), str(b)) if b else False


def _words(a: object, b: object) -> bool:
    return near_name(str(a), str(b)) if b else False


def _unit(a: object, b: object) -> bool:
    return same_unit(a if isinstance(a, str) else None, b if isinstance(b, str) else None)


def _number(a: object, b: object) -> bool:
    return same_number(a, b)  # type: ignore[arg-type]


def _equal(a: object, b: object) -> bool:
    return a == b


_ATTRIBUTES: tuple[tuple[Row, dict[str, Equal]], ...] = (
    (ROW["size"], {"role": _equal, "model": _name}),
    (
        ROW["value"],
        {
            "unit": _unit, "role": _equal, "kind": _equal, "benchmark": _name, "model": _name, "metric": _words,
            "baseline": _words, "comparator": _equal, "value_max": _number, "from_value": _number,
        },
    ),
    (ROW["data"], {"unit": _unit, "what": _words}),
    (ROW["benchmark"], {"role": _equal}),
    (ROW["any-method"], {"role": _equal}),
)  # fmt: skip
_WHERE_STATED = frozenset({"model", "benchmark", "metric", "baseline", "what", "value_max", "from_value"})
"""Names and further numbers: looked at only where gold states them, as an abstract need not. The other attributes count
with every value found; where gold leaves one of them open, leaving it open is right."""


def score_attributes(gold: Sequence[GoldPaper], given: Sequence[Elements | None]) -> tuple[AttributeScore, ...]:
    """Each attribute that is looked at in any of the values found."""
    right: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for paper, said in zip(gold, given, strict=True):
        for row, attributes in _ATTRIBUTES:
            wanted = [g.element for g in paper.fields.get(row.field, ()) if row.counts(g.element)]
            theirs = [e for e in (said or {}).get(row.field, []) if row.counts(e)]
            for a, b in _pairs(row, attributes, wanted, theirs):
                for name, equal in _looked_at(attributes, a):
                    found[row.field, name] += 1
                    right[row.field, name] += equal(getattr(a, name), getattr(b, name))
    return tuple(
        AttributeScore(field=row.field, attribute=name, right=right[row.field, name], found=found[row.field, name])
        for row, attributes in _ATTRIBUTES
        for name in attributes
        if found[row.field, name]
    )


def _looked_at(attributes: dict[str, Equal], gold: Element) -> list[tuple[str, Equal]]:
    return [(n, e) for n, e in attributes.items() if n not in _WHERE_STATED or getattr(gold, n) is not None]


def _pairs(
    row: Row, attributes: dict[str, Equal], gold: Sequence[Element], given: Sequence[Element]
) -> Iterable[tuple[Element, Element]]:
    """Elements that are the same by the row, those first that agree in most attributes."""
    scored = [
        (sum(equal(getattr(a, n), getattr(b, n)) for n, equal in _looked_at(attributes, a)), i, j)
        for i, a in enumerate(gold)
        for j, b in enumerate(given)
        if row.exact(a, b)
    ]
    used_gold: set[int] = set()
    used_given: set[int] = set()
    for _, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if i not in used_gold and j not in used_given:
            used_gold.add(i)
            used_given.add(j)
            yield gold[i], given[j]
