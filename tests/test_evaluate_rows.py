"""When two elements are the same, exactly and relaxed: what the table's rows mean."""

from __future__ import annotations

from typing import Any

import pytest
from evaluate_support import element

from summarise.evaluating import ROWS

BY_NAME = {row.name: row for row in ROWS}


def same(name: str, gold: dict[str, Any], given: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a row takes the two for one: (exactly, relaxed)."""
    row = BY_NAME[name]
    a, b = element(row.field, **gold), element(row.field, **given)
    return row.exact(a, b), row.relaxed(a, b)


@pytest.mark.parametrize(
    ("name", "gold", "given", "exact", "relaxed"),
    [
        ("size", {"total_params": 7e9}, {"total_params": 7e9}, True, True),
        ("size", {"total_params": 7e9}, {"total_params": 7.03e9}, False, True),
        ("size", {"total_params": 7e9}, {"total_params": 7.2e9}, False, False),
        ("size", {"total_params": 48e9, "active_params": 6e9}, {"total_params": 48e9}, False, True),
        ("size", {"total_params": 48e9, "active_params": 6e9}, {"total_params": 6e9}, False, False),
        ("size+role", {"total_params": 7e9}, {"total_params": 7e9, "role": "base"}, False, False),
        ("value", {"value": 3.2, "unit": "%"}, {"value": 3.2, "unit": "points"}, True, True),
        ("value", {"value": 3.2, "unit": "%"}, {"value": 3.2}, False, True),
        ("value", {"value": 3.2, "unit": "%"}, {"value": 3.2, "unit": "x"}, False, False),
        ("value", {"value": 3.2, "unit": "BLEU"}, {"value": 3.2}, True, True),
        ("value", {"value": 13, "value_max": 19, "unit": "%"}, {"value": 19, "unit": "%"}, False, True),
        ("value", {"value": 0}, {"value": 0}, True, True),
        ("value", {"value": -3.2}, {"value": 3.2}, False, False),
        ("value+benchmark", {"value": 1, "benchmark": "MATH"}, {"value": 1, "benchmark": "MATH benchmark"}, True, True),
        ("value+benchmark", {"value": 1, "benchmark": "MATH"}, {"value": 1, "benchmark": "Omni-MATH"}, False, True),
        ("value+benchmark", {"value": 1, "benchmark": "MATH"}, {"value": 1}, False, False),
        ("value+benchmark", {"value": 1}, {"value": 1}, True, True),
        ("data", {"amount": 2e12}, {"amount": 2e12, "unit": "images"}, True, True),
        ("data+unit", {"amount": 2e12, "unit": "tokens"}, {"amount": 2e12, "unit": "math tokens"}, True, True),
        ("data+unit", {"amount": 2e12, "unit": "tokens"}, {"amount": 2e12}, False, True),
        ("data+unit", {"amount": 2e12, "unit": "tokens"}, {"amount": 2e12, "unit": "images"}, False, False),
        ("benchmark", {"name": "Grade School Math (GSM8K)"}, {"name": "GSM8K"}, True, True),
        ("benchmark", {"name": "AIME 2024"}, {"name": "AIME"}, False, True),
        ("benchmark", {"name": "MMLU"}, {"name": "CMMLU"}, False, False),
        ("introduced-method", {"name": "Otter 7B"}, {"name": "Otter"}, True, True),
        ("introduced-method", {"name": "Otter-R1"}, {"name": "Otter-R1-Zero"}, False, True),
        ("introduced-method", {"name": "鲸鱼模型"}, {"name": "鲸鱼模型"}, True, True),
        ("introduced-method", {"name": "鲸鱼模型"}, {"name": "海獭模型"}, False, False),
        ("task", {"name": "Neural machine translation"}, {"name": "machine translation"}, False, True),
        ("task", {"name": "parsing"}, {"name": "translation"}, False, False),
        ("artifact", {"url": "https://github.com/a/B.git"}, {"url": "github.com/a/b/"}, True, True),
        ("artifact", {"url": "https://github.com/a/b"}, {"url": "https://github.com/a/b/tree/main"}, False, True),
        ("artifact", {"url": "https://github.com/a/b"}, {"url": "https://github.com/a/bc"}, False, False),
        ("artifact", {"kind": "code"}, {"kind": "data"}, True, True),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_the_same(name: str, gold: dict[str, Any], given: dict[str, Any], exact: bool, relaxed: bool) -> None:
    assert (exact, relaxed) == same(name, gold, given)
    assert (exact, relaxed) == same(name, given, gold)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_stands_in_the_page_that_explains_it(row: Any) -> None:
    from pathlib import Path

    page = (Path(__file__).parent.parent / "docs" / "evaluate.md").read_text(encoding="utf-8")
    assert f"| `{row.name}` |" in page
