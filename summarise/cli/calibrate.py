"""`summarise calibrate`: labels against a run → a file from which confidences follow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarise.errors import UsageError
from summarise.telling import counted


def calibrate(
    run: Annotated[str, typer.Argument(help="A run of 'summarise tag'; - is stdin.")],
    gold: Annotated[str, typer.Argument(help="Labelled papers, one JSON object a line; - is stdin.")],
    output: Annotated[str, typer.Option("-o", "--output", help="Where the calibration goes; - is stdout.")] = "-",
) -> None:
    """Count how often the summary was right at verdicts of each kind: confidences for your model and your papers.

    The file holds counts alone, no paper's values. Label papers that are like those you will tag: docs/evaluate.md says
    how; docs/trust.md says what becomes of the counts.

    Examples:

    summarise calibrate run.jsonl gold.jsonl -o mine.toml

    summarise tag papers.jsonl --local --calibration mine.toml -o run.jsonl

    Exit codes: 0 done; 2 wrong use; 4 unreadable run or gold, or no paper in common.
    """
    from summarise.calibrating import learn
    from summarise.cli.joining import joined_run
    from summarise.cli.output import refuse_own_input
    from summarise.files import STDIN
    from summarise.reconciling.trust import write_calibration

    refuse_own_input([run, gold], output)
    joined = joined_run(run, gold)
    learned = learn(joined.pairs, Path(run).stem)
    text = write_calibration(learned)
    if output == STDIN:
        typer.echo(text, nl=False)
    else:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"can't write the calibration to {output}: {error.strerror or error}") from error
    checked = sum(count.seen for count in learned.cells.values())
    model = f"replies of {learned.model}" if learned.model else "the rules alone"
    typer.echo(f"{counted(checked, 'verdict')} of {counted(learned.papers, 'paper')}, {model}.", err=True)
