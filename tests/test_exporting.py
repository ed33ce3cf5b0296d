"""Exports: what stands in them, exactly, and what hostile text can't do in them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from export_support import FINCH, LARK, TRIAL, TRIAL_REPLY, Trial, papers_of, records
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarise.errors import UsageError
from summarise.exporting import FORMATS, Exported, Shape, format_of, shape_of
from summarise.exporting.cells import cell, defused
from summarise.exporting.markdown import escaped
from summarise.records import Record
from summarise.schemas.paper import PaperSummary
from summarise.telling import oneline, printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def text(made: Iterable[Record], ending: str, shape: Shape | None = None) -> str:
    return "".join(FORMATS[ending](papers_of(made), shape or Shape()))


def table(made: list[Record], shape: Shape | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(made, "csv", shape_of(made, shape or Shape())), newline="")))


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_holds_every_paper_in_order_and_a_summary_that_its_class_reads(tmp_path: Path, ending: str) -> None:
    made = records(tmp_path)
    said = text(made, ending)
    rows = json.loads(said) if ending == "json" else [json.loads(line) for line in said.splitlines()]
    assert ["lark", "finch", "crow"] == [row["id"] for row in rows]
    read = [PaperSummary.model_validate(row["summary"]) if row["summary"] else None for row in rows]
    assert [record.summary for record in made] == read
    assert ("failed", "not_recorded") == (rows[2]["status"], rows[2]["error"]["kind"])
    assert LARK.model_dump(mode="json") == rows[0]["paper"]


def test_each_value_of_a_summary_is_judged_under_its_path(tmp_path: Path) -> None:
    (row,) = json.loads(text(records(tmp_path, [FINCH]), "json"))
    assert {"tasks[0]", "model_sizes[0]", "results[0]"} <= row["judged"].keys()
    judged = row["judged"]["model_sizes[0]"]
    assert (False, None, True) == (judged["flagged"], judged["decided_by"], judged["confidence"] > 0.9)


def test_an_array_without_papers_is_an_array() -> None:
    assert [] == json.loads(text([], "json"))
    assert "" == text([], "jsonl")


def test_numbers_are_exact_in_json_and_in_csv(tmp_path: Path) -> None:
    (record,) = records(tmp_path, [FINCH])
    assert record.summary is not None
    size = record.summary.model_sizes[0].model_copy(update={"total_params": Decimal("671000000000.1")})  # type: ignore[union-attr]
    summary = record.summary.model_copy(update={"model_sizes": (size,)})
    record = record.model_copy(update={"summary": summary, "verdicts": ()})
    assert '"total_params":671000000000.1,' in text([record], "jsonl")
    assert "671000000000.1" == table([record], Shape(rows="model_sizes"))[0]["total_params"]


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_row_a_paper_says_what_each_field_holds(tmp_path: Path) -> None:
    rows = table(records(tmp_path))
    assert ["lark", "finch", "crow"] == [row["id"] for row in rows]
    finch = rows[1]
    assert ("Finch", "Finch · 3B · subject", "Finch · MMLU · accuracy · 55 · % · absolute · own") == (
        finch["title"], finch["model_sizes"], finch["results"],
    )  # fmt: skip
    assert "arxiv:2401.00001" == rows[0]["identifiers"]
    assert "model_sizes:" in rows[0]["open"]
    assert ("failed", True) == (rows[2]["status"], rows[2]["error"].startswith("not_recorded: "))


def test_a_row_a_result_has_a_column_an_attribute_and_the_words_that_carry_it(tmp_path: Path) -> None:
    rows = table(records(tmp_path, [FINCH, LARK]), Shape(rows="results"))
    first = rows[0]
    assert ("finch", "results[0]", "55", "%", "MMLU", "own", "=") == tuple(
        first[name] for name in ("id", "path", "value", "unit", "benchmark", "role", "comparator")
    )
    assert first["quote"] == FINCH.abstract[int(first["start"]) : int(first["end"])]
    assert ["lark"] * (len(rows) - 1) == [row["id"] for row in rows[1:]]


def test_a_row_a_value_covers_all_fields(tmp_path: Path) -> None:
    made = records(tmp_path, [FINCH])
    rows = table(made, Shape(rows="values"))
    assert [value.path for value in papers_of(made)[0].values] == [row["path"] for row in rows]
    assert {"false"} == {row["flagged"] for row in rows if row["path"] == "results[0]"}


def test_text_that_looks_like_a_formula_is_defused_and_negative_numbers_are_not_harmed(tmp_path: Path) -> None:
    made = records(tmp_path, [LARK])
    (row,) = table(made)
    assert "'=cmd|' /C calc'!A0 ·" not in row["tasks"]
    assert ["'=cmd|' /C calc'!A0", "mathematical reasoning"] == row["tasks"].split("; ")
    assert "Ada Löwe; '@channel" == row["authors"]
    values = [row["value"] for row in table(made, Shape(rows="results"))]
    assert "-3.5" in values
    (raw,) = table(made, Shape(raw=True))
    assert ("Ada Löwe; @channel", "=cmd|' /C calc'!A0; mathematical reasoning") == (raw["authors"], raw["tasks"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [("=1+1", "'=1+1"), ("  =1+1", "'  =1+1"), ("\t=1", "'\t=1"), ("\nx", "'\nx"), ("-x", "'-x"), ("+49 30", "'+49 30"),
     ("@a", "'@a"), ("\uff1d1+1", "'\uff1d1+1"), ("\u200b=1+1", "'=1+1"), ("\ufeff=1", "'\ufeff=1"),
     ("-3.5", "-3.5"), ("+2", "+2"), ("=", "="), ("-", "-"), ("a=b", "a=b"), (">= 2", ">= 2"), ("", ""),
     (Decimal("-3.50"), "-3.5"), (Decimal("6E+11"), "600000000000"), (-1.5, "-1.5"), (True, "true"), (None, ""),
     (["=x", 2, None], "'=x; 2; "), ({"=a": 1}, '{"=a": 1}'), ([{"b": "=x"}], '[{"b": "=x"}]')],
    ids=repr,
)  # fmt: skip
def test_a_cell(value: object, shown: str) -> None:
    assert shown == cell(value)


@given(st.text())
@example("=HYPERLINK(0)")
@example(" \u00a0=1")
@example("\x00=1")
def test_no_text_begins_like_a_formula_once_it_is_a_cell_and_none_is_lost(said: str) -> None:
    shown = defused(said)
    harmless = re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", shown) or len(shown.strip()) <= 1
    assert harmless or not shown.lstrip().startswith(_FORMULA[:4] + _FORMULA[7:])
    assert printable(said) in (shown, shown[1:])


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ['"', '","', "\r\n", "a\rb", "=1", "-1", "|a|b|", "<script>alert(1)</script>", "](javascript:x)", "```", "\x1b[31m"]
)


@given(HOSTILE, HOSTILE)
def test_a_table_is_read_back_as_it_was_written_whatever_the_text(title: str, task: str) -> None:
    record = _record(title, task)
    said = text([record], "csv")
    rows = list(csv.reader(io.StringIO(said, newline=""), strict=True))
    assert (2, 1) == (len(rows), len({len(row) for row in rows}))
    assert [cell(title), cell([oneline(task)])] == [dict(zip(*rows, strict=True))[name] for name in ("title", "tasks")]
    assert said.endswith("\r\n")


def test_a_mark_for_excel_is_there_only_if_asked_for(tmp_path: Path) -> None:
    made = records(tmp_path, [FINCH])
    assert [False, True] == [text(made, "csv", Shape(bom=bom)).startswith("\ufeff") for bom in (False, True)]


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────
def test_markdown_is_a_table_a_paper_that_a_reader_of_markdown_takes_for_one(tmp_path: Path) -> None:
    said = text(records(tmp_path), "md", Shape(name="run.jsonl"))
    page = MarkdownIt("commonmark").enable("table").render(said)
    assert ["Lark-2: =SUM(A1) and other birds", "Finch", "Crow"] == re.findall("<h2>(.*?)</h2>", page)
    assert (1, 2) == (page.count("<h1>run.jsonl</h1>"), page.count("<table>"))
    assert "<td>Finch · MMLU · accuracy · 55 · % · absolute · own</td>" in page
    assert "Failed: not" in page
    assert "3 papers: 1 accepted, 1 failed, 1 flagged." in page


@given(HOSTILE | st.text("*_`[]()<>!#+-=.:|~&;1 \\ab\n", max_size=30))
@example("1. x")
@example("- x")
@example("===")
@example("&amp;")
@example("<b>")
def test_no_text_means_anything_to_markdown_or_html(said: str) -> None:
    shown = oneline(said)
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"{escaped(said)}\n")
    assert (f"<p>{shown}</p>\n" if shown else "") == html.unescape(page)
    assert set() == set(re.findall(r"<(\w+)", page)) - {"p"}


@given(HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_its_section(title: str, task: str) -> None:
    page = MarkdownIt("commonmark").enable("table").render(text([_record(title, task)], "md"))
    assert (1, 1) == (page.count("<h1>"), page.count("<h2>"))
    assert (1, 2, 10) == (page.count("<table>"), page.count("<tr>"), page.count("<td>") + page.count("<th>"))
    assert set(re.findall(r"<(\w+)", page)) <= {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"}


# ── a schema of one's own ────────────────────────────────────────────────────────────────────────
@pytest.fixture
def trial(tmp_path: Path) -> list[Record]:
    return records(tmp_path, [TRIAL], {"Corvine": TRIAL_REPLY}, Trial)


def test_the_values_of_a_schema_are_columns(trial: list[Record]) -> None:
    (row,) = table(trial)
    assert "'=A trial" == row["title"]
    assert "values.title" in row
    assert "Bonn; '-Ulm" == row["sites"]
    assert ["Corvine", "placebo"] == [arm["drug"] for arm in json.loads(row["arms"])]


def test_rows_of_a_schema_have_the_columns_of_their_class(trial: list[Record]) -> None:
    rows = table(trial, Shape(rows="arms"))
    assert [("arms[0]", "Corvine", "120"), ("arms[1]", "placebo", "118")] == [
        (row["path"], row["drug"], row["patients"]) for row in rows
    ]
    assert ["Bonn", "'-Ulm"] == [row["value"] for row in table(trial, Shape(rows="sites"))]
    assert "arms[0].patients" in [row["path"] for row in table(trial, Shape(rows="values"))]


def test_a_schema_goes_through_json_and_markdown_too(trial: list[Record]) -> None:
    (row,) = json.loads(text(trial, "json"))
    assert [{"drug": "Corvine", "patients": 120}, {"drug": "placebo", "patients": 118}] == row["summary"]["values"][
        "arms"
    ]
    assert row["judged"]["arms[0].drug"]["confidence"] > 0
    assert "| arms\\[0\\].drug | Corvine |" in text(trial, "md")


def test_a_value_beyond_all_numbers_leaves_json_that_can_be_read(trial: list[Record]) -> None:
    summary = trial[0].summary.model_copy(update={"values": {"title": float("inf"), "arms": [], "sites": []}})  # type: ignore[union-attr]
    (row,) = json.loads(text([trial[0].model_copy(update={"summary": summary, "verdicts": ()})], "json"))
    assert row["summary"]["values"]["title"] is None


# ── all formats ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("ending", FORMATS)
def test_a_paper_is_written_before_the_next_is_read(tmp_path: Path, ending: str) -> None:
    (paper,) = papers_of(records(tmp_path, [FINCH]))
    read = 0

    def papers() -> Iterator[Exported]:
        nonlocal read
        for read in range(1, 101):  # noqa: B007  counted outside
            yield paper

    behind = 0
    for piece in FORMATS[ending](papers(), Shape()):
        behind += "finch" in piece
        assert read - behind <= 1
    assert (100, 100) == (read, behind)


@pytest.mark.parametrize(("name", "ending"), [("a.JSON", "json"), ("x/b.csv", "csv"), ("c.d.md", "md")])
def test_the_ending_says_the_format(name: str, ending: str) -> None:
    assert ending == format_of(name)


@pytest.mark.parametrize("name", ["run", "run.xlsx", ".csv"])
def test_another_ending_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UsageError, match=r"none of \.json, \.jsonl, \.csv, \.md"):
        format_of(name)


@pytest.mark.parametrize("own", [False, True])
def test_rows_that_no_paper_can_have_are_refused_with_those_that_there_are(tmp_path: Path, own: bool) -> None:
    made = records(tmp_path, [TRIAL], {"Corvine": TRIAL_REPLY}, Trial) if own else records(tmp_path, [FINCH])
    with pytest.raises(UsageError, match="papers, values, arms, sites" if own else "papers, values, tasks, methods"):
        shape_of(made, Shape(rows="birds"))


def _record(title: str, task: str) -> Record:
    """A record with some text in it, put together without a pipeline."""
    data: dict[str, Any] = {
        "id": "p",
        "paper": {"id": "p", "title": title, "abstract": "A"},
        "status": "accepted",
        "summary": {"tasks": [{"name": task}]},
        "provenance": {"schema": "paper.v1", "rules": "1", "summarise": "0"},
    }
    return Record.model_validate(data)
