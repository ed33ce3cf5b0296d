"""The rows of the table: for each, which elements count and when two are the same, exactly and relaxed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarise.evaluating.amounts import near_number, same_number, same_scale, same_unit, unit_class
from summarise.evaluating.matching import grouped
from summarise.evaluating.naming import near_name, same_name
from summarise.schemas.paper import Artifact, Element, Method, ModelSize, Result, Tag, TrainingData

Same = Callable[[Element, Element], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    field: str
    counts: Callable[[Element], bool]
    """Whether an element claims anything that this row looks at."""
    exact: Same
    relaxed: Same
    once: bool = False
    """Whether several mentions of one name count once."""

    def units(self, elements: Sequence[Element]) -> list[tuple[Element, ...]]:
        """What the row counts: elements, or groups of elements of one name."""
        counted = [element for element in elements if self.counts(element)]
        return grouped(counted, self.exact) if self.once else [(element,) for element in counted]


def any_pair(same: Same) -> Callable[[tuple[Element, ...], tuple[Element, ...]], bool]:
    """Whether two groups share a thing."""
    return lambda ours, theirs: any(same(a, b) for a in ours for b in theirs)


# ── results ──────────────────────────────────────────────────────────────────────────────────────
def _has_value(a: Element) -> bool:
    return isinstance(a, Result) and a.value is not None


def _value(a: Element, b: Element) -> bool:
    assert isinstance(a, Result)
    assert isinstance(b, Result)
    return same_number(a.value, b.value) and same_scale(a.unit, b.unit)


def _near_value(a: Element, b: Element) -> bool:
    assert isinstance(a, Result)
    assert isinstance(b, Result)
    ours, theirs = (a.value, a.value_max), (b.value, b.value_max)
    unit = not a.unit or not b.unit or same_scale(a.unit, b.unit)
    return unit and any(near_number(x, y) for x in ours for y in theirs)


def _benchmark(a: Element, b: Element) -> bool:
    ours, theirs = getattr(a, "benchmark", None), getattr(b, "benchmark", None)
    return same_name(ours, theirs) if ours and theirs else not ours and not theirs


def _near_benchmark(a: Element, b: Element) -> bool:
    ours, theirs = getattr(a, "benchmark", None), getattr(b, "benchmark", None)
    return near_name(ours, theirs) if ours and theirs else not ours and not theirs


# ── sizes and data ───────────────────────────────────────────────────────────────────────────────
def _has_size(a: Element) -> bool:
    return isinstance(a, ModelSize) and (a.total_params is not None or a.active_params is not None)


def _equal_or_absent(a: Decimal | None, b: Decimal | None) -> bool:
    return (a is None and b is None) or same_number(a, b)


def _size(a: Element, b: Element) -> bool:
    assert isinstance(a, ModelSize)
    assert isinstance(b, ModelSize)
    return _equal_or_absent(a.total_params, b.total_params) and _equal_or_absent(a.active_params, b.active_params)


def _near_size(a: Element, b: Element) -> bool:
    """Every number that both give is near, and there is one; a number that one leaves out is forgiven."""
    assert isinstance(a, ModelSize)
    assert isinstance(b, ModelSize)
    both = [
        (x, y)
        for x, y in ((a.total_params, b.total_params), (a.active_params, b.active_params))
        if x is not None and y is not None
    ]
    return bool(both) and all(near_number(x, y) for x, y in both)


def _has_amount(a: Element) -> bool:
    return isinstance(a, TrainingData) and a.amount is not None


def _amount(a: Element, b: Element) -> bool:
    return same_number(getattr(a, "amount", None), getattr(b, "amount", None))


def _near_amount(a: Element, b: Element) -> bool:
    return near_number(getattr(a, "amount", None), getattr(b, "amount", None))


def _unit(a: Element, b: Element) -> bool:
    return same_unit(getattr(a, "unit", None), getattr(b, "unit", None))


def _near_unit(a: Element, b: Element) -> bool:
    """The same, or one gives none."""
    ours, theirs = unit_class(getattr(a, "unit", None)), unit_class(getattr(b, "unit", None))
    return not ours or not theirs or same_unit(ours, theirs)


# ── names and addresses ──────────────────────────────────────────────────────────────────────────
def _has_name(a: Element) -> bool:
    return bool(getattr(a, "name", None))


def _introduced(a: Element) -> bool:
    return isinstance(a, Method) and a.role == "introduced" and _has_name(a)


def _name(a: Element, b: Element) -> bool:
    return same_name(getattr(a, "name", None), getattr(b, "name", None))


def _near_name(a: Element, b: Element) -> bool:
    return near_name(getattr(a, "name", None), getattr(b, "name", None))


def _role(a: Element, b: Element) -> bool:
    return getattr(a, "role", None) == getattr(b, "role", None)


def _result_kind(a: Element, b: Element) -> bool:
    return getattr(a, "kind", None) == getattr(b, "kind", None)


def _address(a: Element, b: Element) -> bool:
    assert isinstance(a, Artifact)
    assert isinstance(b, Artifact)
    return _bare(a.url) == _bare(b.url) if a.url and b.url else not a.url and not b.url


def _near_address(a: Element, b: Element) -> bool:
    """The same, or one address lies under the other, or one of them only promises a release."""
    assert isinstance(a, Artifact)
    assert isinstance(b, Artifact)
    if not a.url or not b.url:
        return True
    ours, theirs = f"{_bare(a.url)}/", f"{_bare(b.url)}/"
    return ours.startswith(theirs) or theirs.startswith(ours)


def _bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?|(?:\.git)?[/.,;]*$", "", url.strip().lower())


def _same_tag(a: Element, b: Element) -> bool:
    return isinstance(a, Tag) and isinstance(b, Tag) and a.id.casefold() == b.id.casefold()


def _all(*tests: Same) -> Same:
    return lambda a, b: all(test(a, b) for test in tests)


def _result_row(name: str, *more: Same, relaxed: tuple[Same, ...] | None = None) -> Row:
    return Row(name, "results", _has_value, _all(_value, *more), _all(_near_value, *(relaxed or more)))


ROWS: tuple[Row, ...] = (
    Row("size", "model_sizes", _has_size, _size, _near_size),
    Row("size+role", "model_sizes", _has_size, _all(_size, _role), _all(_near_size, _role)),
    _result_row("value"),
    _result_row("value+role", _role),
    _result_row("value+kind", _result_kind),
    _result_row("value+role+kind", _role, _result_kind),
    _result_row("value+benchmark", _benchmark, relaxed=(_near_benchmark,)),
    _result_row("tuple", _role, _result_kind, _benchmark, relaxed=(_role, _result_kind, _near_benchmark)),
    Row("data", "training_data", _has_amount, _amount, _near_amount),
    Row("data+unit", "training_data", _has_amount, _all(_amount, _unit), _all(_near_amount, _near_unit)),
    Row("benchmark", "benchmarks", _has_name, _name, _near_name, once=True),
    Row("introduced-method", "methods", _introduced, _name, _near_name, once=True),
    Row("any-method", "methods", _has_name, _name, _near_name, once=True),
    Row("task", "tasks", _has_name, _name, _near_name),
    Row("artifact", "artifacts", lambda a: isinstance(a, Artifact), _address, _near_address),
    Row("tag", "tags", lambda a: isinstance(a, Tag), _same_tag, _same_tag),
)
"""Every row, in the order of the table; names are API."""

ROW: dict[str, Row] = {row.name: row for row in ROWS}
"""The rows of the table by name."""

RIGHT: dict[str, Row] = {
    "model_sizes": ROW["size+role"],
    "results": ROW["tuple"],
    "training_data": ROW["data+unit"],
    "benchmarks": ROW["benchmark"],
    "methods": Row("method+role", "methods", _has_name, _all(_name, _role), _all(_near_name, _role), once=True),
    "tasks": Row("task, relaxed", "tasks", _has_name, _near_name, _near_name),
    "artifacts": ROW["artifact"],
    "tags": ROW["tag"],
}
"""When one element is right as a whole, by field: the strictest row that two readers agree on."""

NUMERIC: dict[str, Callable[[Element], bool]] = {
    "model_sizes": _has_size,
    "training_data": _has_amount,
    "results": _has_value,
}
"""Fields whose elements are numbers, which a paper may state none of; and which elements claim one."""
