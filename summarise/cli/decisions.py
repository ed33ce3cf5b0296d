"""`summarise decisions`: what people decided, and what it teaches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarise.cli import options
from summarise.errors import InputError, UsageError
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.records import Record
    from summarise.reviewing import Decided, Progress, Review, Share

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Report what people decided about a run, and learn from it."
)
Run = Annotated[Path, typer.Argument(help="A run of 'summarise tag'; its decisions lie in RUN.decisions.jsonl.")]
TrustUnflagged = Annotated[
    bool,
    typer.Option("--trust-unflagged", help="Count values that nobody was asked about as right; hides their errors."),
]


@app.command("report")
def report(
    run: Run,
    audit: Annotated[int, typer.Option("--audit", min=0, metavar="N", help="Judge an audit sample of N values.")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The lot by which the audit sample was drawn.")] = 0,
    as_json: options.AsJson = False,
) -> None:
    """Say how far the review is, what error is left, how far reviewers agree, and who was right where they were blind.

    Examples:

    summarise decisions report run.jsonl

    summarise decisions report run.jsonl --audit 100 --json
    """
    from summarise.cli.decided_run import say_problems
    from summarise.cli.printing import existing
    from summarise.reviewing import Review

    review = Review.open(existing(run), "report")
    say_problems(review.problems)
    progress = review.progress()
    shares = _shares(review, audit, seed)
    if as_json:
        counts = {"settled": progress.settled, "values": progress.values, "by_status": dict(progress.by_status)}
        left = {"residual_errors": progress.residual_errors, "residual_share": progress.residual_share}
        typer.echo(json.dumps({**counts, **left, **{name: _as_json(one) for name, one in shares.items()}}))
        return
    typer.echo(_in_words(progress))
    for name, share in shares.items():
        if share.of:
            low, high = share.interval
            typer.echo(f"{name}: {share.part:,} of {share.of:,}, {share.percent:.1f} % ({low:.1f} to {high:.1f})")


@app.command("gold")
def gold(
    run: Run,
    output: Annotated[str, typer.Option("-o", "--output", help="Where the gold goes; - is stdout.")] = "-",
    trust_unflagged: TrustUnflagged = False,
) -> None:
    """Write what people decided as labelled papers, as `evaluate` and `calibrate` read them.

    A field of a paper is labelled where every value of it is decided. What neither the model nor the rules found is
    not in it: recall against such gold is too high.

    Examples:

    summarise decisions gold run.jsonl -o gold.jsonl && summarise calibrate run.jsonl gold.jsonl -o mine.toml

    summarise decisions gold run.jsonl | summarise evaluate other.jsonl -
    """
    from summarise.cli.output import refuse_own_input

    refuse_own_input([str(run)], output)
    lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in _gold(run, trust_unflagged)]
    if not lines:
        more = "" if trust_unflagged else ", or see --trust-unflagged"
        raise InputError(f"{run}: no field of any paper is decided as a whole; decide the rest of one{more}")
    _write("".join(lines), output)
    typer.echo(f"{counted(len(lines), 'labelled paper')}.", err=True)


@app.command("suggest")
def suggest(
    run: Run,
    at_least: Annotated[
        int, typer.Option("--at-least", min=1, metavar="N", help="Only changes that are right in N values or more.")
    ] = 3,
    vocabulary: options.VocabularyFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Suggest changes to a policy or vocabulary file that people's decisions bear out, each with a replay.

    Nothing is changed: add what convinces you to your own file, tag anew, and the decisions stay.

    Examples:

    summarise decisions suggest run.jsonl

    summarise decisions suggest run.jsonl --vocabulary own.toml --at-least 5 --json
    """
    from summarise.settings import load_settings
    from summarise.teaching import as_toml
    from summarise.teaching import suggest as suggested

    entries = options.read_named_vocabulary(load_settings({"vocabulary": vocabulary}))
    found = suggested(list(_decided(run)), entries, at_least)
    if as_json:
        for one in found:
            row = {"file": one.file, "toml": one.toml, "why": one.why, **one.replay._asdict()}
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        typer.echo(as_toml(found), nl=False)
    if not found:
        typer.echo("No change is borne out by the decisions.", err=True)


@app.command("examples")
def examples(
    run: Run,
    paper: Annotated[str, typer.Argument(help="The id of the paper that is to be shown examples.")],
    count: Annotated[int, typer.Option("-n", min=1, metavar="N", help="At most N examples.")] = 3,
    trust_unflagged: TrustUnflagged = False,
) -> None:
    """Print decided papers that are most like one of the run, as worked examples: never that paper, nor a copy of it.

    Examples:

    summarise decisions examples run.jsonl deepseek-v3 -n 2 > examples.jsonl
    """
    from summarise.cli.finding import find_paper
    from summarise.cli.printing import existing
    from summarise.runs import read_run
    from summarise.teaching import ExamplePool

    wanted = find_paper(read_run(existing(run)), paper, run).paper
    for line in ExamplePool(_gold(run, trust_unflagged)).pick(wanted, count):
        typer.echo(json.dumps(dict(line), ensure_ascii=False))


def _decided(run: Path) -> Iterator[tuple[Record, Decided]]:
    """Of papers about which anything was decided the record as the run has it. Raises UsageError for own schemas."""
    from summarise.cli.decided_run import say_problems
    from summarise.cli.printing import existing
    from summarise.reviewing import Decisions
    from summarise.runs import read_run

    decisions = Decisions.beside(existing(run))
    say_problems(decisions.problems)
    for record in read_run(run):
        if record.is_own:
            raise UsageError(f"{run} was made with a schema of your own; only runs of the built-in summary teach")
        outcome = decisions.applied(record)
        if outcome.standing:
            yield record, outcome


def _gold(run: Path, trust_unflagged: bool) -> Iterator[dict[str, Any]]:
    from summarise.teaching import gold_of

    for record, outcome in _decided(run):
        if line := gold_of(record, outcome, trust_unflagged=trust_unflagged):
            yield line


def _shares(review: Review, audit: int, seed: int) -> dict[str, Share]:
    """What is said as a share, by what it is called."""
    found = {f"agreement of {' and '.join(one.reviewers)}": one.same for one in review.agreement()}
    found |= {f"blindly right: {source}": share for source, share in review.blind_score().items()}
    return found | ({f"wrong in the audit of {audit:,}": review.audit(audit, seed)} if audit else {})


def _in_words(progress: Progress) -> str:
    statuses = ", ".join(
        f"{count:,} {status}" for status, count in sorted(progress.by_status.items()) if status != "unflagged"
    )
    left = (
        f"{progress.residual_errors:,.1f} errors to be expected ({100 * progress.residual_share:.1f} % of all values)"
    )
    return f"{progress.settled:,} of {progress.values:,} values decided ({statuses or 'none looked at'}); {left}"


def _as_json(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"part": share.part, "of": share.of, "percent": share.percent, "low": low, "high": high}


def _write(text: str, output: str) -> None:
    from summarise.files import STDIN

    if output == STDIN:
        typer.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"can't write to {output}: {error.strerror or error}") from error
