"""What stands before every page: who asks, from where, how much they send, and what a browser may do with the answer.

A server on the loopback is reached by every page that the browser has open, and by every program of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarise.review_page.session import Session

LARGEST_FORM = 64 * 1024
"""Bytes of a form; an edited value and a note have some hundreds."""
_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?")
"""Any port: behind `ssh -L` the browser's is another than ours, and a forged name is what tells an attack."""
_METHODS = ("GET", "HEAD", "POST")
_FORM = "application/x-www-form-urlencoded"
ASSETS = "/assets/"

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not 'no-referrer': with it browsers send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""What every answer says, whoever asked."""

Refuse = Callable[[int, str, str], str]
"""(status, what is wrong, what to do) → a page."""


class Refused(Exception):
    """A request that gets no further."""

    def __init__(self, status: int, wrong: str, todo: str) -> None:
        super().__init__(wrong)
        self.status, self.wrong, self.todo = status, wrong, todo


class Guard:
    """Wraps the pages: a request passes with a loopback Host and the session's cookie, a POST also with our own Origin,
    a form of at most LARGEST_FORM bytes and its token. The form's fields are then in `scope["form"]`.
    """

    def __init__(self, pages: ASGIApp, session: Session, refuse: Refuse) -> None:
        self._pages, self._session, self._refuse = pages, session, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The pages' answer, or a refusal."""
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        try:
            answer = await self._admit(scope, receive)
        except Refused as no:
            answer = HTMLResponse(self._refuse(no.status, no.wrong, no.todo), no.status)
        await (answer or self._pages)(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive) -> Response | None:
        """None for a request that may pass, or the answer to a start; raises Refused."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
            raise Refused(400, "This server has another name", "Open the address that the terminal printed.")
        if scope["method"] not in _METHODS:
            raise Refused(405, "No such method", "Pages are read with GET and decided with POST.")
        if scope["method"] == "POST":
            _refuse_other_sites(headers, hosts[0])
        elif scope["path"].startswith(ASSETS):
            return None
        elif scope["path"] == "/start":
            return self._start(scope, headers)
        if not self._session.knows(headers.get("cookie", "")):
            raise Refused(403, "This browser has not opened the review", _RESTART)
        if scope["method"] == "POST":
            scope["form"] = await self._form(headers, receive)
        return None

    def _start(self, scope: Scope, headers: Headers) -> Response:
        """A page of ours that leads on: a cookie for our own site only isn't sent along a link from another one."""
        if self._session.knows(headers.get("cookie", "")):
            return HTMLResponse(_ONWARD)
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        cookie = self._session.open_with(token) if scope["method"] == "GET" else None
        if cookie is None:
            raise Refused(403, "This start address was used before, or is of an earlier start", _RESTART)
        return HTMLResponse(_ONWARD, headers={"set-cookie": cookie})

    async def _form(self, headers: Headers, receive: Receive) -> dict[str, str]:
        """The form's fields; the last of several of one name."""
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise Refused(415, "Not a form of this page", "Decide with the page's own buttons.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_FORM:
            raise _too_large()
        body = await _read(receive)
        try:
            form = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200))
        except ValueError:
            raise Refused(400, "The form can't be read", "Open the page again and decide there.") from None
        if not self._session.vouches_for(form.get("token", "")):
            raise Refused(403, "The form is not of this start of the review", "Open the page again and decide there.")
        return form


_RESTART = (
    "Decisions are kept. Stop the command in the terminal with Ctrl-C, start it again and open the address it prints; "
    "each address opens one browser, once."
)
_ONWARD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Review</title>'
    '<link rel="icon" href="/assets/icon.svg"><meta http-equiv="refresh" content="0;url=/">'
    '<p><a href="/">Go to the review</a></p></html>'
)


def _too_large() -> Refused:
    more = f"More than {LARGEST_FORM // 1024} KB in one form"
    return Refused(413, more, "Shorten what is typed; nothing of it was saved.")


def _refuse_other_sites(headers: Headers, host: str) -> None:
    """A browser says where a form stands; what says nothing of it is no browser. Raises Refused."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = origin == f"http://{host}" if origin is not None else site == "same-origin"
    if not ours or site not in (None, "same-origin"):
        raise Refused(403, "This was sent by another page", "Open the review and decide there. Nothing was saved.")


async def _read(receive: Receive) -> bytes:
    """The body; raises Refused as soon as it is too long, whatever its length was said to be."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The form ends in the middle", "Decide again. Nothing was saved.")
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            raise _too_large()
        if not message.get("more_body", False):
            return bytes(body)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
