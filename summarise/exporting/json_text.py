"""JSON: a paper with its summary, and beside it what is known of each value, by its path in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from summarise.exporting.exported import Exported
from summarise.exporting.shapes import Shape


def json_lines(papers: Iterable[Exported], _: Shape) -> Iterator[str]:
    """One object a line."""
    for paper in papers:
        yield f"{_text(paper)}\n"


def json_array(papers: Iterable[Exported], _: Shape) -> Iterator[str]:
    """One array, an object a line in it."""
    yield "["
    before = "\n"
    for paper in papers:
        yield f"{before}{_text(paper)}"
        before = ",\n"
    yield "\n]\n"


def as_dict(paper: Exported) -> dict[str, Any]:
    """The object of a paper, JSON data all through; numbers are those of the run."""
    record = paper.record
    whole = record.model_dump(mode="json", include={"id", "paper", "status", "summary", "error", "provenance"})
    return {
        **{name: whole[name] for name in ("id", "paper", "status", "summary")},
        "judged": {
            value.path: {
                "verdict": value.verdict.id,
                "state": value.verdict.state,
                "reasons": value.verdict.reasons,
                "confidence": value.verdict.confidence,
                "flagged": value.verdict.flagged,
                "decided_by": value.decided_by,
            }
            for value in paper.values
            if value.verdict
        },
        "open": [{"verdict": v.id, "field": v.field, "reasons": v.reasons} for v in paper.open],
        "decisions": paper.decided.told if paper.decided else {},
        "error": whole["error"],
        "provenance": whole["provenance"],
    }


def _text(paper: Exported) -> str:
    return to_json(as_dict(paper), inf_nan_mode="null").decode()  # JSON has no infinity
