"""`summarise review`: settle the open values of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarise.cli import options

if TYPE_CHECKING:
    from summarise.reviewing import Review, Wanted


def review(  # noqa: PLR0913, PLR0917  one parameter an option
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; else the name you are logged in with.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="File of the decisions, else RUN.decisions.jsonl.")
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide who says what until you chose: tells honestly who was right.")
    ] = False,
    field: options.OfField = None,
    reason: options.WithReason = None,
    order: Annotated[
        Literal["document", "impact", "reason", "audit"],
        typer.Option("--order", help="As the papers come, costliest first, by reason, or by lot."),
    ] = "document",
    paper: Annotated[
        str | None, typer.Option("--paper", help="Only this paper: its id, or the beginning of it.")
    ] = None,
    audit: Annotated[
        int,
        typer.Option("--audit", min=0, help="Look at N values by lot of those that are trusted: how many are wrong?"),
    ] = 0,
    policy: options.PolicyFile = None,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema", metavar="MODULE:CLASS", help="Your class that the run fills: checks edits; it is run."
        ),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Review here, by keys; from a pipe by lines.")] = False,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", metavar="FILE.html", help="Write a page for a co-author who is offline.")
    ] = None,
    take: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take over the decisions that such a page saved.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --import: what became of each line, as JSON.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Of the page; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address of the page.")] = False,
) -> None:
    """Settle the values that deserve a look, one by one, on a page in your browser, until Ctrl-C.

    Every decision is on disk before the page answers, in RUN.decisions.jsonl; the run itself is never changed.

    Examples:

    summarise review run.jsonl

    summarise review run.jsonl --field results --order impact --who ada

    summarise review run.jsonl --terminal

    summarise review run.jsonl --field results --bundle for-grace.html

    summarise review run.jsonl --import decisions.jsonl

    summarise review run.jsonl --no-browser --port 8765   # then: ssh -L 8765:127.0.0.1:8765 this-machine
    """
    from summarise.cli.review_faces import in_terminal, take_over, write_bundle
    from summarise.errors import UsageError
    from summarise.reviewing import Filter, Wanted

    if terminal + (bundle is not None) + (take is not None) > 1:
        raise UsageError("--terminal, --bundle and --import are three ways to review; choose one of them")
    if as_json and take is None:
        raise UsageError(f"--json goes with --import; 'summarise conflicts {run} --json' lists what waits")
    opened = _opened(run, who, (decisions, policy, schema), blind=blind)
    wanted = Wanted(Filter(field=field, reason=reason, paper=_paper(opened, paper)), order, audit)
    if terminal:
        in_terminal(opened, wanted)
    elif bundle is not None:
        write_bundle(opened, wanted, bundle)
    elif take is not None:
        take_over(opened, take, as_json=as_json)
    else:
        _serve(opened, wanted, port, browser=not no_browser)


def _paper(review: Review, wanted: str | None) -> str | None:
    """The id of the wanted paper. Raises UsageError where none or several begin so."""
    from summarise.errors import UsageError

    if wanted is None:
        return None
    ids = [paper.id for paper in review.papers()]
    near = [wanted] if wanted in ids else [one for one in ids if one.startswith(wanted)]
    if len(near) != 1:
        many = f"several papers begin with it: {', '.join(near[:5])}" if near else "no paper is called so"
        raise UsageError(f"--paper {wanted!r}: {many}; 'summarise show {review.run}' lists the ids")
    return near[0]


def _opened(run: Path, who: str | None, files: tuple[Path | None, Path | None, str | None], *, blind: bool) -> Review:
    """The review; `files` are those of decisions and policy and the user's schema, where named."""
    import gc

    from summarise.cli.printing import existing, say
    from summarise.reconciling.trust import read_policy
    from summarise.reviewing import Options, Review
    from summarise.settings import load_settings

    decisions, policy, schema = files
    weights = read_policy(load_settings({"policy": policy}).settings.policy)
    how = Options(decisions=decisions, blind=blind, policy=weights, schema=schema)
    opened = Review.open(existing(run), who or _user(), how)
    gc.freeze()  # the run stays to the end: looking for garbage in it would hold up a decision for 0.3 s
    for problem in opened.problems:
        say(problem)
    return opened


def _serve(review: Review, wanted: Wanted, port: int, *, browser: bool) -> None:
    """The page, until Ctrl-C. Raises UsageError where the extra is missing."""
    import webbrowser

    from summarise.cli.printing import say
    from summarise.errors import UsageError

    try:
        from summarise.review_page import PageServer, page_of
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the page needs {error.name}, which is not installed: pip install 'summarise[review]'"
        ) from error
    server = PageServer(port, page_of(review, wanted))
    typer.echo(server.start_address)
    say("open this address in a browser on this machine; it opens once. Decisions go to " + str(review.decisions))
    say("Ctrl-C ends it; everything decided is kept")
    if browser and _has_screen():
        webbrowser.open(server.start_address)
    server.serve()


def _has_screen() -> bool:
    """Whether a browser has where to open; one for terminals would take this one."""
    import os
    import sys

    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _user() -> str:
    """The name that the user is logged in with."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"
