"""A run and the labels of its papers, as the commands read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.errors import InputError, UsageError
from summarise.telling import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.evaluating import GoldPaper, Joined

_IDS_SHOWN = 3


def joined_run(run: str, gold: str) -> Joined:
    """The papers that a run and a gold file have in common; '-' for one of them is standard input.

    Raises UsageError and InputError, each with its remedy.
    """
    from pathlib import Path

    from summarise.cli.printing import existing
    from summarise.evaluating import join
    from summarise.files import STDIN
    from summarise.runs import read_run

    if run == gold == STDIN:
        raise UsageError("'-' is given for both RUN and GOLD, but standard input can be read only once")
    papers = _gold(gold)  # before the run: a small file whose errors should be known at once
    joined = join(read_run(run if run == STDIN else existing(Path(run))), papers, gold, _name(run))
    _say_what_counts_once(joined)
    return joined


def _name(path: str) -> str:
    from summarise.files import STDIN

    return "stdin" if path == STDIN else path


def _say_what_counts_once(joined: Joined) -> None:
    """Names papers that stand in the run or in gold several times."""
    from summarise.cli.printing import oneline, say

    notes = {
        "in the run several times; the first record of each counts": joined.repeated,
        "of gold with the text of an earlier one; only a record with their id counts for them": joined.same_text,
    }
    for note, ids in notes.items():
        if ids:
            more = ", …" if len(ids) > _IDS_SHOWN else ""
            say(f"{counted(len(ids), 'paper')} {note}: {oneline(', '.join(i[:40] for i in ids[:_IDS_SHOWN]))}{more}")


def _gold(path: str) -> Sequence[GoldPaper]:
    from summarise.evaluating import read_gold
    from summarise.files import lines_of, open_lines

    name = _name(path)
    try:
        with open_lines(path) as file:
            return read_gold(lines_of(file, name), name)
    except OSError as error:
        raise InputError(
            f"can't read the gold {name}: {error.strerror or error}; docs/evaluate.md says how to write it"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text; save it as UTF-8") from error
