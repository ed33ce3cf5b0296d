"""Which address leads to which page."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from summarise.errors import SummariseError, UsageError
from summarise.review_page.alike import Classes
from summarise.review_page.framing import Frames
from summarise.review_page.guard import Guard
from summarise.review_page.listing import Lists
from summarise.review_page.looks import asset, page, render
from summarise.review_page.pages import Pages
from summarise.review_page.session import Session
from summarise.reviewing import Review
from summarise.reviewing.walking import Walk, Wanted


def page_of(review: Review, wanted: Wanted | None = None) -> Callable[[Session], ASGIApp]:
    """What builds the page of a review for a session."""

    def build(session: Session) -> ASGIApp:
        what = wanted or Wanted()
        walk, frames = Walk(review, what), Frames(review, what, session.form_token)
        lists = Lists(review, frames)
        pages = Pages(review, walk, frames)
        return Guard(_routed(pages, Classes(review, walk, frames), lists), session, _refusal)

    return build


def _routed(pages: Pages, classes: Classes, lists: Lists) -> Starlette:
    return Starlette(
        routes=[
            Route("/", pages.first),
            Route("/unit/{key}", pages.unit),
            Route("/unit/{key}", pages.decide, methods=["POST"]),
            Route("/class/{key}", classes.preview),
            Route("/class/{key}", classes.decide, methods=["POST"]),
            Route("/undo", pages.take_back, methods=["POST"]),
            Route("/list", lists.values),
            Route("/papers", lists.papers),
            Route("/paper/{number:int}", lists.paper),
            Route("/overview", lists.overview),
            Route("/assets/{name}", _asset),
        ],
        exception_handlers={HTTPException: _no_such_page, SummariseError: _failed, Exception: _broken},
    )


async def _asset(request: Request) -> Response:
    return asset(request.path_params["name"])


def _refusal(status: int, wrong: str, todo: str) -> str:
    return render("refused.html", wrong=wrong, todo=todo)


def _refused(status: int, wrong: str, todo: str) -> Response:
    return page("refused.html", status, wrong=wrong, todo=todo)


async def _no_such_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _refused(status, "There is no such page", "Go back, or to the first page of the review.")


async def _failed(request: Request, error: Exception) -> Response:
    """An unknown value, a run or a decisions file that can't be read."""
    return _refused(404 if isinstance(error, UsageError) else 500, str(error), "What was decided before is kept.")


async def _broken(request: Request, error: Exception) -> Response:
    return _refused(500, "The page failed", "What was decided before is kept; the terminal says what went wrong.")
