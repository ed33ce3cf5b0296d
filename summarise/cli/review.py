"""`summarise review`: settle the open values of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarise.cli import options

if TYPE_CHECKING:
    from summarise.reviewing import Filter, Order, Review


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
    policy: options.PolicyFile = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Of the page; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address of the page.")] = False,
) -> None:
    """Settle the values that deserve a look, one by one, on a page in your browser, until Ctrl-C.

    Every decision is on disk before the page answers, in RUN.decisions.jsonl; the run itself is never changed.

    Examples:

    summarise review run.jsonl

    summarise review run.jsonl --field results --order impact --who ada

    summarise review run.jsonl --no-browser --port 8765   # then: ssh -L 8765:127.0.0.1:8765 this-machine
    """
    from summarise.reviewing import Filter

    opened = _opened(run, who, (decisions, policy), blind=blind)
    _serve(opened, (Filter(field=field, reason=reason), order), port, browser=not no_browser)


def _opened(run: Path, who: str | None, files: tuple[Path | None, Path | None], *, blind: bool) -> Review:
    """The review; `files` are the decisions' and the policy's, where named."""
    from summarise.cli.printing import existing, say
    from summarise.reconciling.trust import read_policy
    from summarise.reviewing import Options, Review
    from summarise.settings import load_settings

    decisions, policy = files
    weights = read_policy(load_settings({"policy": policy}).settings.policy)
    opened = Review.open(existing(run), who or _user(), Options(decisions=decisions, blind=blind, policy=weights))
    for problem in opened.problems:
        say(problem)
    return opened


def _serve(review: Review, wanted: tuple[Filter, Order], port: int, *, browser: bool) -> None:
    """The page, until Ctrl-C. Raises UsageError where the extra is missing."""
    import webbrowser

    from summarise.cli.printing import say
    from summarise.errors import UsageError

    try:
        from summarise.review_page import PageServer, Wanted, page_of
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the page needs {error.name}, which is not installed: pip install 'summarise[review]'"
        ) from error
    server = PageServer(port, page_of(review, Wanted(*wanted)))
    typer.echo(server.start_address)
    say("open this address in a browser on this machine; it opens once. Decisions go to " + str(review.decisions))
    say("Ctrl-C ends it; everything decided is kept")
    if browser:
        webbrowser.open(server.start_address)
    server.serve()


def _user() -> str:
    """The name that the user is logged in with."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"
