"""An evaluation for people: tables of at most 100 columns, the text of papers made safe for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from summarise.cli.printing import console, number, oneline
from summarise.telling import counted

if TYPE_CHECKING:
    from rich.console import Console

    from summarise.evaluating import Evaluation
    from summarise.evaluating.evaluate import WitnessScores
    from summarise.evaluating.mistakes import Mistake
    from summarise.evaluating.scores import Score

_NAMES = {"model": "the model", "rules": "the rules", "reconciled": "the summary"}
_WIDTH = 100
_IDS_SHOWN = 3
_WORDS_SHOWN = 300


def print_evaluation(found: Evaluation, *, by_rule: bool) -> None:
    """Prints every table that the evaluation has something for."""
    out = console()
    out.width = max(out.width, _WIDTH)  # a narrow terminal wraps a line; no figure is ever cut
    _print_papers(out, found)
    if len(found.witnesses) > 1:
        _print_comparison(out, found.witnesses)
    _print_rows(out, found.witnesses[-1])
    _print_attributes(out, found.witnesses[-1])
    _print_none_stated(out, found.witnesses)
    if found.flags:
        _print_flags(out, found)
    if by_rule:
        _print_rules(out, found)
    if found.mistakes:
        _print_mistakes(out, found)


def _print_papers(out: Console, found: Evaluation) -> None:
    """Which papers the figures are about, and which are left out."""
    out.print(Text(f"{counted(found.papers, 'paper')} in both", style="bold"))
    notes = {
        f"{len(found.not_in_run):,} of gold not in the run": found.not_in_run,
        f"{len(found.failed):,} failed in the run, so nothing is found in them": found.failed,
        f"{len(found.other_text):,} with the same id and another text: the same paper?": found.other_text,
    }
    for note, ids in notes.items():
        if ids:
            more = ", …" if len(ids) > _IDS_SHOWN else ""
            out.print(Text(f"{note}: {oneline(', '.join(i[:40] for i in ids[:_IDS_SHOWN]))}{more}", style="yellow"))
    if found.not_in_gold:
        out.print(Text(f"{found.not_in_gold:,} of the run not in gold"))
    if found.joined_by_text:
        out.print(Text(f"{found.joined_by_text:,} joined by their text, as their ids differ"))


def _print_comparison(out: Console, witnesses: Sequence[WitnessScores]) -> None:
    exacts = [{row.row: row.exact for row in scores.rows} for scores in witnesses]
    table = _table("F1", *(f"{w.witness} (95 %)" for w in witnesses))
    for name in max(exacts, key=len):
        exact = [found.get(name) for found in exacts]
        table.add_row(name, *(f"{_share(e.f1)} ({_interval(e)})" if e else "–" for e in exact))
    _print_titled(out, None, table)


def _print_rows(out: Console, scores: WitnessScores) -> None:
    columns = ("gold", "given", "right", "precision", "recall", "F1", "95 %", "relaxed P", "R", "F1")
    table = _table(scores.witness, *columns)
    for row in scores.rows:
        e, r = row.exact, row.relaxed
        exact = (_share(e.precision), _share(e.recall), _share(e.f1), _interval(e))
        table.add_row(
            row.row, str(e.gold), str(e.given), str(e.right), *exact, *map(_share, (r.precision, r.recall, r.f1))
        )
    _print_titled(out, None, table)


def _print_attributes(out: Console, scores: WitnessScores) -> None:
    if not scores.attributes:
        return
    title = f"Of what {_NAMES[scores.witness]} found: right, of all; names and further numbers where gold has one"
    out.print(Text(f"\n{title}", style="bold"))
    for field, of_field in groupby(scores.attributes, key=lambda a: a.field):
        parts = "  ".join(f"{a.attribute}:{a.right}/{a.found}" for a in of_field)
        for n, line in enumerate(wrap(parts, width=_WIDTH - 16)):
            out.print(Text(f"{'' if n else field:16}{line.replace(':', ' ')}"))


def _print_none_stated(out: Console, witnesses: Sequence[WitnessScores]) -> None:
    cells: dict[str, list[str]] = {}
    for i, scores in enumerate(witnesses):
        for none in scores.none_stated:
            row = cells.setdefault(none.field, ["–"] * len(witnesses))
            row[i] = f"{len(none.given_anyway)} of {none.papers}"
    table = _table("papers", *(scores.witness for scores in witnesses))
    for field, texts in cells.items():
        table.add_row(field, *texts)
    _print_titled(out, "Given a number where gold states none", table)
    for none in witnesses[-1].none_stated:
        if none.given_anyway:
            ids = ", ".join(i[:40] for i in none.given_anyway[:_IDS_SHOWN])
            more = ", …" if len(none.given_anyway) > _IDS_SHOWN else ""
            out.print(Text(f"{none.field} {witnesses[-1].witness}: {oneline(ids)}{more}", style="dim"))


def _print_flags(out: Console, found: Evaluation) -> None:
    columns = ("values", "wrong", "flagged", "share", "caught", "precision", "recall", "wrong of the rest")
    table = _table("field", *columns)
    for f in found.flags:
        counts = (str(f.values), str(f.wrong), str(f.flagged), _share(f.share_flagged), str(f.wrong_flagged))
        table.add_row(f.field, *counts, *map(_share, (f.precision, f.recall, f.wrong_among_unflagged)))
    _print_titled(out, "Flags on the values of the summary (caught: flagged and wrong)", table)


def _print_rules(out: Console, found: Evaluation) -> None:
    if not found.rules:
        out.print(Text("\nThe run names no rules: tag the papers again with this version.", style="yellow"))
        return
    table = _table("rule", "field", "given", "right", "precision", "of gold", "covered")
    table.columns[1].justify = "left"
    for rule in found.rules:
        counts = (str(rule.given), str(rule.right), _share(rule.precision), str(rule.gold), _share(rule.covered))
        table.add_row(oneline(rule.rule)[:40], rule.field, *counts)
    _print_titled(out, "Rules", table)


def _print_mistakes(out: Console, found: Evaluation) -> None:
    for kind, of_kind in groupby(found.mistakes, key=lambda m: m.kind):
        shown = list(of_kind)
        count = found.mistake_counts[kind]
        more = f" of {count:,}" if len(shown) < count else ""
        out.print(Text(f"\n{found.mistakes_of}, {kind}: {len(shown):,}{more}", style="bold"))
        for mistake in shown:
            _print_mistake(out, mistake)


def _print_mistake(out: Console, mistake: Mistake) -> None:
    head = Text.assemble("  ", (oneline(mistake.paper)[:60], "bold"), "  ", (mistake.field, "cyan"))
    if mistake.differs:
        head.append(f"  differs in {', '.join(mistake.differs)}", style="yellow")
    if mistake.rule:
        head.append(f"  {oneline(mistake.rule)}", style="dim")
    out.print(head)
    note = f"  ({oneline(mistake.note)})" if mistake.note else ""
    out.print(Text(f"    given  {_brief(mistake.given)}"))
    out.print(Text(f"    gold   {_brief(mistake.gold)}{note}"))
    words = mistake.context or mistake.words
    if words:
        quoted = f"“{oneline(words)[:_WORDS_SHOWN]}”"
        out.print(Text("\n".join(wrap(quoted, _WIDTH, initial_indent="    ", subsequent_indent="     ")), style="dim"))


def _brief(element: dict[str, Any] | None) -> str:
    """One line for an element: its numbers and names."""
    if element is None:
        return "–"
    parts = (number(Decimal(str(v))) if isinstance(v, int | float) else str(v) for v in element.values())
    return oneline(" · ".join(part for part in parts if part and part != "="))


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _print_titled(out: Console, title: str | None, table: Table) -> None:
    if table.row_count:
        out.print(Text(f"\n{title}" if title else "", style="bold"))
        out.print(table)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _interval(score: Score) -> str:
    return "" if score.f1_low is None else f"{score.f1_low:.2f}–{score.f1_high:.2f}"
