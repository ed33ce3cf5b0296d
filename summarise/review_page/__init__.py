"""The page of `summarise review`: the review's engine, in a browser on this machine.

Needs the extra 'review' (Starlette, uvicorn, Jinja2). htmx and the stylesheet are in `assets`; nothing is fetched.
"""

from summarise.review_page.app import page_of
from summarise.review_page.serving import PageServer
from summarise.reviewing.walking import Wanted

__all__ = ["PageServer", "Wanted", "page_of"]
