"""Who may look and decide: the browser that opened the start address first."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie


class Session:
    """Three secrets of one start of the program: what opens the page once, the cookie it earns, and the forms' own.

    Browsers share cookies between the ports of a machine, so the cookie's name bears the port.
    """

    def __init__(self, port: int) -> None:
        self.cookie_name = f"summarise_review_{port}"
        self.form_token = secrets.token_urlsafe(32)
        """Stands in every form; a page elsewhere can't know it."""
        self._cookie = secrets.token_urlsafe(32)
        self._start: str | None = secrets.token_urlsafe(32)
        self.start_path = f"/start?token={self._start}"
        """Path and query of the address that opens the page, once."""

    def open_with(self, token: str) -> str | None:
        """The cookie's header for the first who brings the start token; None for anyone else and ever after."""
        if self._start is None or not _same(token, self._start):
            return None
        self._start = None
        return f"{self.cookie_name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"

    def knows(self, cookie_header: str) -> bool:
        """Whether a request's Cookie header bears this session's cookie."""
        try:
            cookies = SimpleCookie(cookie_header)
        except CookieError:
            return False
        found = cookies.get(self.cookie_name)
        return found is not None and _same(found.value, self._cookie)

    def vouches_for(self, form_token: str) -> bool:
        """Whether a form was made by this session."""
        return _same(form_token, self.form_token)


def _same(given: str, secret: str) -> bool:
    """Whether they are equal; takes as long for a near miss as for a far one."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())
